//! `jejaring bench casework`: what case workers feel, and what a machine must have for it.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use node::{Node, NodeSecrets, Settings};
use seal::PasswordCost;
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::figures::{Timings, rate, round};
use super::people::{self, Person, Work};
use super::seed::{self, MEMBER, NAME, Size};
use super::server::Server;
use super::{Ground, bare, load, report, tell, verdict};
use crate::failure::{Failure, Result};
use crate::home::{Config, Home, chance, clock, files};
use crate::out::Out;

/// Measure case work: lists, pages, searches, saves, acts per second, memory, start-up
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring bench casework --json > casework.json
  jejaring bench casework --json --postgres postgres://contoh@localhost/ukur
  jejaring bench casework --json --cases 2000 --entries 20000 --seconds 3
  (fills an invented node, starts `jejaring serve` on it and measures from outside; aims are reported, not enforced)")]
pub(crate) struct Casework {
    /// Cases on the node
    #[arg(long, default_value_t = 100_000, value_parser = at_least_one)]
    cases: usize,
    /// Entries in the journal about them
    #[arg(long, default_value_t = 1_000_000)]
    entries: usize,
    /// Requests in a second
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rate: u32,
    /// Seconds of each measurement
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=3_600))]
    seconds: u32,
    /// Writers at once when acts per second are counted
    #[arg(long, default_value_t = 64, value_parser = at_least_one)]
    writers: usize,
    /// Directory of the measured node, kept for the next run [default: one that is removed]
    #[arg(long)]
    dir: Option<PathBuf>,
    /// PostgreSQL database that is empty, or was filled by an earlier run with the same --dir; SQLite without it
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
}

fn at_least_one(text: &str) -> std::result::Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "a whole number from 1 on".into())
}

/// Says that a directory was filled, and how far.
const MARK: &str = "bench.json";

/// What filling a node took.
pub(super) struct Filled {
    home: Home,
    seconds: Option<f64>,
}

impl Casework {
    /// The same node on PostgreSQL, for other measurements.
    pub(super) fn of(cases: usize, entries: usize, postgres: &str) -> Self {
        Self::filled(cases, entries, Some(postgres.to_owned()))
    }

    /// The same node, for other measurements.
    pub(super) const fn filled(cases: usize, entries: usize, postgres: Option<String>) -> Self {
        Self { cases, entries, rate: 1, seconds: 1, writers: 1, dir: None, postgres }
    }

    pub(super) const fn size(&self) -> Size {
        Size { cases: self.cases, entries: self.entries }
    }

    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let ground = Ground::at(self.dir.as_deref(), "bench");
        let measured = self.measure(&ground.dir).await?;
        report(out, &measured);
        Ok(())
    }

    async fn measure(&self, dir: &Path) -> Result<Value> {
        let machine = verdict::machine();
        let filled = self.fill(dir).await?;
        let disk = bare::disk(dir).await?;
        let (bare, engine) = self.bare(&filled.home, &disk).await?;
        let first = Server::start(dir).await?;
        let (ready_first, index_first) = (first.ready, first.settle().await);
        first.stop().await?;
        let server = Server::start(dir).await?;
        let index = server.settle().await;
        tell(format_args!("ready after {} s, everybody searchable after {} s", server.ready, index));
        let at_rest = server.memory("VmRSS");
        let people = people::sign_in(server.address, self.size()).await?;
        let pages = self.pages(&server, &people).await;
        let acts = self.acts(&server, people).await;
        let (peak, ready) = (server.memory("VmHWM"), server.ready);
        server.stop().await?;
        let mut report = json!({
            "ok": true, "bench": "casework", "engine": engine, "version": env!("CARGO_PKG_VERSION"), "machine": machine,
            "data": {
                "cases": self.cases, "entries": self.entries, "posts": self.size().posts(), "seed_seconds": filled.seconds,
                "database_mib": megabytes(&dir.join("node.db")),
            },
            "load": { "rate_per_second": self.rate, "seconds": self.seconds, "writers": self.writers },
            "http": pages, "acts": acts, "bare": bare,
            "start": {
                "ready_seconds": ready, "searchable_seconds": index,
                "without_snapshot": { "ready_seconds": ready_first, "searchable_seconds": index_first },
            },
            "memory": { "at_rest_mib": at_rest, "peak_mib": peak },
        });
        verdict::judge(&mut report);
        Ok(report)
    }

    /// Opens the directory of an earlier run, or fills a new one.
    pub(super) async fn fill(&self, dir: &Path) -> Result<Filled> {
        let mark = dir.join(MARK);
        if let Ok(text) = fs::read_to_string(&mark) {
            let found: Option<Size> = serde_json::from_str(&text).ok();
            if found != Some(self.size()) {
                return Err(Failure::new(format!(
                    "{} was filled with another number of cases or entries: name another directory",
                    dir.display()
                )));
            }
            return Ok(Filled { home: Home::open(dir)?, seconds: None });
        }
        if dir.exists() && !files::empty_but(dir, &[])? {
            return Err(Failure::new(format!("{} is not empty: name a new directory", dir.display())));
        }
        files::private_directory(dir)?;
        let member = MEMBER.parse().map_err(Failure::new)?;
        let mut config = Config::new(member, NAME, self.postgres.clone());
        // The load comes from this machine and without TLS.
        config.plain_http = true;
        let home = Home::at(dir, config);
        let secrets = NodeSecrets::generate(&mut *node::Chance::stream(&*chance()));
        home.write_secrets(&home.key_path(), &secrets)?;
        home.save()?;
        let begin = Instant::now();
        let node = open(&home).await?;
        seed::seed(&node, self.size()).await?;
        node.stop().await;
        let seconds = round(begin.elapsed().as_secs_f64());
        tell(format_args!("filled in {seconds} s"));
        let text = serde_json::to_string(&self.size()).unwrap_or_default();
        files::replace(&mark, text.as_bytes(), files::PRIVATE)?;
        Ok(Filled { home, seconds: Some(seconds) })
    }

    /// Everything that needs no server.
    async fn bare(&self, home: &Home, disk: &Timings) -> Result<(Value, &'static str)> {
        let node = open(home).await?;
        node.load_people(None).await?;
        let engine = match node.engine() {
            node::Engine::Sqlite => "sqlite",
            node::Engine::Postgres => "postgres",
        };
        let desks = bare::desks(&node, self.size()).await?;
        tell("acts without HTTP");
        let acts = bare::acts(&node, &desks, self.size()).await?;
        let writers = bare::writers(&node, &desks, self.writers, self.seconds).await?;
        node.stop().await;
        Ok((json!({ "acts": acts, "writers": writers, "disk": bare::disk_json(disk) }), engine))
    }

    /// Each kind of work alone at the full rate, then all together.
    async fn pages(&self, server: &Server, people: &[Person]) -> Value {
        let mut pages = Map::new();
        for work in Work::EACH {
            let measured = self.open_loop(server, |turn| work.call(people, turn)).await;
            tell(format_args!("{}: {measured}", work.name()));
            pages.insert(work.name().to_owned(), measured);
        }
        let measured = self.open_loop(server, |turn| Work::of_a_day(turn).call(people, turn)).await;
        tell(format_args!("mixed: {measured}"));
        pages.insert("mixed".to_owned(), measured);
        pages.into()
    }

    async fn open_loop(&self, server: &Server, call: impl Fn(usize) -> Option<super::wire::Call>) -> Value {
        let (begin, used) = (Instant::now(), server.processor());
        let timings = load::open_loop(server.address, self.rate, self.seconds, call).await;
        let busy = (server.processor() - used) / begin.elapsed().as_secs_f64();
        let mut measured = timings.json();
        if let Some(members) = measured.as_object_mut() {
            members.insert("server_cores".to_owned(), round(busy).into());
        }
        measured
    }

    /// So many writers, each sending its next report when the one before was acknowledged.
    async fn acts(&self, server: &Server, people: Vec<Person>) -> Value {
        let used = server.processor();
        let make = move |writer: usize| Work::OpenReport.call(&people, writer);
        let (timings, took) = load::closed_loop(server.address, self.writers, self.seconds, make).await;
        let busy = (server.processor() - used) / took.as_secs_f64();
        let per_second = rate(timings.count(), took);
        tell(format_args!("{per_second} acts in a second"));
        json!({ "per_second": per_second, "latency": timings.json(), "server_cores": round(busy) })
    }
}

/// Opens the node as the server does, but for passwords that cost little: nobody's are at stake.
pub(super) async fn open(home: &Home) -> Result<Node> {
    let cheap = PasswordCost { memory_kib: 256, passes: 1, lanes: 1 };
    let settings = Settings::default().with_password_cost(cheap);
    let (member, place) = (home.config.member.as_str(), home.place(None)?);
    Ok(Node::open_with(&place, member, home.secrets()?, clock(), chance(), settings).await?)
}

fn megabytes(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().map(|file| file.len() / (1024 * 1024))
}
