//! Measures how many journalled acts a node commits in a second, with full durability, and what one bare commit of one row by one
//! writer costs on the same disk. Prints one JSON object.
//!
//! `cargo run --release -p node --example journal_rate -- [WRITERS] [SECONDS] [RUNS] [sqlite|postgres]`
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement stops where it fails, and prints"
)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use model::kinds::Report;
use model::{Draft, Lang};
use node::access::Origin;
use node::acts::Open;
use node::acts::staff::{FoundNode, OpenAccount, OpenPost, OpenUnit, StartTenure};
use node::{Actor, Node, NodeSecrets, Place, SystemChance, SystemClock, Upkeep};
use sqlx::{Connection, Executor};
use trial::postgres::{Cluster, Options};

fn main() {
    let mut args = std::env::args().skip(1);
    let mut number = |or| args.next().and_then(|text| text.parse::<u64>().ok()).unwrap_or(or);
    let (writers, seconds, runs) = (number(64), number(5), number(5));
    let only = args.next().unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut engines = serde_json::Map::new();
        if only != "postgres" {
            let dir = tempfile::tempdir_in(trial::target_dir()).unwrap();
            let place = Place::Sqlite(dir.path().join("node.db"));
            let bare = bare_sqlite(&dir.path().join("bare.db")).await;
            engines.insert("sqlite".into(), measure(place, bare, writers, seconds, runs).await);
        }
        if only != "sqlite" {
            let options = Options { durable: true, ..Options::default() };
            let cluster = Cluster::start(options).unwrap();
            let database = cluster.scratch(None).unwrap();
            let bare = bare_postgres(&database.url()).await;
            let place = Place::Postgres(database.url());
            engines.insert("postgres".into(), measure(place, bare, writers, seconds, runs).await);
        }
        println!("{}", serde_json::json!({ "writers": writers, "seconds": seconds, "engines": engines }));
    });
}

/// Milliseconds that the middle one of 300 commits of one small row takes.
async fn bare_sqlite(path: &Path) -> f64 {
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
        .synchronous(sqlx::sqlite::SqliteSynchronous::Full);
    let mut conn = sqlx::sqlite::SqliteConnection::connect_with(&options).await.unwrap();
    conn.execute("create table bare (id integer primary key, body text)").await.unwrap();
    let mut took = Vec::new();
    for _ in 0..300 {
        let began = Instant::now();
        conn.execute("insert into bare (body) values ('0123456789abcdef')").await.unwrap();
        took.push(began.elapsed().as_secs_f64() * 1e3);
    }
    median(took)
}

async fn bare_postgres(url: &str) -> f64 {
    let mut conn = sqlx::postgres::PgConnection::connect(url).await.unwrap();
    conn.execute("create table bare (id bigserial primary key, body text)").await.unwrap();
    let mut took = Vec::new();
    for _ in 0..300 {
        let began = Instant::now();
        conn.execute("insert into bare (body) values ('0123456789abcdef')").await.unwrap();
        took.push(began.elapsed().as_secs_f64() * 1e3);
    }
    conn.execute("drop table bare").await.unwrap();
    median(took)
}

fn median(mut list: Vec<f64>) -> f64 {
    list.sort_by(f64::total_cmp);
    list.get(list.len() / 2).copied().unwrap_or_default()
}

async fn measure(place: Place, bare: f64, writers: u64, seconds: u64, runs: u64) -> serde_json::Value {
    let secrets = NodeSecrets {
        node: seal::NodeKey::from_bytes([7; 32]),
        signing: seal::SigningKey::from_bytes(&[9; 32]),
    };
    let (clock, chance) = (Arc::new(SystemClock), Arc::new(SystemChance));
    let node = Node::open(&place, "ID/NGO/CONTOH-KASIH", secrets, clock, chance).await.unwrap();
    let actor = worker(&node).await;
    node.start(Upkeep::default()).await.unwrap();
    let mut rates = Vec::new();
    let mut latencies = Vec::new();
    let before = figures(&node).await;
    for _ in 0..runs {
        let until = Instant::now() + Duration::from_secs(seconds);
        let began = Instant::now();
        let tasks: Vec<_> =
            (0..writers).map(|_| tokio::spawn(write(node.clone(), actor.clone(), until))).collect();
        let mut done = 0;
        for task in tasks {
            let took = task.await.unwrap();
            done += took.len();
            latencies.extend(took);
        }
        #[allow(clippy::cast_precision_loss, reason = "thousands")]
        rates.push(done as f64 / began.elapsed().as_secs_f64());
    }
    let after = figures(&node).await;
    node.stop().await;
    latencies.sort_by(f64::total_cmp);
    let at = |share: f64| {
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index"
        )]
        let index = (latencies.len() as f64 * share) as usize;
        latencies.get(index).copied().unwrap_or_default()
    };
    let (writes, commits) = (after.0 - before.0, after.1 - before.1);
    let began = Instant::now();
    let verified = node.verify(None).await.unwrap().unwrap();
    let verify_seconds = began.elapsed().as_secs_f64();
    serde_json::json!({
        "acts_per_second": { "median": median(rates.clone()), "runs": rates },
        "latency_ms": { "median": at(0.5), "p95": at(0.95), "p99": at(0.99) },
        "writes": writes, "commits": commits, "writes_per_commit": writes / commits,
        "bare_commit_ms": bare, "bare_commits_per_second": 1e3 / bare,
        "verified": verified.placed, "verify_seconds": verify_seconds,
    })
}

async fn figures(node: &Node) -> (f64, f64) {
    let metrics = node.metrics().await.unwrap();
    let get = |name| metrics.iter().find(|(found, _)| found == name).map_or(0.0, |(_, value)| *value);
    (get("jejaring_writes_committed_total"), get("jejaring_commits_total"))
}

async fn write(node: Node, actor: Actor, until: Instant) -> Vec<f64> {
    let mut took = Vec::new();
    while Instant::now() < until {
        let began = Instant::now();
        node.perform(&actor, Open::<Report>::root(report())).await.unwrap();
        took.push(began.elapsed().as_secs_f64() * 1e3);
    }
    took
}

fn report() -> Draft {
    Draft::default()
        .with("channel", "phone")
        .with("reporter_mode", "confidential")
        .with("narrative", "Data rekaan: anak bekerja di tempat yang tidak aman.")
        .with("imminent_danger", "false")
        .with("region", "32.73")
        .with("reporter_name", "Pelapor Contoh")
}

async fn worker(node: &Node) -> Actor {
    let found = FoundNode {
        member_id: "ID/NGO/CONTOH-KASIH".into(),
        name: "Yayasan Contoh Kasih (rekaan)".into(),
        email: "admin@contoh.invalid".into(),
        admin_name: "Admin Contoh".into(),
    };
    let founded = node.perform(&node.system("set-up"), found).await.unwrap();
    let admin = node.actor(founded.account, Lang::Id, Origin::Online).await.unwrap();
    let unit = node.perform(&admin, OpenUnit { name: "Unit Layanan Satu".into() }).await.unwrap().id;
    let post = OpenPost {
        title_id: "Pekerja sosial".into(),
        title_en: "Case worker".into(),
        role: "case-worker".into(),
        unit: Some(unit),
        parent: None,
    };
    let post = node.perform(&admin, post).await.unwrap().id;
    let email = "petugas@contoh.invalid".to_owned();
    let account = OpenAccount { email, name: "Petugas Contoh".into(), lang: "id".into() };
    let account = node.perform(&admin, account).await.unwrap().id;
    let tenure = StartTenure { post, account, acting: false, until: None };
    node.perform(&admin, tenure).await.unwrap();
    node.actor(account, Lang::Id, Origin::Online).await.unwrap()
}
