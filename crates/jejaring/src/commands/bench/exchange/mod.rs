//! `jejaring bench exchange`

mod bulk;
mod pair;
mod pure;
mod single;

use std::fs;
use std::path::Path;

use clap::Args;
use serde_json::{Value, json};

use super::{Ground, bare, report, tell, verdict};
use crate::failure::Result;
use crate::out::Out;

/// Envelopes between two nodes: sealed, signed, logged and receipted, with full durability
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring bench exchange --envelopes 5000 --json
  (two nodes in one process, one machine and one disk, over mutual TLS; every act is a commit that survives the loss of power)")]
pub(super) struct Exchange {
    /// Envelopes of 2 KiB
    #[arg(long, default_value_t = 3_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    envelopes: u32,
    /// People who write at the same time
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=4_096))]
    writers: u32,
    /// Parts of 1 MiB of one list
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=64))]
    parts: u32,
    /// Recipients of one envelope in the second measurement
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(2..=500))]
    recipients: u32,
    /// Envelopes to that many recipients
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    wide: u32,
}

impl Exchange {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let ground = Ground::at(None, "bench-exchange");
        let measured = self.measure(&ground.dir).await?;
        report(out, &measured);
        Ok(())
    }

    async fn measure(&self, dir: &Path) -> Result<Value> {
        fs::create_dir_all(dir).map_err(|error| crate::failure::Failure::file(dir, &error))?;
        let disk = bare::disk(dir).await?;
        let pure = pure::measure(self.recipients)?;
        tell("two nodes that know each other");
        let pair = pair::Pair::new(dir, pair::Way::Called).await?;
        let single = single::measure(&pair, self.envelopes, self.writers).await?;
        let bulk = bulk::measure(&pair, self.parts).await?;
        let wide = bulk::wide(&pair, self.recipients, self.wide).await?;
        pair.stop().await;
        Ok(json!({
            "ok": true, "bench": "exchange", "version": env!("CARGO_PKG_VERSION"), "machine": verdict::machine(),
            "optimised": !cfg!(debug_assertions), "disk": bare::disk_json(&disk), "processor": pure,
            "one_recipient": single, "bulk_parts": bulk, "many_recipients": wide,
            "aims": { "one_recipient_per_second": 1_000 },
        }))
    }
}
