//! Seven nodes as they stand before anything happens. They are made once; each history plays on copies.

use std::path::{Path, PathBuf};

use model::Id;
use model::time::DAY;

use node::acts::exchange::SetAnchor;
use node::{Actor, Place};
use seal::exchange::{Directory, Hash, Policy};
use tempfile::TempDir;

use crate::exchange::net::{adopt, enrol, listed, operators, witness};
use crate::world::{START, World};

pub(super) const NAMES: [&str; 7] = [
    "ID/NGO/SIMULASI-SATU",
    "ID/NGO/SIMULASI-DUA",
    "PH/HOT/SIMULASI-TIGA",
    "ID/GOV/SIMULASI-EMPAT",
    "ID/LEA/SIMULASI-LIMA",
    "MY/NGO/SIMULASI-ENAM",
    "TH/HOT/SIMULASI-TUJUH",
];

/// Who acts on one node.
#[derive(Clone)]
pub(super) struct Seat {
    pub(super) worker: Actor,
    pub(super) boss: Actor,
    pub(super) intake: Actor,
    /// Posts that stand for the members on the other nodes, in their order.
    pub(super) peers: Vec<(usize, Id)>,
}

pub(super) struct Ground {
    dir: TempDir,
    pub(super) directory: Directory,
    pub(super) seats: Vec<Seat>,
}

/// In memory where the system has such a place: histories write much and keep nothing.
pub(super) fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

fn file(dir: &Path, at: usize) -> PathBuf {
    dir.join(format!("{at}.db"))
}

impl Ground {
    pub(super) async fn new() -> Self {
        let dir = scratch();
        let (mut worlds, mut members, mut witnesses) = (Vec::new(), Vec::new(), Vec::new());
        for (at, name) in NAMES.iter().enumerate() {
            let place = Place::Sqlite(file(dir.path(), at));
            let world = World::found_as(place, None, name, 100 + at as u64).await;
            let keys = enrol(&world).await;
            members.push(listed(&keys, name));
            if at < 4 {
                witnesses.push(witness(&keys));
            }
            worlds.push(world);
        }
        let directory = Directory {
            network: "simulasi".try_into().unwrap(),
            version: 1,
            valid_from: START.millis(),
            valid_until: START.plus(3000 * DAY).millis(),
            operators: operators().iter().map(|key| Hash(key.verifying_key().to_bytes())).collect(),
            threshold: 2,
            members,
            groups: Vec::new(),
            guardians: Vec::new(),
            witnesses,
            revoked: Vec::new(),
            policy: Policy::default(),
        };
        let mut seats = Vec::new();
        for world in worlds {
            let anchor = SetAnchor { anchor: directory.anchor() };
            world.node.perform(&world.node.system("set-up"), anchor).await.unwrap();
            adopt(&world, &directory).await;
            let worker = world.staff("case-worker", Some(world.unit)).await.actor;
            let intake = world.staff("intake-operator", Some(world.unit)).await.actor;
            let boss = world.staff("supervisor", Some(world.unit)).await.actor;
            let rows = world.sql("select member_id, post_id from exchange_peer order by member_id").await;
            let peers = rows.iter().map(|row| {
                let at = NAMES.iter().position(|name| *name == row[0]).unwrap();
                (at, row[1].parse().unwrap())
            });
            seats.push(Seat { worker, boss, intake, peers: peers.collect() });
            world.node.stop().await;
        }
        Self { dir, directory, seats }
    }

    /// The node's file for a history of its own. What SQLite has not written back yet lies beside it.
    pub(super) fn copy(&self, at: usize, to: &Path) -> PathBuf {
        let (from, to) = (file(self.dir.path(), at), file(to, at));
        for end in ["", "-wal"] {
            let name = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
            if name(&from).exists() {
                std::fs::copy(name(&from), name(&to)).unwrap();
            }
        }
        to
    }
}
