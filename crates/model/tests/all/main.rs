//! The proofs of `model`, one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests stop where they fail")]

mod apart;
mod codes;
mod draft;
mod kinds;
mod outcomes;
mod regions;
