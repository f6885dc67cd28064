//! A document in which one can go up as well as down.

use crate::finding::Finding;
use crate::xml::{Element, Name};

/// Something that a path leads to; sorted in the order of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    Element(usize),
    Attribute(usize, usize),
    Text(usize),
}

/// The elements of a document in their order; the root is the first.
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
}

struct Node<'a> {
    element: &'a Element,
    parent: Option<usize>,
    children: Vec<usize>,
}

impl<'a> Tree<'a> {
    pub(super) fn of(root: &'a Element) -> Self {
        let mut tree = Self { nodes: Vec::new() };
        tree.take(root, None);
        tree
    }

    fn take(&mut self, element: &'a Element, parent: Option<usize>) -> usize {
        let at = self.nodes.len();
        self.nodes.push(Node { element, parent, children: Vec::new() });
        let children: Vec<usize> = element.children.iter().map(|child| self.take(child, Some(at))).collect();
        if let Some(node) = self.nodes.get_mut(at) {
            node.children = children;
        }
        at
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn element(&self, node: usize) -> Option<&'a Element> {
        self.nodes.get(node).map(|node| node.element)
    }

    pub(super) fn is_named(&self, node: usize, local: &str) -> bool {
        self.element(node).is_some_and(|element| element.name.is("", local))
    }

    pub(super) fn parent(&self, node: usize) -> Option<usize> {
        self.nodes.get(node)?.parent
    }

    fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        self.nodes.get(node).into_iter().flat_map(|node| node.children.iter().copied())
    }

    pub(super) fn children_named<'t>(
        &'t self,
        node: usize,
        local: &'t str,
    ) -> impl Iterator<Item = usize> + 't {
        self.children(node).filter(move |child| self.is_named(*child, local))
    }

    /// All that lies below a node and has that name.
    pub(super) fn below_named(&self, node: usize, local: &str) -> Vec<usize> {
        let mut found = Vec::new();
        for child in self.children(node) {
            if self.is_named(child, local) {
                found.push(child);
            }
            found.extend(self.below_named(child, local));
        }
        found
    }

    pub(super) fn attribute(&self, node: usize, name: &Name) -> Option<usize> {
        self.element(node)?.attributes.iter().position(|(held, _)| held == name)
    }

    pub(super) fn has_text(&self, node: usize) -> bool {
        self.element(node).is_some_and(|element| !element.text.is_empty())
    }

    /// What an item says.
    pub(super) fn text(&self, item: Item) -> &'a str {
        match item {
            Item::Element(node) | Item::Text(node) => {
                self.element(node).map_or("", |element| element.text.as_str())
            }
            Item::Attribute(node, at) => self
                .element(node)
                .and_then(|element| element.attributes.get(at))
                .map_or("", |(_, value)| value.as_str()),
        }
    }

    /// A finding at an item.
    pub(super) fn finding(&self, item: Item, reason: &str) -> Finding {
        let (node, attribute) = match item {
            Item::Element(node) | Item::Text(node) => (node, None),
            Item::Attribute(node, at) => (node, Some(at)),
        };
        let element = self.element(node);
        let mut place = self.place(node);
        let named = attribute.and_then(|at| element?.attributes.get(at));
        if let Some((name, _)) = named {
            place = format!("{place}/@{}", name.local);
        }
        Finding::new(element.map_or(0, |element| element.line), place, reason)
    }

    /// `/a/b[2]/c`, with numbers where several have one name.
    fn place(&self, node: usize) -> String {
        let Some(element) = self.element(node) else { return String::new() };
        let local = &element.name.local;
        let Some(parent) = self.parent(node) else { return format!("/{local}") };
        let same = |child: &usize| self.element(*child).is_some_and(|other| other.name == element.name);
        let (mut count, mut number) = (0, 0);
        for child in self.children(parent).filter(same) {
            count += 1;
            if child == node {
                number = count;
            }
        }
        let above = self.place(parent);
        if count > 1 { format!("{above}/{local}[{number}]") } else { format!("{above}/{local}") }
    }
}
