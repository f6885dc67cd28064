//! Delays in bins.

use crate::error::Result;
use crate::indicator::{Middle, Rate};
use crate::table::Bins;

/// Days between two dates, if both are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delay {
    /// Days from start to end; below 0 is impossible.
    Days(i64),
    /// One of the dates is missing.
    Unknown,
}

/// Delays counted in closed bins without gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Delays {
    /// Label and count of each bin.
    pub bins: Vec<(String, u64)>,
    /// One of the dates is missing.
    pub unknown: u64,
    /// The end lies before the start, or outside all bins: to be mended.
    pub invalid: u64,
    /// Median and quartiles of the valid delays, in days.
    pub middle: Middle,
}

impl Delays {
    /// Counts delays in bins such as [`crate::indicator::REPORTING_DELAY`].
    ///
    /// # Errors
    /// [`crate::Error::Bins`] when the bins leave a gap or overlap.
    pub fn count(delays: impl IntoIterator<Item = Delay>, bins: &str) -> Result<Self> {
        let bins = Bins::parse(bins)?;
        let mut counts: Vec<(String, u64)> = bins.labels().into_iter().map(|label| (label, 0)).collect();
        let (mut unknown, mut invalid, mut valid) = (0, 0, Vec::new());
        for delay in delays {
            let Delay::Days(days) = delay else {
                unknown += 1;
                continue;
            };
            let place = Some(days).filter(|days| *days >= 0).and_then(|days| bins.place(days));
            match place.and_then(|place| counts.get_mut(place)) {
                Some((_, count)) => {
                    *count += 1;
                    valid.push(days);
                }
                None => invalid += 1,
            }
        }
        Ok(Self { bins: counts, unknown, invalid, middle: Middle::of(valid) })
    }

    /// Everything counted, unknown and invalid included.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.known() + self.unknown + self.invalid
    }

    /// Those in a bin.
    #[must_use]
    pub fn known(&self) -> u64 {
        self.bins.iter().map(|(_, count)| count).sum()
    }

    /// Share of a bin among all, and among those in bins.
    #[must_use]
    pub fn shares(&self, bin: usize) -> (Rate, Rate) {
        let numerator = self.bins.get(bin).map_or(0, |(_, count)| *count);
        (Rate { numerator, denominator: self.all() }, Rate { numerator, denominator: self.known() })
    }
}
