//! `jejaring bench fill`: an invented node to try things on.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::casework::Casework;
use super::seed::PASSWORD;
use crate::failure::Result;
use crate::out::Out;

/// Fill an invented node and stop: for trials that bring their own load
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring bench fill --dir /tmp/ukur --cases 200 --entries 400 --postgres postgres://contoh@localhost/ukur
  (sign in as petugas0@contoh.invalid; everything is invented)")]
pub(crate) struct Fill {
    /// Directory of the node, which must be empty
    #[arg(long)]
    dir: PathBuf,
    /// Cases on the node
    #[arg(long, default_value_t = 200)]
    cases: usize,
    /// Entries in the journal about them
    #[arg(long, default_value_t = 400)]
    entries: usize,
    /// PostgreSQL database that is empty; SQLite without it
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
}

impl Fill {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        Casework::filled(self.cases, self.entries, self.postgres).fill(&self.dir).await?;
        out.say("filled");
        out.finish(&json!({ "ok": true, "email": "petugas0@contoh.invalid", "password": PASSWORD }));
        Ok(())
    }
}
