//! `jejaring link`

mod clusterings;
mod columns;
mod csv_rows;
mod encode;
mod encodings;
mod figures;
mod history;
mod output;
#[cfg(feature = "parquet")]
mod parquet_rows;
mod reading;
mod report_file;
mod workbook;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::ProgressBar;
use linkage::link::{
    Added, Clusters, Decisions, Linked, Model, People, Policy, Settings, THRESHOLDS, Trouble, Watch, go_on,
    link_added, link_watched,
};

use crate::failure::{Failure, Result};
use crate::out::Out;
use columns::Wanted;
pub(crate) use encode::Encode;
pub(crate) use figures::peak_rss;
use reading::Read;

/// Find the rows that speak of one child, in one list or several
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring link dinas.csv kepolisian.xlsx --out anak.csv
  jejaring link semua.csv --out anak-2.csv --previous anak.csv --decisions keputusan.csv --changes berubah.csv
  jejaring link daftar.csv --out anak.csv --columns \"Nama Korban=name,No.=rec_id\" --save-model model.toml
  (the output has the id, the cluster, and the columns that linkage does not know; columns: rec_id, agency, event_date,
  name or given_name and family_name, sex, dob, age, province, regency, region_code, nik, phone, guardian_name)")]
pub(crate) struct Link {
    /// Lists to link: CSV, XLSX or Parquet
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Where to write the id column and `cluster_id`, as CSV, or as Parquet if it ends so
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
    /// What an earlier run wrote: clusters keep their ids, joins and splits are told
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    /// What people decided, as CSV with the columns a, b (ids of two rows) and decision: same, different, unsure
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// Only place rows that --previous does not have, with the model of the last full run; nothing is estimated
    #[arg(long, requires_all = ["previous", "model"], conflicts_with_all = ["report", "save_model"])]
    add: bool,
    /// Where to write joins, splits and ids that are no more, as CSV
    #[arg(long, value_name = "FILE", requires = "previous")]
    changes: Option<PathBuf>,
    /// Where to write a report with charts, as HTML
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Where to write clusterings drawn from what the linkage believes, for `jejaring estimate`, as CSV without ids
    #[arg(long, value_name = "FILE", conflicts_with = "add")]
    clusterings: Option<PathBuf>,
    /// How many clusterings are drawn, at five thresholds in turn; with 50 the share of the linkage is off by about a fifth of itself
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(2..=1000))]
    samples: u32,
    /// Threads [default: as many as there are processors]
    #[arg(long)]
    threads: Option<usize>,
}

/// Seconds of each stage, and the most memory that the process had held at its end.
struct Stages {
    begun: Instant,
    done: Vec<(&'static str, f64, u64)>,
}

impl Stages {
    fn begin(&mut self, name: &'static str) {
        self.end();
        self.done.push((name, 0.0, 0));
        self.begun = Instant::now();
    }

    fn end(&mut self) {
        if let Some((_, seconds, peak)) = self.done.last_mut() {
            *seconds = self.begun.elapsed().as_secs_f64();
            *peak = peak_rss();
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
        let people = People::gather_on(std::mem::take(&mut read.intakes), threads);
        refuse_unusable(&people, &read)?;
        let keys = history::Keys::new(&people, &self.files);
        let earlier = self.previous.as_deref().map(|path| history::previous(path, &keys)).transpose()?;
        let (decisions, waiting) = match &self.decisions {
            Some(path) => history::decisions(path, &keys)?,
            None => (Decisions::new(), 0),
        };
        drop(keys);
        let settings = Settings { threads, model, policy: Policy::default() };
        let bar = out.steps("linking");
        let mut stage = |stage| {
            bar.set_message(stage);
            stages.begin(stage);
        };
        let found = watched(&bar, |watch| match &earlier {
            Some(earlier) if self.add => {
                Found::Added(link_added(&people, earlier, &settings, &decisions, &mut stage))
            }
            _ => Found::Linked(Box::new(link_watched(&people, &settings, &decisions, watch, &mut stage))),
        });
        bar.finish_and_clear();
        stages.begin("write");
        let continued = earlier.as_deref().map(|earlier| go_on(&people, found.clusters(), earlier));
        let numbers: Vec<(u32, u64)> = match &continued {
            Some(continued) => people.row_numbers().zip(continued.ids.iter().copied()).collect(),
            None => found.clusters().cluster_numbers(&people),
        };
        output::write(&self.out, &numbers, &read, &self.files, &wanted)?;
        drop(numbers);
        if let (Some(path), Some(continued)) = (&self.changes, &continued) {
            history::write_changes(path, continued)?;
        }
        if let (Some(path), Found::Linked(linked)) = (&self.save_model, &found) {
            fs::write(path, linked.model.to_toml()).map_err(|error| Failure::file(path, &error))?;
        }
        if let (Some(path), Found::Linked(linked)) = (&self.clusterings, &found) {
            clusterings::write(
                path,
                &linked.sample_over(&people, &THRESHOLDS, self.samples as usize, 1, threads),
            )?;
        }
        stages.end();
        let mut object = figures::figures(&people, &found, &read, &stages);
        figures::history(&mut object, &found, continued.as_ref(), decisions.len(), waiting);
        if let (Some(path), Found::Linked(linked)) = (&self.report, &found) {
            report_file::write(path, &people, linked, &read)?;
        }
        figures::say(out, &people, &found, &read);
        out.finish(&object);
        Ok(())
    }
}

/// Works while a thread beside it shows how far the comparing has come, with its rate and the time that is left.
fn watched<R>(bar: &ProgressBar, work: impl FnOnce(&Watch) -> R) -> R {
    let (watch, over) = (Watch::default(), AtomicBool::new(bar.is_hidden()));
    std::thread::scope(|scope| {
        let shown = scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                let (done, all) = watch.pairs();
                bar.set_length(all);
                bar.set_position(done);
                std::thread::park_timeout(Duration::from_millis(200));
            }
        });
        let result = work(&watch);
        over.store(true, Ordering::Relaxed);
        shown.thread().unpark();
        result
    })
}

/// What came of a run.
enum Found {
    /// Of a whole one.
    Linked(Box<Linked>),
    /// Of one that placed new rows only.
    Added(Added),
}

impl Found {
    fn clusters(&self) -> &Clusters {
        match self {
            Self::Linked(linked) => &linked.clusters,
            Self::Added(added) => &added.clusters,
        }
    }
}

fn read_model(path: &Path) -> Result<Model> {
    let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    Model::from_toml(&text).map_err(|problem| Failure::new(format!("{}: {problem}", path.display())))
}

/// Lists of which nothing, or the wrong thing, would come out.
fn refuse_unusable(people: &People, read: &Read) -> Result<()> {
    let count = |trouble| people.troubles().get(&trouble).copied().unwrap_or_default();
    if count(Trouble::NotText) * 100 > read.rows {
        return Err(Failure::new(format!(
            "{} of {} rows are not UTF-8 text: save the list as CSV UTF-8 and link it again",
            count(Trouble::NotText),
            read.rows
        )));
    }
    if people.is_empty() {
        return Err(Failure::new(format!(
            "none of the {} rows can be linked ({}): see the column names and the encoding",
            read.rows,
            figures::troubles(people, true)
                .into_iter()
                .map(|(code, count)| format!("{code}: {count}"))
                .collect::<Vec<_>>()
                .join(", ")
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
