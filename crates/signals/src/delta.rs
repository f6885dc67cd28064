//! Changes to a list, as the exchange carries them (`hash.delta`).

use std::fmt;

use crate::digest::Digest;

/// A hash in a delta.
pub type Item = Digest;

/// What changed in a list between two of its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// The version that it changes; it applies to no other.
    pub from: u32,
    /// The version that it makes.
    pub to: u32,
    /// Hashes that came.
    pub add: Vec<Item>,
    /// Hashes that were taken back. They leave a tombstone.
    pub remove: Vec<Item>,
}

/// Why a delta was not applied. Nothing of it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeltaProblem {
    /// There is no such list here.
    NoSuchList,
    /// Its target is not above its start.
    NotForward,
    /// The list is at this version or a later one already.
    Known {
        /// Version that is held.
        held: u32,
    },
    /// Something before it is missing; the gap was noted on the list.
    Gap {
        /// Version that is held.
        held: u32,
        /// Version that the delta changes.
        from: u32,
    },
    /// It adds and removes the same hash.
    Contradiction,
    /// It takes back what was never on the list.
    NotListed,
    /// The index is full.
    Full,
}

impl fmt::Display for DeltaProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchList => f.write_str("the list is not known here: subscribe to it first"),
            Self::NotForward => {
                f.write_str("the delta leads to no later version: ask its sender for another")
            }
            Self::Known { held } => write!(f, "the list is at version {held} already: nothing is to be done"),
            Self::Gap { held, from } => {
                write!(
                    f,
                    "the delta changes version {from}, but version {held} is held: ask for what lies between"
                )
            }
            Self::Contradiction => {
                f.write_str("the delta adds and removes the same hash: ask its sender for another")
            }
            Self::NotListed => {
                f.write_str("the delta takes back a hash that is not on the list: ask for the whole list")
            }
            Self::Full => f.write_str("the index can hold no more hashes"),
        }
    }
}

impl std::error::Error for DeltaProblem {}
