//! Lists: every page of every order shows exactly what the reader may view, each matter once.

use std::collections::BTreeMap;

use model::Id;
use model::kinds::Case;
use node::Actor;
use node::acts::{BreakGlass, List, ListQuery, Sort, View};

use crate::world::World;

/// All pages of a list, two rows at a time; the total of each page must agree.
async fn walk(world: &World, actor: &Actor, query: ListQuery) -> Vec<(Id, i64, Option<i64>)> {
    let (mut found, mut after, mut total) = (Vec::new(), None, None);
    loop {
        let query = ListQuery { after, limit: 2, ..query.clone() };
        let listed = world.node.perform(actor, List::<Case>::new(query)).await.unwrap();
        let rows = listed.rows.iter().map(|row| &row.envelope);
        found.extend(rows.map(|row| (row.id, row.opened_at.millis(), row.due_at.map(|due| due.millis()))));
        assert_eq!(*total.get_or_insert(listed.total), listed.total);
        after = listed.next;
        if after.is_none() {
            assert_eq!(usize::try_from(total.unwrap()).unwrap(), found.len());
            return found;
        }
    }
}

fn sorted(mut rows: Vec<(Id, i64, Option<i64>)>, sort: Sort) -> Vec<Id> {
    match sort {
        Sort::Newest => rows.sort_by_key(|(id, opened, _)| std::cmp::Reverse((*opened, *id))),
        Sort::Oldest => rows.sort_by_key(|(id, opened, _)| (*opened, *id)),
        Sort::Due => rows.sort_by_key(|(id, _, due)| (*due, *id)),
    }
    rows.into_iter().map(|(id, ..)| id).collect()
}

on_both!(every_order_and_filter_shows_what_may_be_viewed_and_each_once, |world| {
    let mut workers = Vec::new();
    for unit in [world.unit, world.unit, world.unit, world.other_unit] {
        workers.push(world.staff("case-worker", Some(unit)).await);
    }
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let mut risks: BTreeMap<Id, &str> = BTreeMap::new();
    for round in 0..3_i64 {
        for (at, worker) in workers.iter().enumerate() {
            let risk = ["high", "low"][(at + usize::try_from(round).unwrap()) % 2];
            risks.insert(world.open_case(&worker.actor, risk).await, risk);
            // Two of a round share their instant, so that the id must decide.
            world.clock.advance(i64::try_from(at).unwrap() % 2);
        }
    }
    // One of another unit, through broken glass; and the supervisor's own.
    let far = world.open_case(&workers[3].actor, "high").await;
    risks.insert(far, "high");
    let glass = BreakGlass { id: far, reason: "Anak dalam bahaya, petugas tidak terjangkau".into() };
    world.node.perform(&supervisor.actor, glass).await.unwrap();
    risks.insert(world.open_case(&supervisor.actor, "high").await, "high");

    for reader in workers.iter().chain([&supervisor]) {
        let mut may = Vec::new();
        for id in risks.keys() {
            if let Ok(seen) = world.node.perform(&reader.actor, View::<Case>::new(*id)).await {
                may.push((
                    *id,
                    seen.envelope.opened_at.millis(),
                    seen.envelope.due_at.map(|due| due.millis()),
                ));
            }
        }
        assert!(may.len() >= 3);
        for sort in [Sort::Newest, Sort::Oldest, Sort::Due] {
            let query = ListQuery { sort, ..ListQuery::default() };
            let found: Vec<_> =
                walk(&world, &reader.actor, query.clone()).await.into_iter().map(|row| row.0).collect();
            assert_eq!(found, sorted(may.clone(), sort));
            let filters = BTreeMap::from([
                ("risk_level".to_owned(), "high".to_owned()),
                ("phase".into(), "open".into()),
            ]);
            let high = walk(&world, &reader.actor, ListQuery { filters, ..query }).await;
            let wanted = may.iter().filter(|row| risks[&row.0] == "high").copied().collect();
            assert_eq!(high.into_iter().map(|row| row.0).collect::<Vec<_>>(), sorted(wanted, sort));
        }
    }
    let filters = BTreeMap::from([("custodian".to_owned(), workers[1].post.to_string())]);
    let of_one = walk(&world, &supervisor.actor, ListQuery { filters, ..ListQuery::default() }).await;
    assert_eq!(of_one.len(), 3);
});
