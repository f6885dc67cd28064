//! What is watched.

use crate::protect::{Rule as Protection, Zeros, real};
use crate::publish::Shown;

/// A figure as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Value {
    /// Nothing is known; not the same as 0.
    #[default]
    NoData,
    /// Withheld, for its own sake or for another's.
    Withheld,
    /// Shown.
    Shown(f64),
}

impl Value {
    /// A cell of a release.
    #[must_use]
    pub fn of(shown: Shown) -> Self {
        match shown {
            Shown::NotAsked | Shown::NoData => Self::NoData,
            Shown::Withheld => Self::Withheld,
            Shown::Count(count) => Self::Shown(real(count)),
        }
    }

    /// A count that stands alone: no total of it and no part of it is watched or published. Otherwise take it from a release.
    #[must_use]
    pub fn alone(count: Option<u64>, protection: Protection) -> Self {
        match count {
            None => Self::NoData,
            Some(0) if protection.zeros == Zeros::Hidden => Self::Withheld,
            Some(count) if count > 0 && count < protection.minimum => Self::Withheld,
            Some(count) => Self::Shown(real(count)),
        }
    }
}

/// Figures of one area and stratum, one for each period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Series {
    /// Number of the first period: years, or months or weeks since some beginning; the same for all that is compared.
    pub first: i32,
    /// One value for each period, without gaps.
    pub values: Vec<Value>,
}

impl Series {
    /// A series.
    #[must_use]
    pub fn new(first: i32, values: Vec<Value>) -> Self {
        Self { first, values }
    }

    /// A series of dated values in any order; periods between them have no data, and of two values of a period the later in the list counts.
    #[must_use]
    pub fn of(dated: &[(i32, Value)]) -> Self {
        let (Some(first), Some(last)) =
            (dated.iter().map(|(at, _)| *at).min(), dated.iter().map(|(at, _)| *at).max())
        else {
            return Self::default();
        };
        let length = usize::try_from(i64::from(last) - i64::from(first) + 1).unwrap_or_default();
        let mut values = vec![Value::NoData; length.min(MOST_PERIODS)];
        for (at, value) in dated {
            let place = usize::try_from(i64::from(*at) - i64::from(first)).unwrap_or(usize::MAX);
            if let Some(held) = values.get_mut(place) {
                *held = *value;
            }
        }
        Self { first, values }
    }

    /// Adds periods without data up to and including one.
    #[must_use]
    pub fn until(mut self, last: i32) -> Self {
        let length = usize::try_from(i64::from(last) - i64::from(self.first) + 1).unwrap_or_default();
        if length > self.values.len() {
            self.values.resize(length.min(MOST_PERIODS), Value::NoData);
        }
        self
    }
}

/// Periods of a series: more than a century of weeks.
const MOST_PERIODS: usize = 6_000;
