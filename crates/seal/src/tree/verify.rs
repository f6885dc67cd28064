//! Checking proofs, by the algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2.

use super::{TreeError, empty_root, join_hash};
use crate::tag::{Digest, same};

/// Checks that `leaf` is the hash at position `index` of the tree with `size` leaves and root `root`.
///
/// # Errors
/// [`TreeError::OutOfRange`], [`TreeError::WrongLength`], [`TreeError::NotIncluded`].
pub fn verify_inclusion(
    index: u64,
    size: u64,
    leaf: &Digest,
    proof: &[Digest],
    root: &Digest,
) -> Result<(), TreeError> {
    if index >= size {
        return Err(TreeError::OutOfRange { position: index, size });
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(TreeError::WrongLength);
        }
        if node % 2 == 1 || node == last {
            hash = join_hash(sibling, &hash);
            climb_to_right_child(&mut node, &mut last);
        } else {
            hash = join_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(TreeError::WrongLength);
    }
    if same(&hash, root) { Ok(()) } else { Err(TreeError::NotIncluded) }
}

/// Checks that the tree of `new` leaves with `new_root` begins with the tree of `old` leaves with `old_root`. Every tree continues
/// the empty one, whose root must then be that of nothing.
///
/// # Errors
/// [`TreeError::OutOfRange`], [`TreeError::WrongLength`], [`TreeError::Inconsistent`].
pub fn verify_consistency(
    old: u64,
    new: u64,
    old_root: &Digest,
    new_root: &Digest,
    proof: &[Digest],
) -> Result<(), TreeError> {
    if old > new {
        return Err(TreeError::OutOfRange { position: old, size: new });
    }
    if old == 0 || old == new {
        let known = if old == 0 { &empty_root() } else { new_root };
        if !proof.is_empty() {
            return Err(TreeError::WrongLength);
        }
        return if same(old_root, known) { Ok(()) } else { Err(TreeError::Inconsistent) };
    }
    // A complete old tree is itself the first hash of the proof, so the prover leaves it out.
    let (first, rest) = if old.is_power_of_two() {
        (old_root, proof)
    } else {
        proof.split_first().ok_or(TreeError::WrongLength)?
    };
    let (old_seen, new_seen) = climb_both(old, new, first, rest)?;
    if same(&old_seen, old_root) && same(&new_seen, new_root) { Ok(()) } else { Err(TreeError::Inconsistent) }
}

fn climb_both(old: u64, new: u64, first: &Digest, rest: &[Digest]) -> Result<(Digest, Digest), TreeError> {
    let (mut node, mut last) = (old - 1, new - 1);
    while node % 2 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return Err(TreeError::WrongLength);
        }
        if node % 2 == 1 || node == last {
            old_hash = join_hash(sibling, &old_hash);
            new_hash = join_hash(sibling, &new_hash);
            climb_to_right_child(&mut node, &mut last);
        } else {
            new_hash = join_hash(&new_hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last == 0 { Ok((old_hash, new_hash)) } else { Err(TreeError::WrongLength) }
}

/// On the right edge a node may have no sibling at its own level; it then climbs until it is a right child.
fn climb_to_right_child(node: &mut u64, last: &mut u64) {
    while node.is_multiple_of(2) && *node != 0 {
        *node >>= 1;
        *last >>= 1;
    }
}
