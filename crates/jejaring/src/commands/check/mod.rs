//! `jejaring check`: is this foreign file valid for us?

mod case_uco;
mod cybertip;
mod goaml;
mod hsds;
mod iati;
mod stix;
mod xlsform;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use formats::Finding;
use serde_json::{Value, json};

use crate::failure::{Failure, Result};
use crate::out::Out;

/// Largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Check a foreign file: valid for us or not, with each reason and place
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring check --format goaml --schema FILE.xsd laporan.xml
  jejaring check --format stix bundel.json --json
  jejaring check --format case berkas.jsonld
  jejaring check --format hsds layanan.json
  jejaring check --format hsds direktori.zip
  jejaring check --format iati kegiatan.xml
  (0: valid; 1: not valid, one line for each reason; 2: wrong use; no value of the file is ever printed)")]
pub(crate) struct Check {
    /// What the file should be
    #[arg(long, value_enum)]
    format: Format,
    /// The file
    file: PathBuf,
    /// goaml: the schema of the financial-intelligence unit; what it includes or imports must lie beside it
    #[arg(long, value_name = "FILE.xsd", required_if_eq("format", "goaml"))]
    schema: Option<PathBuf>,
    /// goaml: read ^ and $ in the schema's patterns as the ends of the value, which XSD itself does not
    #[arg(long)]
    anchored_patterns: bool,
    /// goaml: be content with a schema that asks things that are not judged here; they are named
    #[arg(long)]
    allow_unjudged: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Report to a financial-intelligence unit (XML, with --schema)
    Goaml,
    /// STIX 2.1 bundle (JSON)
    Stix,
    /// CASE/UCO 1.4 document of the police (JSON-LD): what would be read of it
    Case,
    /// CyberTipline report or file details (XML)
    Cybertip,
    /// Services or organisations of the Human Services Data Specification 3.0 (JSON)
    Hsds,
    /// Activities or organisations of the IATI Standard 2.03 (XML)
    Iati,
    /// Form written as an XLSForm (XLSX or CSV)
    Xlsform,
}

/// What a check found.
#[derive(Default)]
struct Verdict {
    findings: Vec<Finding>,
    /// What does not make the file invalid, and yet should be mended.
    warnings: Vec<Finding>,
    /// What could not be judged; for people, and for machines.
    unjudged: Vec<String>,
    /// What else there is to tell.
    told: Vec<(&'static str, Value)>,
}

impl Check {
    pub(crate) fn run(&self, out: &mut Out) -> Result<()> {
        let bytes = read(&self.file)?;
        let verdict = match self.format {
            Format::Goaml => goaml::check(self, &bytes)?,
            Format::Stix => stix::check(&bytes),
            Format::Case => case_uco::check(&bytes),
            Format::Cybertip => cybertip::check(&bytes),
            Format::Hsds => hsds::check(&bytes),
            Format::Iati => iati::check(&bytes),
            // A form's problems carry sheet, row, column and remedy, so it speaks for itself.
            Format::Xlsform => return xlsform::run(&self.file, &bytes, out),
        };
        self.report(&verdict, out)
    }

    fn report(&self, verdict: &Verdict, out: &mut Out) -> Result<()> {
        for finding in &verdict.findings {
            out.say(finding);
        }
        for warning in &verdict.warnings {
            out.say(format_args!("advice: {warning}"));
        }
        for unjudged in &verdict.unjudged {
            out.say(format_args!("not judged: {unjudged}"));
        }
        let judged = verdict.unjudged.is_empty() || self.allow_unjudged;
        let valid = verdict.findings.is_empty() && judged;
        let reason = |finding: &Finding| json!({ "line": finding.line, "place": finding.place, "reason": finding.reason });
        let mut report = json!({
            "ok": valid, "valid": valid, "format": self.format.to_possible_value().map(|value| value.get_name().to_owned()),
            "findings": verdict.findings.iter().map(reason).collect::<Vec<_>>(), "unjudged": verdict.unjudged,
            "warnings": verdict.warnings.iter().map(reason).collect::<Vec<_>>(),
        });
        if let Some(fields) = report.as_object_mut() {
            fields.extend(verdict.told.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        }
        out.finish(&report);
        let count = verdict.findings.len();
        if count > 0 {
            return Err(Failure::new(format!("{} is not valid: {count} findings", self.file.display())));
        }
        if !judged {
            return Err(Failure::new(
                "nothing wrong was found, but the schema asks things that are not judged here, so the file is not declared \
                 valid: use a full validator, or --allow-unjudged",
            ));
        }
        out.say("valid");
        Ok(())
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    let size = fs::metadata(path).map_err(|error| Failure::file(path, &error))?.len();
    if size > LARGEST {
        return Err(Failure::new(format!("{} is larger than 64 MiB: split it", path.display())));
    }
    fs::read(path).map_err(|error| Failure::file(path, &error))
}
