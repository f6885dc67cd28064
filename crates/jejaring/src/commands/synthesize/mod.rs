//! `jejaring synthesize`

mod budget;
mod layout;
mod reading;
mod report;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use node::Chance;
use seal::Entropy;
use serde_json::{Value, json};
use statistics::microdata::private::{Private, Settings, private};
use statistics::microdata::{Attacks, Microdata, Utility, halves, synthesize};
use statistics::privacy::{Loss, Source};

use crate::failure::{Failure, Result};
use crate::home::files;
use crate::out::Out;
use budget::{Booking, Stand};
use reading::Truth;

/// Make records that researchers may hold: what is common stays, what is rare never appears
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring synthesize anak.csv --columns sex,age,form,province --bins age=0-5,6-11,12-14,15-17 --out data-aman.csv --json
  jejaring synthesize anak.csv --columns sex,age,form,province --epsilon 2 --budget anak.budget.json --grant 8 --out data-aman.csv
  (without --epsilon no combination of values in the output is one that fewer true records have than --resolution, which is
  no differential privacy; with --epsilon it is, and every release is paid for from the budget of these children; what is
  said of utility and attacks, and every refusal before a release is paid for, looks at true records: it is for their holder
  alone and no part of epsilon; the codebook goes with the records. This machine remembers what was told of which bytes, so that another
  ledger or a deleted one does not begin anew. Files cannot stop whoever deletes that too, takes another machine or changes the
  list by a byte: where that must not be, use the research desk of a node, whose budget lies in its database)")]
pub(crate) struct Synthesize {
    /// Records: CSV or XLSX, one row for each child
    file: PathBuf,
    /// Columns to keep [default: all]
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    columns: Vec<String>,
    /// Bins of a column of whole numbers, closed and without gaps; may be repeated
    #[arg(long, value_name = "COLUMN=0-5,6-11,…")]
    bins: Vec<String>,
    /// Fewest true records of any combination in the output; with --epsilon only of the report
    #[arg(long, default_value_t = 11, value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    resolution: u32,
    /// Differential privacy: how much this release may tell of any one child
    #[arg(long, value_name = "E", requires = "budget")]
    epsilon: Option<f64>,
    /// Chance that the bound of --epsilon does not hold
    #[arg(long, default_value_t = 1e-7)]
    delta: f64,
    /// Longest combinations that are counted for --epsilon
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=4))]
    length: u32,
    /// Most rows that one child has; with --person and --epsilon rows beyond are left out, otherwise it is believed
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1000))]
    each: u64,
    /// Column that says whose a row is: children are counted by it, and it is never in the output
    #[arg(long, value_name = "COLUMN")]
    person: Option<String>,
    /// Ledger of what was told of these children; one for the same children whatever the file
    #[arg(long, value_name = "FILE", requires = "epsilon")]
    budget: Option<PathBuf>,
    /// Where this machine remembers what was told of which list [default: jejaring/budgets in the state directory of the account]
    #[arg(long, value_name = "DIR", requires = "epsilon")]
    register: Option<PathBuf>,
    /// Begins the ledger: how much may ever be told of these children
    #[arg(long, value_name = "E", requires = "budget")]
    grant: Option<f64>,
    /// Chance that the bound of --grant does not hold, over all releases together
    #[arg(long, value_name = "D", default_value_t = 1e-6)]
    grant_delta: f64,
    /// Names and forms of columns
    #[arg(long, value_enum, default_value_t = Layout::Own)]
    layout: Layout,
    /// Try attacks on records made of half of the children, and tell how far they come
    #[arg(long)]
    attack: bool,
    /// Longest combinations of the report
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=4))]
    report: u32,
    /// File with the secret that decides which records are made, at least 16 bytes
    #[arg(long, value_name = "FILE")]
    seed_file: Option<PathBuf>,
    /// Where the records go, as CSV; the codebook goes beside them
    #[arg(long)]
    out: PathBuf,
    /// Sheet of a workbook [default: the first]
    #[arg(long)]
    sheet: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// As in the file
    Own,
    /// As in the data sets of the Counter-Trafficking Data Collaborative
    Ctdc,
}

/// Part of every identifier: another way of making records is another release.
const WAY: &str = "jejaring-synthetic-2";

/// Bytes nobody foresees, for noise.
struct Noise<'a>(&'a mut dyn Entropy);

impl Source for Noise<'_> {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill(out);
    }
}

/// What was made, and what the codebook says of it.
struct Made {
    records: Microdata,
    about: Value,
    figures: Value,
}

impl Synthesize {
    pub(crate) fn run(&self, out: &mut Out) -> Result<()> {
        let truth = reading::read(self, out)?;
        // With --epsilon the resolution is of the report alone, and a refusal that hangs on true counts would tell of them.
        if self.epsilon.is_none() && truth.records.people() < self.resolution as usize {
            return Err(Failure::new(format!(
                "the list has {} {}, fewer than the resolution of {}: nothing could be kept",
                truth.records.people(),
                if self.person.is_some() { "children" } else { "records" },
                self.resolution
            )));
        }
        let secret = self.secret()?;
        let release = self.release(&truth, &secret)?;
        let bar = out.busy("making records");
        let made = match self.epsilon {
            Some(epsilon) => self.private(&truth, epsilon, &secret, &release)?,
            None => self.common(&truth, &secret, &release),
        };
        bar.set_message("comparing");
        let report =
            Utility::of(&truth.records, &made.records, self.resolution as usize, self.report as usize);
        bar.finish_and_clear();
        // What leaves here is checked by counting anew, not by trusting how it was made.
        if self.epsilon.is_none() && report.lengths.iter().any(|length| length.leaked + length.invented > 0) {
            return Err(Failure::new(
                "a rare combination was found in the records: nothing was written; tell the makers",
            ));
        }
        let attacks = self.attack.then(|| self.attacks(&truth.records)).transpose()?;
        self.write(&made.records)?;
        let codebook = self.codebook(&truth, &made)?;
        self.tell(out, &truth, &made);
        let lengths = report::lengths(out, &report, self.epsilon.is_some());
        let attacks = attacks.map(|found| report::attacks(out, &found, &truth.records));
        out.say(format_args!("written to {} and {}", self.out.display(), codebook.display()));
        let mut object = json!({
            "ok": true, "release": release, "true_records": truth.records.records(), "true_children": self.person.as_ref().map(|_| truth.records.people()),
            "left_out_beyond_each": truth.clipped, "records": made.records.records(),
            "resolution": self.resolution, "lengths": lengths, "attacks": attacks, "input_sha256": truth.sha256,
            "version": env!("CARGO_PKG_VERSION"), "out": self.out.display().to_string(),
            "codebook": codebook.display().to_string(),
        });
        if let (Value::Object(fields), Value::Object(more)) = (&mut object, made.figures) {
            fields.extend(more);
        }
        out.finish(&object);
        Ok(())
    }

    /// Records by resolution.
    fn common(&self, truth: &Truth, secret: &[u8], release: &str) -> Made {
        let seed = secret.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte));
        let made = synthesize(&truth.records, self.resolution as usize, seed);
        let about = json!({
            "release": release, "method": "k-synthetic", "resolution": self.resolution,
            "counted": if self.person.is_some() { "children" } else { "records" },
            "guarantee": format!(
                "no combination of values, of whatever length, is one that fewer true {} have than the resolution; \
                 no differential privacy",
                if self.person.is_some() { "children" } else { "records" }
            ),
        });
        let figures = json!({ "lost_cells": made.lost, "empty_records": made.empty });
        Made { records: made.records, about, figures }
    }

    /// Records with differential privacy, paid for before the first noise is drawn.
    fn private(&self, truth: &Truth, epsilon: f64, secret: &[u8], release: &str) -> Result<Made> {
        let loss = self.loss(epsilon, &truth.declared)?;
        let settings = Settings { length: self.length as usize, loss, each: self.each };
        settings.check(&truth.records).map_err(|error| unpaid(&error, truth))?;
        let path = self.budget.as_deref().ok_or_else(|| Failure::usage("--epsilon needs --budget"))?;
        let grant = self.grant.map(|epsilon| (epsilon, self.grant_delta));
        let text = self.settings(truth);
        let booking = Booking { release, loss, input_sha256: &truth.sha256, settings: &text };
        let stand = budget::pay(path, &self.register()?, grant, &booking)?;
        // The stream belongs to this very release: noise used on two files would tell their difference.
        let mut stream = seal::KeyedChance::new(secret, release.as_bytes());
        let made = private(&truth.records, &settings, &mut Noise(&mut stream))
            .map_err(|error| Failure::new(error.to_string()))?;
        let measured: Vec<Value> = made
            .measured
            .iter()
            .map(|one| {
                json!({
                    "length": one.length, "tables": one.tables, "cells": one.cells,
                    "standard_deviation_of_noise": (one.variance as f64).sqrt(),
                })
            })
            .collect();
        let about = json!({
            "release": release, "method": "differentially private counts and records that fit them",
            "guarantee": {
                "epsilon": epsilon, "delta": self.delta, "rho": loss.rho(), "each": self.each,
                "rows_of_one_child": if self.person.is_some() { "counted" } else { "believed, not counted" },
                "neighbours": "with or without one child",
            },
            "measured": measured, "values_shown": made.shown,
        });
        let figures = self.private_figures(&made, epsilon, &stand);
        Ok(Made { records: made.records, about, figures })
    }

    /// What this release costs. Values that were declared need no chance of failing.
    fn loss(&self, epsilon: f64, declared: &[bool]) -> Result<Loss> {
        let loss = Loss::allowed(epsilon, self.delta).map_err(|error| Failure::usage(error.to_string()))?;
        let all = declared.iter().all(|declared| *declared);
        Ok(if all { Loss { delta: 0, ..loss } } else { loss })
    }

    /// Where this machine remembers.
    fn register(&self) -> Result<PathBuf> {
        let state = || std::env::var_os("XDG_STATE_HOME").map(PathBuf::from).filter(|dir| dir.is_absolute());
        let home = || std::env::home_dir().map(|home| home.join(".local").join("state"));
        let own = || state().or_else(home).map(|dir| dir.join("jejaring").join("budgets"));
        self.register.clone().or_else(own).ok_or_else(|| {
            Failure::usage("this account has no home: say with --register where what was told is remembered")
        })
    }

    fn private_figures(&self, made: &Private, epsilon: f64, stand: &Stand) -> Value {
        let (spent, left) = (stand.ledger.spent(), stand.ledger.left());
        json!({
            "epsilon": epsilon, "delta": self.delta, "replaced": made.replaced, "paid_before": stand.repeated,
            "budget": {
                "granted_epsilon": stand.granted.0, "delta": stand.granted.1,
                "spent_epsilon": spent.epsilon(stand.granted.1), "rho_spent": spent.rho(), "rho_left": left.rho(),
                "releases": stand.ledger.entries().len(),
            },
        })
    }

    /// Attacks on records made of one half. Nothing of them leaves the house, so nothing is paid.
    fn attacks(&self, truth: &Microdata) -> Result<Attacks> {
        let mut entropy = node::SystemChance.stream();
        let mut drawn = [0_u8; 8];
        entropy.fill(&mut drawn);
        let seed = u64::from_le_bytes(drawn);
        let (members, others) = halves(truth, seed);
        let made = match self.epsilon {
            Some(epsilon) => {
                let declared: Vec<bool> =
                    (0..truth.columns().len()).map(|column| truth.is_declared(column)).collect();
                let loss = self.loss(epsilon, &declared)?;
                let settings = Settings { length: self.length as usize, loss, each: self.each };
                private(&members, &settings, &mut Noise(&mut *entropy))
                    .map_err(|error| Failure::new(error.to_string()))?
                    .records
            }
            None => synthesize(&members, self.resolution as usize, seed).records,
        };
        Ok(Attacks::on(&made, &members, &others, self.report as usize))
    }

    /// The secret of a file, or one that nobody knows.
    fn secret(&self) -> Result<[u8; 32]> {
        match &self.seed_file {
            Some(path) => {
                let secret = std::fs::read(path).map_err(|error| Failure::file(path, &error))?;
                if secret.len() < 16 {
                    return Err(Failure::new(format!(
                        "{} is shorter than 16 bytes: use a longer secret",
                        path.display()
                    )));
                }
                Ok(seal::sha256(&secret))
            }
            None => {
                let mut drawn = [0_u8; 32];
                node::SystemChance.fill(&mut drawn);
                Ok(drawn)
            }
        }
    }

    /// Everything that decides what is made.
    fn settings(&self, truth: &Truth) -> String {
        let columns: Vec<&str> = truth.records.columns().collect();
        let decides = json!({
            "way": WAY, "version": env!("CARGO_PKG_VERSION"), "columns": columns, "bins": self.bins,
            "resolution": self.resolution, "epsilon": self.epsilon, "delta": self.delta, "length": self.length,
            "each": self.each, "person": self.person, "sheet": self.sheet, "layout": format!("{:?}", self.layout),
        });
        decides.to_string()
    }

    /// Identifier of the release: the same bytes, settings and secret give the same one, and then the same records.
    fn release(&self, truth: &Truth, secret: &[u8]) -> Result<String> {
        let text =
            format!("{}\n{}\n{}", truth.sha256, self.settings(truth), seal::to_hex(&seal::sha256(secret)));
        let digest = seal::to_hex(&seal::sha256(text.as_bytes()));
        let short = digest.get(..24).ok_or_else(|| Failure::new("no identifier"))?;
        Ok(format!("syn-{short}"))
    }

    fn write(&self, records: &Microdata) -> Result<()> {
        let failed = |error: csv::Error| Failure::new(format!("{}: {error}", self.out.display()));
        let mut out = csv::Writer::from_path(&self.out).map_err(failed)?;
        out.write_record(records.columns()).map_err(failed)?;
        let width = records.columns().len();
        for record in 0..records.records() {
            let cells = (0..width).map(|column| guarded(records.text(record, column)));
            out.write_record(cells).map_err(failed)?;
        }
        out.flush().map_err(|error| Failure::file(&self.out, &error))
    }

    fn codebook(&self, truth: &Truth, made: &Made) -> Result<PathBuf> {
        let mut name = self.out.as_os_str().to_owned();
        name.push(".codebook.json");
        let path = PathBuf::from(name);
        let book = report::codebook(&made.records, &truth.declared, &made.about);
        let text = serde_json::to_vec_pretty(&book).map_err(|error| Failure::new(error.to_string()))?;
        files::replace(&path, &text, 0o644)?;
        Ok(path)
    }

    fn tell(&self, out: &Out, truth: &Truth, made: &Made) {
        let figure = |name: &str| made.figures.get(name).and_then(Value::as_u64).unwrap_or_default();
        if self.epsilon.is_none() {
            return out.say(format_args!(
                "{} records of {}: {} cells found no place, {} records were left out",
                made.records.records(),
                truth.records.records(),
                figure("lost_cells"),
                figure("empty_records")
            ));
        }
        let budget = made.figures.get("budget");
        let of = |name: &str| {
            budget.and_then(|budget| budget.get(name)).and_then(Value::as_f64).unwrap_or(f64::NAN)
        };
        out.say(format_args!(
            "{} records; of what may be told of these children epsilon {:.3} of {:.3} is spent",
            made.records.records(),
            of("spent_epsilon"),
            of("granted_epsilon")
        ));
    }
}

/// A refusal before anything was paid for. How many values a column has is true where they were not declared.
fn unpaid(error: &statistics::Error, truth: &Truth) -> Failure {
    let looked = matches!(error, statistics::Error::TooLarge { .. })
        && truth.declared.iter().any(|declared| !declared);
    let whose = if looked {
        "; this hangs on values found in the list and is for its holder alone: declare them with --bins or --layout ctdc"
    } else {
        ""
    };
    Failure::new(format!("{error}{whose}"))
}

/// A cell that a spreadsheet would run as a formula begins with an apostrophe.
fn guarded(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("{guard}{cell}")
}
