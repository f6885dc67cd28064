//! `jejaring-scale link`

use std::fs;
use std::io::{Write, stderr, stdout};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use linkage::link::Model;
use serde_json::{Value, json};

use crate::Result;
use crate::stages::{self, Done, Order, Outcome, Told};
use crate::{read, write};

/// Find the rows that speak of one child, on all executors of a scheduler
#[derive(Debug, Args)]
pub(crate) struct Link {
    /// Lists to link, as CSV in UTF-8
    #[arg(long, required = true, num_args = 1..)]
    input: Vec<PathBuf>,
    /// Model to use instead of learning one from the lists
    #[arg(long)]
    model: Option<PathBuf>,
    /// Where to write the id column and `cluster_id`, as CSV
    #[arg(long, required_unless_present = "estimate")]
    out: Option<PathBuf>,
    /// Where to write the kept pairs with their weights, as Parquet
    #[arg(long)]
    pairs: Option<PathBuf>,
    /// Where to write the model that was used
    #[arg(long)]
    save_model: Option<PathBuf>,
    /// Tell what the linkage would cost, and stop
    #[arg(long)]
    estimate: bool,
    #[command(flatten)]
    place: Place,
    /// Tell the figures as JSON on standard output
    #[arg(long)]
    json: bool,
}

/// Where the work is done.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    /// The scheduler's address and port
    #[arg(long, default_value = "127.0.0.1:50050")]
    scheduler: String,
    /// The folder shared with the executors
    #[arg(long)]
    folder: PathBuf,
    /// Parts of a shuffle: a few for each task that executors work on at once
    #[arg(long, default_value_t = 8)]
    parts: usize,
    /// Threads of this process [default: as many as there are processors]
    #[arg(long)]
    threads: Option<usize>,
    /// Tasks that all executors together work on at once, for the estimate of time
    #[arg(long, default_value_t = 2)]
    tasks: usize,
}

impl Link {
    pub(crate) async fn run(self) -> Result<()> {
        let begun = Instant::now();
        let model = match &self.model {
            Some(path) => Some(Model::from_toml(&fs::read_to_string(path)?)?),
            None => None,
        };
        let threads = self
            .place
            .threads
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
            .max(1);
        let lists = read::read(&self.input, threads)?;
        let order = Order {
            scheduler: &self.place.scheduler,
            folder: &self.place.folder,
            parts: self.place.parts.max(1),
            threads,
            model,
            estimate_only: self.estimate,
            tasks: self.place.tasks,
        };
        let outcome = stages::run(&lists.people, &order, &mut say).await?;
        if let Some(linked) = &outcome.linked {
            if let Some(path) = &self.out {
                write::clusters(path, linked, &lists.people, &lists.ids)?;
            }
            if let Some(path) = &self.pairs {
                write::pairs(path, linked, &lists.people)?;
            }
            if let Some(path) = &self.save_model {
                fs::write(path, linked.model.to_toml())?;
            }
        }
        if self.json || self.estimate {
            let mut object = figures(&outcome);
            if let Some(object) = object.as_object_mut() {
                object.insert("records".to_owned(), lists.people.len().into());
                object.insert("seconds".to_owned(), begun.elapsed().as_secs_f64().into());
            }
            writeln!(stdout(), "{object:#}")?;
        }
        Ok(())
    }
}

/// The figures of a run.
pub(crate) fn figures(outcome: &Outcome) -> Value {
    let stage = |done: &Done| json!({ "stage": done.stage, "rows": done.rows, "seconds": done.seconds });
    let mut object = json!({
        "stages": outcome.stages.iter().map(stage).collect::<Vec<_>>(),
        "estimate": outcome.estimate.to_json(),
    });
    if let (Some(linked), Some(object)) = (&outcome.linked, object.as_object_mut()) {
        object.insert("compared".to_owned(), linked.compared.into());
        object.insert("kept".to_owned(), linked.edges().len().into());
        object.insert("clusters".to_owned(), linked.clusters.count().into());
        object.insert("children".to_owned(), linked.estimate.count.into());
    }
    object
}

/// Tells those who wait.
pub(crate) fn say(told: Told) {
    let line = match told {
        Told::Begun(stage) => format!("{stage} …"),
        Told::Done(Done { stage, rows, seconds }) => format!("{stage}: {rows} in {seconds:.1} s"),
        Told::Cost(cost) => format!(
            "ahead: {} pairs at most, about {:.0} s of comparing; every executor reads {} MB and holds {} MB; {} MB are shuffled",
            cost.pairs(),
            cost.seconds,
            cost.gathering >> 20,
            cost.held >> 20,
            cost.shuffled >> 20
        ),
        Told::Pairs(looked, all) => format!("compare: {looked} of {all} pairs looked at"),
    };
    let _ = writeln!(stderr(), "{line}");
}
