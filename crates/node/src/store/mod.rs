//! Kinds in tables: one code for every kind, driven by its declaration.

pub(crate) mod across;
pub(crate) mod attempts;
pub(crate) mod custody;
pub(crate) mod day;
pub(crate) mod duty;
pub(crate) mod fields;
pub(crate) mod list;
pub(crate) mod matter;
mod sealed;
pub(crate) mod staff;
pub(crate) mod stage;
pub(crate) mod stalled;

pub use sealed::{Shown, ShownRecord};
