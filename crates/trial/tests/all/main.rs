//! Proofs about the shape of the workspace and about the surroundings tests rely on.
#![allow(clippy::expect_used, reason = "what fails here is the proof")]

mod arrows;
mod browser;
mod postgres;
