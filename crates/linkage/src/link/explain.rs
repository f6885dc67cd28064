//! Why a pair got its score, field by field, for a person who must decide it.

use super::fields::{FIELDS, Field};
use super::model::{BIT, Model};
use super::people::People;

/// What one field says of a pair, in 1/1024 bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    /// The field.
    pub field: Field,
    /// Name of the level of agreement, as in model files; `missing` weighs nothing.
    pub level: &'static str,
    /// For one child against strangers, with how rare the shared value is.
    pub weight: i32,
    /// For one child against two children of one household.
    pub household: i32,
}

impl People {
    /// What each field says of the records at two places (places as in [`People::rows`]). Nothing when there is no such place.
    #[must_use]
    pub fn explain(&self, model: &Model, a: usize, b: usize) -> Option<Vec<Weighed>> {
        let pattern = self.compare(self.records.get(a)?, self.records.get(b)?);
        let weighed = FIELDS.into_iter().map(|field| {
            let alone = {
                let mut alone = pattern;
                FIELDS.into_iter().filter(|other| *other != field).for_each(|other| alone.hide(other));
                alone
            };
            let evidence = model.weigh(&alone);
            let level = field.levels().get(usize::from(pattern.level(field))).copied().unwrap_or("missing");
            Weighed { field, level, weight: evidence.weight, household: evidence.household }
        });
        Some(weighed.collect())
    }
}

/// The chance that a pair of this score is of one child.
#[must_use]
pub fn chance(score: i32) -> f64 {
    1.0 / (1.0 + (-f64::from(score) / f64::from(BIT)).exp2())
}
