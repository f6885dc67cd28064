//! A small network, seeded for real.

use std::sync::Arc;

use node::{NodeSecrets, Place, SeededChance};

use super::super::plan::CONTOH_KASIH;
use super::super::signins::settings;
use super::*;

const TODAY: Date = Date::constant(2026, 3, 5);

struct Seeded {
    node: Node,
    place: Place,
    summary: Summary,
    _dir: tempfile::TempDir,
}

async fn seeded(children: usize) -> Seeded {
    let dir = tempfile::tempdir().unwrap();
    let place = Place::Sqlite(dir.path().join("node.db"));
    let clock = Arc::new(SetClock::at(Timestamp::from_millis(0)));
    let secrets = NodeSecrets {
        node: seal::NodeKey::from_bytes([7; 32]),
        signing: seal::SigningKey::from_bytes(&[9; 32]),
    };
    let chance = Arc::new(SeededChance::new(1));
    let node = Node::open_with(&place, CONTOH_KASIH.member, secrets, clock.clone(), chance, settings())
        .await
        .unwrap();
    let options = Options { node: CONTOH_KASIH, children, today: TODAY, seed: 27 };
    let summary = seed(&node, &clock, options, |_| {}).await.unwrap();
    Seeded { node, place, summary, _dir: dir }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement: run it alone, with --release"]
async fn measure() {
    let seeded = seeded(2_000).await;
    println!("{:?}", Summary { sign_ins: Vec::new(), ..seeded.summary.clone() });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_small_network_is_true() {
    let seeded = seeded(60).await;
    assert!(seeded.node.verify(None).await.unwrap().is_ok());
    let _ = &seeded.place;
    assert_eq!(seeded.summary.children, 60);
}
