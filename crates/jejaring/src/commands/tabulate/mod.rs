//! `jejaring tabulate`

mod counting;
mod list;
mod protecting;
mod words;
mod writing;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use statistics::protect::Effort;
use statistics::publish::{Earlier, Plan, Proof, Published};
use statistics::table::CountedEntity;
use statistics::{Request, Rule, Zeros};

use crate::failure::{Failure, Result};
use crate::out::Out;
pub(super) use list::names_people;

/// Count a list into tables that give no child away
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring tabulate anak.csv --by province,sex --by province,age --bins age=0-5,6-11,12-17,18+ --protect suppress --out tabel.html
  jejaring tabulate anak.xlsx --by regency,sex --under regency=province --protect round --base 5 --out tabel.xlsx
  jejaring tabulate anak.csv --by province --protect perturb --key-file kunci --out tabel.csv --lang en
  (a child counts once by the column cluster_id or --entity; what is missing is counted as unknown; nothing is written
  unless the audit proves that small counts cannot be worked out)")]
pub(crate) struct Tabulate {
    /// A list (CSV or XLSX): one row for each record, or one for each count with --sum
    file: PathBuf,
    /// What a table is broken down by; repeat it for linked tables, which are protected together
    #[arg(long, value_name = "COLUMN,…", required = true)]
    by: Vec<String>,
    /// How small counts are hidden
    #[arg(long, value_enum)]
    protect: Protect,
    /// Where the tables go; the ending chooses CSV, XLSX, HTML or SVG
    #[arg(long)]
    out: PathBuf,
    /// Form of the output, when the ending does not say it
    #[arg(long, value_enum)]
    format: Option<Form>,
    /// What is counted [default: children when rows name them, otherwise records]
    #[arg(long, value_enum)]
    count: Option<Count>,
    /// Column that names whom a row is of; each counts once [default: cluster_id, where there is one]
    #[arg(long, value_name = "COLUMN", conflicts_with = "sum")]
    entity: Option<String>,
    /// The rows are counts: the column that holds them
    #[arg(long, value_name = "COLUMN")]
    sum: Option<String>,
    /// With --sum: a combination that does not occur is 0, not "no data"
    #[arg(long, requires = "sum")]
    absent_is_zero: bool,
    /// Bins of a column of whole numbers, closed and without gaps; may be repeated
    #[arg(long, value_name = "COLUMN=0-5,6-11,…")]
    bins: Vec<String>,
    /// The categories of a column lie in those of another; may be repeated
    #[arg(long, value_name = "COLUMN=WIDER")]
    under: Vec<String>,
    /// Only rows with this category, in every table; may be repeated
    #[arg(long, value_name = "COLUMN=CODE")]
    only: Vec<String>,
    /// Smallest count that is shown
    #[arg(long, default_value_t = 11)]
    minimum: u64,
    /// Withhold zeros as if they were small counts
    #[arg(long)]
    hide_zeros: bool,
    /// With round: the base [default: 5]
    #[arg(long, default_value_t = 5)]
    base: u64,
    /// With perturb: no count is changed by more
    #[arg(long, default_value_t = 5)]
    noise: u32,
    /// With perturb: variance of the change
    #[arg(long, default_value_t = 2.5)]
    variance: f64,
    /// With perturb: file with the secret, at least 32 bytes, the same for every table ever published
    #[arg(long, value_name = "FILE", required_if_eq("protect", "perturb"))]
    key_file: Option<PathBuf>,
    /// With suppress: the list of an earlier release, which must not help to work out this one
    #[arg(long, value_name = "FILE")]
    earlier: Option<PathBuf>,
    /// The CSV that was published from the earlier list [default: what this command would have made of it]
    #[arg(long, value_name = "FILE", requires = "earlier")]
    earlier_out: Option<PathBuf>,
    /// Language of the words
    #[arg(long, value_enum, default_value_t = Tongue::Id)]
    lang: Tongue,
    /// Title of the release
    #[arg(long)]
    title: Option<String>,
    /// Where the figures come from
    #[arg(long)]
    source: Option<String>,
    /// Period of the figures, such as 2026-Q1
    #[arg(long, default_value = "")]
    period: String,
    /// Sheet of a workbook [default: the first]
    #[arg(long)]
    sheet: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Protect {
    /// Withhold small counts, and others so that those cannot be worked out
    Suppress,
    /// Round every count so that sums still hold
    Round,
    /// Give every count the noise of those in it
    Perturb,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Csv,
    Xlsx,
    Html,
    Sdmx,
    /// Bars of the first table
    Svg,
    /// Map of tiles of the first table by province
    Map,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Tongue {
    Id,
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Count {
    Children,
    Cases,
    Reports,
    Incidents,
    Perpetrators,
    Services,
    Records,
}

impl Count {
    fn entity(self) -> CountedEntity {
        match self {
            Self::Children => CountedEntity::Children,
            Self::Cases => CountedEntity::Cases,
            Self::Reports => CountedEntity::Reports,
            Self::Incidents => CountedEntity::Incidents,
            Self::Perpetrators => CountedEntity::Perpetrators,
            Self::Services => CountedEntity::Services,
            Self::Records => CountedEntity::Records,
        }
    }
}

impl Tabulate {
    pub(crate) fn run(&self, out: &mut Out) -> Result<()> {
        let form = self.form()?;
        let list = list::List::read(&self.file, self, out)?;
        let before = self.earlier.as_ref().map(|path| list::List::read(path, self, out)).transpose()?;
        let layout = counting::layout(self, &list, before.as_ref())?;
        let key = self.key_file.as_deref().map(protecting::cell_key).transpose()?;
        let counted = counting::count(&list, &layout, key.as_ref(), self)?;
        let plan = self.plan(&list)?;
        let earlier = match before {
            None => None,
            Some(before) => {
                let counted = counting::count(&before, &layout, key.as_ref(), self)?;
                let withheld = protecting::withheld(self, &plan, &counted)?;
                Some(Earlier { counted, withheld })
            }
        };
        let bar = out.busy("protecting");
        let protected = protecting::protect(self, &plan, &counted, earlier.as_ref());
        bar.finish_and_clear();
        let (published, proof) = protected?;
        writing::write(self, form, &plan, &published)?;
        self.report(out, &list, &published, &proof);
        Ok(())
    }

    fn form(&self) -> Result<Form> {
        let ending = self.out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        match (self.format, ending) {
            (Some(form), _) => Ok(form),
            (None, "csv") => Ok(Form::Csv),
            (None, "xlsx") => Ok(Form::Xlsx),
            (None, "html" | "htm") => Ok(Form::Html),
            (None, "svg") => Ok(Form::Svg),
            _ => Err(Failure::usage(
                "the ending of --out does not say the form: use .csv, .xlsx, .html, .svg or --format",
            )),
        }
    }

    fn plan(&self, list: &list::List) -> Result<Plan> {
        let only = self.only.iter().map(|text| pair(text, "--only takes COLUMN=CODE, such as sex=f"));
        let only: Vec<(String, String)> = only.collect::<Result<_>>()?;
        let requests = self.tables().into_iter().map(|by| Request { by, only: only.clone() }).collect();
        let zeros = if self.hide_zeros { Zeros::Hidden } else { Zeros::Shown };
        let rule = Rule { zeros, ..Rule::with_minimum(self.minimum).map_err(usage)? };
        let named = if list.has_entity() { CountedEntity::Children } else { CountedEntity::Records };
        let entity = self.count.map_or(named, Count::entity);
        Ok(Plan { requests, rule, entity, effort: Effort::Bounded })
    }

    /// The columns of each table.
    fn tables(&self) -> Vec<Vec<String>> {
        let names = |text: &String| {
            let names = text.split(',').map(|name| name.trim().to_owned());
            names.filter(|name| !name.is_empty()).collect()
        };
        self.by.iter().map(names).collect()
    }

    fn report(&self, out: &mut Out, list: &list::List, published: &Published, proof: &Proof) {
        let audited = self.protect != Protect::Perturb;
        out.say(format_args!(
            "{} rows, {} cells: {} withheld as small, {} withheld for others; {}",
            list.rows(),
            proof.cells,
            proof.primary,
            proof.complementary,
            if audited { "the audit found nothing that can be worked out" } else { "noise is not audited" },
        ));
        if let Some(gap) = proof.gap.filter(|gap| *gap > 1e-9) {
            out.say(format_args!("at best {:.1} % could be spared of what is withheld", gap * 100.0));
        }
        for (column, count) in list.not_understood() {
            out.say(format_args!(
                "{count} values of {column} were not understood and are counted as unknown: correct them in the list"
            ));
        }
        out.say(format_args!("written to {}", self.out.display()));
        let notes: Vec<&str> = published.notes.iter().map(words::code).collect();
        let between = proof
            .between
            .as_ref()
            .map(|audit| json!({ "safe": audit.is_safe(), "programs": audit.programs }));
        let audit: Value = if audited {
            json!({
                "safe": proof.audit.is_safe(), "programs": proof.audit.programs,
                "fractional": proof.audit.fractional, "narrowest": proof.audit.narrowest(),
            })
        } else {
            Value::Null
        };
        out.finish(&json!({
            "ok": true, "rows": list.rows(), "cells": proof.cells, "primary": proof.primary,
            "complementary": proof.complementary, "gap": proof.gap, "audit": audit, "between_releases": between,
            "largest_change": proof.largest_change, "notes": notes, "without_entity": list.without_entity(),
            "not_understood": list.not_understood().collect::<std::collections::BTreeMap<_, _>>(),
            "out": self.out.display().to_string(),
        }));
    }
}

/// `a=b`, or the sentence that says how it is written.
fn pair(text: &str, how: &str) -> Result<(String, String)> {
    let (left, right) = text.split_once('=').ok_or_else(|| Failure::usage(how))?;
    Ok((left.trim().to_owned(), right.trim().to_owned()))
}

/// What is wrong with an option.
fn usage(error: statistics::Error) -> Failure {
    Failure::usage(error.to_string())
}

/// What stands in the way of a release.
fn failed(error: statistics::Error) -> Failure {
    Failure::new(error.to_string())
}
