//! Two records of one child: merged, seen together, and taken apart again.

use node::Error;
use node::acts::people::{
    ErasePerson, EraseReason, MergePeople, NewCase, OpenCase, UnmergePeople, ViewPerson,
};

use crate::people::{case, child, open, search};

on_both!(a_merge_shows_both_and_can_be_undone, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let other = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let far = world.staff("supervisor", Some(world.other_unit)).await;
    let lead = world.staff("protection-lead", None).await;
    let (first, kept) = open(&world, &worker, child("Kusumawardhani Melatisari")).await;
    let (second, merged) = open(&world, &other, child("Koesoemawardhani Melati Sari")).await;
    let before = world.sql("select child, report from k_case order by id").await;

    let merge = |reason: &str| MergePeople { kept, merged, reason: reason.into() };
    let no_right = world.node.perform(&worker.actor, merge("Anak yang sama")).await;
    assert!(matches!(no_right, Err(Error::NotFound | Error::Denied(_))));
    assert!(matches!(world.node.perform(&far.actor, merge("Anak yang sama")).await, Err(Error::NotFound)));
    assert!(matches!(world.node.perform(&supervisor.actor, merge(" ")).await, Err(Error::Invalid(_))));
    let done = world.node.perform(&supervisor.actor, merge("Anak yang sama menurut ibunya")).await.unwrap();
    assert_eq!(done.open_cases.len(), 2, "both stay open and are named");
    let again = world.node.perform(&supervisor.actor, merge("Anak yang sama")).await;
    assert!(matches!(again, Err(Error::Refused("person-merged"))));

    let view = world.node.perform(&supervisor.actor, ViewPerson { id: kept }).await.unwrap();
    assert_eq!(view.matters.iter().map(|m| m.id).collect::<Vec<_>>(), [second, first]);
    assert_eq!((view.merges[0].id, view.merges[0].merged), (done.merge, merged));
    let view = world.node.perform(&supervisor.actor, ViewPerson { id: merged }).await.unwrap();
    assert_eq!(view.merged_into, Some(kept));
    assert_eq!(view.history[0].detail.reason.as_deref(), Some("Anak yang sama menurut ibunya"));
    // The worker of the second case now sees the record that is kept; a case is opened for that one alone.
    world.node.perform(&other.actor, ViewPerson { id: kept }).await.unwrap();
    let asked = search(&world, &other.actor, "Kusumawardhani").await.search;
    let anew = |id| OpenCase::new(NewCase::of(case(), id), asked);
    let refused = world.node.perform(&other.actor, anew(merged)).await;
    assert!(matches!(refused, Err(Error::Refused("person-merged"))));
    let refused = world.node.perform(&other.actor, anew(kept)).await;
    assert!(matches!(refused, Err(Error::Refused("case-is-open"))));
    let erase = ErasePerson { id: kept, reason: EraseReason::LegalOrder };
    let refused = world.node.perform(&lead.actor, erase).await;
    assert!(matches!(refused, Err(Error::Refused("merged-people-first"))));

    let undo = || UnmergePeople { merge: done.merge, reason: "Ternyata kakak beradik".into() };
    world.node.perform(&supervisor.actor, undo()).await.unwrap();
    assert!(matches!(world.node.perform(&supervisor.actor, undo()).await, Err(Error::NotFound)));
    let view = world.node.perform(&supervisor.actor, ViewPerson { id: kept }).await.unwrap();
    assert_eq!(view.matters.iter().map(|m| m.id).collect::<Vec<_>>(), [first]);
    assert!(view.merges.is_empty());
    assert!(matches!(world.node.perform(&other.actor, ViewPerson { id: kept }).await, Err(Error::NotFound)));
    assert_eq!(
        world.sql("select child, report from k_case order by id").await,
        before,
        "no case was touched"
    );
});
