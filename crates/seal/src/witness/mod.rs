//! Witnesses: other members that countersign a journal's checkpoints (C2SP tlog-cosignature and tlog-witness).
//!
//! A witness remembers the last head it saw of each log and cosigns a new one only with proof that the log has merely grown
//! ([`Head::admit`]). Whoever then sees a checkpoint with enough cosignatures ([`Cosigned::open`]) knows that all of these
//! witnesses saw the same past: a node that shows different journals to different partners, or cuts one off, finds no one to sign
//! the second.

mod add_checkpoint;
mod cosignature;
mod cosigned;

pub use add_checkpoint::{AddCheckpoint, Head, Refusal};
pub use cosignature::{Cosignature, WitnessSigner, WitnessVerifier};
pub use cosigned::{Cosigned, CosignedError};
