//! How often the database is asked. A page that asks once for each row is quick on a laptop and slow in a ministry, where the
//! database is another process; so the number of statements must not grow with what is shown.

use model::{Draft, kinds};
use node::acts::day::MyDay;
use node::acts::desk::ListNotifications;
use node::acts::people::SearchPeople;
use node::acts::{Edit, List, ListQuery, View};

use crate::door::{PASSWORD, invited, session, sign_in};
use crate::people::{child, open};
use crate::world::{Staff, World};

/// Statements since the node was opened, without those that counting them takes.
async fn asked(world: &World) -> u64 {
    let figures = world.node.metrics().await.unwrap();
    let found = figures.iter().find(|(name, _)| name == "jejaring_statements_total").unwrap();
    found.1 as u64
}

/// Runs something and answers how many statements it took.
macro_rules! statements {
    ($world:expr, $what:expr) => {{
        let (first, before) = (asked($world).await, asked($world).await);
        $what;
        asked($world).await - before - (before - first)
    }};
}

async fn some_cases(world: &World, worker: &Staff, names: &[&str]) {
    for name in names {
        open(world, worker, child(name)).await;
    }
}

/// What a worker's pages take.
async fn pages(world: &World, worker: &Staff) -> [u64; 4] {
    let actor = &worker.actor;
    [
        statements!(world, {
            let found = world.node.perform(actor, SearchPeople::free("Melatisari")).await.unwrap();
            assert!(!found.hits.is_empty());
        }),
        statements!(
            world,
            world.node.perform(actor, List::<kinds::Case>::new(ListQuery::default())).await.unwrap()
        ),
        statements!(world, world.node.perform(actor, MyDay).await.unwrap()),
        statements!(world, world.node.perform(actor, ListNotifications).await.unwrap()),
    ]
}

on_both!(what_is_asked_does_not_grow_with_what_is_shown, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    some_cases(&world, &worker, &["Kusumawardhani Melatisari", "Anggraini Melatisari"]).await;
    let _warm = pages(&world, &worker).await;
    let few = pages(&world, &worker).await;
    let more =
        ["Ratna Melatisari", "Puspa Melatisari", "Wulan Melatisari", "Indah Melatisari", "Tiara Melatisari"];
    some_cases(&world, &worker, &more).await;
    let many = pages(&world, &worker).await;
    assert_eq!(few, many, "search, list, day, notifications");
    assert!(few.iter().all(|statements| *statements > 0), "{few:?}");
});

on_both!(a_history_by_many_hands_is_told_by_as_many_statements, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let (case, _) = open(&world, &worker, child("Kusumawardhani Melatisari")).await;
    let look = async || {
        statements!(&world, world.node.perform(&worker.actor, View::<kinds::Case>::new(case)).await.unwrap())
    };
    let _warm = look().await;
    let one = look().await;
    for role in ["supervisor", "manager"] {
        let other = world.staff(role, Some(world.unit)).await;
        let draft = Draft::default().with("circumstances", format!("Data rekaan: diubah oleh {role}."));
        world.node.perform(&other.actor, Edit::<kinds::Case>::new(case, draft)).await.unwrap();
    }
    assert_eq!(look().await, one);
});

on_both!(a_request_begins_with_one_statement, |world| {
    let (_, email) = invited(&world, "case-worker").await;
    let token = session(sign_in(&world, &email, PASSWORD).await);
    let back = async || world.node.resume(&token).await.unwrap();
    // What a role may do is read by the first who holds it.
    let _first = back().await;
    assert_eq!(statements!(&world, back().await), 1);
});
