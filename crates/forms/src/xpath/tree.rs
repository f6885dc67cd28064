//! Trees of elements: the answers of one submission, and the lists that expressions look into.

use std::collections::BTreeMap;

/// A node of a [`Forest`]. The order of nodes is the order of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

#[derive(Debug, Clone, Default)]
struct Node {
    name: String,
    text: String,
    /// It holds a number, so that 0 in it is false.
    number: bool,
    parent: Option<NodeId>,
    children: Vec<NodeId>,
}

/// Trees side by side: the form's own and any number of named ones.
#[derive(Debug, Clone)]
pub struct Forest {
    nodes: Vec<Node>,
    instances: BTreeMap<String, NodeId>,
}

impl Forest {
    /// A forest with the root of the form's own tree. Above every root lies a nameless node, the document.
    #[must_use]
    pub fn new(root: &str) -> (Self, NodeId) {
        let mut forest = Self { nodes: vec![Node::default()], instances: BTreeMap::new() };
        let root = forest.add(NodeId(0), root, "");
        (forest, root)
    }

    /// Adds a named tree and gives its root.
    pub fn add_instance(&mut self, id: &str, root: &str) -> NodeId {
        let document = self.push(Node::default());
        self.instances.insert(id.to_owned(), document);
        self.add(document, root, "")
    }

    /// Adds an element as the last child of another. A tree must be built in the order of its document.
    pub fn add(&mut self, parent: NodeId, name: &str, text: &str) -> NodeId {
        let node = Node {
            name: name.to_owned(),
            text: text.to_owned(),
            number: false,
            parent: Some(parent),
            children: Vec::new(),
        };
        let id = self.push(node);
        if let Some(above) = self.nodes.get_mut(parent.0 as usize) {
            above.children.push(id);
        }
        id
    }

    fn push(&mut self, node: Node) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        id
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    /// The document above the form's own root.
    #[must_use]
    pub fn document(&self) -> NodeId {
        NodeId(0)
    }

    /// The document of a named tree.
    #[must_use]
    pub fn instance(&self, id: &str) -> Option<NodeId> {
        self.instances.get(id).copied()
    }

    /// Name of an element.
    #[must_use]
    pub fn name(&self, id: NodeId) -> &str {
        self.node(id).map_or("", |node| &node.name)
    }

    /// Own text of an element.
    #[must_use]
    pub fn text(&self, id: NodeId) -> &str {
        self.node(id).map_or("", |node| &node.text)
    }

    /// Changes the text of an element.
    pub fn set_text(&mut self, id: NodeId, text: &str) {
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            text.clone_into(&mut node.text);
        }
    }

    /// Says that an element holds a number: the answer to a question that asks for one.
    pub fn set_number(&mut self, id: NodeId) {
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            node.number = true;
        }
    }

    /// Whether an element holds a number.
    #[must_use]
    pub fn is_number(&self, id: NodeId) -> bool {
        self.node(id).is_some_and(|node| node.number)
    }

    /// The element above.
    #[must_use]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).and_then(|node| node.parent)
    }

    /// The elements directly below.
    #[must_use]
    pub fn children(&self, id: NodeId) -> &[NodeId] {
        self.node(id).map_or(&[], |node| &node.children)
    }

    /// The first child of a name.
    #[must_use]
    pub fn child(&self, id: NodeId, name: &str) -> Option<NodeId> {
        self.children(id).iter().copied().find(|child| self.name(*child) == name)
    }

    /// Number of nodes of all trees.
    #[must_use]
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// The text of an element with everything below it.
    #[must_use]
    pub fn string_value(&self, id: NodeId) -> String {
        let mut text = String::new();
        let mut waiting = vec![id];
        while let Some(next) = waiting.pop() {
            text.push_str(self.text(next));
            waiting.extend(self.children(next).iter().rev());
        }
        text
    }

    /// Place of an element among its siblings of the same name, from 1: the number of a repeat's row.
    #[must_use]
    pub fn place(&self, id: NodeId) -> usize {
        let Some(parent) = self.parent(id) else { return 1 };
        let same = self.children(parent).iter().filter(|other| self.name(**other) == self.name(id));
        same.take_while(|other| **other != id).count() + 1
    }

    /// The names from the root down to an element: `/data/group/question`.
    #[must_use]
    pub fn path(&self, id: NodeId) -> String {
        let mut names = Vec::new();
        let mut at = Some(id);
        while let Some(here) = at {
            if !self.name(here).is_empty() {
                names.push(self.name(here));
            }
            at = self.parent(here);
        }
        names.iter().rev().map(|name| format!("/{name}")).collect()
    }
}
