//! The perturbation table: which noise a count gets, and how likely.

use crate::error::{Error, Result};
use crate::table::Counted;

/// Weights of one row add up to this.
const WHOLE: u32 = 1 << 20;

/// Rounding leaves a few units to put right.
const NUDGES: usize = 10_000;

/// What the noise is like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// Largest change of a count.
    pub largest: u32,
    /// Variance of the change. Small counts may need more than this, or cannot have as much, since they cannot fall
    /// below 0 nor be shown below `smallest`: [`PerturbationTable::variance_of`] tells.
    pub variance: f64,
    /// Counts from 1 to below this are never shown.
    pub smallest: u32,
}

impl Default for Noise {
    fn default() -> Self {
        Self { largest: 5, variance: 2.5, smallest: 3 }
    }
}

/// How likely each change of a count is. The mean of every row is exactly zero, so sums over many cells are right on
/// average; among such rows each has the most entropy at its variance (Giessing 2016), so it says the least else.
#[derive(Debug, Clone, PartialEq)]
pub struct PerturbationTable {
    noise: Noise,
    /// For each count from 0: changes and their weights. The last row is for all larger counts.
    rows: Vec<Vec<(i64, u32)>>,
}

impl PerturbationTable {
    /// The table for this noise.
    ///
    /// # Errors
    /// [`Error::Setting`] when `largest` is not from 1 to 1,000, the variance not positive and at most the square of
    /// `largest`, or `smallest` above `largest`.
    pub fn new(noise: Noise) -> Result<Self> {
        if !(1..=1000).contains(&noise.largest) {
            return Err(Error::Setting { setting: "the largest noise", must: "from 1 to 1,000" });
        }
        let largest = f64::from(noise.largest);
        if !(noise.variance > 0.0 && noise.variance <= largest * largest) {
            return Err(Error::Setting {
                setting: "the variance",
                must: "above 0 and at most the square of the largest noise",
            });
        }
        if noise.smallest > noise.largest {
            return Err(Error::Setting {
                setting: "the smallest count shown",
                must: "no larger than the largest noise",
            });
        }
        let counts = 0..=i64::from(noise.largest) + i64::from(noise.smallest);
        Ok(Self { noise, rows: counts.map(|count| row(count, noise)).collect() })
    }

    /// What was asked for.
    #[must_use]
    pub fn noise(&self) -> Noise {
        self.noise
    }

    /// Changes and their probabilities for a count.
    #[must_use]
    pub fn row(&self, count: u64) -> Vec<(i64, f64)> {
        self.weights(count)
            .iter()
            .map(|(change, weight)| (*change, f64::from(*weight) / f64::from(WHOLE)))
            .collect()
    }

    /// Variance of the change of a count.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "changes are at most 1,000")]
    pub fn variance_of(&self, count: u64) -> f64 {
        self.row(count).iter().map(|(change, share)| (change * change) as f64 * share).sum()
    }

    fn weights(&self, count: u64) -> &[(i64, u32)] {
        let at = usize::try_from(count).unwrap_or(usize::MAX);
        self.rows.get(at).or(self.rows.last()).map_or(&[], Vec::as_slice)
    }

    /// The change of a count whose cell has this key.
    #[must_use]
    pub fn change(&self, count: u64, key: u32) -> i64 {
        let mut left = key / (u32::MAX / WHOLE + 1);
        for (change, weight) in self.weights(count) {
            if left < *weight {
                return *change;
            }
            left -= weight;
        }
        0
    }

    /// The count as it is shown.
    #[must_use]
    pub fn shown(&self, count: u64, key: u32) -> u64 {
        count.saturating_add_signed(self.change(count, key))
    }

    /// Every cell of a count, totals too; "no data" stays.
    #[must_use]
    pub fn apply(&self, counted: &Counted) -> Vec<Option<u64>> {
        let shown = |cell| Some(self.shown(counted.value(cell)?, counted.key(cell)));
        (0..counted.layout().len()).map(shown).collect()
    }
}

/// The row of one count. Zero stays zero: noise with mean zero would need negative counts.
fn row(count: i64, noise: Noise) -> Vec<(i64, u32)> {
    if count == 0 {
        return vec![(0, WHOLE)];
    }
    let (largest, smallest) = (i64::from(noise.largest), i64::from(noise.smallest));
    let allowed = |change: &i64| {
        let shown = count + change;
        shown == 0 || shown >= smallest.max(1)
    };
    let changes: Vec<i64> = (-largest.min(count)..=largest).filter(allowed).collect();
    whole_weights(&changes, &shares(&changes, noise.variance))
}

/// Probabilities with mean zero, the wished variance (or the nearest there is) and the most entropy: p ∝ exp(λk + μk²).
#[allow(clippy::cast_precision_loss, reason = "changes are at most 1,000")]
fn shares(changes: &[i64], variance: f64) -> Vec<f64> {
    let below = changes.iter().copied().filter(|change| *change < 0).max().unwrap_or(0);
    let above = changes.iter().copied().filter(|change| *change > 0).min().unwrap_or(0);
    let least = if changes.contains(&0) { 0.0 } else { (-below * above) as f64 };
    if variance <= least + 1e-9 {
        // Only the two nearest changes have so little variance.
        let share = |change: i64| match change {
            change if change == below => above as f64 / (above - below) as f64,
            change if change == above => -below as f64 / (above - below) as f64,
            _ => 0.0,
        };
        return changes.iter().map(|change| share(*change)).collect();
    }
    let (mut low, mut high) = (-60.0, 60.0);
    for _ in 0..64 {
        let middle = f64::midpoint(low, high);
        let spread: f64 = changes
            .iter()
            .zip(centred(changes, middle))
            .map(|(change, share)| (change * change) as f64 * share)
            .sum();
        if spread < variance { low = middle } else { high = middle }
    }
    centred(changes, low)
}

/// For one μ, the λ whose mean is zero.
#[allow(clippy::cast_precision_loss, reason = "changes are at most 1,000")]
fn centred(changes: &[i64], square: f64) -> Vec<f64> {
    let (mut low, mut high) = (-6e4, 6e4);
    let mut shares = Vec::new();
    for _ in 0..64 {
        let tilt = f64::midpoint(low, high);
        let power = |change: &i64| tilt * *change as f64 + square * (change * change) as f64;
        let largest = changes.iter().map(power).fold(f64::NEG_INFINITY, f64::max);
        let raw: Vec<f64> = changes.iter().map(|change| (power(change) - largest).exp()).collect();
        let sum: f64 = raw.iter().sum();
        shares = raw.iter().map(|share| share / sum).collect();
        let mean: f64 = changes.iter().zip(&shares).map(|(change, share)| *change as f64 * share).sum();
        if mean < 0.0 { low = tilt } else { high = tilt }
    }
    shares
}

/// Whole weights that add up to [`WHOLE`] and whose mean is exactly zero, whatever the arithmetic of the machine.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shares are between 0 and 1")]
fn whole_weights(changes: &[i64], shares: &[f64]) -> Vec<(i64, u32)> {
    let mut weights: Vec<(i64, i64)> = changes
        .iter()
        .zip(shares)
        .map(|(change, share)| (*change, (share * f64::from(WHOLE)).round() as i64))
        .collect();
    let missing = i64::from(WHOLE) - weights.iter().map(|(_, weight)| weight).sum::<i64>();
    if let Some((_, weight)) = weights.iter_mut().max_by_key(|(_, weight)| *weight) {
        *weight += missing;
    }
    for _ in 0..NUDGES {
        let mean: i64 = weights.iter().map(|(change, weight)| change * weight).sum();
        if mean == 0 {
            break;
        }
        if !nudge(&mut weights, mean) {
            leap(&mut weights, mean);
        }
    }
    weights.into_iter().map(|(change, weight)| (change, u32::try_from(weight).unwrap_or(0))).collect()
}

/// Moves one unit of weight between two changes that stand one apart, so that the mean comes nearer to zero.
fn nudge(weights: &mut [(i64, i64)], mean: i64) -> bool {
    let pairs = weights.windows(2).enumerate();
    let step = pairs
        .filter_map(|(at, pair)| {
            let [(low, at_low), (high, at_high)] = pair else { return None };
            let from = if mean > 0 { *at_high } else { *at_low };
            (high - low == 1 && from > 0).then_some((from, at))
        })
        .max();
    let Some((_, at)) = step else { return false };
    let by = if mean > 0 { 1 } else { -1 };
    for (place, change) in [(at, by), (at + 1, -by)] {
        if let Some((_, weight)) = weights.get_mut(place) {
            *weight += change;
        }
    }
    true
}

/// Moves one unit of weight from one end to the other, which turns the sign of the mean: from there it can be nudged.
fn leap(weights: &mut [(i64, i64)], mean: i64) {
    let (Some(first), Some(last)) = (
        weights.iter().position(|(_, weight)| *weight > 0),
        weights.iter().rposition(|(_, weight)| *weight > 0),
    ) else {
        return;
    };
    let by = mean.signum();
    for (place, change) in [(first, by), (last, -by)] {
        if let Some((_, weight)) = weights.get_mut(place) {
            *weight += change;
        }
    }
}
