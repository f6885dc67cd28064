//! What was measured, as numbers.

use std::time::Duration;

use serde_json::{Value, json};

/// How long many calls took.
#[derive(Debug, Default, Clone)]
pub(super) struct Timings {
    /// Milliseconds of each call that succeeded.
    took: Vec<f64>,
    /// Calls that did not.
    failed: u64,
}

impl Timings {
    /// Notes one call.
    pub(super) fn note(&mut self, took: Duration, succeeded: bool) {
        if succeeded {
            self.took.push(took.as_secs_f64() * 1e3);
        } else {
            self.failed += 1;
        }
    }

    /// Takes in the calls of another.
    pub(super) fn add(&mut self, other: Self) {
        self.took.extend(other.took);
        self.failed += other.failed;
    }

    /// Calls that succeeded.
    pub(super) fn count(&self) -> usize {
        self.took.len()
    }

    /// The duration in milliseconds that this many thousandths of the calls did not exceed; 0 without any call.
    pub(super) fn at(&self, thousandths: usize) -> f64 {
        let mut sorted = self.took.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted.get(sorted.len() * thousandths / 1000).or(sorted.get(last)).copied().unwrap_or_default()
    }

    /// Median, p95, p99 and the longest, in milliseconds.
    pub(super) fn json(&self) -> Value {
        json!({
            "count": self.count(), "failed": self.failed, "median_ms": round(self.at(500)),
            "p95_ms": round(self.at(950)), "p99_ms": round(self.at(990)), "max_ms": round(self.at(1000)),
        })
    }
}

/// Three digits after the point are more than any clock here can tell.
pub(super) fn round(number: f64) -> f64 {
    (number * 1e3).round() / 1e3
}

/// Counts in a second.
pub(super) fn rate(count: usize, took: Duration) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "counts of a measurement stay far below 2^53")]
    let count = count as f64;
    round(count / took.as_secs_f64().max(1e-9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_the_calls_that_succeeded() {
        let mut timings = Timings::default();
        for millis in (1..=100).rev() {
            timings.note(Duration::from_millis(millis), true);
        }
        timings.note(Duration::from_secs(9), false);
        assert_eq!(timings.count(), 100);
        let near = |thousandths, wanted: f64| (timings.at(thousandths) - wanted).abs() < 0.01;
        assert!(near(500, 51.0) && near(950, 96.0) && near(1000, 100.0));
        assert_eq!(timings.json()["failed"], 1);
        assert!(Timings::default().at(950) < 0.001);
    }
}
