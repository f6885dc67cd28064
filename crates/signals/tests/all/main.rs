//! Proofs of `signals`, one binary. Hashes are random numbers and addresses end in `.invalid`.
// The lints' exception for tests covers test functions only, not what they call.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod book;
mod foreign;
mod index;
mod links;
