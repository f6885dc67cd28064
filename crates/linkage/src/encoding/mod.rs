//! Keyed encodings: what the data centre may see in place of names and numbers.
//!
//! Every field of a record becomes a Bloom filter of its own (Schnell, Bachteler and Reiher 2009; field-level after
//! Christen, Ranbaduge and Schnell, *Linking Sensitive Data*, 2020) under a keyed hash whose secret the agencies share and the data centre
//! never has. What is hashed, and into how many bits, a linkage schema of clkhash (version 3) says; the keyed hash is
//! our own, so that filters cannot be mixed with those of another program.
//!
//! Hardening, with what it is worth:
//! - one key for each field, so that filters of different fields tell nothing of each other;
//! - every position comes of its own piece of the keyed hash, not of two numbers added up, whose pattern can be read;
//! - `bitsPerFeature` makes all filters of a field about equally full, so that the length of a name does not show;
//! - `xor_folds` lays the halves of a filter over each other, so that a bit no longer belongs to one piece of text;
//! - names may be salted by a field that seldom changes or fails, so that equal names show only where that is equal too.
//!
//! None of this hides how often a value occurs: whoever holds the filters and knows how common names are can guess the
//! commonest. The filters stay personal data and are kept as such.

mod dice;
mod filter;
mod row;
mod schema;

pub(crate) use dice::dice;
pub use dice::{Match, matches};
pub use filter::{Encoder, KeyedHash, understood};
pub use row::{READY_SCHEMA, row_filters};
pub use schema::{Feature, Grams, Schema, SchemaProblem, Strategy};
