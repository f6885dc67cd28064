//! Bias-corrected and accelerated bootstrap intervals (DiCiccio and Efron 1996) that repeat the choice of the model.

use super::chance::Dice;
use super::choose::Chooser;
use super::fit::Fitter;
use super::overlaps::Overlaps;
use super::tails::{normal, normal_quantile, quantile};
use super::work;

/// What is drawn anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resample {
    /// As many people as were observed, from those observed: as in the published methods.
    Observed,
    /// Everybody, those whom nobody saw included, of whom some are observed this time (Buckland and Garthwaite 1991). It
    /// adds the chance of being seen at all, which the other leaves out.
    Population,
}

/// How an interval is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Repetitions.
    pub repetitions: usize,
    /// The same seed gives the same interval, on however many threads.
    pub seed: u64,
    /// Threads that work at once.
    pub threads: usize,
    /// What is drawn anew.
    pub resample: Resample,
    /// Chance that the interval is to hold the truth, such as 0.95.
    pub level: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { repetitions: 1000, seed: 1234, threads: 1, resample: Resample::Population, level: 0.95 }
    }
}

/// An interval, and what it was made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// Lower end; infinite when the table cannot even bear that.
    pub low: f64,
    /// Upper end; infinite when too many repetitions had no estimate.
    pub high: f64,
    /// Bias correction, as a z.
    pub bias: f64,
    /// Acceleration.
    pub acceleration: f64,
    /// Estimates of the repetitions, sorted; one without an estimate is infinite.
    pub repeated: Vec<f64>,
}

impl Interval {
    /// Share of repetitions that had no estimate.
    #[must_use]
    pub fn without_estimate(&self) -> f64 {
        let failed = self.repeated.iter().filter(|total| !total.is_finite()).count();
        failed as f64 / self.repeated.len().max(1) as f64
    }

    /// The chance that the interval gives to a truth of at most `total`: the level whose end lies there. The ends are found by
    /// going the other way.
    pub(crate) fn chance_up_to(&self, total: f64) -> f64 {
        let below = self.repeated.partition_point(|other| *other <= total);
        let last = self.repeated.len().saturating_sub(1).max(1) as f64;
        let share =
            match (below.checked_sub(1).and_then(|at| self.repeated.get(at)), self.repeated.get(below)) {
                (None, _) => return 0.0,
                (_, None) => return 1.0,
                (Some(low), Some(high)) if high.is_finite() => {
                    ((below - 1) as f64 + (total - low) / (high - low)) / last
                }
                _ => (below - 1) as f64 / last,
            };
        let z = normal_quantile(share) - self.bias;
        let moved = 1.0 + self.acceleration * z;
        if moved <= 0.0 {
            return if z > 0.0 { 1.0 } else { 0.0 };
        }
        normal(z / moved - self.bias)
    }
}

/// An estimate this many times the people observed is no estimate.
const ABSURD: f64 = 1e6;

/// The interval around `total`, which the chooser found for the table.
pub(crate) fn interval(table: &Overlaps, chooser: &Chooser, total: f64, settings: &Settings) -> Interval {
    let mut repeated = repeat(table, chooser, total, settings);
    repeated.sort_by(f64::total_cmp);
    let acceleration = acceleration(table, chooser, settings.threads);
    bca(total, repeated, acceleration, settings.level)
}

/// Estimates from tables drawn anew, in the order of the repetitions.
pub(crate) fn repeat(table: &Overlaps, chooser: &Chooser, total: f64, settings: &Settings) -> Vec<f64> {
    let cells: Vec<(u32, u64)> = table.cells().collect();
    let weights: Vec<f64> = cells.iter().map(|(_, count)| *count as f64).collect();
    let seen = table.observed();
    let everybody = total.round().clamp(seen as f64, seen as f64 * ABSURD);
    let share_seen = seen as f64 / everybody.max(1.0);
    let begin = || (Fitter::new(table.lists().len()), vec![0.0; 1 << table.lists().len()]);
    work::each(settings.repetitions, settings.threads, begin, |(fitter, counts), piece| {
        let mut dice = Dice::new(settings.seed, piece as u64);
        let observed = match settings.resample {
            Resample::Observed => seen,
            Resample::Population => dice.binomial(everybody as u64, share_seen),
        };
        counts.iter_mut().for_each(|count| *count = 0.0);
        dice.multinomial(observed, &weights, |at, drawn| {
            let cell = cells.get(at).map_or(0, |(cell, _)| *cell as usize);
            if let Some(count) = counts.get_mut(cell) {
                *count = drawn as f64;
            }
        });
        fitter.take_counts(counts);
        estimate(fitter, chooser)
    })
}

fn estimate(fitter: &mut Fitter, chooser: &Chooser) -> f64 {
    match chooser.dark(fitter) {
        Ok(dark) if dark <= fitter.observed * ABSURD => fitter.observed + dark,
        _ => f64::INFINITY,
    }
}

/// Leaves out one person of each combination; those of one combination are as good as one another, so each counts as often
/// as there are people.
fn acceleration(table: &Overlaps, chooser: &Chooser, threads: usize) -> f64 {
    let cells: Vec<(u32, u64)> = table.cells().collect();
    let whole = table.dense();
    let begin = || Fitter::new(table.lists().len());
    let left = work::each(cells.len(), threads, begin, |fitter, at| {
        let mut counts = whole.clone();
        let cell = cells.get(at).map_or(0, |(cell, _)| *cell as usize);
        if let Some(count) = counts.get_mut(cell) {
            *count -= 1.0;
        }
        fitter.take_counts(&counts);
        estimate(fitter, chooser)
    });
    let finite = || {
        let pairs = left.iter().zip(&cells).filter(|(total, _)| total.is_finite());
        pairs.map(|(total, (_, count))| (*total, *count as f64))
    };
    let weight: f64 = finite().map(|(_, count)| count).sum();
    let mean = finite().map(|(total, count)| total * count).sum::<f64>() / weight.max(1.0);
    let cubes: f64 = finite().map(|(total, count)| count * (mean - total).powi(3)).sum();
    let squares: f64 = finite().map(|(total, count)| count * (mean - total).powi(2)).sum();
    if squares > 0.0 { cubes / (6.0 * squares.powf(1.5)) } else { 0.0 }
}

/// Quantiles of the sorted repetitions, moved by bias and acceleration.
pub(crate) fn bca(total: f64, repeated: Vec<f64>, acceleration: f64, level: f64) -> Interval {
    let count = repeated.len() as f64;
    // Repetitions that hit the estimate exactly count half, so that a table that always gives the same has no bias.
    let below = repeated.iter().filter(|other| **other < total - 1e-9).count() as f64;
    let equal = repeated.iter().filter(|other| (**other - total).abs() <= 1e-9).count() as f64;
    let share =
        ((below + equal / 2.0) / count.max(1.0)).clamp(0.5 / count.max(1.0), 1.0 - 0.5 / count.max(1.0));
    let bias = normal_quantile(share);
    let at = |chance: f64| {
        let z = bias + normal_quantile(chance);
        let moved = 1.0 - acceleration * z;
        // Beyond this the acceleration has no meaning: the end of the repetitions is taken.
        if moved <= 0.0 { if z > 0.0 { 1.0 } else { 0.0 } } else { normal(bias + z / moved) }
    };
    let tail = (1.0 - level) / 2.0;
    let low = quantile(&repeated, at(tail)).unwrap_or(f64::INFINITY);
    let high = quantile(&repeated, at(1.0 - tail)).unwrap_or(f64::INFINITY);
    Interval { low, high, bias, acceleration, repeated }
}
