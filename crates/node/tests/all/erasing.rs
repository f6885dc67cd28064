//! Erasing a person: nothing readable is left, and every proof holds.

use model::Draft;
use model::kinds::{Case, Report};
use node::acts::people::{
    EditPerson, ErasePerson, EraseReason, NewCase, OpenCase, ReapplyErasures, SearchPeople, ViewPerson,
};
use node::acts::{List, ListQuery, Move, Open, View};
use node::{Error, Place, Shown};

use crate::people::{case, child, open, search};
use crate::world::World;

const NAME: &str = "Kusumawardhani Melatisari";

fn closing() -> Draft {
    Draft::default()
        .with("closure_reason", "goals_met")
        .with("closure_date", "2026-03-05")
        .with("last_contact_on", "2026-03-05")
}

async fn wrapped(world: &World) -> Vec<String> {
    let rows = world.sql("select wrapped from person_key where wrapped is not null order by id").await;
    rows.into_iter().map(|row| row[0].clone()).collect()
}

on_both!(erased_means_unreadable_for_good, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let lead = world.staff("protection-lead", None).await;
    let manager = world.staff("manager", None).await;
    let told = Draft::default()
        .with("channel", "phone")
        .with("reporter_mode", "anonymous")
        .with("narrative", format!("Data rekaan tentang {NAME}."))
        .with("imminent_danger", "false");
    let report = world.node.perform(&worker.actor, Open::<Report>::root(told)).await.unwrap().id;
    let asked = search(&world, &worker.actor, NAME).await.search;
    let new = OpenCase::new(NewCase::child(case(), child(NAME)), asked).from_report(report);
    let opened = world.node.perform(&worker.actor, new).await.unwrap().id;
    let person = search(&world, &worker.actor, NAME).await.hits[0].id;
    let draft = Draft::default().with("schooling", "SD Contoh Rekaan");
    world.node.perform(&worker.actor, EditPerson { id: person, draft, since: None }).await.unwrap();
    let (_, bystander) = open(&world, &worker, child("Bagaskara Rintulangit")).await;

    let erase = || ErasePerson { id: person, reason: EraseReason::SubjectRequest };
    for other in [&worker, &manager] {
        let refused = world.node.perform(&other.actor, erase()).await;
        assert!(matches!(refused, Err(Error::Denied("no-right"))), "`*` does not mean erase");
    }
    let open_case = world.node.perform(&lead.actor, erase()).await;
    assert!(matches!(open_case, Err(Error::Refused("close-cases-first"))));
    world.node.perform(&worker.actor, Move::<Case>::new(opened, "close", closing()).unwrap()).await.unwrap();

    let before = wrapped(&world).await;
    let dir = tempfile::tempdir().unwrap();
    let snapshot = dir.path().join("people.sealed");
    world.node.save_people_snapshot(snapshot.clone()).await.unwrap();
    let erased = world.node.perform(&lead.actor, erase()).await.unwrap();
    assert_eq!((erased.keys, erased.reports_kept.len()), (4, 0), "person, report and two searches");
    assert!(!snapshot.exists(), "the snapshot held the name");
    let again = world.node.perform(&lead.actor, erase()).await;
    assert!(matches!(again, Err(Error::Refused("person-erased"))));

    // Nowhere on the disk is a destroyed key left, also not in the log of SQLite.
    let after = wrapped(&world).await;
    let gone: Vec<_> = before.iter().filter(|key| !after.contains(key)).collect();
    assert_eq!(gone.len(), 4);
    if let Place::Sqlite(path) = &world.place {
        for file in std::fs::read_dir(path.parent().unwrap()).unwrap() {
            let bytes = seal::to_hex(&std::fs::read(file.unwrap().path()).unwrap());
            assert!(gone.iter().all(|key| !bytes.contains(key.as_str())), "an old key is still in a file");
        }
    }

    let view = world.node.perform(&lead.actor, ViewPerson { id: person }).await.unwrap();
    assert_eq!(view.person.get("name"), Some(&Shown::Erased));
    assert!(view.erased_at.is_some() && !view.may_edit && !view.may_erase);
    assert!(view.history.iter().all(|told| told.detail.changes.is_empty()), "old values are gone, too");
    assert!(view.history.iter().any(|told| told.detail.reason.as_deref() == Some("subject-request")));
    let seen = world.node.perform(&worker.actor, View::<Case>::new(opened)).await.unwrap();
    assert_eq!(seen.record.get("circumstances"), Some(&Shown::Erased));
    assert_eq!(seen.child.unwrap().get("name"), Some(&Shown::Erased));
    assert!(seen.parts.iter().all(|part| part.rows.iter().all(|row| row.envelope.phase == "closed")));
    let seen = world.node.perform(&worker.actor, View::<Report>::new(report)).await.unwrap();
    assert_eq!(seen.record.get("narrative"), Some(&Shown::Erased));
    let query = ListQuery { limit: 50, ..ListQuery::default() };
    let listed = world.node.perform(&worker.actor, List::<Case>::new(query)).await.unwrap();
    let names: Vec<_> = listed.rows.iter().map(|row| row.name.as_deref()).collect();
    assert_eq!(names, [Some("Bagaskara Rintulangit"), None]);
    assert!(search(&world, &worker.actor, NAME).await.hits.is_empty());
    assert_eq!(search(&world, &worker.actor, "Bagaskara Rintulangit").await.hits[0].id, bystander);
    let asked = search(&world, &worker.actor, NAME).await.search;
    let anew = OpenCase::new(NewCase::of(case(), person), asked);
    assert!(matches!(world.node.perform(&worker.actor, anew).await, Err(Error::Refused("person-erased"))));

    let reopen = Draft::default().with("reopened_reason", "Data rekaan");
    let reopen = Move::<Case>::new(opened, "reopen", reopen).unwrap();
    assert!(matches!(world.node.perform(&worker.actor, reopen).await, Err(Error::Refused("person-erased"))));

    // A fresh index does not know them either, and the journal holds.
    let second = World::open(world.place.clone(), world.clock.clone(), 2).await;
    second.load_people(None).await.unwrap();
    let found = second.perform(&worker.actor, SearchPeople::free(NAME)).await.unwrap();
    assert!(found.hits.is_empty() && found.still_loading.is_none());
    world.node.place_waiting().await.unwrap();
    world.node.verify(None).await.unwrap().expect("every proof holds");
    assert_eq!(world.node.erasures().await.unwrap().len(), 4);
});

on_both!(a_report_about_two_children_is_kept_and_named, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let lead = world.staff("protection-lead", None).await;
    let told = Draft::default()
        .with("channel", "phone")
        .with("reporter_mode", "anonymous")
        .with("narrative", "Data rekaan: dua anak bekerja.")
        .with("imminent_danger", "false");
    let report = world.node.perform(&worker.actor, Open::<Report>::root(told)).await.unwrap().id;
    let mut opened = Vec::new();
    for name in [NAME, "Bagaskara Rintulangit"] {
        let asked = search(&world, &worker.actor, name).await.search;
        let new = OpenCase::new(NewCase::child(case(), child(name)), asked).from_report(report);
        opened.push(world.node.perform(&worker.actor, new).await.unwrap().id);
    }
    world
        .node
        .perform(&worker.actor, Move::<Case>::new(opened[0], "close", closing()).unwrap())
        .await
        .unwrap();
    let id = search(&world, &worker.actor, NAME).await.hits[0].id;
    let erase = ErasePerson { id, reason: EraseReason::EnteredInError };
    let erased = world.node.perform(&lead.actor, erase).await.unwrap();
    assert_eq!(erased.reports_kept.len(), 1, "somebody must read it");
    let seen = world.node.perform(&worker.actor, View::<Report>::new(report)).await.unwrap();
    assert_eq!(seen.record.text("narrative"), "Data rekaan: dua anak bekerja.");
});

on_both!(after_a_restore_the_erased_are_erased_again, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let (_, id) = open(&world, &worker, child(NAME)).await;
    let key = world.sql(&format!("select key_id, organisation_id from k_person where id = '{id}'")).await;
    let gone = node::Erasure {
        key: key[0][0].parse().unwrap(),
        person: id,
        organisation: key[0][1].parse().unwrap(),
        reason: "legal-order".into(),
        at: world.node.now(),
    };
    let again = |actor: &node::Actor| {
        let (node, actor, erasures) = (world.node.clone(), actor.clone(), vec![gone.clone()]);
        async move { node.perform(&actor, ReapplyErasures { erasures }).await }
    };
    assert!(matches!(again(&worker.actor).await, Err(Error::Denied("system-only"))));
    let system = world.node.system("restore");
    assert_eq!(again(&system).await.unwrap(), 1);
    assert_eq!(again(&system).await.unwrap(), 0);
    assert!(search(&world, &worker.actor, NAME).await.hits.is_empty());
    let view = world.node.perform(&worker.actor, ViewPerson { id }).await.unwrap();
    assert_eq!(view.person.get("name"), Some(&Shown::Erased));
});
