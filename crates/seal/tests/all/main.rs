//! Proofs about `seal`, by subject.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "the configuration allows them in test functions; helpers of tests are meant as well"
)]

mod checkpoint;
mod exchange;
mod key;
mod matching;
mod password;
mod recovery;
mod recovery_code;
mod sealed;
mod seeded;
mod sign;
mod stream;
mod tag;
mod tile;
mod token;
mod totp;
mod tree;
mod witness;
