//! The research desk: what a researcher may ask of the linked children, and what is told.
//!
//! Every child stands in one cell or one record, by its first event in the period, so that one child more or less changes one count
//! by one. All that leaves is made with noise that was paid for from the budget of these children; what was told once is kept
//! and told again without paying. `store::research` reads and writes, `acts::research` asks who may.

mod asked;
mod first;
mod invented;
mod seed;

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests know what they made")]
mod proofs;

pub use asked::{Asked, Precision};
pub(crate) use asked::{Telling, in_order};
pub(crate) use first::first_events;
pub(crate) use invented::invent;
pub use invented::{Attacked, Codebook, Invented, InventedReport, Kept, KeptBand, Tried};
pub(crate) use seed::{Seed, inputs};

use statistics::privacy::{Loss, account};

/// The δ at which the ε of the budget is told.
pub const DELTA: f64 = 1e-6;

/// Counts below this are not told (domain model, section 11.1, C16).
pub const LEAST: i64 = 11;

/// What an ε allows at [`DELTA`]: ρ in thousand-millionths, rounded down. All values are declared beforehand, so nothing of δ
/// is needed besides turning ρ into ε.
pub(crate) fn granted(epsilon: f64) -> Option<i64> {
    if !(0.1..=10.0).contains(&epsilon) {
        return None;
    }
    let rho = (account::rho(epsilon, DELTA) * 1e9).floor();
    Some(rho as i64)
}

/// The ε of a loss at [`DELTA`], never too small.
#[must_use]
pub fn epsilon(rho: i64) -> f64 {
    Loss { rho: u64::try_from(rho).unwrap_or(0), delta: 0 }.epsilon(DELTA)
}
