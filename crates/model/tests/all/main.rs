//! The proofs of `model`, one binary.

mod codes;
mod regions;
