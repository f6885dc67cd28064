//! Who takes part in a case, and who may know of it.

use model::kinds::Case;
use model::{Draft, Id, Participant, ParticipantRole};
use node::acts::people::{
    AddParticipant, EditParticipation, EndParticipation, ErasePerson, EraseReason, MergePeople, SearchPeople,
    UnmergePeople, ViewPerson, Whom,
};
use node::acts::{Edit, Move, View};
use node::{Actor, Error};

use crate::people::{child, open, search};
use crate::world::{Staff, World};

/// An invented grown-up.
fn grown_up(name: &str) -> Draft {
    Draft::default().with("name", name).with("sex", "male").with("phone", "0800-0000-7731")
}

fn said(relation: &str) -> Participant {
    Participant { relation: Some(relation.into()), ..Participant::default() }
}

pub(crate) async fn add(world: &World, who: &Staff, case: Id, role: ParticipantRole, whom: Whom) -> Id {
    let asked = match &whom {
        Whom::New(draft) => SearchPeople::form(draft.clone()),
        Whom::Known(_) => SearchPeople::free("Rekaan"),
    };
    let search = world.node.perform(&who.actor, asked).await.expect("a search").search;
    let relation = if role.accused() { "family_other_than_spouse_or_caregiver" } else { "uncle" };
    let said = if role.relations().is_some() { said(relation) } else { Participant::default() };
    let act = AddParticipant { case, whom, role, said, search, confirmed: true };
    world.node.perform(&who.actor, act).await.expect("somebody takes part").id
}

async fn person_of(world: &World, participation: Id) -> Id {
    let found = world.sql(&format!("select person_id from participation where id = '{participation}'")).await;
    found[0][0].parse().expect("an id")
}

async fn names(world: &World, actor: &Actor, case: Id) -> Vec<(ParticipantRole, String)> {
    let seen = world.node.perform(actor, View::<Case>::new(case)).await.expect("a look");
    seen.people.iter().map(|one| (one.role, one.record.text("name"))).collect()
}

/// A grant of some data groups of a case to a post elsewhere.
async fn grant(world: &World, case: Id, post: Id, groups: &str) {
    let statement = format!(
        "insert into matter_grant (id, matter_id, post_id, data_groups, verbs, from_at, basis)
         values ('{}', '{case}', '{post}', '{groups}', '*', 0, 'referral')",
        world.node.new_id(),
    );
    world.sql(&statement).await;
}

on_both!(each_sees_the_people_whose_part_they_may_know, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let provider = world.staff("service-provider", None).await;
    let officer = world.staff("legal-officer", None).await;
    let (case, _) = open(&world, &worker, child("Kusumawardhani Melatisari")).await;
    let guardian =
        add(&world, &worker, case, ParticipantRole::Guardian, Whom::New(grown_up("Wulaningtyas"))).await;
    let suspect =
        add(&world, &worker, case, ParticipantRole::Suspect, Whom::New(grown_up("Padmanegara"))).await;
    let (guardian, suspect) = (person_of(&world, guardian).await, person_of(&world, suspect).await);
    grant(&world, case, provider.post, "record identity contact health services").await;
    grant(&world, case, officer.post, "record identity contact suspect legal").await;

    let all = names(&world, &worker.actor, case).await;
    assert_eq!(
        all,
        [
            (ParticipantRole::Guardian, "Wulaningtyas".into()),
            (ParticipantRole::Suspect, "Padmanegara".into())
        ]
    );
    assert_eq!(names(&world, &provider.actor, case).await, []);
    assert_eq!(names(&world, &officer.actor, case).await, [(ParticipantRole::Suspect, "Padmanegara".into())]);
    for id in [guardian, suspect] {
        let view = world.node.perform(&provider.actor, ViewPerson { id }).await;
        assert!(
            matches!(view, Err(Error::NotFound)),
            "a role without the group does not learn that there is somebody"
        );
    }
    assert!(matches!(
        world.node.perform(&officer.actor, ViewPerson { id: guardian }).await,
        Err(Error::NotFound)
    ));
    let seen = world.node.perform(&officer.actor, ViewPerson { id: suspect }).await.unwrap();
    assert_eq!(seen.person.text("phone"), "0800-0000-7731");
    // A colleague who looks for the suspect's name is not told that there is a case.
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let found = search(&world, &colleague.actor, "Padmanegara").await;
    assert!(found.hits.is_empty() && found.known.is_empty());
});

on_both!(a_guardian_who_is_a_suspect_is_said_aloud, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let (case, _) = open(
        &world,
        &worker,
        child("Kusumawardhani Melatisari")
            .with("guardian_name", "Wulaningtyas")
            .with("guardian_relation", "uncle")
            .with("guardian_phone", "0800-0000-7731"),
    )
    .await;
    let seen = world.node.perform(&worker.actor, View::<Case>::new(case)).await.unwrap();
    assert!(!seen.guardian_is_suspect);
    let guardian = &seen.people[0];
    assert_eq!(
        (guardian.record.text("name"), guardian.record.text("sex")),
        ("Wulaningtyas".into(), "male".into())
    );
    assert_eq!(
        (guardian.said.relation.as_deref(), guardian.record.text("phone").as_str()),
        (Some("uncle"), "0800-0000-7731")
    );
    let guardian = guardian.person;
    let part = add(&world, &worker, case, ParticipantRole::Suspect, Whom::Known(guardian)).await;
    let seen = world.node.perform(&worker.actor, View::<Case>::new(case)).await.unwrap();
    assert!(seen.guardian_is_suspect);
    assert!(
        seen.people.iter().all(|one| one.withheld && one.record.hides("phone")),
        "nobody calls them by mistake"
    );
    let told = world.sql("select count(*) from notification where code = 'guardian-suspect'").await;
    assert_eq!(told[0][0], "1");
    let end = EndParticipation { id: part, reason: "Bukan orang ini".into() };
    world.node.perform(&worker.actor, end).await.unwrap();
    let seen = world.node.perform(&worker.actor, View::<Case>::new(case)).await.unwrap();
    assert!(!seen.guardian_is_suspect && !seen.people[0].withheld);
    // Said by hand before anybody has a name.
    let edit = Edit::<Case>::new(case, Draft::default().with("guardian_is_suspect", "true"));
    world.node.perform(&worker.actor, edit).await.unwrap();
    let seen = world.node.perform(&worker.actor, View::<Case>::new(case)).await.unwrap();
    assert!(seen.guardian_is_suspect);
});

on_both!(taking_part_has_its_rules, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let stranger = world.staff("case-worker", Some(world.other_unit)).await;
    let (case, own) = open(&world, &worker, child("Kusumawardhani Melatisari")).await;
    let asked = search(&world, &worker.actor, "Padmanegara").await.search;
    let act = |whom, role, search, confirmed| AddParticipant {
        case,
        whom,
        role,
        said: Participant::default(),
        search,
        confirmed,
    };
    let new =
        || Whom::New(grown_up("Padmanegara Wirasena").with("birth_year", "1980").with("region", "32.73"));
    let refused =
        |code: &'static str| move |error: &Error| matches!(error, Error::Refused(given) if *given == code);
    let perform = async |who: &Staff, act| world.node.perform(&who.actor, act).await;
    let unsearched =
        perform(&worker, act(new(), ParticipantRole::Guardian, world.node.new_id(), false)).await;
    assert!(refused("search-first")(&unsearched.unwrap_err()));
    let hidden = perform(&stranger, act(new(), ParticipantRole::Guardian, asked, false)).await;
    assert!(matches!(hidden, Err(Error::NotFound)));
    let second = perform(&worker, act(new(), ParticipantRole::Child, asked, false)).await;
    assert!(refused("one-child")(&second.unwrap_err()));
    let twice = perform(&worker, act(Whom::Known(own), ParticipantRole::Suspect, asked, false)).await;
    assert!(refused("is-the-child")(&twice.unwrap_err()));
    let part = perform(&worker, act(new(), ParticipantRole::Guardian, asked, false)).await.unwrap().id;
    let likely = perform(&worker, act(new(), ParticipantRole::Suspect, asked, false)).await;
    assert!(refused("likely-duplicate")(&likely.unwrap_err()), "found on entry, not only by a search");
    let person = person_of(&world, part).await;
    let again = perform(&worker, act(Whom::Known(person), ParticipantRole::Guardian, asked, false)).await;
    assert!(refused("takes-part-already")(&again.unwrap_err()));

    let wrong = EditParticipation { id: part, said: said("recruiter") };
    assert!(matches!(world.node.perform(&worker.actor, wrong).await, Err(Error::Invalid(_))));
    let note = "Data rekaan: bekerja di luar kota.";
    let right = Participant { note: Some(note.into()), is_alive: Some(true), ..said("father") };
    world.node.perform(&worker.actor, EditParticipation { id: part, said: right.clone() }).await.unwrap();
    let seen = world.node.perform(&worker.actor, View::<Case>::new(case)).await.unwrap();
    assert_eq!(seen.people[0].said, right);
    let kept = world.sql("select note from participation where note is not null").await;
    assert!(!kept[0][0].is_empty() && !kept[0][0].contains("rekaan"));
    // In two cases one person, in another role each.
    let (second, _) = open(&world, &worker, child("Puspaningrum Lestariwati")).await;
    add(&world, &worker, second, ParticipantRole::Suspect, Whom::Known(person)).await;
    let view = world.node.perform(&worker.actor, ViewPerson { id: person }).await.unwrap();
    assert_eq!(view.matters.len(), 2);
});

on_both!(a_merge_takes_every_part_along_and_gives_all_back, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let (case, _) = open(&world, &worker, child("Kusumawardhani Melatisari")).await;
    let guardian =
        add(&world, &worker, case, ParticipantRole::Guardian, Whom::New(grown_up("Wulaningtyas"))).await;
    let suspect =
        add(&world, &worker, case, ParticipantRole::Suspect, Whom::New(grown_up("Wulaning Tyas"))).await;
    let note = Participant { note: Some("Data rekaan: dikenal anak.".into()), ..said("recruiter") };
    world.node.perform(&worker.actor, EditParticipation { id: suspect, said: note }).await.unwrap();
    let (kept, merged) = (person_of(&world, guardian).await, person_of(&world, suspect).await);
    let rows = "select id, person_id, role, relation from participation where to_at is null order by id";
    let before = world.sql(rows).await;
    let look = async || world.node.perform(&worker.actor, View::<Case>::new(case)).await.unwrap();
    assert!(!look().await.guardian_is_suspect, "two records are two people until somebody says otherwise");
    let merge = MergePeople { kept, merged, reason: "Orang yang sama".into() };
    let done = world.node.perform(&supervisor.actor, merge).await.unwrap();
    let seen = look().await;
    assert!(seen.guardian_is_suspect, "one person is guardian and suspect");
    assert_eq!(seen.people.len(), 2, "{:?}", seen.people);
    assert!(seen.people.iter().all(|one| one.person == kept && one.withheld));
    assert_eq!(seen.people[1].said.note.as_deref(), Some("Data rekaan: dikenal anak."));
    let undo = UnmergePeople { merge: done.merge, reason: "Ternyata bukan".into() };
    world.node.perform(&supervisor.actor, undo).await.unwrap();
    assert!(!look().await.guardian_is_suspect);
    assert_eq!(world.sql(rows).await, before);
});

on_both!(who_was_known_for_one_child_goes_with_that_child, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let lead = world.staff("protection-lead", None).await;
    let (case, id) = open(&world, &worker, child("Kusumawardhani Melatisari")).await;
    let (other, _) = open(&world, &worker, child("Puspaningrum Lestariwati")).await;
    let only =
        add(&world, &worker, case, ParticipantRole::Guardian, Whom::New(grown_up("Wulaningtyas"))).await;
    let shared =
        add(&world, &worker, case, ParticipantRole::Suspect, Whom::New(grown_up("Padmanegara"))).await;
    let (only, shared) = (person_of(&world, only).await, person_of(&world, shared).await);
    add(&world, &worker, other, ParticipantRole::Suspect, Whom::Known(shared)).await;
    let close = Draft::default()
        .with("closure_reason", "formal_closing")
        .with("closure_date", "2026-03-05")
        .with("last_contact_on", "2026-03-05");
    world.node.perform(&worker.actor, Move::<Case>::new(case, "close", close).unwrap()).await.unwrap();
    let erase = ErasePerson { id, reason: EraseReason::SubjectRequest };
    world.node.perform(&lead.actor, erase).await.unwrap();
    let gone = |id: Id| world.node.perform(&lead.actor, ViewPerson { id });
    assert!(gone(only).await.unwrap().erased_at.is_some(), "written down for this child's sake alone");
    assert!(gone(shared).await.unwrap().erased_at.is_none());
    assert!(search(&world, &lead.actor, "Wulaningtyas").await.hits.is_empty());
});
