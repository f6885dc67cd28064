//! Copying a node, exchanging its key, completing a restore.

use std::sync::Arc;

use model::kinds::Report;
use model::{Draft, Id, Lang};
use node::access::Origin;
use node::acts::operate::{MoveNode, RestoreNode, RotateKey};
use node::acts::staff::SetFirstPassword;
use node::acts::{Open, View};
use node::{Blank, Error, Node, NodeSecrets, Place, SeededChance};
use seal::NodeKey;
use tokio::sync::mpsc;
use trial::postgres::Cluster;

use crate::world::{ORIGIN, Staff, World, raw_sql, secrets};

const NARRATIVE: &str = "Data rekaan: anak tidak masuk sekolah sejak dua pekan.";

async fn with_a_report(world: &World) -> (Staff, Id) {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let draft = Draft::default()
        .with("channel", "phone")
        .with("reporter_mode", "anonymous")
        .with("narrative", NARRATIVE)
        .with("imminent_danger", "false")
        .with("region", "32.73");
    let report = world.node.perform(&worker.actor, Open::<Report>::root(draft)).await.unwrap().id;
    (worker, report)
}

async fn narrative(node: &Node, staff: &Staff, report: Id) -> Result<String, Error> {
    let actor = node.actor(staff.account, Lang::Id, Origin::Online).await?;
    let seen = node.perform(&actor, View::<Report>::new(report)).await?;
    Ok(seen.record.text("narrative"))
}

async fn blank(world: &World, place: &Place) -> node::Result<Blank> {
    Blank::open(place, world.clock.clone(), Arc::new(SeededChance::new(5))).await
}

async fn frames(node: &Node) -> Vec<Vec<u8>> {
    let (send, mut take) = mpsc::channel(1);
    let collecting = async {
        let mut all = Vec::new();
        while let Some(frame) = take.recv().await {
            all.push(frame);
        }
        all
    };
    let (dumped, all) = tokio::join!(node.dump(send), collecting);
    dumped.unwrap();
    all
}

async fn load(world: &World, place: &Place, frames: Vec<Vec<u8>>) -> node::Result<node::Contents> {
    let blank = blank(world, place).await?;
    let (send, take) = mpsc::channel(frames.len().max(1));
    for frame in frames {
        send.send(frame).await.unwrap();
    }
    drop(send);
    blank.load(take).await
}

async fn moves_to(world: &World, target: Place) {
    let (worker, report) = with_a_report(world).await;
    // More rows than one batch, and a row that refers to one with a higher id.
    for _ in 0..300 {
        world.node.perform(&worker.actor, View::<Report>::new(report)).await.unwrap();
    }
    let younger = world.staff("case-worker", None).await;
    raw_statement(
        world,
        &format!("update post set parent_post = '{}' where id = '{}'", younger.post, worker.post),
    )
    .await;
    world.node.place_waiting().await.unwrap();
    let head = world.node.checkpoint().await.unwrap();
    assert!(head.is_some());

    let waiting = blank(world, &target).await.unwrap();
    let sent = world.node.copy_to(&waiting, |_| {}).await.unwrap();
    drop(waiting);
    let copy = World::open(target.clone(), world.clock.clone(), 9).await;
    assert_eq!(copy.contents().await.unwrap(), sent);
    assert_eq!(world.node.contents().await.unwrap(), sent);
    assert!(sent.rows() > 600 && sent.tables.iter().any(|table| table.name == "k_report" && table.rows == 1));
    let verified = copy.verify(head).await.unwrap().unwrap();
    assert!(verified.compared && verified.placed > 300);
    assert_eq!(narrative(&copy, &worker, report).await.unwrap(), NARRATIVE);
    assert_ne!(copy.contents().await.unwrap(), sent, "the look was journalled");

    let again = blank(world, &target).await.map(drop);
    assert!(matches!(again, Err(Error::Refused("target-not-empty"))));
    let append_only = raw_result(&target, "delete from journal").await;
    assert!(!append_only, "the copy's journal is append-only, too");
}

/// A change past the node, as the test harness reads results only.
async fn raw_statement(world: &World, statement: &str) {
    assert!(raw_result(&world.place, statement).await, "{statement}");
}

async fn raw_result(place: &Place, statement: &str) -> bool {
    let (place, statement) = (place.clone(), statement.to_owned());
    tokio::spawn(async move { raw_sql(&place, &statement).await }).await.is_ok()
}

on_both!(all_rows_move_to_sqlite, |world| {
    let dir = tempfile::tempdir().unwrap();
    moves_to(&world, Place::Sqlite(dir.path().join("copy.db"))).await;
});

on_both!(all_rows_move_to_postgres, |world| {
    let database = Cluster::shared().unwrap().scratch(None).unwrap();
    moves_to(&world, Place::Postgres(database.url())).await;
});

on_both!(a_stream_that_is_not_whole_leaves_nothing_behind, |world| {
    with_a_report(&world).await;
    let whole = frames(&world.node).await;
    let dir = tempfile::tempdir().unwrap();
    let target = Place::Sqlite(dir.path().join("copy.db"));
    let without = |at: usize| {
        let mut frames = whole.clone();
        frames.remove(at);
        frames
    };
    let mut altered = whole.clone();
    *altered[whole.len() / 2].last_mut().unwrap() ^= 1;
    let mut twice = whole.clone();
    twice.insert(1, whole[0].clone());
    for broken in [
        without(0),
        without(1),
        without(whole.len() / 2),
        without(whole.len() - 1),
        altered,
        twice,
        Vec::new(),
    ] {
        let refused = load(&world, &target, broken).await;
        assert!(matches!(refused, Err(Error::Setup(_) | Error::Storage(_))), "{refused:?}");
    }
    let mut newer = whole.clone();
    newer[0] = [b"H\x01".as_slice(), &99_i64.to_be_bytes()].concat();
    assert!(matches!(load(&world, &target, newer).await, Err(Error::UnknownSchema { found: 99, .. })));
    assert_eq!(load(&world, &target, whole).await.unwrap(), world.node.contents().await.unwrap());
});

on_both!(the_node_key_is_exchanged, |world| {
    let (worker, report) = with_a_report(&world).await;
    world.node.place_waiting().await.unwrap();
    let head = world.node.checkpoint().await.unwrap();
    let next = || NodeSecrets { node: NodeKey::from_bytes([8; 32]), signing: secrets().signing };
    let denied = world.node.perform(&worker.actor, RotateKey { next: next().node }).await;
    assert!(matches!(denied, Err(Error::Denied("system-only"))));
    let wrapped =
        world.node.perform(&world.node.system("test"), RotateKey { next: next().node }).await.unwrap();
    assert_eq!(wrapped, 2, "one organisation and the house key");

    let open = |secrets| {
        Node::open(&world.place, ORIGIN, secrets, world.clock.clone(), Arc::new(SeededChance::new(3)))
    };
    assert!(matches!(open(secrets()).await.map(drop), Err(Error::Sealed)), "the old key opens nothing");
    let node = open(next()).await.unwrap();
    assert_eq!(narrative(&node, &worker, report).await.unwrap(), NARRATIVE);
    node.actor_by_email("admin@contoh.invalid", Lang::Id).await.unwrap();
    node.verify(head).await.unwrap().unwrap();
    let found = node.examine().await.unwrap();
    assert_eq!((found.members, found.sample_opens), (1, Some(true)));
});

on_both!(what_operators_do_is_closed_to_staff_and_journalled, |world| {
    let at = world.node.now();
    let restore = || RestoreNode { taken_at: at };
    let moved = || MoveNode { from: "sqlite".into(), to: "postgres".into() };
    assert!(matches!(world.node.perform(&world.admin, restore()).await, Err(Error::Denied("system-only"))));
    assert!(matches!(world.node.perform(&world.admin, moved()).await, Err(Error::Denied("system-only"))));
    let system = world.node.system("test");
    world.node.perform(&system, restore()).await.unwrap();
    world.node.perform(&system, moved()).await.unwrap();
    let told = world.sql("select act, outcome from journal where kind = 'node' order by at, id").await;
    assert_eq!(told, [["restore-node", "done"], ["move-node", "done"]]);
});

on_both!(a_first_password_is_set_once, |world| {
    let staff = world.staff("case-worker", None).await;
    let set = |password: &str| {
        let act = SetFirstPassword::new(staff.account, password);
        let node = world.node.clone();
        async move { node.set_first_password(act, "petugas@contoh.invalid").await }
    };
    assert!(matches!(set("pendek").await, Err(Error::Refused("password-too-short"))));
    set("kata sandi rekaan pertama").await.unwrap();
    assert!(matches!(set("kata sandi rekaan kedua").await, Err(Error::Refused("password-is-set"))));
    let by_staff = SetFirstPassword::new(staff.account, "kata sandi rekaan");
    assert!(matches!(world.node.perform(&staff.actor, by_staff).await, Err(Error::Denied("system-only"))));
});

on_both!(a_damaged_end_is_noticed_at_a_glance, |world| {
    with_a_report(&world).await;
    world.node.place_waiting().await.unwrap();
    let found = world.node.examine().await.unwrap();
    assert!(found.head_fits && found.placed > 0 && found.waiting == 0 && found.bad_members.is_empty());
    assert!(found.last_entry.unwrap() < world.node.now());
    raw_statement(&world, "update tree_head set size = 1, frontier = (select hashes from tile limit 1)")
        .await;
    assert!(!world.node.examine().await.unwrap().head_fits);
    let wrong = "update member_key set wrapped = (select email from account limit 1)";
    raw_statement(&world, wrong).await;
    // The running node remembers the key; one that starts anew does not.
    let anew = World::open(world.place.clone(), world.clock.clone(), 4).await;
    assert_eq!(anew.examine().await.unwrap().bad_members.len(), 1);
});
