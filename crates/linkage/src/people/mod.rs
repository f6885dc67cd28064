//! The people index: who is known already, asked before a new record is made.
//!
//! Everything lies in memory and nothing on disk in the clear; [`PeopleIndex::snapshot`] gives bytes for the caller to
//! seal. A search first gathers entries that share a word, a sound, a typing error or a number with the question, then
//! compares the best of them field by field. Agreement is added up in bits as in Fellegi and Sunter (1969): a rare name
//! says more than a common one, and every hit tells the [`Ground`]s it stands on.

mod align;
mod asked;
mod compare;
mod expand;
mod free;
mod gather;
mod hit;
mod index;
mod keys;
mod lexicon;
mod numbers;
mod query;
mod rarity;
mod search;
mod snapshot;

pub use hit::{Ground, Hit};
pub use index::PeopleIndex;
pub use keys::{MAX_NAMES, PersonKeys, Traits};
pub use query::Query;
pub use search::LIKELY_BITS;
pub use snapshot::SnapshotProblem;
