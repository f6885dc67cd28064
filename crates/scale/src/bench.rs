//! `jejaring-scale bench`: what the executors cost and bring, on invented records, and whether both engines agree.

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use linkage::invented::{HEADER, Plan};
use linkage::link::{Column, Intake, Linked, People, Policy, Raw, Settings, link};
use serde_json::{Value, json};

use crate::Result;
use crate::cluster::Cluster;
use crate::link::{figures, say};
use crate::stages::{self, Order, Told};

/// Link invented records on executors of this machine, and compare with the embedded engine
#[derive(Debug, Args)]
pub(crate) struct Bench {
    /// Records to invent
    #[arg(long, default_value_t = 5_000_000)]
    records: usize,
    /// Executors, one run for each number
    #[arg(long, value_delimiter = ',', default_values_t = [1, 2])]
    executors: Vec<usize>,
    /// Kill the last executor of every run of two or more while it compares
    #[arg(long)]
    kill: bool,
    /// Milliseconds into the comparing at which it is killed
    #[arg(long, default_value_t = 400)]
    kill_after: u64,
    /// Folder for what is shared and shuffled [default: that of the system]
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Parts of a shuffle
    #[arg(long, default_value_t = 8)]
    parts: usize,
    /// Megabytes that sorting and grouping may hold in each executor
    #[arg(long, default_value_t = 1024)]
    memory: u64,
    /// Seconds of silence after which an executor is lost
    #[arg(long, default_value_t = 15)]
    silence: u64,
    /// Seed of the records
    #[arg(long, default_value_t = 1001)]
    seed: u64,
    /// Tell the figures as JSON alone
    #[arg(long)]
    json: bool,
}

impl Bench {
    pub(crate) async fn run(self) -> Result<()> {
        let people = self.invented()?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let settings = Settings { threads, model: None, policy: Policy::default() };
        let begun = Instant::now();
        let embedded = link(&people, &settings, &mut |_| {});
        let seconds = begun.elapsed().as_secs_f64();
        let mut runs = Vec::new();
        for executors in &self.executors {
            runs.push(self.once(&people, &embedded, *executors, threads).await?);
        }
        let equal = runs.iter().all(|run| run.get("equal") == Some(&Value::Bool(true)));
        let object = json!({
            "records": people.len(),
            "processors": threads,
            "embedded": { "threads": threads, "seconds": seconds, "compared": embedded.compared },
            "runs": runs,
        });
        writeln!(stdout(), "{object:#}")?;
        if equal { Ok(()) } else { Err("the engines do not agree".into()) }
    }

    fn invented(&self) -> Result<People> {
        let (rows, _) = Plan { seed: self.seed, records: self.records, ..Plan::default() }.rows();
        let mut intake = Intake::new();
        let columns: Vec<Option<Column>> = HEADER.iter().map(|heading| Column::of_heading(heading)).collect();
        for (at, row) in (0_u32..).zip(&rows) {
            let mut raw = Raw::default();
            for (cell, column) in row.cells.iter().zip(&columns) {
                if let Some(place) = column.and_then(|column| raw.cells.get_mut(column as usize)) {
                    *place = cell;
                }
            }
            // What is set aside is counted by the intake.
            let _ = intake.take(&raw, at, "list");
        }
        drop(rows);
        Ok(People::gather(vec![intake]))
    }

    async fn once(
        &self,
        people: &People,
        embedded: &Linked,
        executors: usize,
        threads: usize,
    ) -> Result<Value> {
        let base = self.folder.clone().unwrap_or_else(std::env::temp_dir);
        let folder = tempfile::Builder::new().prefix("jejaring-scale-").tempdir_in(base)?;
        let (shared, work) = (folder.path().join("shared"), folder.path().join("work"));
        std::fs::create_dir(&shared)?;
        let cluster = Cluster::start(&shared, &work, executors, self.memory, self.silence)?;
        let address = cluster.address();
        let kill =
            (self.kill && executors > 1).then(|| cluster.killer(Duration::from_millis(self.kill_after)));
        let killed = kill.is_some();
        let quiet = self.json;
        let mut tell = move |told: Told| {
            if let (Told::Begun("compare"), Some(kill)) = (&told, &kill) {
                kill();
            }
            if !quiet {
                say(told);
            }
        };
        let order = Order {
            scheduler: &address,
            folder: &shared,
            parts: self.parts,
            threads,
            model: None,
            estimate_only: false,
            tasks: executors,
        };
        let begun = Instant::now();
        let outcome = stages::run(people, &order, &mut tell).await?;
        let seconds = begun.elapsed().as_secs_f64();
        let equal = outcome.linked.as_ref().is_some_and(|linked| agree(people, embedded, linked));
        let bytes = cluster.end();
        let mut object = figures(&outcome);
        if let Some(object) = object.as_object_mut() {
            object.insert("executors".to_owned(), executors.into());
            object.insert("killed".to_owned(), killed.into());
            object.insert("seconds".to_owned(), seconds.into());
            object.insert("bytes_shuffled".to_owned(), bytes.into());
            object.insert("equal".to_owned(), equal.into());
        }
        Ok(object)
    }
}

/// The same model, the same pairs with the same weights, the same clusters, the same count of children.
fn agree(people: &People, a: &Linked, b: &Linked) -> bool {
    a.model == b.model
        && a.edges() == b.edges()
        && a.clusters.of == b.clusters.of
        && a.compared == b.compared
        && a.blocks.counts == b.blocks.counts
        && a.estimate == b.estimate
        && a.cluster_numbers(people) == b.cluster_numbers(people)
}
