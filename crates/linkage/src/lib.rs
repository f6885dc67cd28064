//! Deciding whether two records speak of one person: normalisation of names and numbers as Indonesians and their
//! neighbours write them, and the in-memory people index behind "search before create".
//!
//! Pure: no I/O, no clock, no entropy. Nothing here prints a name or a number, not even through `Debug`.

pub mod encoding;
pub mod invented;
pub mod link;
pub mod normalise;
pub mod people;
pub mod recipes;
pub mod reports;
