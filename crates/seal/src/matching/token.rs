//! The keyed token of one text.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::oblivious::Output;

/// SHA-256(F₁ ‖ F₂): equal for equal texts of one epoch, and beyond anybody who lacks either guardian. `Debug` shows none of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MatchToken([u8; 32]);

impl MatchToken {
    /// Joins the values of the first and the second guardian, in the order in which the directory names them.
    #[must_use]
    pub fn join(first: &Output, second: &Output) -> Self {
        Self(Sha256::new().chain_update(first.as_slice()).chain_update(second.as_slice()).finalize().into())
    }

    /// Takes the bytes of a token that came in a query.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for the sealed query.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 32] {
        self.0
    }

    /// The first twelve bytes as numbers: the table keeps no more.
    pub(super) fn prefix(self) -> (u64, u32) {
        let (high, rest) = self.0.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
        let (low, _) = rest.split_first_chunk::<4>().unwrap_or((&[0; 4], &[]));
        (u64::from_be_bytes(*high), u32::from_be_bytes(*low))
    }
}

impl fmt::Debug for MatchToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MatchToken(…)")
    }
}
