//! Rates that show what they divide.

use crate::protect::real;

/// A share: both counts stay visible.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rate {
    /// Of these.
    pub numerator: u64,
    /// Among these.
    pub denominator: u64,
}

impl Rate {
    /// Counts those that belong to the denominator, and of them those that belong to the numerator, so that the rate
    /// is never above 1.
    pub fn of<T>(
        items: impl IntoIterator<Item = T>,
        among: impl Fn(&T) -> bool,
        counts: impl Fn(&T) -> bool,
    ) -> Self {
        let mut rate = Self::default();
        for item in items.into_iter().filter(|item| among(item)) {
            rate.denominator += 1;
            rate.numerator += u64::from(counts(&item));
        }
        rate
    }

    /// The quotient; none, "no data", when there is nothing to divide by.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        (self.denominator > 0).then(|| real(self.numerator) / real(self.denominator))
    }
}
