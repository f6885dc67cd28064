//! Kinds in tables: one code for every kind, driven by its declaration.

pub(crate) mod accounts;
pub(crate) mod administrators;
pub(crate) mod attempts;
pub(crate) mod custody;
pub(crate) mod fields;
pub(crate) mod list;
pub(crate) mod matter;
mod sealed;
pub(crate) mod staff;
pub(crate) mod who;

pub use sealed::{Shown, ShownRecord};
