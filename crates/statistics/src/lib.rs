//! Tables that count each child once and give no child away.
//!
//! Pure: no I/O, no clock, no entropy, no words for people. A caller hands in rows and receives protected cells,
//! codes of the notes that must stand under them, and text of formats (tables and charts) made with the caller's own
//! words. The README states the methods with their sources and what they do not protect against.
//!
//! The way through the crate: [`table`] counts, [`protect`] hides by suppression, rounding or noise and audits what
//! is hidden, [`publish`] does both and hands out nothing unproven, [`output`] writes, [`indicator`] holds the measures of case work,
//! [`monitor`] watches figures for what is unusual, [`money`] keeps promised, given and spent money apart, [`mse`] estimates what nobody saw,
//! [`microdata`] makes records that researchers may hold, [`privacy`] accounts for what they tell.

pub mod error;
pub mod indicator;
pub mod microdata;
pub mod money;
pub mod monitor;
pub mod mse;
pub mod output;
mod per_cell;
pub mod perturb;
pub mod privacy;
pub mod protect;
pub mod publish;
pub mod table;

pub use error::{Error, Result};
pub use protect::{Rule, Zeros};
pub use table::{Counted, Dimension, Layout, Request};

/// The example of the README must run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
