//! `jejaring link`

mod columns;
mod csv_rows;
mod output;
mod reading;
mod report_file;
mod workbook;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use linkage::link::{Clustered, Linked, Model, People, Policy, Settings, Trouble, evaluate, link};
use serde_json::{Map, Value, json};

use crate::failure::{Failure, Result};
use crate::out::Out;
use columns::Wanted;
use reading::Read;

/// Find the rows that speak of one child, in one list or several
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring link dinas.csv kepolisian.xlsx --out anak.csv
  jejaring link daftar.csv --out anak.csv --columns \"Nama Korban=name,No.=rec_id\" --save-model model.toml
  (the output has the id, the cluster, and the columns that linkage does not know; columns: rec_id, agency, event_date,
  name or given_name and family_name, sex, dob, age, province, regency, region_code, nik, phone, guardian_name)")]
pub(crate) struct Link {
    /// Lists to link: CSV or XLSX
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Where to write the id column and `cluster_id`, as CSV
    #[arg(long)]
    out: PathBuf,
    /// Model to use instead of learning one from the lists
    #[arg(long)]
    model: Option<PathBuf>,
    /// Where to write the model that was used
    #[arg(long, value_name = "FILE")]
    save_model: Option<PathBuf>,
    /// Column that names a row
    #[arg(long, value_name = "COL")]
    id: Option<String>,
    /// Column that names the true child: the linkage never looks at it, but is judged by it
    #[arg(long, value_name = "COL")]
    truth: Option<String>,
    /// Columns by hand: heading=field, separated by commas; nothing after the sign leaves the column out
    #[arg(long, value_name = "OLD=NEW,…", value_delimiter = ',')]
    columns: Vec<String>,
    /// Where to write a report with charts, as HTML
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Threads [default: as many as there are processors]
    #[arg(long)]
    threads: Option<usize>,
}

/// Seconds of each stage.
struct Stages {
    begun: Instant,
    done: Vec<(&'static str, f64)>,
}

impl Stages {
    fn begin(&mut self, name: &'static str) {
        self.end();
        self.done.push((name, 0.0));
        self.begun = Instant::now();
    }

    fn end(&mut self) {
        if let Some((_, seconds)) = self.done.last_mut() {
            *seconds = self.begun.elapsed().as_secs_f64();
        }
    }
}

impl Link {
    pub(crate) fn run(self, out: &mut Out) -> Result<()> {
        let threads = self
            .threads
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
            .max(1);
        let model = self.model.as_deref().map(read_model).transpose()?;
        let wanted = Wanted::new(self.id.as_deref(), self.truth.as_deref(), &self.columns)?;
        let mut stages = Stages { begun: Instant::now(), done: Vec::new() };
        stages.begin("read");
        let mut read = reading::read(&self.files, &wanted, threads, out)?;
        stages.begin("gather");
        let people = People::gather(std::mem::take(&mut read.intakes));
        refuse_unusable(&people, &read)?;
        let settings = Settings { threads, model, policy: Policy::default() };
        let bar = out.progress("linking");
        let linked = link(&people, &settings, &mut |stage| {
            bar.set_message(stage);
            stages.begin(stage);
        });
        bar.finish_and_clear();
        stages.begin("write");
        output::write(&self.out, &people, &linked, &read, &self.files, &wanted)?;
        if let Some(path) = &self.save_model {
            fs::write(path, linked.model.to_toml()).map_err(|error| Failure::file(path, &error))?;
        }
        stages.end();
        let figures = figures(&people, &linked, &read, &stages);
        if let Some(path) = &self.report {
            report_file::write(path, &people, &linked, &read)?;
        }
        say(out, &people, &linked, &read);
        out.finish(&figures);
        Ok(())
    }
}

fn read_model(path: &Path) -> Result<Model> {
    let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    Model::from_toml(&text).map_err(|problem| Failure::new(format!("{}: {problem}", path.display())))
}

/// Lists of which nothing, or the wrong thing, would come out.
fn refuse_unusable(people: &People, read: &Read) -> Result<()> {
    let count = |trouble| people.troubles().get(&trouble).copied().unwrap_or_default();
    if people.is_empty() {
        return Err(Failure::new(format!(
            "none of the {} rows can be linked ({}): see the column names and the encoding",
            read.rows,
            troubles(people, true)
                .into_iter()
                .map(|(code, count)| format!("{code}: {count}"))
                .collect::<Vec<_>>()
                .join(", ")
        )));
    }
    if count(Trouble::NotText) * 100 > read.rows {
        return Err(Failure::new(format!(
            "{} of {} rows are not UTF-8 text: save the list as CSV UTF-8 and link it again",
            count(Trouble::NotText),
            read.rows
        )));
    }
    if count(Trouble::RepeatedId) * 5 > read.rows {
        return Err(Failure::new(format!(
            "{} of {} rows repeat the id of an earlier row: name the column that tells rows apart with --id",
            count(Trouble::RepeatedId),
            read.rows
        )));
    }
    Ok(())
}

/// Counts of troubles with whole rows, or with single cells.
fn troubles(people: &People, of_rows: bool) -> Vec<(&'static str, u64)> {
    people
        .troubles()
        .iter()
        .filter(|(t, _)| t.of_row() == of_rows)
        .map(|(t, count)| (t.code(), *count))
        .collect()
}

fn object(pairs: Vec<(&'static str, u64)>) -> Value {
    Value::Object(
        pairs.into_iter().map(|(name, count)| (name.to_owned(), json!(count))).collect::<Map<_, _>>(),
    )
}

fn figures(people: &People, linked: &Linked, read: &Read, stages: &Stages) -> Value {
    let seconds: Map<String, Value> =
        stages.done.iter().map(|(name, s)| ((*name).to_owned(), json!(s))).collect();
    let total: f64 = stages.done.iter().map(|(_, seconds)| seconds).sum();
    let estimate = linked.estimate;
    let refined: u64 = linked.blocks.counts.iter().map(|count| count.refined).sum();
    let mut object = json!({
        "rows": read.rows,
        "linked_rows": people.len(),
        "set_aside": object(troubles(people, true)),
        "cells_not_used": object(troubles(people, false)),
        "candidate_pairs": linked.compared,
        "blocks_refined": refined,
        "clusters": linked.clusters.count(),
        "largest_cluster": linked.clusters.largest(),
        "review": linked.clusters.review.len(),
        "estimate": { "count": estimate.count.round(), "low": estimate.low.floor(), "high": estimate.high.ceil() },
        "seconds": seconds,
        "total_seconds": total,
        "peak_rss_bytes": peak_rss(),
    });
    if let (Some(truth), Some(fields)) = (&read.truth, object.as_object_mut()) {
        let clustered = clustered(people, linked, truth);
        let pairwise = linked.pairwise(people, truth);
        let of =
            |q: linkage::link::Quality| json!({ "precision": q.precision, "recall": q.recall, "f1": q.f1 });
        let mut whole = of(clustered.quality);
        if let Some(whole) = whole.as_object_mut() {
            whole.insert("count_error".into(), json!(clustered.count_error()));
        }
        fields.insert("blocking_recall".into(), json!(linked.blocking_recall(people, truth)));
        fields.insert("pairwise".into(), of(pairwise));
        fields.insert("clustered".into(), whole);
        fields.insert("children".into(), json!(clustered.children));
        fields.insert(
            "estimate_error".into(),
            json!(estimate.count / (clustered.children as f64).max(1.0) - 1.0),
        );
    }
    object
}

fn clustered(people: &People, linked: &Linked, truth: &[u64]) -> Clustered {
    let child = |row: usize| truth.get(row).copied().unwrap_or_default();
    evaluate(people.rows().zip(&linked.clusters.of).map(|(row, cluster)| (*cluster, child(row))))
}

fn say(out: &Out, people: &People, linked: &Linked, read: &Read) {
    for (code, count) in troubles(people, true) {
        out.say(format_args!("set aside: {count} rows ({code})"));
    }
    for (code, count) in troubles(people, false) {
        out.say(format_args!("not used: {count} cells ({code})"));
    }
    let e = linked.estimate;
    out.say(format_args!(
        "{} rows, {} clusters; estimate {:.0} children (95 %: {:.0} to {:.0}); {} pairs to review",
        read.rows,
        linked.clusters.count(),
        e.count,
        e.low,
        e.high,
        linked.clusters.review.len()
    ));
}

/// Highest memory of this process so far; 0 where the system does not tell.
fn peak_rss() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|text| text.trim().trim_end_matches("kB").trim().parse::<u64>().ok()).unwrap_or(0) * 1024
}
