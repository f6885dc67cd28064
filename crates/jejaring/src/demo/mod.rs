//! The invented network of `jejaring demo`: a plan, and acts that make it true.
//!
//! [`plan`] thinks out three years of an invented network; [`perform`] carries them out through the one door of the node,
//! so that journal, custody and workflow are those of real use; [`network`] joins the nodes under one signed directory;
//! [`signins`] says how to get in, [`cores`] who works where.

pub(crate) mod cores;
mod network;
mod perform;
mod plan;
mod samples;
mod signins;

pub(crate) use network::{ANCHOR, Side, join};
pub(crate) use perform::{Options, Summary, sample_messages, seed};
pub(crate) use plan::{CONTOH, CONTOH_KASIH, DemoNode, NODES, spread};
pub(crate) use samples::write_samples;
pub(crate) use signins::{heading, seeding_settings, settings, table};
