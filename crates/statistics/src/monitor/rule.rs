//! Rules.

use super::method::Method;
use crate::error::{Error, Result};
use crate::protect::{Rule as Protection, Zeros, real};

/// In which direction a figure must move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// Up.
    #[default]
    Rise,
    /// Down.
    Fall,
}

/// When a series is unusual.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// How it is told.
    pub method: Method,
    /// In which direction.
    pub side: Side,
    /// Periods with data that must lie before the one that is judged.
    pub min_history: usize,
    /// A rise below this figure, and a fall from below it, is passed over.
    pub min_count: f64,
    /// Periods after an alert was closed in which the same series opens no other.
    pub cool_down: u32,
    /// The least and the most that a withheld value may be; none where that cannot be said, as for rates: then a withheld
    /// value is no data.
    pub withheld: Option<(f64, f64)>,
}

impl Rule {
    /// A rule for counts that are protected so.
    #[must_use]
    pub fn of_counts(method: Method, side: Side, protection: Protection) -> Self {
        let least = if protection.zeros == Zeros::Hidden { 0.0 } else { 1.0 };
        let most = real(protection.minimum.saturating_sub(1)).max(least);
        Self { method, side, min_history: 0, min_count: 0.0, cool_down: 0, withheld: Some((least, most)) }
    }

    /// Whether its settings make sense.
    ///
    /// # Errors
    /// [`Error::Setting`] names the one that does not.
    pub fn check(&self) -> Result<()> {
        let wrong = |setting, must| Err(Error::Setting { setting, must });
        if !self.min_count.is_finite() || self.min_count < 0.0 {
            return wrong("the least count", "a number from 0 up");
        }
        if self.withheld.is_some_and(|(least, most)| !(least <= most && most.is_finite())) {
            return wrong("what a withheld value may be", "a least and a most");
        }
        self.method.check()
    }
}
