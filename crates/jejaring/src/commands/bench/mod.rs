//! `jejaring bench`

mod bare;
mod casework;
mod encodings;
mod estimate;
mod exchange;
mod figures;
mod fill;
mod fleet;
mod hashes;
mod linkage;
mod load;
mod matching;
mod monitor;
mod peak;
mod people;
mod promises;
mod scale;
mod seed;
mod server;
mod verdict;
mod wire;

use std::fmt::Display;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::Value;

use crate::failure::Result;
use crate::out::Out;

/// Measure a node, linkage, the hash index or alert rules, on this machine
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring bench casework --cases 2000 --entries 20000 --json
  (fills a node with invented cases, serves it and measures it from outside)")]
pub(crate) struct Bench {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Casework(casework::Casework),
    Matching(matching::Matching),
    Encodings(encodings::Encodings),
    Estimate(estimate::Estimate),
    Exchange(exchange::Exchange),
    Fill(fill::Fill),
    Hashes(hashes::Hashes),
    Linkage(linkage::Linkage),
    Monitor(monitor::Monitor),
    Peak(peak::Peak),
    Promises(promises::Promises),
    Scale(scale::Scale),
}

/// Where a node is filled for a measurement: the directory that was named, or one that goes when the measurement ends.
struct Ground {
    dir: PathBuf,
    passing: bool,
}

impl Ground {
    fn at(named: Option<&Path>, what: &str) -> Self {
        let passing = || std::env::temp_dir().join(format!("jejaring-{what}-{}", std::process::id()));
        Self { dir: named.map_or_else(passing, Path::to_path_buf), passing: named.is_none() }
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if self.passing {
            // What is left behind is invented, and the system empties the directory some day.
            let _ = fs::remove_dir_all(&self.dir);
        }
    }
}

/// Prints what was measured.
fn report(out: &mut Out, measured: &Value) {
    out.say(serde_json::to_string_pretty(measured).unwrap_or_default());
    out.finish(measured);
}

impl Bench {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        match self.what {
            What::Casework(casework) => casework.run(out).await,
            What::Matching(matching) => matching.run(out),
            What::Encodings(encodings) => encodings.run(out),
            What::Estimate(estimate) => estimate.run(out),
            What::Exchange(exchange) => exchange.run(out).await,
            What::Fill(fill) => fill.run(out).await,
            What::Hashes(hashes) => hashes.run(out),
            What::Linkage(linkage) => linkage.run(out),
            What::Monitor(monitor) => monitor.run(out),
            What::Peak(peak) => peak.run(out).await,
            What::Promises(promises) => promises.run(out).await,
            What::Scale(scale) => scale.run(out).await,
        }
    }
}

/// A line about the progress: on standard error, so that standard output holds the figures alone.
fn tell(line: impl Display) {
    // Nobody listens any more when this fails: the measurement goes on.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
