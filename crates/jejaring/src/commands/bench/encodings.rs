//! `jejaring bench encodings`: every filter of one list against every filter of another.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use linkage::encoding::matches;
use model::SplitMix;
use serde_json::json;

use super::report;
use crate::failure::{Failure, Result};
use crate::out::Out;

/// Measure encodings: Dice coefficients of all pairs of two lists of filters of 1,024 bits
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring bench encodings --json --filters 20000 --threads 2
  (--write DIR leaves the filters as a.bin and b.bin, 128 bytes each, for bench/linkage/encodings.py)")]
pub(crate) struct Encodings {
    /// Filters of each list
    #[arg(long, default_value_t = 20_000)]
    filters: usize,
    /// Least Dice coefficient in thousandths
    #[arg(long, default_value_t = 800, value_parser = clap::value_parser!(u32).range(1..=1000))]
    least: u32,
    /// How often the lists are compared
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// Threads [default: as many as there are processors]
    #[arg(long)]
    threads: Option<usize>,
    /// Where to leave the filters
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
}

/// A filter of 1,024 bits.
type Filter = [u64; 16];

impl Encodings {
    pub(super) fn run(self, out: &mut Out) -> Result<()> {
        let threads = self
            .threads
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
            .max(1);
        let (a, b) = lists(self.filters);
        if let Some(dir) = &self.write {
            for (name, list) in [("a.bin", &a), ("b.bin", &b)] {
                let path = dir.join(name);
                write(&path, list).map_err(|error| Failure::file(&path, &error))?;
            }
        }
        let mut seconds = Vec::new();
        let mut found = 0;
        for _ in 0..self.rounds {
            let begun = Instant::now();
            found = matches(&a, &b, self.least, threads).len();
            seconds.push(begun.elapsed().as_secs_f64());
        }
        seconds.sort_by(f64::total_cmp);
        let median = seconds.get(seconds.len() / 2).copied().unwrap_or_default();
        let pairs = self.filters * self.filters;
        let measured = json!({
            "ok": true, "bench": "encodings", "filters": self.filters, "bits": 1_024, "least": self.least, "threads": threads,
            "pairs": pairs, "found": found, "median_seconds": median, "million_pairs_per_second": pairs as f64 / median.max(1e-9) / 1e6,
        });
        report(out, &measured);
        Ok(())
    }
}

/// Two lists of filters about three eighths full, as names give; every tenth of the second is one of the first with a few
/// bits changed.
fn lists(count: usize) -> (Vec<Filter>, Vec<Filter>) {
    let mut chance = SplitMix::new(20_260_101);
    let mut filter =
        || -> Filter { std::array::from_fn(|_| chance.draw() & (chance.draw() | chance.draw())) };
    let a: Vec<Filter> = (0..count).map(|_| filter()).collect();
    let b = a.iter().enumerate().map(|(at, held)| {
        let other = filter();
        if at % 10 > 0 {
            return other;
        }
        // One word in sixteen is another.
        let mut near = *held;
        if let (Some(place), Some(word)) = (near.get_mut(at / 10 % 16), other.first()) {
            *place = *word;
        }
        near
    });
    let b = b.collect();
    (a, b)
}

fn write(path: &Path, list: &[Filter]) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    for word in list.iter().flatten() {
        out.write_all(&word.to_le_bytes())?;
    }
    out.flush()
}
