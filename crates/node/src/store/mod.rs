//! Kinds in tables: one code for every kind, driven by its declaration.

pub(crate) mod accounts;
pub(crate) mod across;
pub(crate) mod administrators;
mod arms;
pub(crate) mod attempts;
pub(crate) mod copy;
pub(crate) mod custody;
pub(crate) mod day;
pub(crate) mod distinct;
pub(crate) mod duty;
pub(crate) mod erasure;
pub(crate) mod fields;
pub(crate) mod list;
pub(crate) mod matter;
pub(crate) mod merge;
pub(crate) mod notification;
pub(crate) mod person;
pub(crate) mod scope;
mod sealed;
pub(crate) mod sign_in_guard;
pub(crate) mod staff;
pub(crate) mod stage;
pub(crate) mod stalled;
pub(crate) mod who;

pub use copy::{Check, Contents, TableContents};
pub use distinct::Distinct;
pub use erasure::Erasure;
pub use merge::Merge;
pub use person::PersonFacts;
pub use sealed::{Shown, ShownRecord};
