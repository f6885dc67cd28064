//! The invented network of `jejaring demo`: a plan, and acts that make it true.
//!
//! [`plan`] thinks out three years of an invented network; [`perform`] carries them out through the one door of the node,
//! so that journal, custody and workflow are those of real use; [`signins`] says how to get in and what to try.

mod perform;
mod plan;
mod samples;
mod signins;

pub(crate) use perform::{Options, seed};
pub(crate) use plan::CONTOH_KASIH;
pub(crate) use samples::write_samples;
pub(crate) use signins::{seeding_settings, settings, table};
