//! Counts that a researcher may see: noise on every cell, and nothing of what is small.

use super::exact::{Exact, Source};
use crate::error::{Error, Result};

/// How much noise each cell of a table gets. Every child must be in at most one cell, so that one child changes one count by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noised {
    /// Parameter σ² of the discrete Gaussian noise.
    pub variance: u64,
    /// Noisy counts below this are not told. It hides nothing that the noise does not hide already; it keeps anybody from reading
    /// a meaning into numbers that are nothing but noise.
    pub least: i64,
}

impl Noised {
    /// What such a table costs: ρ = 1/(2σ²) (Bun and Steinke 2016, proposition 1.6; Canonne, Kamath and Steinke 2020, theorem 4),
    /// in thousand-millionths, rounded up.
    ///
    /// # Errors
    /// [`Error::Setting`] when the variance is 0 or so large that the cost is nothing.
    pub fn cost(self) -> Result<u64> {
        if !(1..=250_000_000).contains(&self.variance) {
            return Err(Error::Setting { setting: "the variance", must: "from 1 to 250,000,000" });
        }
        Ok(500_000_000_u64.div_ceil(self.variance))
    }

    /// The counts as they may be told; `None` where too few were found. Empty cells get noise like any other.
    pub fn tell(self, counts: &[u64], source: &mut dyn Source) -> Vec<Option<i64>> {
        let mut exact = Exact::new(source);
        let mut noisy = |count: &u64| {
            let found =
                i64::try_from(*count).unwrap_or(i64::MAX / 2).saturating_add(exact.gaussian(self.variance));
            (found >= self.least).then_some(found)
        };
        counts.iter().map(&mut noisy).collect()
    }
}
