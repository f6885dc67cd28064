//! `jejaring check`: is this foreign file valid for us?

mod hsds;

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::failure::{Failure, Result};
use crate::out::Out;

/// Check a foreign file: valid for us or not, with each reason and place
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring check --format hsds layanan.json
  (0: valid; 1: not valid, one line for each reason; 2: wrong use; no value of the file is ever printed)")]
pub(crate) struct Check {
    /// What the file should be
    #[arg(long, value_enum)]
    format: Format,
    /// The file
    file: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Services or organisations of the Human Services Data Specification 3.0 (JSON)
    Hsds,
}

impl Check {
    pub(crate) fn run(&self, out: &mut Out) -> Result<()> {
        let bytes = fs::read(&self.file).map_err(|error| Failure::file(&self.file, &error))?;
        let findings = match self.format {
            Format::Hsds => hsds::check(&bytes),
        };
        for (place, reason) in &findings {
            out.say(format_args!("{place}: {reason}"));
        }
        let reason = |(place, reason): &(String, String)| json!({ "place": place, "reason": reason });
        out.finish(&json!({
            "ok": findings.is_empty(), "valid": findings.is_empty(), "format": "hsds",
            "findings": findings.iter().map(reason).collect::<Vec<_>>(),
        }));
        match findings.len() {
            0 => {
                out.say("valid");
                Ok(())
            }
            n => Err(Failure::new(format!("{} is not valid: {n} findings", self.file.display()))),
        }
    }
}
