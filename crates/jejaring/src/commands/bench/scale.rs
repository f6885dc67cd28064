//! `jejaring bench scale`: what one, two and four processes of a node carry on one PostgreSQL, and how long an entry waits for its place.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use node::Node;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use super::casework::{Casework, open};
use super::figures::{Timings, rate, round};
use super::fleet::{EACH, Fleet, postgres_processor};
use super::people::{self, Person, Work};
use super::{Ground, load, report, tell, verdict};
use crate::failure::{Failure, Result};
use crate::home::Home;
use crate::out::Out;

/// Measure several processes of one node on one PostgreSQL: acts per second, p95, the journal's window
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring bench scale --postgres postgres://contoh@localhost/ukur --json
  jejaring bench scale --postgres postgres://contoh@localhost/ukur --cases 1000 --entries 5000 --seconds 3 --processes 1,2
  (fills an invented node on an empty database and serves it with one, two and four processes; the load is that of `bench casework`)")]
pub(crate) struct Scale {
    /// PostgreSQL database that is empty, or was filled by an earlier run with the same --dir
    #[arg(long, value_name = "URL")]
    postgres: String,
    /// Cases on the node
    #[arg(long, default_value_t = 5_000)]
    cases: usize,
    /// Entries in the journal about them
    #[arg(long, default_value_t = 50_000)]
    entries: usize,
    /// Numbers of processes, one measurement each
    #[arg(long, value_delimiter = ',', default_values_t = [1, 2, 4])]
    processes: Vec<usize>,
    /// Seconds of each measurement
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=3_600))]
    seconds: u32,
    /// Writers at once, shared among the processes
    #[arg(long, default_value_t = 64)]
    writers: usize,
    /// Requests in a second of the mixed day, shared among the processes
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rate: u32,
    /// Directory of the measured node, kept for the next run [default: one that is removed]
    #[arg(long)]
    dir: Option<PathBuf>,
}

impl Scale {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let ground = Ground::at(self.dir.as_deref(), "scale");
        let measured = self.measure(&ground.dir).await?;
        report(out, &measured);
        Ok(())
    }

    async fn measure(&self, dir: &Path) -> Result<Value> {
        let machine = verdict::machine();
        let casework = Casework::of(self.cases, self.entries, &self.postgres);
        casework.fill(dir).await?;
        let mut runs = Vec::new();
        for count in &self.processes {
            runs.push(self.with(dir, (*count).max(1), &casework).await?);
        }
        Ok(json!({
            "ok": true, "bench": "scale", "version": env!("CARGO_PKG_VERSION"), "machine": machine,
            "data": { "cases": self.cases, "entries": self.entries },
            "load": { "writers": self.writers, "rate_per_second": self.rate, "seconds": self.seconds },
            "connections_each": EACH, "runs": runs,
        }))
    }

    async fn with(&self, dir: &Path, count: usize, casework: &Casework) -> Result<Value> {
        let fleet = Fleet::start(dir, count).await?;
        fleet.settle().await;
        let first = fleet.0.first().ok_or(Failure::new("no process was started"))?;
        // Whoever signed in at one process is known to all.
        let people = Arc::new(people::sign_in(first.address, casework.size()).await?);
        let home = Home::open(dir)?;
        let watch = Watch::start(open(&home).await?);
        let acts = self.acts(&fleet, &people).await;
        let window = watch.end().await;
        let mixed = self.mixed(&fleet, &people).await;
        let memory: f64 = fleet.0.iter().map(|server| server.memory("VmHWM")).sum();
        fleet.stop().await?;
        tell(format_args!("{count} process(es): {acts} mixed {mixed} window {window}"));
        Ok(
            json!({ "processes": count, "acts": acts, "mixed": mixed, "window": window, "peak_mib": round(memory) }),
        )
    }

    /// Writers shared among the processes, each sending its next report when the one before was acknowledged.
    async fn acts(&self, fleet: &Fleet, people: &Arc<Vec<Person>>) -> Value {
        let (begin, used, base) = (Instant::now(), fleet.processor(), postgres_processor());
        let each = self.writers.div_ceil(fleet.0.len().max(1));
        let loads = fleet.0.iter().map(|server| {
            let people = people.clone();
            let make = move |writer: usize| Work::OpenReport.call(&people, writer);
            load::closed_loop(server.address, each, self.seconds, make)
        });
        let mut all = Timings::default();
        let mut longest = Duration::ZERO;
        for (timings, took) in futures_util::future::join_all(loads).await {
            all.add(timings);
            longest = longest.max(took);
        }
        let spent = begin.elapsed().as_secs_f64();
        json!({
            "per_second": rate(all.count(), longest), "latency": all.json(),
            "server_cores": round((fleet.processor() - used) / spent),
            "postgres_cores": round((postgres_processor() - base).max(0.0) / spent),
        })
    }

    /// A day's work at a fixed rate, dealt out to the processes in turn.
    async fn mixed(&self, fleet: &Fleet, people: &Arc<Vec<Person>>) -> Value {
        let count = fleet.0.len().max(1);
        let share = (self.rate / u32::try_from(count).unwrap_or(1)).max(1);
        let loads = fleet.0.iter().enumerate().map(|(number, server)| {
            let people = people.clone();
            let call = move |turn: usize| {
                let turn = turn * count + number;
                Work::of_a_day(turn).call(&people, turn)
            };
            load::open_loop(server.address, share, self.seconds, call)
        });
        let mut all = Timings::default();
        for timings in futures_util::future::join_all(loads).await {
            all.add(timings);
        }
        all.json()
    }
}

/// Looks again and again how long the oldest entry waits for its place in the tree.
struct Watch {
    stop: Arc<AtomicBool>,
    task: JoinHandle<Timings>,
}

impl Watch {
    fn start(node: Node) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            let mut waits = Timings::default();
            while !stopped.load(Ordering::Relaxed) {
                let waited = node.longest_wait().await.ok().and_then(|millis| u64::try_from(millis).ok());
                waits.note(Duration::from_millis(waited.unwrap_or_default()), waited.is_some());
                sleep(Duration::from_millis(25)).await;
            }
            waits
        });
        Self { stop, task }
    }

    async fn end(self) -> Value {
        self.stop.store(true, Ordering::Relaxed);
        self.task.await.map(|waits| waits.json()).unwrap_or_default()
    }
}
