//! The proofs of the node, one binary. Every test that touches storage runs on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests stop where they fail")]
#![allow(clippy::indexing_slicing, reason = "tests know their sizes")]

#[macro_use]
mod world;

mod at_rest;
mod casework;
mod custody;
mod day;
mod disk;
mod distinct;
mod door;
mod erasing;
mod importing;
mod journal;
mod kill;
mod lifecycle;
mod listing;
mod log;
mod merging;
mod opening;
mod operating;
mod people;
mod policy;
mod posts;
mod public_report;
mod random_steps;
mod readiness;
mod schema;
mod storm;
