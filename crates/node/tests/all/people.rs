//! Finding people: who is found, by whom, and how much of them.

use model::Draft;
use node::acts::people::{EditPerson, Found, NewCase, OpenCase, SearchPeople, ViewPerson};
use node::{Actor, Error, Shown};

use crate::world::{Staff, World};

/// An invented child with a name that nobody else bears.
pub(crate) fn child(name: &str) -> Draft {
    Draft::default()
        .with("name", name)
        .with("sex", "female")
        .with("birth_year", "2012")
        .with("region", "32.73")
}

/// An invented case.
pub(crate) fn case() -> Draft {
    Draft::default()
        .with("registration_date", "2026-03-01")
        .with("risk_level", "medium")
        .with("region", "32.73")
        .with("circumstances", "Data rekaan: anak bekerja di warung sampai malam.")
}

/// A search by a name in one box.
pub(crate) async fn search(world: &World, actor: &Actor, text: &str) -> Found {
    world.node.perform(actor, SearchPeople::free(text)).await.expect("a search")
}

/// Somebody opens a case for a new child after a search; answers the case and the person.
pub(crate) async fn open(world: &World, staff: &Staff, child: Draft) -> (model::Id, model::Id) {
    let asked = world.node.perform(&staff.actor, SearchPeople::form(child.clone())).await.expect("a search");
    let open = OpenCase::new(NewCase::child(case(), child), asked.search).confirmed_not_duplicate();
    let case = world.node.perform(&staff.actor, open).await.expect("a case").id;
    let person = world.sql(&format!("select child from k_case where id = '{case}'")).await;
    (case, person[0][0].parse().expect("an id"))
}

async fn loaded(world: &World) {
    world.node.load_people(None).await.expect("the people index");
}

on_both!(a_search_shows_each_what_they_may_see, |world| {
    loaded(&world).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let other_supervisor = world.staff("supervisor", Some(world.other_unit)).await;
    let manager = world.staff("manager", None).await;
    let neighbour = world.neighbour().await;
    let stranger = world.staff_by(&neighbour, "manager", None).await;
    let provider = world.staff("service-provider", None).await;
    let (case, person) = open(&world, &worker, child("Kusumawardhani Melatisari")).await;

    for seer in [&worker, &supervisor, &manager] {
        let found = search(&world, &seer.actor, "Kusumawardhani Melatisari").await;
        assert_eq!(found.hits.len(), 1);
        let hit = &found.hits[0];
        assert_eq!((hit.id, hit.person.text("name").as_str()), (person, "Kusumawardhani Melatisari"));
        assert_eq!(hit.matters.iter().map(|m| m.id).collect::<Vec<_>>(), [case]);
        assert!(hit.grounds.contains(&"name-exact"), "{:?}", hit.grounds);
        assert!(found.known.is_empty() && found.still_loading.is_none());
    }
    // The same organisation, but not their child: whom to ask, and nothing else.
    for asker in [&colleague, &other_supervisor] {
        let found = search(&world, &asker.actor, "Kusumawardhani Melatisari").await;
        assert!(found.hits.is_empty());
        assert_eq!(found.known.len(), 1);
        assert_eq!(found.known[0].title_id, "Jabatan case-worker");
        assert_eq!(found.known[0].state, "identified");
        let shown = serde_json::to_string(&found).unwrap();
        assert!(!shown.to_lowercase().contains("melati") && !shown.contains("2012"), "{shown}");
        // Half a name is not enough to be told anything.
        assert!(search(&world, &asker.actor, "Kusum").await.known.is_empty());
        let view = world.node.perform(&asker.actor, ViewPerson { id: person }).await;
        assert!(matches!(view, Err(Error::NotFound)));
    }
    // Another organisation on the same node: no hint.
    let found = search(&world, &stranger.actor, "Kusumawardhani Melatisari").await;
    assert!(found.hits.is_empty() && found.known.is_empty());
    let refused = world.node.perform(&provider.actor, SearchPeople::free("Kusumawardhani")).await;
    assert!(matches!(refused, Err(Error::Denied("no-right"))));

    let entries = world
        .sql(
            "select listed, detail from journal where act = 'search-people' and outcome = 'done' order by id",
        )
        .await;
    assert!(entries.iter().filter(|row| row[0] == person.to_string()).count() >= 5, "{entries:?}");
    assert!(entries.iter().all(|row| !row[1].is_empty()), "what was asked is kept, sealed");
});

on_both!(nobody_is_pointed_at_who_is_protected, |world| {
    loaded(&world).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    open(&world, &worker, child("Kusumawardhani Melatisari").with("protected_identity", "true")).await;
    let found = search(&world, &colleague.actor, "Kusumawardhani Melatisari").await;
    assert!(found.hits.is_empty() && found.known.is_empty());
    assert_eq!(search(&world, &worker.actor, "Kusumawardhani Melatisari").await.hits.len(), 1);
    // Nor does a refusal tell a colleague that there is somebody.
    let again = child("Kusumawardhani Melatisari");
    let new = OpenCase::new(NewCase::child(case(), again), found.search);
    world.node.perform(&colleague.actor, new).await.unwrap();
});

on_both!(a_grant_lets_one_post_find_what_it_opens, |world| {
    loaded(&world).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let neighbour = world.neighbour().await;
    let officer = world.staff_by(&neighbour, "legal-officer", None).await;
    let other = world.staff_by(&neighbour, "legal-officer", None).await;
    let known = child("Kusumawardhani Melatisari").with("phone", "0800-0000-7731");
    let (case, person) = open(&world, &worker, known).await;
    assert!(search(&world, &officer.actor, "Kusumawardhani").await.hits.is_empty());
    let grant = format!(
        "insert into matter_grant (id, matter_id, post_id, data_groups, verbs, from_at, basis)
         values ('{}', '{case}', '{}', 'record identity', 'view', 0, 'referral')",
        world.node.new_id(),
        officer.post,
    );
    world.sql(&grant).await;
    let found = search(&world, &officer.actor, "Kusumawardhani").await;
    assert_eq!(found.hits[0].id, person);
    assert_eq!(found.hits[0].person.text("name"), "Kusumawardhani Melatisari");
    assert_eq!(found.hits[0].person.get("phone"), Some(&Shown::Hidden), "the grant does not open contacts");
    assert!(search(&world, &other.actor, "Kusumawardhani").await.hits.is_empty());
    let edit = EditPerson { id: person, draft: Draft::default().with("name", "Lain"), since: None };
    assert!(matches!(world.node.perform(&officer.actor, edit).await, Err(Error::Denied("no-right"))));
});

on_both!(spellings_numbers_and_changes_are_found, |world| {
    loaded(&world).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let known = child("Kusumawardhani Melatisari")
        .with("aliases", "Ninuk, Mela")
        .with("birth_day", "05-17")
        .with("nik", "3273935705120007")
        .with("phone", "0800-0000-7731");
    let (_, person) = open(&world, &worker, known).await;
    for text in [
        "Koesoemawardhani Melatisari",
        "Melati Sari Kusumawardani",
        "kusumawardani",
        "327393570512",
        "080000007731",
    ] {
        let found = search(&world, &worker.actor, text).await;
        assert_eq!(found.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [person], "{text}");
    }
    let bad = EditPerson { id: person, draft: Draft::default().with("birth_day", "13-45"), since: None };
    assert!(matches!(world.node.perform(&worker.actor, bad).await, Err(Error::Invalid(_))));
    let draft = Draft::default().with("name", "Wulaningtyas Padmasari").with("aliases", "");
    let edit = EditPerson { id: person, draft, since: Some(1) };
    world.node.perform(&worker.actor, edit).await.unwrap();
    assert!(search(&world, &worker.actor, "Kusumawardhani").await.hits.is_empty());
    assert_eq!(search(&world, &worker.actor, "Wulaningtias").await.hits.len(), 1);

    let view = world.node.perform(&worker.actor, ViewPerson { id: person }).await.unwrap();
    assert_eq!(view.person.text("name"), "Wulaningtyas Padmasari");
    assert!(view.may_edit && !view.may_erase);
    let changes = &view.history[0].detail.changes;
    assert_eq!((changes[0].field.as_str(), changes[0].old.as_str()), ("name", "Kusumawardhani Melatisari"));
    assert_eq!(view.person.get("disability"), Some(&Shown::Value(model::Value::Text(None))));
});

on_both!(the_index_is_filled_from_records_snapshots_and_other_processes, |world| {
    loaded(&world).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let (_, person) = open(&world, &worker, child("Kusumawardhani Melatisari")).await;
    let second = World::open(world.place.clone(), world.clock.clone(), 2).await;
    let ask = |node: &node::Node| {
        let (node, actor) = (node.clone(), worker.actor.clone());
        async move { node.perform(&actor, SearchPeople::free("Kusumawardhani")).await.unwrap() }
    };
    let early = ask(&second).await;
    assert!(early.hits.is_empty() && early.still_loading.is_some(), "it says that somebody may be missing");
    let filling = second.start_people_index(None);
    while ask(&second).await.still_loading.is_some() {
        tokio::task::yield_now().await;
    }
    filling.abort();
    assert_eq!(ask(&second).await.hits[0].id, person);

    // What one process changes the other catches up with.
    let draft = Draft::default().with("name", "Wulaningtyas Padmasari");
    world.node.perform(&worker.actor, EditPerson { id: person, draft, since: None }).await.unwrap();
    second.catch_up_people().await.unwrap();
    assert!(ask(&second).await.hits.is_empty());

    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("people.sealed");
    world.node.save_people_snapshot(path.clone()).await.unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let lower = String::from_utf8_lossy(&bytes).to_lowercase();
    assert!(!lower.contains("wulaningtyas") && !lower.contains("wulan"));
    let draft = Draft::default().with("name", "Kusumawardhani Melatisari");
    world.node.perform(&worker.actor, EditPerson { id: person, draft, since: None }).await.unwrap();
    let third = World::open(world.place.clone(), world.clock.clone(), 3).await;
    third.load_people(Some(path)).await.unwrap();
    assert_eq!(ask(&third).await.hits.len(), 1, "changes since the snapshot are read from the records");
});
