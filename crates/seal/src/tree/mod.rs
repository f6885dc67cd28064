//! The Merkle tree of the journal: RFC 6962 section 2.1, RFC 9162 section 2.1, C2SP tlog-tiles.
//!
//! A tree of n leaves commits to all of them with one root. Whoever keeps an old root can demand proof that a newer tree still
//! begins with the same leaves ([`verify_consistency`]), and that one entry lies in it ([`verify_inclusion`]); nothing of the other
//! entries is revealed. Storage never enters here: a [`ProofPlan`] says which subtree hashes it needs, and the caller brings them.

mod frontier;
mod plan;
mod tile;
mod verify;

pub use frontier::Frontier;
pub use plan::ProofPlan;
pub use tile::{TILE_WIDTH, Tile};
pub use verify::{verify_consistency, verify_inclusion};

use sha2::{Digest as _, Sha256};

use crate::tag::Digest;

/// Why a tree question has no answer, or a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// A leaf or an older size beyond the tree.
    #[error("position {position} lies outside a tree of {size} entries")]
    OutOfRange {
        /// What was asked for.
        position: u64,
        /// Leaves in the tree.
        size: u64,
    },
    /// The proof has too few or too many hashes for these sizes.
    #[error("proof has the wrong length: fetch it again for exactly these tree sizes")]
    WrongLength,
    /// The entry is not in the tree that has this root.
    #[error("entry is not in the tree with this root: the journal or the entry was altered")]
    NotIncluded,
    /// The newer tree does not begin with the older one.
    #[error("newer tree does not continue the older one: the journal was rewritten or cut")]
    Inconsistent,
    /// Stored frontier bytes that no frontier writes.
    #[error("stored tree frontier is damaged: rebuild it from the journal entries")]
    BadFrontier,
    /// A tile path outside C2SP tlog-tiles.
    #[error("not a tile path")]
    BadTilePath,
}

/// A complete subtree: the `index`-th run of `2^level` leaves. Level 0 is a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subtree {
    /// Height above the leaves, 0 to 63.
    pub level: u8,
    /// Number from the left among the subtrees of this level.
    pub index: u64,
}

/// Hash of a leaf: SHA-256(0x00 ‖ entry).
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Digest {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// Hash of an inner node: SHA-256(0x01 ‖ left ‖ right).
#[must_use]
pub fn join_hash(left: &Digest, right: &Digest) -> Digest {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// Root of the tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Digest {
    crate::tag::sha256(&[])
}

/// Root over leaf hashes, straight from the recursive definition of RFC 6962. The slow truth that the faster ways are tested by.
#[must_use]
pub fn root_of(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(1 << (leaves.len() - 1).ilog2());
            join_hash(&root_of(left), &root_of(right))
        }
    }
}

/// Joins neighbouring subtrees, largest first, as a root joins the peaks of its frontier.
fn fold(peaks: &[Digest]) -> Option<Digest> {
    peaks.iter().rev().copied().reduce(|right, left| join_hash(&left, &right))
}
