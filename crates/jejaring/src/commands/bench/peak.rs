//! `jejaring bench peak`: more reports in a second than a node carries. What it cannot take it sends back with words and a time, and what it
//! acknowledged is there afterwards.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clap::Args;
use model::Id;
use node::Node;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::casework::{Casework, open};
use super::figures::{Timings, rate, round};
use super::fleet::Fleet;
use super::people::{self, Person};
use super::wire::Line;
use super::{Ground, report, tell, verdict};
use crate::failure::{Failure, Result};
use crate::home::Home;
use crate::out::Out;

/// Measure a hotline's peak: reports at a fixed rate, what is sent back, and whether anything acknowledged is lost
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring bench peak --seconds 600 --rate 1000 --postgres postgres://contoh@localhost/ukur --processes 2 --json
  jejaring bench peak --seconds 5 --rate 300 --cases 200 --json
  (without --postgres one process on SQLite; senders that are told to wait do so and send the same act again)")]
pub(crate) struct Peak {
    /// Reports in a second
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rate: u32,
    /// Seconds
    #[arg(long, default_value_t = 600, value_parser = clap::value_parser!(u32).range(1..=3_600))]
    seconds: u32,
    /// Processes, on PostgreSQL
    #[arg(long, default_value_t = 1)]
    processes: usize,
    /// Cases on the node before
    #[arg(long, default_value_t = 2_000)]
    cases: usize,
    /// How many of the acknowledged reports are looked for in the journal afterwards, evenly spread
    #[arg(long, default_value_t = 20_000)]
    proofs: usize,
    /// PostgreSQL database that is empty, or was filled by an earlier run with the same --dir; SQLite without it
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Directory of the measured node, kept for the next run [default: one that is removed]
    #[arg(long)]
    dir: Option<PathBuf>,
}

/// A sender gives up after so long, and says so.
const PATIENCE: Duration = Duration::from_secs(60);
/// Connections to each process at most: a telephone exchange has no more lines either.
const LINES: usize = 512;

/// What senders saw.
#[derive(Default)]
struct Seen {
    first: Timings,
    until_done: Timings,
    acknowledged: Vec<Id>,
    told_to_wait: u64,
    without_time: u64,
    gave_up: u64,
    broken: u64,
    others: BTreeMap<u16, u64>,
}

impl Peak {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let ground = Ground::at(self.dir.as_deref(), "peak");
        let measured = self.measure(&ground.dir).await?;
        report(out, &measured);
        Ok(())
    }

    async fn measure(&self, dir: &Path) -> Result<Value> {
        if self.postgres.is_none() && self.processes > 1 {
            return Err(Failure::new("several processes need --postgres: SQLite serves one"));
        }
        let machine = verdict::machine();
        let casework = Casework::filled(self.cases, self.cases * 2, self.postgres.clone());
        casework.fill(dir).await?;
        let fleet = Fleet::start(dir, self.processes).await?;
        fleet.settle().await;
        let first = fleet.0.first().ok_or(Failure::new("no process was started"))?;
        let people = Arc::new(people::sign_in(first.address, casework.size()).await?);
        let home = Home::open(dir)?;
        let begin = Instant::now();
        let seen = self.press(&fleet, &people).await;
        let took = begin.elapsed();
        let memory: f64 = fleet.0.iter().map(|server| server.memory("VmHWM")).sum();
        fleet.stop().await?;
        let node = open(&home).await?;
        let (looked, lost) = lost(&node, &seen.acknowledged, self.proofs).await?;
        let asked = u64::from(self.rate) * u64::from(self.seconds);
        Ok(json!({
            "ok": lost == 0, "bench": "peak", "version": env!("CARGO_PKG_VERSION"), "machine": machine,
            "processes": self.processes, "rate_per_second": self.rate, "seconds": self.seconds, "asked": asked,
            "acknowledged": seen.acknowledged.len(), "acknowledged_per_second": rate(seen.acknowledged.len(), took),
            "told_to_wait": seen.told_to_wait, "told_without_a_time": seen.without_time, "gave_up": seen.gave_up,
            "connections_broken": seen.broken, "other_answers": seen.others,
            "first_answer": seen.first.json(), "until_acknowledged": seen.until_done.json(),
            "looked_for": looked, "lost": lost, "took_seconds": round(took.as_secs_f64()), "peak_mib": round(memory),
        }))
    }

    async fn press(&self, fleet: &Fleet, people: &Arc<Vec<Person>>) -> Seen {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let lines = Arc::new(Semaphore::new(LINES * fleet.0.len()));
        let begin = Instant::now() + Duration::from_millis(20);
        let mut running = Vec::new();
        for turn in 0..self.rate * self.seconds {
            sleep_until(begin + Duration::from_secs(1) * turn / self.rate).await;
            let turn = turn as usize;
            let Some(server) = fleet.0.get(turn % fleet.0.len().max(1)) else { break };
            let (address, people, seen, lines) =
                (server.address, people.clone(), seen.clone(), lines.clone());
            running.push(tokio::spawn(async move {
                let Ok(_line) = lines.acquire_owned().await else { return };
                send(address, &people, turn, &seen).await;
            }));
            if turn > 0 && turn.is_multiple_of(self.rate as usize * 10) {
                tell(format_args!("{} s", turn / self.rate as usize));
            }
        }
        for sender in running {
            // A sender that failed acknowledged nothing.
            let _ = sender.await;
        }
        Arc::into_inner(seen)
            .map(|seen| seen.into_inner().unwrap_or_else(PoisonError::into_inner))
            .unwrap_or_default()
    }
}

/// One report, sent under one id until it is acknowledged or the sender's patience ends.
async fn send(address: std::net::SocketAddr, people: &[Person], turn: usize, seen: &Mutex<Seen>) {
    let act = fresh(turn);
    let Some(call) = people::report_as(people, turn, act) else { return };
    let begin = Instant::now();
    let note =
        |change: &mut dyn FnMut(&mut Seen)| change(&mut seen.lock().unwrap_or_else(PoisonError::into_inner));
    let mut first = true;
    while begin.elapsed() < PATIENCE {
        let asked = async { Line::open(address).await?.send(&call).await };
        let answer = timeout(Duration::from_secs(30), asked).await;
        let Ok(Ok(answer)) = answer else {
            note(&mut |seen| seen.broken += 1);
            sleep(Duration::from_secs(1)).await;
            continue;
        };
        if std::mem::take(&mut first) {
            note(&mut |seen| seen.first.note(begin.elapsed(), true));
        }
        match answer.status {
            200 => {
                note(&mut |seen| {
                    seen.until_done.note(begin.elapsed(), true);
                    seen.acknowledged.push(act);
                });
                return;
            }
            429 | 503 => {
                let wait = answer.headers("retry-after").next().and_then(|text| text.parse().ok());
                note(&mut |seen| {
                    seen.told_to_wait += 1;
                    seen.without_time += u64::from(wait.is_none());
                });
                sleep(Duration::from_secs(wait.unwrap_or(1))).await;
            }
            other => {
                note(&mut |seen| *seen.others.entry(other).or_default() += 1);
                return;
            }
        }
    }
    note(&mut |seen| seen.gave_up += 1);
}

/// An id for one act of this run.
fn fresh(turn: usize) -> Id {
    let mut random = [0; 10];
    seal::Entropy::fill(&mut *node::Chance::stream(&*crate::home::chance()), &mut random);
    let at = node::Clock::now(&node::SystemClock);
    Id::new(at.plus(i64::try_from(turn % 2).unwrap_or_default()), random)
}

/// Looks for acknowledged acts in the journal; answers how many were looked for and how many are not there.
async fn lost(node: &Node, acts: &[Id], most: usize) -> Result<(usize, usize)> {
    let step = acts.len().div_ceil(most.max(1)).max(1);
    let (mut looked, mut lost) = (0, 0);
    while node.place_waiting().await? > 0 {}
    for act in acts.iter().step_by(step) {
        looked += 1;
        match node.prove_entry(*act).await {
            Ok(_) => {}
            Err(node::Error::NotFound) => lost += 1,
            Err(error) => return Err(error.into()),
        }
    }
    Ok((looked, lost))
}
