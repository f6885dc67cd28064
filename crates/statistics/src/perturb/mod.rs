//! Cell-key perturbation: every cell gets noise that depends on nothing but who is in it (Fraser and Wooton 2005;
//! Thompson, Broadfoot and Elazar 2013).
//!
//! Each entity has a record key: a keyed hash of its stable id. The key of a cell is the sum of the record keys in it,
//! and with the count looks up the noise in a table. So the same children get the same noise in every table, however
//! it was asked for, totals too; asking twice, or for a part and the rest, averages nothing out. Totals are not the
//! sums of their parts.

mod noise;

pub use noise::{Noise, PerturbationTable};

/// A record key from a keyed hash (an HMAC) of a stable id: its first four bytes. Fewer bytes are filled with zeros.
#[must_use]
pub fn record_key(hash: &[u8]) -> u32 {
    hash.iter().chain([0_u8; 4].iter()).take(4).fold(0, |key, byte| key << 8 | u32::from(*byte))
}
