//! The cells that dimensions span, totals included, and the sums that hold between them.

use crate::error::{Error, Result};
use crate::table::dimension::{Dimension, NodeId};

/// Place of a cell in its layout.
pub type CellId = usize;

/// Cells that are held at most, totals included.
pub(crate) const MAX_CELLS: usize = 200_000;

/// A sum that every reader of the table knows: the total is the sum of its parts (less a known overlap where one
/// child can stand in several parts).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The cell that is the sum.
    pub total: CellId,
    /// The cells that are added up.
    pub parts: Vec<CellId>,
}

impl Line {
    /// Each cell with its sign in `parts − total = overlap`.
    pub(crate) fn terms(&self) -> impl Iterator<Item = (CellId, i64)> + '_ {
        self.parts.iter().map(|part| (*part, 1)).chain([(self.total, -1)])
    }
}

/// Every combination of the nodes of several dimensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    dimensions: Vec<Dimension>,
    strides: Vec<usize>,
    len: usize,
}

impl Layout {
    /// Cells of these dimensions.
    ///
    /// # Errors
    /// [`Error::NoDimension`], [`Error::Twice`] for a repeated name, [`Error::TooLarge`] over 200,000 cells.
    pub fn new(dimensions: Vec<Dimension>) -> Result<Self> {
        if dimensions.is_empty() {
            return Err(Error::NoDimension);
        }
        let mut names: Vec<&str> = dimensions.iter().map(Dimension::name).collect();
        names.sort_unstable();
        if let Some([name, _]) = names.windows(2).find(|pair| pair.first() == pair.last()) {
            return Err(Error::Twice { what: (*name).to_owned() });
        }
        let mut len = 1_usize;
        let mut strides = Vec::new();
        for dimension in dimensions.iter().rev() {
            strides.push(len);
            len = len.saturating_mul(dimension.len());
        }
        strides.reverse();
        if len > MAX_CELLS {
            return Err(Error::TooLarge { cells: len, limit: MAX_CELLS });
        }
        Ok(Self { dimensions, strides, len })
    }

    /// Number of cells, totals included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Never true: the grand total is always there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The dimensions in their order.
    #[must_use]
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// Place of a dimension.
    ///
    /// # Errors
    /// [`Error::UnknownDimension`].
    pub fn dimension(&self, name: &str) -> Result<usize> {
        self.dimensions.iter().position(|dimension| dimension.name() == name).ok_or_else(|| {
            let known: Vec<&str> = self.dimensions.iter().map(Dimension::name).collect();
            Error::UnknownDimension { name: name.to_owned(), known: known.join(", ") }
        })
    }

    /// The cell at one node of each dimension.
    #[must_use]
    pub fn cell(&self, nodes: &[NodeId]) -> CellId {
        nodes.iter().zip(&self.strides).map(|(node, stride)| node * stride).sum()
    }

    /// The node of a cell in one dimension.
    #[must_use]
    pub fn node(&self, cell: CellId, dimension: usize) -> NodeId {
        match (self.strides.get(dimension), self.dimensions.get(dimension)) {
            (Some(stride), Some(of)) => cell / stride % of.len(),
            _ => 0,
        }
    }

    /// The nodes of a cell in all dimensions.
    #[must_use]
    pub fn nodes(&self, cell: CellId) -> Vec<NodeId> {
        (0..self.dimensions.len()).map(|dimension| self.node(cell, dimension)).collect()
    }

    /// The cell that differs from this one in one dimension.
    pub(crate) fn moved(&self, cell: CellId, dimension: usize, node: NodeId) -> CellId {
        let stride = self.strides.get(dimension).copied().unwrap_or(0);
        cell - self.node(cell, dimension) * stride + node * stride
    }

    /// The codes of a cell in all dimensions.
    #[must_use]
    pub fn codes(&self, cell: CellId) -> Vec<&str> {
        self.dimensions.iter().zip(self.nodes(cell)).map(|(dimension, node)| dimension.code(node)).collect()
    }

    /// The cell with these codes, one for each dimension.
    ///
    /// # Errors
    /// [`Error::Width`] and [`Error::UnknownCategory`].
    pub fn find(&self, codes: &[impl AsRef<str>]) -> Result<CellId> {
        if codes.len() != self.dimensions.len() {
            return Err(Error::Width { row: 1, found: codes.len(), expected: self.dimensions.len() });
        }
        let nodes = self.dimensions.iter().zip(codes).map(|(dimension, code)| {
            let unknown = || Error::UnknownCategory { dimension: dimension.name().to_owned() };
            dimension.node(code.as_ref()).ok_or_else(unknown)
        });
        Ok(self.cell(&nodes.collect::<Result<Vec<_>>>()?))
    }

    /// True for a cell that is nobody's total.
    #[must_use]
    pub fn is_leaf(&self, cell: CellId) -> bool {
        self.dimensions.iter().zip(self.nodes(cell)).all(|(of, node)| of.children(node).is_empty())
    }

    /// All sums that hold: one for each total of one dimension at each combination of the others.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for cell in 0..self.len {
            for ((at, dimension), stride) in self.dimensions.iter().enumerate().zip(&self.strides) {
                let node = self.node(cell, at);
                let children = dimension.children(node);
                if children.is_empty() {
                    continue;
                }
                let rest = cell - node * stride;
                let parts = children.iter().map(|child| rest + child * stride).collect();
                lines.push(Line { total: cell, parts });
            }
        }
        lines
    }

    /// Calls with every cell in which something at these leaves is counted: itself and all its totals.
    pub(crate) fn each_above(&self, leaves: &[NodeId], mut call: impl FnMut(CellId)) {
        let mut cells = vec![0];
        for ((dimension, stride), leaf) in self.dimensions.iter().zip(&self.strides).zip(leaves) {
            let steps: Vec<usize> = dimension.path(*leaf).map(|node| node * stride).collect();
            cells = cells.iter().flat_map(|cell| steps.iter().map(move |step| cell + step)).collect();
        }
        cells.into_iter().for_each(&mut call);
    }
}
