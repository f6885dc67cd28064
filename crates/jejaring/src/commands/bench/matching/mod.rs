//! `jejaring bench matching`

mod measure;

use clap::Args;
use node::SystemChance;
use serde_json::json;

use super::tell;
use crate::failure::{Failure, Result};
use crate::out::Out;

/// Private matching: oblivious tokens, one query, the token table
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring bench matching --people 1000000 --json
  (processor time of one core; how well matching finds is measured by `cargo run --release -p linkage --example match_quality`)")]
pub(super) struct Matching {
    /// People of the register, 24 tokens each
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1_000..=50_000_000))]
    people: u32,
    /// Batches of 24 points that are measured
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
}

impl Matching {
    pub(super) fn run(self, out: &mut Out) -> Result<()> {
        tell("blinding, evaluating with proof, finishing");
        let failed = |error: seal::matching::MatchingError| Failure::new(error.to_string());
        let oblivious =
            measure::oblivious(self.rounds, &mut SystemChance, &processor_seconds).map_err(failed)?;
        tell(format_args!("a register of {} people", self.people));
        let full = |error: seal::matching::TableFull| Failure::new(error.to_string());
        let table = measure::table(self.people, &processor_seconds).map_err(full)?;
        let aims = json!({
            "blind_per_second": 10_000, "evaluate_per_second": 6_500, "finish_per_second": 3_800,
            "query_cpu_ms": 50, "lookups_per_second": 1_000_000, "bytes_per_million_people": 384_000_000,
        });
        let report = json!({
            "oblivious": oblivious, "table": table, "aims": aims,
            "optimised": !cfg!(debug_assertions),
        });
        super::report(out, &report);
        Ok(())
    }
}

/// Seconds of processor time of this thread, so that other work on the machine does not count. Where the system does not tell
/// them, wall time.
fn processor_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds: Option<f64> = told.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(wall_seconds, |nanoseconds| nanoseconds / 1e9)
}

fn wall_seconds() -> f64 {
    static BEGIN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    BEGIN.get_or_init(std::time::Instant::now).elapsed().as_secs_f64()
}
