//! One way to break a figure down: categories in a tree under their total.

use std::collections::BTreeMap;

use crate::error::{Error, Result};

/// Place of a category in its dimension; 0 is the total.
pub type NodeId = usize;

/// Code of the total of a dimension, as in SDMX.
pub const TOTAL: &str = "_T";

/// Code of the bin of what is missing. Every dimension has it, and every category that has categories of its own.
pub const UNKNOWN: &str = "unknown";

#[derive(Debug, Clone, PartialEq, Eq)]
struct Node {
    code: String,
    parent: Option<NodeId>,
    children: Vec<NodeId>,
}

/// A dimension: its total, the categories under it and those under them (regencies under provinces).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    name: String,
    nodes: Vec<Node>,
    by_code: BTreeMap<String, NodeId>,
}

impl Dimension {
    /// Categories side by side, in the order given, with `unknown` last.
    ///
    /// # Errors
    /// [`Error::Twice`] and [`Error::Reserved`].
    pub fn flat(name: impl Into<String>, codes: impl IntoIterator<Item = impl Into<String>>) -> Result<Self> {
        Self::tree(name, codes.into_iter().map(|code| (code.into(), None::<String>)))
    }

    /// Categories with the category that each lies in, parents first. Every category with others inside it gets a bin
    /// `CODE/unknown` for what is known to lie in it and no deeper.
    ///
    /// # Errors
    /// [`Error::Twice`], [`Error::Reserved`] and [`Error::NoParent`].
    pub fn tree(
        name: impl Into<String>,
        codes: impl IntoIterator<Item = (impl Into<String>, Option<impl Into<String>>)>,
    ) -> Result<Self> {
        let root = Node { code: TOTAL.to_owned(), parent: None, children: Vec::new() };
        let mut dimension = Self { name: name.into(), nodes: vec![root], by_code: BTreeMap::new() };
        dimension.by_code.insert(TOTAL.to_owned(), 0);
        for (code, parent) in codes {
            let (code, parent) = (code.into(), parent.map(Into::into));
            let at = match parent {
                None => 0,
                Some(parent) => dimension.node(&parent).ok_or_else(|| Error::NoParent {
                    dimension: dimension.name.clone(),
                    code: code.clone(),
                    parent,
                })?,
            };
            dimension.add(code, at)?;
        }
        dimension.add_unknowns()?;
        Ok(dimension)
    }

    fn add(&mut self, code: String, parent: NodeId) -> Result<()> {
        if code == TOTAL {
            return Err(Error::Reserved { dimension: self.name.clone(), code });
        }
        let id = self.nodes.len();
        if self.by_code.insert(code.clone(), id).is_some() {
            return Err(Error::Twice { what: code });
        }
        self.nodes.push(Node { code, parent: Some(parent), children: Vec::new() });
        if let Some(node) = self.nodes.get_mut(parent) {
            node.children.push(id);
        }
        Ok(())
    }

    fn add_unknowns(&mut self) -> Result<()> {
        for id in 1..self.nodes.len() {
            if !self.children(id).is_empty() {
                self.add(format!("{}/{UNKNOWN}", self.code(id)), id)?;
            }
        }
        if !self.by_code.contains_key(UNKNOWN) {
            self.add(UNKNOWN.to_owned(), 0)?;
        }
        Ok(())
    }

    /// Name, as the column was called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Number of nodes, the total included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never true: the total is always there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Code of a node; empty for a node that is not there.
    #[must_use]
    pub fn code(&self, node: NodeId) -> &str {
        self.nodes.get(node).map_or("", |node| node.code.as_str())
    }

    /// The node with this code.
    #[must_use]
    pub fn node(&self, code: &str) -> Option<NodeId> {
        self.by_code.get(code).copied()
    }

    /// The leaf in which a value is counted: the category itself, its unknown bin when it has categories inside, or
    /// `unknown` for an empty text. `None` for a code that the dimension does not have.
    #[must_use]
    pub fn leaf(&self, code: &str) -> Option<NodeId> {
        let code = if code.trim().is_empty() { UNKNOWN } else { code.trim() };
        let node = self.node(code).filter(|node| *node != 0)?;
        if self.children(node).is_empty() {
            return Some(node);
        }
        self.node(&format!("{}/{UNKNOWN}", self.code(node)))
    }

    /// The categories directly inside a node.
    #[must_use]
    pub fn children(&self, node: NodeId) -> &[NodeId] {
        self.nodes.get(node).map_or(&[], |node| node.children.as_slice())
    }

    /// The category that a node lies in; none for the total.
    #[must_use]
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.nodes.get(node)?.parent
    }

    /// A node and everything it lies in, up to the total.
    pub fn path(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(node), |node| self.parent(*node))
    }

    /// The leaves inside a node; the node itself when it is one.
    #[must_use]
    pub fn leaves(&self, node: NodeId) -> Vec<NodeId> {
        let children = self.children(node);
        if children.is_empty() {
            return vec![node];
        }
        children.iter().flat_map(|child| self.leaves(*child)).collect()
    }

    /// Nodes as a reader expects them: the total first, each category before those inside it.
    #[must_use]
    pub fn in_order(&self) -> Vec<NodeId> {
        let (mut order, mut waiting) = (Vec::new(), vec![0]);
        while let Some(node) = waiting.pop() {
            order.push(node);
            waiting.extend(self.children(node).iter().rev());
        }
        order
    }

    /// Steps from the total down to a node.
    #[must_use]
    pub fn depth(&self, node: NodeId) -> usize {
        self.path(node).count().saturating_sub(1)
    }
}
