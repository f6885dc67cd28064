//! The journal as others see it: proofs, tiles, signed heads; and the work that a running node does on it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use model::kinds::Report;
use node::acts::{List, ListQuery, Open};
use node::{Error, FaultKind, Place, SetClock, Upkeep};
use seal::tree::{Tile, root_of, verify_inclusion};
use seal::{Checkpoint, NoteVerifier};

use crate::casework::report;
use crate::world::{ORIGIN, START, World, secrets};

fn head(note: &str) -> Checkpoint {
    let key = NoteVerifier::new(ORIGIN, secrets().signing.verifying_key()).unwrap();
    Checkpoint::open(note, ORIGIN, &[key]).unwrap().0
}

on_both!(an_entry_is_proved_to_somebody_outside, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    for _ in 0..6 {
        let acts =
            (0..50).map(|_| world.node.perform(&worker.actor, List::<Report>::new(ListQuery::default())));
        futures_util::future::join_all(acts).await;
    }
    let act = world.node.new_id();
    world.node.perform_as(act, &worker.actor, Open::<Report>::root(report())).await.unwrap();
    assert!(matches!(world.node.prove_entry(act).await, Err(Error::Refused("not-placed-yet"))));
    world.node.place_waiting().await.unwrap();
    let unknown = world.node.new_id();
    assert!(matches!(world.node.prove_entry(unknown).await, Err(Error::NotFound)));

    let rows = world.sql("select entry from placed order by position").await;
    let mut leaves = Vec::new();
    for (position, row) in rows.iter().enumerate() {
        let proof = world.node.prove_entry(row[0].parse().unwrap()).await.unwrap();
        let head = head(&proof.note);
        assert_eq!(
            (proof.position, proof.size, head.size()),
            (position as u64, rows.len() as u64, proof.size)
        );
        verify_inclusion(proof.position, proof.size, &proof.leaf, &proof.hashes, head.root()).unwrap();
        let mut other = proof.leaf;
        other[0] ^= 1;
        assert!(verify_inclusion(proof.position, proof.size, &other, &proof.hashes, head.root()).is_err());
        leaves.push(proof.leaf);
    }

    let note = world.node.checkpoint().await.unwrap().unwrap();
    assert_eq!(root_of(&leaves), *head(&note).root());
    let mut served = Vec::new();
    for tile in Tile::grown(0, rows.len() as u64) {
        let bytes = world.node.tile(&tile.path()).await.unwrap().expect("every tile is served");
        assert_eq!(bytes.len(), usize::from(tile.width()) * 32);
        if tile.level() == 0 {
            served.extend(bytes.as_chunks::<32>().0.to_vec());
        }
    }
    assert_eq!(served, leaves);
    for nothing in ["tile/0/002", "tile/entries/000", "tile/0/001.p/255", "tile/3/000.p/1", "checkpoint", ""]
    {
        assert_eq!(world.node.tile(nothing).await.unwrap(), None, "{nothing}");
    }
});

async fn until(what: &str, mut done: impl AsyncFnMut() -> bool) {
    for _ in 0..200 {
        if done().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{what} did not come");
}

on_both!(a_running_node_places_entries_and_writes_its_head_down, |world| {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("checkpoint");
    let upkeep = Upkeep { checkpoint_file: Some(file.clone()), reserve: None };
    world.node.start(upkeep.clone()).await.unwrap();
    world.node.start(upkeep).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    world.node.perform(&worker.actor, Open::<Report>::root(report())).await.unwrap();
    until("a placed entry", async || world.sql("select count(*) from waiting").await == [["0"]]).await;
    until("the head", async || {
        let inside = world.node.checkpoint().await.unwrap();
        inside.is_some() && std::fs::read_to_string(&file).ok() == inside
    })
    .await;

    world.node.perform(&worker.actor, Open::<Report>::root(report())).await.unwrap();
    world.node.stop().await;
    assert_eq!(world.sql("select count(*) from waiting").await, [["0"]], "stopping places what waits");
    let outside = std::fs::read_to_string(&file).unwrap();
    assert_eq!(world.node.checkpoint().await.unwrap().as_deref(), Some(outside.as_str()));
    assert_eq!(world.sql("select count(*) from lease").await, [["0"]], "another process need not wait");
    world.node.perform(&worker.actor, Open::<Report>::root(report())).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(world.sql("select count(*) from waiting").await, [["1"]], "a stopped node places nothing");
    let altered = outside.replace('\n', "\n ");
    let fault = world.node.verify(Some(altered)).await.unwrap().unwrap_err();
    assert_eq!(fault.kind, FaultKind::BadCheckpoint);
});

on_both!(several_processes_make_one_tree, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let clock = Arc::new(SetClock::at(START.plus(60_000)));
    let second = World::open(world.place.clone(), clock, 77).await;
    for node in [&world.node, &second] {
        node.start(Upkeep::default()).await.unwrap();
    }
    for _ in 0..10 {
        let acts = (0..10).map(|number| {
            let node = if number % 2 == 0 { &world.node } else { &second };
            node.perform(&worker.actor, Open::<Report>::root(report()))
        });
        for opened in futures_util::future::join_all(acts).await {
            opened.unwrap();
        }
    }
    world.node.stop().await;
    second.stop().await;
    world.node.place_waiting().await.unwrap();
    assert_eq!(world.sql("select count(*) from waiting").await, [["0"]]);
    let verified = second.verify(world.node.checkpoint().await.unwrap()).await.unwrap().unwrap();
    assert!(verified.placed > 100 && verified.compared);
});

on_both!(concurrent_writers_share_a_commit, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let figure = async |name: &str| {
        let metrics = world.node.metrics().await.unwrap();
        metrics.iter().find(|(found, _)| found == name).map_or(0.0, |(_, value)| *value)
    };
    let before = (figure("jejaring_writes_committed_total").await, figure("jejaring_commits_total").await);
    let acts = (0..200).map(|_| world.node.perform(&worker.actor, Open::<Report>::root(report())));
    for opened in futures_util::future::join_all(acts).await {
        opened.unwrap();
    }
    let writes = figure("jejaring_writes_committed_total").await - before.0;
    let commits = figure("jejaring_commits_total").await - before.1;
    assert_eq!(writes, 200.0);
    match world.place {
        Place::Sqlite(_) => assert!(commits <= writes / 2.0, "{commits} commits for {writes} writes"),
        // PostgreSQL shares the flush among commits by itself.
        Place::Postgres(_) => assert_eq!(commits, writes),
    }
    assert_eq!(figure("jejaring_acts_total{act=\"open-report\",outcome=\"done\"}").await, 200.0);
    assert_eq!(
        figure("jejaring_act_seconds_bucket{le=\"+Inf\"}").await,
        figure("jejaring_act_seconds_count").await
    );
    assert!(figure("jejaring_journal_waiting_entries").await >= 200.0);
    let metrics = world.node.metrics().await.unwrap();
    let names: BTreeSet<_> = metrics.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), metrics.len(), "each figure once");
    let told: String = metrics.iter().map(|(name, _)| name.as_str()).collect();
    assert!(!told.contains(&worker.account.to_string()) && !told.contains("contoh"));
});
