//! `jejaring bench hashes`: the index of shared hashes, with hashes that are random numbers.

mod invented;
mod measure;

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::tell;
use crate::commands::link::peak_rss;
use crate::failure::{Failure, Result};
use crate::out::Out;

/// Measure the hash index: size, look-ups a second, recall against comparing with every hash
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring bench hashes --json --rows 1000000
  jejaring bench hashes --json --rows 10000000 --threads 2
  (all hashes are random numbers; --write DIR leaves them for bench/hashes/run.py, which compares with FAISS)")]
pub(crate) struct Hashes {
    /// Hashes of each kind
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1_000..=50_000_000))]
    rows: u32,
    /// Near look-ups; half of them lie within 31 bits of a hash that is held
    #[arg(long, default_value_t = 4_000, value_parser = clap::value_parser!(u32).range(2..))]
    lookups: u32,
    /// Look-ups whose answers are compared with those of comparing with every hash
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    checked: u32,
    /// Threads that look up
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=64))]
    threads: u32,
    /// The same seed gives the same hashes
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Leave hashes and questions in this directory, 32 bytes each
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
}

impl Hashes {
    pub(super) fn run(self, out: &mut Out) -> Result<()> {
        let plan = invented::Plan { rows: self.rows, lookups: self.lookups, seed: self.seed };
        if let Some(dir) = &self.write {
            plan.write(dir).map_err(|error| Failure::file(dir, &error))?;
        }
        tell(format_args!("{} PDQ hashes", self.rows));
        let near = measure::near(&plan, self.threads, self.checked);
        tell(format_args!("{} exact hashes", self.rows));
        let exact = measure::exact(&plan, self.threads);
        let report = json!({
            "ok": true, "bench": "hashes", "version": env!("CARGO_PKG_VERSION"), "rows": self.rows, "seed": self.seed,
            "threads": self.threads, "pdq": near, "exact": exact, "peak_rss_bytes": peak_rss(),
            "aims": {
                "rows": 10_000_000, "pdq_bytes": 1_500_000_000_u64, "pdq_lookups_per_second": 2_000,
                "exact_lookups_per_second": 1_000_000, "recall": 1.0,
            },
            "optimised": !cfg!(debug_assertions),
        });
        super::report(out, &report);
        Ok(())
    }
}
