//! The right edge of a growing tree.

use super::{Subtree, TreeError, empty_root, fold, join_hash};
use crate::tag::Digest;

/// All that is needed to append to a tree and to know its root: one hash for each complete subtree on the right edge, at most 64.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    /// Largest subtree first; one for each 1 in the binary form of `size`.
    peaks: Vec<Digest>,
}

impl Frontier {
    /// The frontier of the empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends one leaf hash.
    pub fn append(&mut self, leaf: Digest) {
        self.append_with(leaf, |_, _| {});
    }

    /// Appends one leaf hash and shows every subtree this completes, the leaf first, each of which never changes again. Storage
    /// keeps those whose level is a multiple of 8: they are the content of the tiles.
    pub fn append_with(&mut self, leaf: Digest, mut completed: impl FnMut(Subtree, Digest)) {
        let mut subtree = Subtree { level: 0, index: self.size };
        let mut hash = leaf;
        completed(subtree, hash);
        while subtree.index % 2 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            hash = join_hash(&left, &hash);
            subtree = Subtree { level: subtree.level + 1, index: subtree.index / 2 };
            completed(subtree, hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The root, in at most 63 hashes.
    #[must_use]
    pub fn root(&self) -> Digest {
        fold(&self.peaks).unwrap_or_else(empty_root)
    }

    /// Size (64 bits, big-endian) and peaks, at most 2056 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.size.to_be_bytes().to_vec();
        out.extend(self.peaks.iter().flatten());
        out
    }

    /// Reads what [`Frontier::to_bytes`] wrote. That it fits the journal shows only when its root is compared.
    ///
    /// # Errors
    /// [`TreeError::BadFrontier`] when the number of hashes does not fit the size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TreeError> {
        let (size, rest) = bytes.split_first_chunk::<8>().ok_or(TreeError::BadFrontier)?;
        let size = u64::from_be_bytes(*size);
        let (peaks, left_over) = rest.as_chunks::<32>();
        if !left_over.is_empty() || peaks.len() as u64 != u64::from(size.count_ones()) {
            return Err(TreeError::BadFrontier);
        }
        Ok(Self { size, peaks: peaks.to_vec() })
    }
}
