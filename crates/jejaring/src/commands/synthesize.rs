//! `jejaring synthesize`

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use clap::Args;
use formats::{Claim, Limits, ReadOptions, normalise, open_table_with};
use seal::Entropy;
use serde_json::{Value, json};
use statistics::microdata::{Microdata, Synthetic, Utility, synthesize};
use statistics::table::Bins;

use super::tabulate::names_people;
use crate::failure::{Failure, Result};
use crate::out::Out;

/// Make records that researchers may hold: what is common stays, what is rare never appears
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring synthesize anak.csv --columns sex,age,form,province --bins age=0-5,6-11,12-14,15-17 --out data-aman.csv --json
  (no combination of values in the output is one that fewer true records have than --resolution; it is no differential
  privacy; the seed is drawn anew each time unless --seed-file names a secret one)")]
pub(crate) struct Synthesize {
    /// Records: CSV or XLSX, one row each
    file: PathBuf,
    /// Columns to keep [default: all]
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    columns: Vec<String>,
    /// Bins of a column of whole numbers, closed and without gaps; may be repeated
    #[arg(long, value_name = "COLUMN=0-5,6-11,…")]
    bins: Vec<String>,
    /// Fewest true records of any combination in the output
    #[arg(long, default_value_t = 11, value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    resolution: u32,
    /// Longest combinations of the report
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=4))]
    report: u32,
    /// File with the secret that decides which records are made, at least 16 bytes
    #[arg(long, value_name = "FILE")]
    seed_file: Option<PathBuf>,
    /// Where the records go, as CSV
    #[arg(long)]
    out: PathBuf,
    /// Sheet of a workbook [default: the first]
    #[arg(long)]
    sheet: Option<String>,
}

impl Synthesize {
    pub(crate) fn run(&self, out: &mut Out) -> Result<()> {
        let (truth, sha256) = self.read(out)?;
        if truth.records() < self.resolution as usize {
            return Err(Failure::new(format!(
                "the list has {} records, fewer than the resolution of {}: nothing could be kept",
                truth.records(),
                self.resolution
            )));
        }
        let bar = out.busy("making records");
        let made = synthesize(&truth, self.resolution as usize, self.seed()?);
        bar.set_message("comparing");
        let report = Utility::of(&truth, &made.records, self.resolution as usize, self.report as usize);
        bar.finish_and_clear();
        // What leaves here is checked by counting anew, not by trusting how it was made.
        if report.lengths.iter().any(|length| length.leaked + length.invented > 0) {
            return Err(Failure::new(
                "a rare combination was found in the records: nothing was written; tell the makers",
            ));
        }
        self.write(&made)?;
        self.tell(out, &truth, &made, &report, &sha256);
        Ok(())
    }

    fn read(&self, out: &Out) -> Result<(Microdata, String)> {
        let bytes = fs::read(&self.file).map_err(|error| Failure::file(&self.file, &error))?;
        let limits = Limits { bytes: 1 << 30, expanded_bytes: 2 << 30, rows: 5_000_000, ..Limits::default() };
        let options = ReadOptions { sheet: self.sheet.as_deref(), limits, ..ReadOptions::default() };
        let wrong = |error: formats::FormatError| Failure::new(format!("{}: {error}", self.file.display()));
        let claimed = self.file.to_string_lossy();
        let table = open_table_with(&bytes, &Claim::named(&claimed), &options).map_err(wrong)?;
        let header = table.header().names.clone();
        let chosen = self.chosen(&header)?;
        let bins = self.bins(&header)?;
        let name = |at: &usize| header.get(*at).cloned().unwrap_or_default();
        let mut truth = Microdata::new(chosen.iter().map(name).collect());
        let bar = out.steps("rows");
        for row in table {
            let row = row.map_err(wrong)?;
            let cells: Vec<String> = chosen
                .iter()
                .map(|at| match bins.get(at) {
                    Some(bins) => {
                        row.text(*at).parse().ok().and_then(|number| bins.label(number)).unwrap_or_default()
                    }
                    None => row.text(*at).to_owned(),
                })
                .collect();
            if !truth.add(cells.iter().map(String::as_str)) {
                return Err(Failure::new(format!(
                    "row {}: a column has more than 65,000 different values and holds no categories: leave it out with --columns",
                    row.number
                )));
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok((truth, seal::to_hex(&seal::sha256(&bytes))))
    }

    fn chosen(&self, header: &[String]) -> Result<Vec<usize>> {
        let chosen = if self.columns.is_empty() {
            (0..header.len()).filter(|at| header.get(*at).is_some_and(|name| !name.is_empty())).collect()
        } else {
            self.columns.iter().map(|name| find(header, name)).collect::<Result<Vec<_>>>()?
        };
        let name = |at: &&usize| header.get(**at).is_some_and(|name| names_people(name));
        match chosen.iter().find(name).and_then(|at| header.get(*at)) {
            None => Ok(chosen),
            Some(name) => Err(Failure::new(format!(
                "column {name} says who somebody is and has no place in records for others: choose columns with --columns"
            ))),
        }
    }

    fn bins(&self, header: &[String]) -> Result<BTreeMap<usize, Bins>> {
        let one = |text: &String| {
            let (name, list) = text
                .split_once('=')
                .ok_or_else(|| Failure::usage("--bins takes COLUMN=BINS, such as age=0-5,6-11,12-17,18+"))?;
            Ok((find(header, name)?, Bins::parse(list).map_err(|error| Failure::usage(error.to_string()))?))
        };
        self.bins.iter().map(one).collect()
    }

    /// The seed of a secret file, or one that nobody knows.
    fn seed(&self) -> Result<u64> {
        let digest = match &self.seed_file {
            Some(path) => {
                let secret = fs::read(path).map_err(|error| Failure::file(path, &error))?;
                if secret.len() < 16 {
                    return Err(Failure::new(format!(
                        "{} is shorter than 16 bytes: use a longer secret",
                        path.display()
                    )));
                }
                seal::sha256(&secret)
            }
            None => {
                let mut drawn = [0_u8; 32];
                node::SystemChance.fill(&mut drawn);
                drawn
            }
        };
        Ok(digest.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte)))
    }

    fn write(&self, made: &Synthetic) -> Result<()> {
        let failed = |error: csv::Error| Failure::new(format!("{}: {error}", self.out.display()));
        let mut out = csv::Writer::from_path(&self.out).map_err(failed)?;
        out.write_record(made.records.columns()).map_err(failed)?;
        let width = made.records.columns().len();
        for record in 0..made.records.records() {
            let cells = (0..width).map(|column| guarded(made.records.text(record, column)));
            out.write_record(cells).map_err(failed)?;
        }
        out.flush().map_err(|error| Failure::file(&self.out, &error))
    }

    fn tell(&self, out: &mut Out, truth: &Microdata, made: &Synthetic, report: &Utility, sha256: &str) {
        out.say(format_args!(
            "{} records of {}: {} cells found no place, {} records were left out",
            made.records.records(),
            truth.records(),
            made.lost,
            made.empty
        ));
        let lengths: Vec<Value> = report
            .lengths
            .iter()
            .map(|length| {
                out.say(format_args!(
                    "combinations of {}: {} of {} common ones kept, counts off by {:.1} %; {} rare ones left out",
                    length.length,
                    length.kept,
                    length.common,
                    length.weighted_error * 100.0,
                    length.rare
                ));
                json!({
                    "length": length.length, "common": length.common, "kept": length.kept, "rare": length.rare,
                    "leaked": length.leaked, "invented": length.invented, "mean_error": length.error,
                    "weighted_error": length.weighted_error,
                })
            })
            .collect();
        out.say(format_args!("written to {}", self.out.display()));
        out.finish(&json!({
            "ok": true, "true_records": truth.records(), "records": made.records.records(), "lost_cells": made.lost,
            "empty_records": made.empty, "resolution": self.resolution, "lengths": lengths, "input_sha256": sha256,
            "version": env!("CARGO_PKG_VERSION"), "out": self.out.display().to_string(),
        }));
    }
}

fn find(header: &[String], name: &str) -> Result<usize> {
    let wanted = normalise(name);
    header.iter().position(|heading| normalise(heading) == wanted).ok_or_else(|| {
        let known: Vec<&str> = header.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        Failure::usage(format!("the file has no column {}: it has {}", name.trim(), known.join(", ")))
    })
}

/// A cell that a spreadsheet would run as a formula begins with an apostrophe.
fn guarded(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("{guard}{cell}")
}
