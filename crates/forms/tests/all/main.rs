//! The proofs of the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests stop where they fail")]
#![allow(clippy::indexing_slicing, reason = "tests know their sizes")]

mod changes;
mod corpus;
mod filled;
mod foreign;
mod mapping;
mod national;
mod primero;
mod problems;
mod reference;
mod submissions;
mod support;
mod tables;
mod xpath;
