//! Proofs of the linkage crate. All people here are invented.

mod groups;
mod history;
mod linking;
mod names;
mod numbers;
mod people;
mod properties;
mod recipes;
mod sampled;
mod samples;
