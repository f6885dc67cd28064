//! `jejaring estimate`

mod clusterings;
mod figures;
mod reading;
mod strata;
mod words;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use statistics::mse::bootstrap::{Resample, Settings};
use statistics::mse::carry::{Carried, carried_over, different};
use statistics::mse::{Overlaps, Plan, Refusal, analyse, latent};

use crate::failure::{Failure, Result};
use crate::out::Out;
use reading::Read;

/// Estimate how many there are besides those on the lists (multiple systems estimation)
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring estimate tumpang-tindih.csv --json
  jejaring estimate orang.xlsx --lists dinas,kepolisian,rumah_aman --by sex,region --lang id
  jejaring link semua.csv --out anak.csv --clusterings klaster.csv && jejaring estimate klaster.csv
  (a list is a column of 0 and 1; with a column `count` or `jumlah` a row is a combination of lists, otherwise a person;
  combinations that are not there count nobody; age, sex, form and region are strata)")]
pub(crate) struct Estimate {
    /// Table of overlaps, list of people, or clusterings of the linkage: CSV or XLSX
    file: PathBuf,
    /// Columns that are lists [default: all whose cells are 0 and 1]
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    lists: Vec<String>,
    /// Column that says how many people a row stands for [default: count, n, freq, jumlah and their like]
    #[arg(long, value_name = "COLUMN")]
    count: Option<String>,
    /// Columns whose values are estimated one by one as well [default: age, sex, form, region where there are such]
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    by: Vec<String>,
    /// Columns to leave out
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Lists to take as one, joined by +; may be repeated
    #[arg(long, value_name = "A+B")]
    combine: Vec<String>,
    /// Method whose figure comes first [default: bic for up to four lists, otherwise stepwise]
    #[arg(long, value_name = "NAME")]
    method: Option<String>,
    /// Threshold of the stepwise choice
    #[arg(long, default_value_t = 0.02)]
    threshold: f64,
    /// Most lists of an interaction [default: as many as can be gone through]
    #[arg(long)]
    order: Option<usize>,
    /// Repetitions of the bootstrap
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(50..=100_000))]
    repetitions: u32,
    /// The same seed gives the same intervals
    #[arg(long, default_value_t = 1234)]
    seed: u64,
    /// What the bootstrap draws: everybody, or those observed alone as in the published methods
    #[arg(long, value_enum, default_value_t = Draw::Population)]
    resample: Draw,
    /// The first method alone, without the others beside it
    #[arg(long)]
    quick: bool,
    /// Language of the text
    #[arg(long, value_enum, default_value_t = Tongue::Id)]
    lang: Tongue,
    /// Sheet of a workbook [default: the first]
    #[arg(long)]
    sheet: Option<String>,
    /// Threads [default: as many as there are processors]
    #[arg(long)]
    threads: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Draw {
    Population,
    Observed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Tongue {
    Id,
    En,
}

impl Estimate {
    pub(crate) fn run(&self, out: &mut Out) -> Result<()> {
        let read = reading::read(self, out)?;
        let table = self.combined(read.table()?)?;
        let plan = self.plan();
        let bar = out.busy("estimating");
        let mut stage = |name: &str| bar.set_message(name.to_owned());
        let found = analyse(&table, &plan, &mut stage);
        let analysis = match found {
            Ok(analysis) => analysis,
            Err(refusal) => {
                bar.finish_and_clear();
                return Err(self.refuse(out, &read, &table, &refusal));
            }
        };
        bar.set_message("linkage");
        let carried = self.carry(&read)?;
        bar.set_message("strata");
        let strata = strata::estimate(self, &read, &plan)?;
        bar.finish_and_clear();
        let figures = figures::Figures { table: &table, analysis: &analysis, carried: carried.as_ref() };
        let text = words::text(self.lang, &figures);
        let mut object = figures.object(&plan);
        if let Value::Object(fields) = &mut object {
            fields.insert("text".into(), text.as_str().into());
            fields.insert("strata".into(), strata::object(&strata));
            fields.insert("on_no_list".into(), read.on_no_list.into());
            fields.extend(self.provenance(&read));
        }
        out.say(&text);
        words::tables(self.lang, &figures, &strata, read.on_no_list).iter().for_each(|line| out.say(line));
        out.finish(&object);
        Ok(())
    }

    fn plan(&self) -> Plan {
        let threads =
            self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        let resample = match self.resample {
            Draw::Population => Resample::Population,
            Draw::Observed => Resample::Observed,
        };
        Plan {
            headline: self.method.clone(),
            threshold: self.threshold,
            order: self.order,
            intervals: Settings {
                repetitions: self.repetitions as usize,
                seed: self.seed,
                threads: threads.max(1),
                resample,
                level: 0.95,
            },
            chain: (!self.quick).then(|| latent::Chain { seed: self.seed, ..latent::Chain::default() }),
            average: !self.quick,
            every: !self.quick,
        }
    }

    /// The table with lists taken together that were named so.
    fn combined(&self, mut table: Overlaps) -> Result<Overlaps> {
        for together in &self.combine {
            let mut set = 0_u32;
            for name in together.split('+').map(str::trim) {
                let at = table.lists().iter().position(|list| list == name).ok_or_else(|| {
                    Failure::usage(format!(
                        "there is no list {name}: --combine takes {}",
                        table.lists().join(", ")
                    ))
                })?;
                set |= 1 << at;
            }
            table = table.combined(set).map_err(|unfit| Failure::usage(unfit.to_string()))?;
        }
        Ok(table)
    }

    /// The figure over all sampled clusterings, where there are some.
    fn carry(&self, read: &Read) -> Result<Option<Carried>> {
        let together = |group: Vec<Overlaps>| group.into_iter().map(|table| self.combined(table)).collect();
        let groups = read.sampled()?.into_iter().map(together).collect::<Result<Vec<Vec<Overlaps>>>>()?;
        let Some(first) = groups.iter().flatten().next() else { return Ok(None) };
        let plan = self.plan();
        let methods = statistics::mse::analyse::methods(first.lists().len(), plan.threshold, plan.order);
        let wanted = |name: &str| plan.headline.as_ref().is_none_or(|headline| headline == name);
        let Some((_, method)) = methods.into_iter().find(|(name, _)| wanted(name)) else { return Ok(None) };
        // All clusterings together get ten times the repetitions of one table, so that each part of the spread is steady; where all
        // are the same the figure is that of the table.
        let most = plan.intervals.repetitions;
        let each = (most * 10).div_ceil(different(&groups)).clamp(50.min(most), most);
        let settings = Settings { repetitions: each, ..plan.intervals };
        carried_over(&groups, &method, &settings).map(Some).map_err(|refusal| {
            let (_, sentence) = words::refusal(self.lang, &refusal, first.lists().len());
            Failure::new(format!(
                "the linkage is too doubtful for an estimate; decide doubtful pairs and link again: {sentence}"
            ))
        })
    }

    /// What was put in and what worked on it, so that anybody can repeat it.
    fn provenance(&self, read: &Read) -> serde_json::Map<String, Value> {
        let resample = match self.resample {
            Draw::Population => "population",
            Draw::Observed => "observed",
        };
        let object = json!({
            "version": env!("CARGO_PKG_VERSION"), "input_sha256": read.sha256,
            "settings": {
                "repetitions": self.repetitions, "seed": self.seed, "resample": resample, "threshold": self.threshold,
                "order": self.order, "level": 0.95,
            },
        });
        match object {
            Value::Object(fields) => fields,
            _ => serde_json::Map::new(),
        }
    }

    /// Says why there is no estimate: the reason in words, and for machines as a code.
    fn refuse(&self, out: &mut Out, read: &Read, table: &Overlaps, refusal: &Refusal) -> Failure {
        let (code, sentence) = words::refusal(self.lang, refusal, table.lists().len());
        if code == "no-such-method" {
            return Failure::usage(sentence);
        }
        let mut object = json!({
            "ok": false, "refused": code, "error": sentence, "estimate": null, "low": null, "high": null,
            "model": null, "methods": [], "observed": table.observed(), "lists": figures::lists(table),
        });
        if let Value::Object(fields) = &mut object {
            fields.extend(self.provenance(read));
        }
        out.finish(&object);
        Failure::new(sentence)
    }
}
