//! Signals: hashes that somebody shared, and identifiers that several cases share. **A signal is never proof.** It starts as
//! [`Standing::InvestigationSeed`], what others think of it is counted and never decides, and only the receiver's own
//! review lets anybody act ([`may_act`]).
//!
//! Nothing here computes a hash of a picture, opens a file or an address: hashes come in as digits and are compared as digits.
//! No I/O, no clock, no chance of its own.

mod book;
mod delta;
mod digest;
mod exact;
pub mod links;
mod list;
mod listing;
mod opinion;
mod pdq;
mod segments;

pub use book::{HashBook, Held, Signal};
pub use delta::{Delta, DeltaProblem, Item};
pub use digest::{Digest, DigestKind, DigestProblem};
pub use exact::{Exact, Keys};
pub use list::{Gap, HashList, ListId, ListRole};
pub use listing::Listing;
pub use opinion::{Opinion, Standing, may_act};
pub use pdq::{MAX_DISTANCE, Near, Pdq, PdqIndex, Scratch, distance};
