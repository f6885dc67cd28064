//! kill -9 at any moment: what was acknowledged is there, what is there is whole, and the journal verifies.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use node::{Chance, Place, SeededChance};
use trial::postgres::{Cluster, Options};

use crate::storm::{Ledger, Storm, examiner};
use crate::world::World;

const ROUNDS: i64 = 200;

/// Milliseconds between the first acknowledgement and the end, different each time.
fn moments(seed: u64) -> impl Iterator<Item = Duration> {
    let mut stream = SeededChance::new(seed).stream();
    std::iter::repeat_with(move || {
        let mut bytes = [0; 2];
        stream.fill(&mut bytes);
        Duration::from_micros(u64::from(u16::from_be_bytes(bytes)) * 120_000 / 65_536)
    })
}

/// The database as the disk has it after the process is gone: no shared memory, so that opening it recovers from the log. By a
/// process of its own: one that opens and closes a SQLite file by hand loses the locks that its own connections hold on it.
fn copy(from: &Path, to: &Path) {
    for end in ["", "-wal"] {
        let name = |path: &Path| format!("{}{end}", path.to_string_lossy());
        assert!(Command::new("cp").args([name(from), name(to)]).status().unwrap().success());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_loses_nothing_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("node.db");
    let world = World::found(Place::Sqlite(path.clone()), None).await;
    let account = world.staff("case-worker", Some(world.unit)).await.account;
    let mut ledger = Ledger::default();
    for (round, moment) in (1..=ROUNDS).zip(moments(11)) {
        let mut storm = Storm::start(&world.place, account, round, &[]);
        storm.wait_beyond(0, "ack", "");
        std::thread::sleep(moment);
        storm.kill(&mut ledger);
        if round % 15 == 0 {
            let recovered = tempfile::tempdir().unwrap();
            let place = Place::Sqlite(recovered.path().join("node.db"));
            copy(&path, &recovered.path().join("node.db"));
            ledger.compare(&place, &examiner(&place, round).await, true).await;
            assert_eq!(crate::world::raw_sql(&place, "pragma integrity_check").await, [["ok"]]);
        }
    }
    ledger.compare(&world.place, &examiner(&world.place, ROUNDS).await, true).await;
    // How many there are depends on the machine; each round has more than one.
    assert!(ledger.acknowledged.len() > 300, "{}", ledger.acknowledged.len());
    eprintln!("{ROUNDS} kills on SQLite, {} acts acknowledged, none lost", ledger.acknowledged.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_loses_nothing_acknowledged() {
    let cluster = Cluster::start(Options { durable: true, ..Options::default() }).unwrap();
    let database = cluster.scratch(None).unwrap();
    let world = World::found(Place::Postgres(database.url()), None).await;
    let account = world.staff("case-worker", Some(world.unit)).await.account;
    let mut ledger = Ledger::default();
    for (round, moment) in (1..=ROUNDS).zip(moments(12)) {
        let mut storm = Storm::start(&world.place, account, round, &[]);
        storm.wait_beyond(0, "ack", "");
        std::thread::sleep(moment);
        if round % 15 == 0 {
            cluster.crash().unwrap();
            cluster.restart().unwrap();
            // The program lives on and finds its database again.
            storm.wait_beyond(storm.count("ack", ""), "ack", "");
        }
        storm.kill(&mut ledger);
        if round % 15 == 0 {
            // An act whose commit was cut off may have happened: whoever asked repeats it under the same id.
            ledger.compare(&world.place, &examiner(&world.place, round).await, false).await;
        }
    }
    ledger.compare(&world.place, &examiner(&world.place, ROUNDS).await, false).await;
    // How many there are depends on the machine; each round has more than one.
    assert!(ledger.acknowledged.len() > 300, "{}", ledger.acknowledged.len());
    eprintln!(
        "{ROUNDS} kills and {} crashes on PostgreSQL, {} acts acknowledged, none lost",
        ROUNDS / 15,
        ledger.acknowledged.len()
    );
}
