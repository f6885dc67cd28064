//! The proofs of `model`, one binary.

mod codes;
mod draft;
mod kinds;
mod regions;
