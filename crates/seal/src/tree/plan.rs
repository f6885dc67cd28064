//! Which hashes a root or a proof is made of.

use std::ops::Range;

use super::{Subtree, TreeError, empty_root, fold};
use crate::tag::Digest;

/// The recipe of a root or a proof: for each of its hashes, the complete subtrees whose hashes are joined.
///
/// A store that is asynchronous reads [`ProofPlan::subtrees`] first, fetches them at one go, and then calls [`ProofPlan::resolve`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofPlan {
    parts: Vec<Range<u64>>,
}

impl ProofPlan {
    /// The root of the first `size` leaves: resolves to one hash.
    #[must_use]
    pub fn root(size: u64) -> Self {
        Self { parts: Vec::from([Range { start: 0, end: size }]) }
    }

    /// The audit path of leaf `leaf` in the tree of `size` leaves (RFC 6962 section 2.1.1).
    ///
    /// # Errors
    /// [`TreeError::OutOfRange`] when there is no such leaf.
    pub fn inclusion(leaf: u64, size: u64) -> Result<Self, TreeError> {
        if leaf >= size {
            return Err(TreeError::OutOfRange { position: leaf, size });
        }
        let mut parts = Vec::new();
        let mut tree = 0..size;
        while tree.end - tree.start > 1 {
            let middle = split(&tree);
            if leaf < middle {
                parts.push(middle..tree.end);
                tree.end = middle;
            } else {
                parts.push(tree.start..middle);
                tree.start = middle;
            }
        }
        // The definition lists the sibling of the leaf first; we came from the root.
        parts.reverse();
        Ok(Self { parts })
    }

    /// The proof that the tree of `new` leaves begins with the tree of `old` leaves (RFC 6962 section 2.1.2). Empty when the sizes
    /// are equal or `old` is 0: there is nothing to show.
    ///
    /// # Errors
    /// [`TreeError::OutOfRange`] when `old` is larger than `new`.
    pub fn consistency(old: u64, new: u64) -> Result<Self, TreeError> {
        if old > new {
            return Err(TreeError::OutOfRange { position: old, size: new });
        }
        let mut parts = Vec::new();
        if old == 0 || old == new {
            return Ok(Self { parts });
        }
        let mut tree = 0..new;
        while tree.end > old {
            let middle = split(&tree);
            if old <= middle {
                parts.push(middle..tree.end);
                tree.end = middle;
            } else {
                parts.push(tree.start..middle);
                tree.start = middle;
            }
        }
        // The verifier knows the old root itself; any other last piece of the old tree has to be shown.
        if tree.start > 0 {
            parts.push(tree);
        }
        parts.reverse();
        Ok(Self { parts })
    }

    /// Every subtree whose hash is needed, in order.
    pub fn subtrees(&self) -> impl Iterator<Item = Subtree> {
        self.parts.iter().flat_map(|part| subtrees_of(part.clone()))
    }

    /// The hashes of the root or proof, from the hashes of its subtrees.
    ///
    /// # Errors
    /// Whatever `hash_of` fails with.
    pub fn resolve<E>(
        &self,
        mut hash_of: impl FnMut(Subtree) -> Result<Digest, E>,
    ) -> Result<Vec<Digest>, E> {
        let part = |part: &Range<u64>| {
            let peaks = subtrees_of(part.clone()).map(&mut hash_of).collect::<Result<Vec<_>, E>>()?;
            Ok(fold(&peaks).unwrap_or_else(empty_root))
        };
        self.parts.iter().map(part).collect()
    }
}

/// Where a tree of at least two leaves divides: the left side is the largest power of two smaller than the whole.
fn split(tree: &Range<u64>) -> u64 {
    tree.start + (1 << (tree.end - tree.start - 1).ilog2())
}

/// The complete subtrees of a range that begins where a division of the tree begins, largest first.
fn subtrees_of(range: Range<u64>) -> impl Iterator<Item = Subtree> {
    let mut start = range.start;
    std::iter::from_fn(move || {
        let level = (range.end - start).checked_ilog2()?;
        let subtree = Subtree { level: u8::try_from(level).ok()?, index: start >> level };
        start += 1 << level;
        Some(subtree)
    })
}
