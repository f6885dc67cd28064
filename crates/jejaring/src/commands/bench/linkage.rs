//! `jejaring bench linkage`: an invented list, from its file to its clusters, against the truth.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use clap::Args;
use linkage::invented::{HEADER, Plan, TRUTH};
use serde_json::{Value, json};

use super::{Ground, report, tell};
use crate::failure::{Failure, Result};
use crate::out::Out;

/// Measure linkage: an invented list from its file to its clusters, against the truth
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring bench linkage --json
  jejaring bench linkage --json --records 1000000 --rounds 3 --seed 1001
  (seeds below 1000 are for tuning, the rest for testing; bench/linkage/run.py compares with Splink on the same list)")]
pub(crate) struct Linkage {
    /// Records of the list
    #[arg(long, default_value_t = 100_000)]
    records: usize,
    /// The same seed gives the same list
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How often the list is linked
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// Threads [default: as many as there are processors]
    #[arg(long)]
    threads: Option<usize>,
}

impl Linkage {
    pub(super) fn run(self, out: &mut Out) -> Result<()> {
        let ground = Ground::at(None, "bench-linkage");
        fs::create_dir_all(&ground.dir).map_err(|error| Failure::file(&ground.dir, &error))?;
        let measured = self.measure(&ground.dir)?;
        report(out, &measured);
        Ok(())
    }

    fn measure(&self, dir: &Path) -> Result<Value> {
        let (list, clusters) = (dir.join("list.csv"), dir.join("clusters.csv"));
        tell(format_args!("inventing {} records", self.records));
        self.invent(&list).map_err(|error| Failure::file(&list, &error))?;
        let mut runs = Vec::new();
        for round in 1..=self.rounds {
            let figures = self.link(&list, &clusters)?;
            let seconds = figures.get("total_seconds").and_then(Value::as_f64).unwrap_or_default();
            tell(format_args!("round {round}: {seconds:.1} s"));
            runs.push(figures);
        }
        let of = |name: &str| runs.iter().filter_map(|run| run.get(name)?.as_f64()).collect::<Vec<_>>();
        let mut seconds = of("total_seconds");
        seconds.sort_by(f64::total_cmp);
        let median = seconds.get(seconds.len() / 2).copied().unwrap_or_default();
        let peak = of("peak_rss_bytes").into_iter().fold(0.0, f64::max);
        Ok(json!({
            "ok": true, "bench": "linkage", "version": env!("CARGO_PKG_VERSION"), "records": self.records, "seed": self.seed,
            "median_seconds": median, "peak_rss_bytes": peak, "runs": runs,
        }))
    }

    fn invent(&self, path: &Path) -> std::io::Result<()> {
        let (rows, _) = Plan { records: self.records, seed: self.seed, ..Plan::default() }.rows();
        let mut out = BufWriter::new(File::create(path)?);
        writeln!(out, "{},{TRUTH}", HEADER.join(","))?;
        for row in &rows {
            writeln!(out, "{},C{}", row.cells.join(","), row.child)?;
        }
        out.flush()
    }

    /// One whole process, so that its memory is its own.
    fn link(&self, list: &Path, clusters: &Path) -> Result<Value> {
        let binary = std::env::current_exe().map_err(|error| {
            Failure::new(format!("the system does not tell where this program lies ({error})"))
        })?;
        let mut command = Command::new(binary);
        command.args(["--json", "link"]).arg(list).arg("--out").arg(clusters).args(["--truth", TRUTH]);
        if let Some(threads) = self.threads {
            command.args(["--threads", &threads.to_string()]);
        }
        let done =
            command.output().map_err(|error| Failure::new(format!("linking did not start ({error})")))?;
        let text = String::from_utf8_lossy(&done.stdout);
        let figures = text.lines().last().and_then(|line| serde_json::from_str::<Value>(line).ok());
        figures.filter(|_| done.status.success()).ok_or_else(|| {
            Failure::new(format!("linking failed: {}", String::from_utf8_lossy(&done.stderr).trim()))
        })
    }
}
