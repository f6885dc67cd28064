//! `jejaring bench estimate`: how often intervals hold a known truth, and how long a repeated choice takes.

use std::time::Instant;

use clap::Args;
use serde_json::{Value, json};
use statistics::mse::analyse::answer;
use statistics::mse::bootstrap::{Resample, Settings};
use statistics::mse::trial::{Coverage, Population, populations, thin};
use statistics::mse::{Criterion, Method, Overlaps, Search};

use super::{report, tell};
use crate::failure::{Failure, Result};
use crate::out::Out;

/// Measure estimates of the unseen: coverage on invented populations, time of repeated choices
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring bench estimate --json
  jejaring bench estimate --trials 200 --repetitions 300 --json
  (each trial draws what invented lists would find and makes an interval; the standard error of a coverage is printed with it)")]
pub(crate) struct Estimate {
    /// Tables drawn from each population
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(10..=1_000_000))]
    trials: u32,
    /// Repetitions of the bootstrap in each trial
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(50..=100_000))]
    repetitions: u32,
    /// The same seed gives the same trials
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads [default: as many as there are processors]
    #[arg(long)]
    threads: Option<usize>,
}

/// Counts of a table of six lists as large and as sparse as published ones: the expected counts of the sparse population,
/// rounded.
fn six_lists() -> Result<Overlaps> {
    let unfit = |unfit: statistics::mse::Unfit| Failure::new(unfit.to_string());
    let names = (1..=6).map(|at| format!("L{at}")).collect();
    let mut table = Overlaps::new(names).map_err(unfit)?;
    let [.., (_, population)] = populations();
    for (cell, count) in (0_u32..).zip(population.expected()) {
        table.add(cell, count.round() as u64).map_err(unfit)?;
    }
    Ok(table)
}

impl Estimate {
    pub(super) fn run(self, out: &mut Out) -> Result<()> {
        let threads =
            self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        let settings = Settings {
            repetitions: self.repetitions as usize,
            seed: self.seed,
            threads: threads.max(1),
            resample: Resample::Population,
            level: 0.95,
        };
        let mut populations_found = Vec::new();
        for (name, population) in populations() {
            tell(format_args!("{name}: {} trials", self.trials));
            populations_found.push(self.measure(name, &population, &settings));
        }
        let mut thin_found = Vec::new();
        for (name, population) in thin() {
            tell(format_args!("{name}: {} trials", self.trials));
            thin_found.push(self.measure(name, &population, &settings));
        }
        let found = json!({
            "ok": true, "bench": "estimate", "version": env!("CARGO_PKG_VERSION"), "trials": self.trials,
            "repetitions": self.repetitions, "seed": self.seed, "threads": threads,
            "populations": populations_found, "thin": thin_found, "seconds_of_1000_repetitions_six_lists": times(&settings)?,
        });
        report(out, &found);
        Ok(())
    }

    fn measure(&self, name: &str, population: &Population, settings: &Settings) -> Value {
        let begun = Instant::now();
        let of = |method: &Method| coverage(&population.coverage(method, self.trials as usize, settings));
        let fixed = of(&Method::Fixed(population.model()));
        let chosen = of(&Method::Stepwise { threshold: 0.02 });
        // Few lists: all models, as the command does. More: downhill.
        let few = population.found.len() <= 4;
        let search = if few { Search::All } else { Search::Downhill };
        let order = if few { population.found.len() - 1 } else { 2 };
        let best = Method::Best { criterion: Criterion::Bic, order, search };
        let best = of(&best);
        tell(format_args!(
            "{:.1} s; fixed model {}, after stepwise choice {}",
            begun.elapsed().as_secs_f64(),
            part(&fixed),
            part(&chosen)
        ));
        json!({
            "population": name, "size": population.size, "lists": population.found.len(), "fixed": fixed,
            "stepwise": chosen, "bic": best, "seconds": begun.elapsed().as_secs_f64(),
        })
    }
}

fn coverage(found: &Coverage) -> Value {
    json!({
        "covered": found.covered, "standard_error": found.error, "trials": found.trials, "refused": found.refused,
        "reasons": found.reasons,
        "below": found.below, "bias": found.bias, "median_width": found.width,
    })
}

/// Middle of three runs, on one thread and on all.
fn times(settings: &Settings) -> Result<Value> {
    let table = six_lists()?;
    let of = |method: &Method, threads: usize| -> Result<f64> {
        let settings = Settings { repetitions: 1000, threads, ..*settings };
        let mut seconds = Vec::new();
        for _ in 0..3 {
            let begun = Instant::now();
            answer(&table, "", method, &settings)
                .map_err(|_| Failure::new("the invented table has no estimate"))?;
            seconds.push(begun.elapsed().as_secs_f64());
        }
        seconds.sort_by(f64::total_cmp);
        Ok(seconds.get(1).copied().unwrap_or_default())
    };
    let stepwise = Method::Stepwise { threshold: 0.02 };
    let downhill = Method::Best { criterion: Criterion::Bic, order: 2, search: Search::Downhill };
    Ok(json!({
        "stepwise": of(&stepwise, settings.threads)?, "stepwise_one_thread": of(&stepwise, 1)?,
        "bic_downhill": of(&downhill, settings.threads)?, "observed": table.observed(),
    }))
}

/// The share that was covered, for the line of progress.
fn part(found: &Value) -> f64 {
    found.get("covered").and_then(Value::as_f64).unwrap_or(f64::NAN)
}
