//! Who gave a consent is somebody who takes part in the case, and nobody who is said to have harmed the child.

use model::{Draft, Id, Participant, ParticipantRole};
use node::acts::moves::{GiveConsent, Named, ReferCase, ViewConsents};
use node::acts::people::{AddParticipant, SearchPeople, Whom};
use node::{Actor, Error};

use crate::moves::{sharing, two};
use crate::world::World;

async fn person(world: &World, actor: &Actor, case: Id, role: ParticipantRole, relation: &str) -> Id {
    let draft = Draft::default().with("name", format!("Wali {}", world.node.new_id())).with("sex", "unknown");
    let search = world.node.perform(actor, SearchPeople::form(draft.clone())).await.unwrap().search;
    let said = Participant { relation: Some(relation.into()), ..Participant::default() };
    let whom = Whom::New(draft);
    let add = AddParticipant { case, whom, role, said, search, confirmed: true };
    let id = world.node.perform(actor, add).await.unwrap().id;
    let sql =
        format!("select person_id from participation where id = '{id}' or person_id = '{id}' order by id");
    world.sql(&sql).await[0][0].parse().unwrap()
}

async fn accuse(world: &World, actor: &Actor, case: Id, person: Id) {
    let search = world.node.perform(actor, SearchPeople::free("siapa pun")).await.unwrap().search;
    let add = AddParticipant {
        case,
        whom: Whom::Known(person),
        role: ParticipantRole::Suspect,
        said: Participant::default(),
        search,
        confirmed: true,
    };
    world.node.perform(actor, add).await.unwrap();
}

fn given(by: &str, giver: Id) -> Draft {
    Draft::default()
        .with("consent_kind", "guardian_consent")
        .with("given_by", by)
        .with("giver", giver.to_string())
        .with("decision", "given")
        .with("purposes", "services information_sharing")
        .with("data_groups", "services")
        .with("recipients", "other_organizations")
}

on_both!(who_gave_a_consent_takes_part_in_the_case, |world| {
    let two = two(&world).await;
    let w = &two.worker.actor;
    let (case, other) = (world.open_case(w, "low").await, world.open_case(w, "low").await);
    let mother = person(&world, w, case, ParticipantRole::Guardian, "mother").await;
    let uncle = person(&world, w, case, ParticipantRole::FamilyMember, "uncle").await;
    let stranger = person(&world, w, other, ParticipantRole::Guardian, "father").await;
    let give = |draft| GiveConsent { case, draft, named: Named::default() };
    for (by, whom) in [("guardian", stranger), ("guardian", uncle), ("other_guardian", stranger)] {
        let refused = world.node.perform(w, give(given(by, whom))).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{by}: {refused:?}");
    }
    let seen = world.node.perform(w, ViewConsents { case }).await.unwrap();
    let mut givers: Vec<_> = seen.givers.iter().map(|one| one.person).collect();
    givers.sort();
    let mut both = vec![mother, uncle];
    both.sort();
    assert_eq!(givers, both);
    // What somebody is to the child comes from the part they take.
    world.node.perform(w, give(given("guardian", mother).with("giver_relation", "aunt"))).await.unwrap();
    let kept = world.sql("select giver, giver_relation from k_consent").await;
    assert_eq!(kept, [[mother.to_string(), "mother".to_owned()]]);
});

on_both!(nobody_speaks_for_a_child_whom_they_are_said_to_have_harmed, |world| {
    let two = two(&world).await;
    let w = &two.worker.actor;
    let case = world.open_case(w, "low").await;
    let uncle = person(&world, w, case, ParticipantRole::FamilyMember, "uncle").await;
    let give = |draft| GiveConsent { case, draft, named: Named::default() };
    world.node.perform(w, give(given("other_guardian", uncle))).await.unwrap();
    let refer = || ReferCase { case, to: two.beside.post, service: None, sharing: sharing(&["services"]) };
    let first = ReferCase { to: two.provider.post, ..refer() };
    world.node.perform(w, first).await.unwrap();

    accuse(&world, w, case, uncle).await;
    let again = world.node.perform(w, give(given("other_guardian", uncle))).await;
    assert!(matches!(again, Err(Error::Refused("giver-is-suspect"))), "{again:?}");
    assert!(world.node.perform(w, ViewConsents { case }).await.unwrap().givers.is_empty());
    // What they said before carries nothing new, and whoever has the case is asked for another basis.
    let void = world.node.perform(w, refer()).await;
    assert!(matches!(void, Err(Error::Refused("share-guardian-is-suspect"))), "{void:?}");
    world.node.turn_clock().await.unwrap();
    let reviews = "select count(*) from k_consent_review where why = 'guardian_suspect'";
    assert_eq!(world.sql(reviews).await, [["1"]]);
    world.node.turn_clock().await.unwrap();
    assert_eq!(world.sql(reviews).await, [["1"]], "asked once");
    // A no is taken from anybody.
    let no = given("other_guardian", uncle).with("decision", "refused");
    world.node.perform(w, give(no)).await.unwrap();
});
