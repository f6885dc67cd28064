//! Two records that look alike and are two people: decided once, shown with who decided, never suggested again until taken back.

use model::{Draft, Id};
use node::acts::people::{DecideDuplicate, MergePeople, NewCase, OpenCase, SearchPeople, ViewPerson};
use node::{Actor, Error};

use crate::world::World;

fn child(name: &str) -> Draft {
    Draft::default().with("name", name).with("sex", "female").with("birth_year", "2013")
}

fn case() -> Draft {
    Draft::default().with("registration_date", "2026-03-04").with("risk_level", "low").with("region", "32.73")
}

/// Opens a case of a new child; gives the child.
async fn known(world: &World, actor: &Actor, name: &str, confirmed: bool) -> Id {
    let asked = world.node.perform(actor, SearchPeople::form(child(name))).await.unwrap().search;
    let mut open = OpenCase::new(NewCase::child(case(), child(name)), asked);
    if confirmed {
        open = open.confirmed_not_duplicate();
    }
    let id = world.node.perform(actor, open).await.unwrap().id;
    let person = format!("select person_id from participation where matter_id = '{id}' and role = 'child'");
    world.sql(&person).await[0][0].parse().unwrap()
}

fn decide(one: Id, other: Id, distinct: bool) -> DecideDuplicate {
    DecideDuplicate { one, other, distinct, reason: "Data rekaan: wali berbeda".into() }
}

/// What a search beside a record says about another.
async fn suggested(world: &World, actor: &Actor, beside: Id, other: Id) -> Option<String> {
    let search = SearchPeople::free("Melati Kencana").beside(beside);
    let hits = world.node.perform(actor, search).await.unwrap().hits;
    assert!(hits.iter().all(|hit| hit.id != beside), "a record is not beside itself");
    let hit = hits.iter().find(|hit| hit.id == other).expect("found");
    hit.distinct.as_ref().map(|distinct| distinct.by.clone())
}

on_both!(a_pair_decided_once_is_not_suggested_again, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("supervisor", Some(world.unit)).await;
    let one = known(&world, &worker.actor, "Melati Kencana", false).await;
    let two = known(&world, &worker.actor, "Melati Kencana Sari", true).await;
    // Opened although it looked alike: that was a decision, and it is undone like any other.
    let by_opening = suggested(&world, &worker.actor, one, two).await;
    if by_opening.is_some() {
        world.node.perform(&worker.actor, decide(two, one, false)).await.unwrap();
    }
    assert_eq!(suggested(&world, &worker.actor, one, two).await, None);
    let undone = world.node.perform(&worker.actor, decide(one, two, false)).await;
    assert!(matches!(undone, Err(Error::NotFound)), "nothing to take back");

    world.node.perform(&worker.actor, decide(one, two, true)).await.unwrap();
    world.node.perform(&worker.actor, decide(two, one, true)).await.unwrap();
    for (beside, other) in [(one, two), (two, one)] {
        assert_eq!(
            suggested(&world, &worker.actor, beside, other).await.as_deref(),
            Some("Petugas supervisor")
        );
        let seen = world.node.perform(&worker.actor, ViewPerson { id: beside }).await.unwrap();
        assert_eq!(seen.distinct.len(), 1, "decided twice is one decision");
        assert_eq!(
            (seen.distinct[0].other, seen.distinct[0].post_title.as_str()),
            (other, "Jabatan supervisor")
        );
    }
    let same = world.node.perform(&worker.actor, decide(one, one, true)).await;
    assert!(matches!(same, Err(Error::Refused("same-person"))));

    // Somebody who reaches neither learns nothing, and decides nothing.
    let far = world.staff("supervisor", Some(world.other_unit)).await;
    let denied = world.node.perform(&far.actor, decide(one, two, false)).await;
    assert!(matches!(denied, Err(Error::NotFound)), "{denied:?}");

    // One person after all: the merge is what holds.
    let merge = MergePeople { kept: one, merged: two, reason: "Data rekaan: NIK sama".into() };
    world.node.perform(&worker.actor, merge).await.unwrap();
    let seen = world.node.perform(&worker.actor, ViewPerson { id: one }).await.unwrap();
    assert!(seen.distinct.is_empty() && seen.merges.len() == 1);
    let merged = world.node.perform(&worker.actor, decide(one, two, true)).await;
    assert!(matches!(merged, Err(Error::Refused("person-merged"))));
});
