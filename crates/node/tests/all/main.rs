//! The proofs of the node, one binary. Every test that touches storage runs on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests stop where they fail")]
#![allow(clippy::indexing_slicing, reason = "tests know their sizes")]

#[macro_use]
mod world;

mod casework;
mod disk;
mod journal;
mod kill;
mod log;
mod schema;
mod storm;
