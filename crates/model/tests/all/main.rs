//! The proofs of `model`, one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop where they fail"
)]

mod apart;
mod codes;
mod draft;
mod instruments;
mod kinds;
mod outcomes;
mod regions;
mod terms;
