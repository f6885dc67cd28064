//! Proofs of the statistics crate. All counts here are invented.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests stop where they fail")]
#![allow(clippy::indexing_slicing, reason = "tests know their sizes")]

mod attack;
mod audit;
mod beside;
mod counting;
mod indicators;
mod microdata;
mod money;
mod monitor;
mod mse_published;
mod mse_rules;
mod noise;
mod optimum;
mod output;
mod privacy;
mod releases;
mod rounding;
mod suppression;
mod tables;
