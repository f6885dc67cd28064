//! Kinds in tables: one code for every kind, driven by its declaration.

pub(crate) mod custody;
pub(crate) mod erasure;
pub(crate) mod fields;
pub(crate) mod list;
pub(crate) mod matter;
pub(crate) mod merge;
pub(crate) mod person;
pub(crate) mod scope;
mod sealed;
pub(crate) mod staff;

pub use erasure::Erasure;
pub use merge::Merge;
pub use person::PersonFacts;
pub use sealed::{Shown, ShownRecord};
