//! Kinds in tables: one code for every kind, driven by its declaration.

pub(crate) mod copy;
pub(crate) mod custody;
pub(crate) mod fields;
pub(crate) mod list;
pub(crate) mod matter;
mod sealed;
pub(crate) mod staff;

pub use copy::{Check, Contents, TableContents};
pub use sealed::{Shown, ShownRecord};
