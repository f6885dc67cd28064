//! Differential privacy: what a release can tell of one child is bounded by numbers that add up.
//!
//! [`exact`] draws noise with whole numbers alone, so that no rounding of floating point gives anything away;
//! [`account`] turns the loss of releases into the two numbers that are published; [`Ledger`] holds what was granted and spent
//! for one set of children and refuses what would go beyond.
//!
//! Sources: Bun and Steinke 2016 (TCC, LNCS 9985); Canonne, Kamath and Steinke, *The discrete Gaussian for differential
//! privacy*, NeurIPS 2020; Mironov, *On significance of the least significant bits*, CCS 2012.

pub mod account;
mod counts;
pub mod exact;
mod ledger;

pub use counts::Noised;
pub use exact::Source;
pub use ledger::{Entry, Ledger, Loss};
