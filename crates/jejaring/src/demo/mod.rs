//! The invented network of `jejaring demo`: a plan, and acts that make it true.

mod plan;

pub(crate) use plan::{CONTOH_KASIH, DemoNode, HISTORY, Options, Plan, Tally};
