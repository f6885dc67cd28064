//! Methods. All of them look for a rise; a fall is the rise of the negative.

use super::baseline::{real, robust, spread};
use crate::error::{Error, Result};

/// Least standard deviation that EARS reckons with, so that a quiet baseline is not infinitely sure of itself.
const LEAST_SPREAD: f64 = 0.2;

/// Longest window, in periods.
const LONGEST: usize = 520;

/// How a change is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum By {
    /// As a share of the earlier figure: 0.5 is half of it.
    Share(f64),
    /// As a difference.
    Amount(f64),
}

/// The three methods of the Early Aberration Reporting System (Hutwagner and others 2003, Journal of Urban Health 80).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ears {
    /// Baseline directly before.
    C1,
    /// Two periods between baseline and the judged one, so that a slow rise does not hide itself.
    C2,
    /// What C2 exceeds 1 by, summed over three periods.
    C3,
}

/// How a rule tells that a figure is unusual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Method {
    /// Beyond a figure.
    Threshold {
        /// The figure; it is passed, not reached.
        limit: f64,
    },
    /// Against an earlier period.
    Change {
        /// How many periods earlier: 1 the one before, 12 the same month of last year.
        back: usize,
        /// By how much or more.
        by: By,
    },
    /// Standard deviations from the mean.
    Z {
        /// Periods before.
        window: usize,
        /// Standard deviations.
        limit: f64,
    },
    /// The same with median and median absolute deviation, which single outliers do not move (Iglewicz and Hoaglin 1993 advise 3.5).
    ModifiedZ {
        /// Periods before.
        window: usize,
        /// Robust standard deviations.
        limit: f64,
    },
    /// Sum of what exceeds the mean by more than `slack` standard deviations (Page 1954, Biometrika 41); after an alarm it begins anew.
    Cusum {
        /// Periods of the baseline.
        window: usize,
        /// Periods between the baseline and the judged one.
        lag: usize,
        /// Allowance in standard deviations, usually 0.5.
        slack: f64,
        /// Alarm in standard deviations, usually 4 or 5.
        limit: f64,
    },
    /// Early Aberration Reporting System.
    Ears {
        /// Which.
        of: Ears,
        /// Periods of the baseline, 7 there.
        window: usize,
        /// Standard deviations: 3 for C1 and C2, 2 for C3.
        limit: f64,
    },
    /// No data for more than some periods.
    Overdue {
        /// Periods that may be empty.
        allowed: usize,
    },
    /// Nothing, or 0, where so long a silence had less than some chance if things went on as they did (Poisson).
    Silence {
        /// Periods before the silence.
        window: usize,
        /// The chance, above 0 and below 1.
        chance: f64,
    },
}

impl Method {
    pub(super) fn check(&self) -> Result<()> {
        let wrong = |setting, must| Err(Error::Setting { setting, must });
        let (window, limit) = match self {
            Self::Threshold { limit } => (None, *limit),
            Self::Change { back, by: By::Share(limit) | By::Amount(limit) } => {
                if !(1..=LONGEST).contains(back) {
                    return wrong("the earlier period", "from 1 to 520 periods back");
                }
                (None, *limit)
            }
            Self::Z { window, limit }
            | Self::ModifiedZ { window, limit }
            | Self::Ears { window, limit, .. } => (Some(*window), *limit),
            Self::Cusum { window, lag, slack, limit } => {
                if *lag > LONGEST || !slack.is_finite() || *slack < 0.0 {
                    return wrong("lag or allowance", "from 0 up");
                }
                (Some(*window), *limit)
            }
            Self::Overdue { allowed } => {
                return if *allowed <= LONGEST { Ok(()) } else { wrong("the delay", "at most 520 periods") };
            }
            Self::Silence { window, chance } => {
                if !(*chance > 0.0 && *chance < 1.0) {
                    return wrong("the chance", "above 0 and below 1");
                }
                (Some(*window), *chance)
            }
        };
        let positive = matches!(self, Self::Threshold { .. }) || limit > 0.0;
        if !limit.is_finite() || !positive {
            return wrong("the limit", "a number above 0");
        }
        match window {
            Some(window) if !(2..=LONGEST).contains(&window) => wrong("the window", "from 2 to 520 periods"),
            _ => Ok(()),
        }
    }
}

/// A series made ready: one number for each period; what is not known is no number (NaN).
pub(super) struct Ready {
    /// -1 where figures are turned around zero.
    pub(super) sign: f64,
    /// What stands for the figure where it is judged.
    pub(super) judged: Vec<f64>,
    /// What stands for it where it is what is usual.
    pub(super) usual: Vec<f64>,
    /// Whether nothing, or 0, is known.
    pub(super) silent: Vec<bool>,
    /// Whether nothing is known.
    pub(super) empty: Vec<bool>,
}

/// How far a figure is from what was expected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Score {
    pub(super) score: f64,
    pub(super) limit: f64,
    pub(super) expected: f64,
}

impl Ready {
    fn judged(&self, at: usize) -> Option<f64> {
        self.judged.get(at).copied().filter(|value| !value.is_nan())
    }

    /// Known values of the `window` periods that end `lag` periods before `at`.
    fn before(&self, at: usize, window: usize, lag: usize) -> Vec<f64> {
        let end = at.saturating_sub(lag);
        let values = self.usual.get(end.saturating_sub(window)..end).unwrap_or_default();
        values.iter().copied().filter(|value| !value.is_nan()).collect()
    }
}

impl Method {
    /// A score for each period that can be judged.
    pub(super) fn scores(&self, ready: &Ready) -> Vec<Option<Score>> {
        let all = 0..ready.judged.len();
        match *self {
            Self::Cusum { window, lag, slack, limit } => cusum(ready, window, lag, slack, limit),
            Self::Ears { of: Ears::C3, window, limit } => c3(ready, window, limit),
            Self::Overdue { allowed } => overdue(ready, allowed),
            Self::Silence { window, chance } => silence(ready, window, chance),
            _ => all.map(|at| self.score(ready, at)).collect(),
        }
    }

    fn score(&self, ready: &Ready, at: usize) -> Option<Score> {
        let value = ready.judged(at)?;
        match *self {
            Self::Threshold { limit } => {
                let limit = ready.sign * limit;
                Some(Score { score: value, limit, expected: limit })
            }
            Self::Change { back, by } => {
                let earlier =
                    ready.usual.get(at.checked_sub(back)?).copied().filter(|value| !value.is_nan())?;
                let (score, limit) = match by {
                    By::Amount(limit) => (value - earlier, limit),
                    By::Share(_) if earlier.abs() <= f64::EPSILON => return None,
                    By::Share(limit) => ((value - earlier) / earlier.abs(), limit),
                };
                // A change of just the limit is meant.
                Some(Score { score, limit: limit - limit.abs() * 1e-12, expected: earlier })
            }
            Self::Z { window, limit } => {
                let (mean, spread) = spread(&ready.before(at, window, 0))?;
                (spread > 0.0).then(|| Score { score: (value - mean) / spread, limit, expected: mean })
            }
            Self::ModifiedZ { window, limit } => {
                let (middle, spread) = robust(&mut ready.before(at, window, 0))?;
                (spread > 0.0).then(|| Score { score: (value - middle) / spread, limit, expected: middle })
            }
            Self::Ears { of, window, limit } => {
                let (score, mean) = ears(ready, at, window, if of == Ears::C1 { 0 } else { 2 })?;
                Some(Score { score, limit, expected: mean })
            }
            Self::Cusum { .. } | Self::Overdue { .. } | Self::Silence { .. } => None,
        }
    }
}

fn ears(ready: &Ready, at: usize, window: usize, lag: usize) -> Option<(f64, f64)> {
    let value = ready.judged(at)?;
    let before = ready.before(at, window, lag);
    if before.len() < window {
        return None;
    }
    let (mean, spread) = spread(&before)?;
    Some(((value - mean) / spread.max(LEAST_SPREAD), mean))
}

fn c3(ready: &Ready, window: usize, limit: f64) -> Vec<Option<Score>> {
    let c2: Vec<Option<(f64, f64)>> = (0..ready.judged.len()).map(|at| ears(ready, at, window, 2)).collect();
    let at = |at: usize| {
        let (_, expected) = c2.get(at).copied().flatten()?;
        let last = c2.get(at.saturating_sub(2)..=at)?;
        let score = last.iter().flatten().map(|(score, _)| (score - 1.0).max(0.0)).sum();
        Some(Score { score, limit, expected })
    };
    (0..c2.len()).map(at).collect()
}

fn cusum(ready: &Ready, window: usize, lag: usize, slack: f64, limit: f64) -> Vec<Option<Score>> {
    let mut sum = 0.0_f64;
    let mut step = |at: usize| {
        let value = ready.judged(at)?;
        let before = ready.before(at, window, lag);
        let (mean, spread) = spread(&before).filter(|_| before.len() >= window)?;
        sum = (sum + (value - mean) / spread.max(LEAST_SPREAD) - slack).max(0.0);
        let score = Score { score: sum, limit, expected: mean };
        if sum > limit {
            sum = 0.0;
        }
        Some(score)
    };
    (0..ready.judged.len()).map(&mut step).collect()
}

fn overdue(ready: &Ready, allowed: usize) -> Vec<Option<Score>> {
    let mut run = 0_usize;
    let mut any = false;
    let scores = ready.empty.iter().map(|empty| {
        any |= !empty;
        run = if *empty { run + 1 } else { 0 };
        any.then(|| Score { score: real(run), limit: real(allowed), expected: real(allowed) })
    });
    scores.collect()
}

fn silence(ready: &Ready, window: usize, chance: f64) -> Vec<Option<Score>> {
    let mut run = 0_usize;
    let mut score = |(at, silent): (usize, &bool)| {
        run = if *silent { run + 1 } else { 0 };
        let before = ready.before(at + 1 - run, window, 0);
        if run == 0 || before.len() < window {
            return None;
        }
        let mean = before.iter().map(|value| value.abs()).sum::<f64>() / real(before.len());
        // The chance of so many periods with nothing is exp(-mean · run).
        Some(Score { score: mean * real(run), limit: -chance.ln(), expected: mean })
    };
    ready.silent.iter().enumerate().map(&mut score).collect()
}
