//! The proofs of the binary: every test runs it as a person or a script would.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests stop where they fail")]
#![allow(clippy::indexing_slicing, reason = "tests know their sizes")]

mod backup;
mod bench;
mod check;
mod demo;
mod doctor;
mod drill;
mod encode;
mod estimate;
mod everyday;
mod exchange;
mod export;
mod fleet;
mod form;
mod importing;
mod link;
mod moving;
mod pages;
mod rotate;
mod run;
mod struck;
mod synthesize;
mod tabulate;
mod three_nodes;
mod usage;
