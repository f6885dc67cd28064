//! The proofs of the node, one binary. Every test that touches storage runs on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests stop where they fail")]
#![allow(clippy::indexing_slicing, reason = "tests know their sizes")]

#[macro_use]
mod world;

mod apart;
mod at_rest;
mod casework;
mod custody;
mod data_centre;
mod day;
mod desk;
mod directory;
mod disk;
mod distinct;
mod door;
mod erasing;
mod exchange;
mod families;
mod family_whole;
mod field;
mod givers;
mod handover;
mod harm;
mod importing;
mod instruments;
mod intake_desk;
mod journal;
mod kill;
mod learning;
mod legal_board;
mod legal_referred;
mod lifecycle;
mod listing;
mod listings_in;
mod log;
mod many_parts;
mod merging;
mod money;
mod monitoring;
mod moves;
mod moves_random;
mod opening;
mod operating;
mod outside;
mod participants;
mod parts;
mod people;
mod places;
mod policy;
mod posts;
mod practice;
mod promises;
mod promises_random;
mod public_report;
mod random_steps;
mod readiness;
mod research;
mod rights;
mod rosters;
mod schema;
mod storm;
mod suggested;
mod supervision;
mod vettings;
