//! `jejaring bench monitor`: every alert rule over the whole history of every area.

use std::time::Instant;

use clap::Args;
use serde_json::json;
use statistics::Rule as Protection;
use statistics::monitor::{By, Ears, Method, Rule, Series, Side, Value, back_test};

use super::report;
use crate::failure::{Failure, Result};
use crate::out::Out;

/// Measure alert rules: all of them tried on the monthly history of all areas
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring bench monitor --json --rules 500 --years 5 --areas 514")]
pub(crate) struct Monitor {
    /// Rules, spread over all methods
    #[arg(long, default_value_t = 500)]
    rules: usize,
    /// Years of monthly figures
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    years: u32,
    /// Areas: Indonesia has 514 regencies and cities
    #[arg(long, default_value_t = 514)]
    areas: usize,
}

impl Monitor {
    pub(super) fn run(self, out: &mut Out) -> Result<()> {
        let history = history(self.areas, self.years as usize * 12);
        let rules: Vec<Rule> = (0..self.rules).map(rule).collect();
        for rule in &rules {
            rule.check().map_err(|error| Failure::new(error.to_string()))?;
        }
        let begun = Instant::now();
        let (mut judged, mut hits, mut alerts) = (0, 0, 0);
        for rule in &rules {
            let test = back_test(rule, &history);
            judged += test.judged;
            hits += test.hits;
            alerts += test.alerts;
        }
        let seconds = begun.elapsed().as_secs_f64();
        let measured = json!({
            "ok": true, "bench": "monitor", "rules": self.rules, "areas": self.areas, "periods": self.years * 12, "threads": 1,
            "judged": judged, "hits": hits, "alerts": alerts, "seconds": seconds,
            "million_judged_per_second": judged as f64 / seconds.max(1e-9) / 1e6,
        });
        report(out, &measured);
        Ok(())
    }
}

/// Rules of every method and both directions.
fn rule(number: usize) -> Rule {
    let window = 7 + number % 18;
    let method = match number % 9 {
        0 => Method::Threshold { limit: 40.0 },
        1 => Method::Change { back: 12, by: By::Share(0.5) },
        2 => Method::Z { window, limit: 3.0 },
        3 => Method::ModifiedZ { window, limit: 3.5 },
        4 => Method::Cusum { window, lag: 2, slack: 0.5, limit: 5.0 },
        5 => Method::Ears { of: Ears::C1, window: 7, limit: 3.0 },
        6 => Method::Ears { of: Ears::C2, window: 7, limit: 3.0 },
        7 => Method::Ears { of: Ears::C3, window: 7, limit: 2.0 },
        _ => Method::Silence { window, chance: 0.001 },
    };
    let side = if (number / 9).is_multiple_of(2) { Side::Rise } else { Side::Fall };
    Rule { min_history: 6, cool_down: 2, ..Rule::of_counts(method, side, Protection::default()) }
}

/// Invented counts about a level of each area, with months without a report.
fn history(areas: usize, periods: usize) -> Vec<Series> {
    let mut state = 20_260_305_u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut area = |_| {
        let level = 2 + draw(60);
        let mut month = |_| match draw(40) {
            0 => Value::NoData,
            1 => Value::alone(Some(level * 2), Protection::default()),
            _ => Value::alone(Some(level / 2 + draw(level)), Protection::default()),
        };
        Series::new(0, (0..periods).map(&mut month).collect())
    };
    (0..areas).map(&mut area).collect()
}
