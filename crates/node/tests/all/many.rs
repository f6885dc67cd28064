//! Several processes of one node on one PostgreSQL, here as several nodes of one test: what one does the others know within the stated time,
//! and what happens once happens once. On SQLite there is one process; what holds for it stands beside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use model::kinds::Report;
use model::{Draft, Lang};
use node::acts::intake::{CheckCaller, LogCall};
use node::acts::people::SearchPeople;
use node::acts::staff::{InviteAccount, ListAccounts, SetPassword, SignIn, SignedIn};
use node::acts::{List, ListQuery, Open};
use node::{Actor, Error, Node, SetClock, Upkeep};
use tokio::time::{Instant, sleep};

use crate::casework::report;
use crate::people::child;
use crate::world::{On, START, Staff, World, in_world};

/// Within which another process finds whom one has written down (`docs/OPERATING.md`).
const FOUND_WITHIN: Duration = Duration::from_secs(1);
const PASSWORD: &str = "kapal hijau di dermaga";

/// Another process on the same database, a little off in its clock, at work.
async fn beside(world: &World, seed: u64) -> Node {
    let clock = Arc::new(SetClock::at(START.plus(1_500)));
    let node = World::open(world.place.clone(), clock, seed).await;
    for node in [&world.node, &node] {
        node.start(Upkeep::default()).await.unwrap();
    }
    node
}

async fn stopped(nodes: &[&Node]) {
    for node in nodes {
        node.stop().await;
    }
}

async fn found(node: &Node, actor: &Actor, name: &str) -> bool {
    !node.perform(actor, SearchPeople::free(name)).await.unwrap().hits.is_empty()
}

/// How long something takes to come, at most ten seconds.
async fn after(mut come: impl AsyncFnMut() -> bool) -> Duration {
    let begin = Instant::now();
    while !come().await && begin.elapsed() < Duration::from_secs(10) {
        sleep(Duration::from_millis(20)).await;
    }
    begin.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whom_one_process_writes_down_another_finds() {
    in_world(On::Postgres, async |world: World| {
        let other = beside(&world, 71).await;
        let worker = world.staff("case-worker", Some(world.unit)).await;
        let tasks = [world.node.start_people_index(None), other.start_people_index(None)];
        for node in [&world.node, &other] {
            let loaded = async || {
                let asked = node.perform(&worker.actor, SearchPeople::free("Tiada Siapa")).await.unwrap();
                asked.still_loading.is_none()
            };
            after(loaded).await;
        }
        // The listening begins in the background.
        sleep(Duration::from_millis(300)).await;
        crate::people::open(&world, &worker, child("Melatisari Kusumawardhani")).await;
        let took = after(async || found(&other, &worker.actor, "Melatisari Kusumawardhani").await).await;
        assert!(took < FOUND_WITHIN, "{took:?}");
        // A case opened at one is guarded by a search made at the other.
        let asked = other
            .perform(&worker.actor, SearchPeople::form(child("Melatisari Kusumawardani")))
            .await
            .unwrap();
        assert!(!asked.hits.is_empty(), "written otherwise, and found");
        stopped(&[&world.node, &other]).await;
        tasks.iter().for_each(tokio::task::JoinHandle::abort);
    })
    .await;
}

async fn invited(world: &World) -> (Staff, String) {
    let staff = world.staff("case-worker", Some(world.unit)).await;
    let pass = world.node.perform(&world.admin, InviteAccount { account: staff.account }).await.unwrap();
    world.node.set_password(Lang::Id, SetPassword::new(pass.token(), PASSWORD)).await.unwrap();
    let listed = world.node.perform(&world.admin, ListAccounts).await.unwrap();
    let email = listed.iter().find(|row| row.id == staff.account).unwrap().email.clone();
    (staff, email)
}

async fn sign_in(node: &Node, email: &str, password: &str) -> node::Result<SignedIn> {
    node.sign_in(Lang::Id, SignIn::new(email, password, "Peramban contoh", b"192.0.2.1")).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_signs_in_at_one_is_known_at_the_other_and_locked_out_at_both() {
    in_world(On::Postgres, async |world: World| {
        let other = beside(&world, 72).await;
        let (staff, email) = invited(&world).await;
        let Ok(SignedIn::Session(pass)) = sign_in(&world.node, &email, PASSWORD).await else {
            panic!("a session")
        };
        let session = other.resume(pass.token()).await.unwrap();
        assert_eq!(session.account, staff.account);
        let act = other.new_id();
        let opened = other.perform_as(act, &session.actor, Open::<Report>::root(report())).await.unwrap();
        // The same act arrives once more, at the other process: a balancer tried again.
        let again = world.node.perform_as(act, &session.actor, Open::<Report>::root(report())).await.unwrap();
        assert_eq!(opened.id, again.id);
        let listed =
            world.node.perform(&staff.actor, List::<Report>::new(ListQuery::default())).await.unwrap();
        assert_eq!(listed.rows.len(), 1);

        for attempt in 0..10 {
            let node = if attempt % 2 == 0 { &world.node } else { &other };
            assert!(sign_in(node, &email, "salah sama sekali").await.is_err());
        }
        for node in [&world.node, &other] {
            let locked = sign_in(node, &email, PASSWORD).await;
            assert!(matches!(locked, Err(Error::TooMany(_))), "counted together");
        }
        stopped(&[&world.node, &other]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_that_called_one_process_called_the_other() {
    in_world(On::Postgres, async |world: World| {
        let other = beside(&world, 73).await;
        let operator = world.staff("intake-operator", Some(world.unit)).await;
        sleep(Duration::from_millis(300)).await;
        let draft =
            Draft::default().with("call_type", "silent_call").with("narrative", "Dicatat cepat (rekaan).");
        let call = LogCall { draft, caller: "0800-0000-4321".into(), quick: true, receipt: false };
        world.node.perform(&operator.actor, call).await.unwrap();
        let times = async || {
            let check = CheckCaller { caller: "+62 800 0000 4321".into() };
            other.perform(&operator.actor, check).await.unwrap().times
        };
        let took = after(async || times().await == 1).await;
        assert!(took < FOUND_WITHIN, "{took:?}");
        stopped(&[&world.node, &other]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_falls_due_happens_once() {
    in_world(On::Postgres, async |world: World| {
        let clock = world.clock.clone();
        let nodes: Vec<Node> =
            [World::open(world.place.clone(), clock.clone(), 74).await, World::open(world.place.clone(), clock, 75).await]
                .into();
        let worker = world.staff("case-worker", Some(world.unit)).await;
        for _ in 0..5 {
            world.node.perform(&worker.actor, Open::<Report>::root(report())).await.unwrap();
        }
        // Reports that nobody takes on: reminders and climbing, each told once for each step.
        world.clock.advance(9 * model::time::DAY);
        let done = futures_util::future::join_all(nodes.iter().chain([&world.node]).map(Node::turn_clock)).await;
        assert!(done.iter().map(|one| *one.as_ref().unwrap()).sum::<usize>() > 0, "something was due");
        let told = "select count(*), count(distinct (post_id, code, matter_id, at)) from notification where matter_id is not null";
        let counts = world.sql(told).await;
        assert_eq!(counts[0][0], counts[0][1], "no notification twice");
        assert_eq!(world.node.turn_clock().await.unwrap(), 0, "and nothing is left");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lease_has_one_holder_until_it_is_silent() {
    in_world(On::Postgres, async |world: World| {
        let other = World::open(world.place.clone(), world.clock.clone(), 76).await;
        assert!(world.node.hold("digests", 60_000).await.unwrap());
        assert!(!other.hold("digests", 60_000).await.unwrap());
        assert!(other.hold("mailboxes", 60_000).await.unwrap(), "another sort of work is another lease");
        world.clock.advance(60_001);
        assert!(other.hold("digests", 60_000).await.unwrap(), "whoever fell silent is replaced");
        assert!(!world.node.hold("digests", 60_000).await.unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_has_one_process_and_it_has_every_lease() {
    in_world(On::Sqlite, async |world: World| {
        assert!(world.node.hold("digests", 60_000).await.unwrap());
        assert_eq!(world.sql("select count(*) from lease").await, [["0"]]);
        assert_eq!(world.node.connections().await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_are_counted_with_their_connections() {
    in_world(On::Postgres, async |world: World| {
        let other = beside(&world, 77).await;
        let processes = async || world.node.connections().await.unwrap().unwrap().processes;
        let took = after(async || processes().await == 2).await;
        assert!(took < Duration::from_secs(8), "{took:?}");
        let found = world.node.connections().await.unwrap().unwrap();
        assert_eq!(found.budget, 2 * i64::from(node::CONNECTIONS));
        assert_eq!(found.left(), found.most - found.reserved - found.budget);
        stopped(&[&other]).await;
        assert_eq!(processes().await, 1, "whoever stops says so");
        stopped(&[&world.node]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_program_shows_and_changes_nothing_on_a_newer_schema() {
    in_world(On::Postgres, async |world: World| {
        let worker = world.staff("case-worker", Some(world.unit)).await;
        world.node.start(Upkeep::default()).await.unwrap();
        sleep(Duration::from_millis(300)).await;
        world
            .sql_run("insert into schema_version (version, name, applied_at) values (9999, 'kelak', 0)")
            .await;
        let ready = async || world.node.readiness().await;
        let took = after(async || !ready().await.schema).await;
        assert!(took < Duration::from_secs(8), "{took:?}");
        assert!(!ready().await.is_ready());
        let refused = world.node.perform(&worker.actor, Open::<Report>::root(report())).await;
        assert!(matches!(refused, Err(Error::Refused("newer-schema"))));
        world.node.perform(&worker.actor, List::<Report>::new(ListQuery::default())).await.unwrap();
        world.sql_run("delete from schema_version where version = 9999").await;
        after(async || ready().await.schema).await;
        world.node.perform(&worker.actor, Open::<Report>::root(report())).await.unwrap();
        world.node.stop().await;
    })
    .await;
}

on_both!(a_process_that_drains_goes_on_answering, |world| {
    world.node.place_waiting().await.unwrap();
    assert!(world.node.readiness().await.is_ready());
    world.node.drain();
    let ready = world.node.readiness().await;
    assert!(!ready.is_ready() && !ready.staying && ready.database);
    let worker = world.staff("case-worker", Some(world.unit)).await;
    world.node.perform(&worker.actor, Open::<Report>::root(report())).await.unwrap();
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_is_placed_in_time_whoever_is_gone() {
    in_world(On::Postgres, async |world: World| {
        let other = beside(&world, 78).await;
        let worker = world.staff("case-worker", Some(world.unit)).await;
        // One writes all the time, the other from time to time: neither waits for the other's lease.
        let ended = Arc::new(AtomicBool::new(false));
        let (busy, actor, done) = (world.node.clone(), worker.actor.clone(), ended.clone());
        let writing = tokio::spawn(async move {
            while !done.load(Ordering::Relaxed) {
                busy.perform(&actor, Open::<Report>::root(report())).await.unwrap();
                sleep(Duration::from_millis(5)).await;
            }
        });
        let mut longest = Duration::ZERO;
        for _ in 0..10 {
            let act = other.new_id();
            other.perform_as(act, &worker.actor, Open::<Report>::root(report())).await.unwrap();
            longest = longest.max(after(async || other.prove_entry(act).await.is_ok()).await);
        }
        ended.store(true, Ordering::Relaxed);
        writing.await.unwrap();
        // A quarter of a second is stated; the machine of the tests has other work.
        assert!(longest < Duration::from_millis(1_500), "{longest:?}");
        stopped(&[&world.node, &other]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_processes_that_start_at_once_make_one_schema() {
    let cluster = trial::postgres::Cluster::shared().unwrap();
    let database = cluster.scratch(None).unwrap();
    let place = node::Place::Postgres(database.url());
    let clock = Arc::new(SetClock::at(START));
    let nodes = (0..4).map(|seed| World::open(place.clone(), clock.clone(), 80 + seed));
    let nodes = futures_util::future::join_all(nodes).await;
    let versions =
        crate::world::raw_sql(&place, "select count(*), count(distinct version) from schema_version").await;
    assert_eq!(versions[0][0], versions[0][1]);
    drop(nodes);
}
