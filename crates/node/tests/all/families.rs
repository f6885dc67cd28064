//! Brothers and sisters, care, the search for a family, and names that are hidden.

use model::kinds::{CareArrangement, Case, FollowUp, TracingRequest};
use model::{Draft, Id};
use node::acts::family::{EditFamily, JoinFamily, LeaveFamily, ViewFamily};
use node::acts::people::{EditPerson, NewCase, OpenCase, SearchPeople, UnhideName, ViewPerson};
use node::acts::tracing::{ConfirmMatch, MatchTracing};
use node::acts::{Edit, List, ListQuery, Move, Open, View};
use node::{Actor, Error};

use crate::people::{case, child, open};
use crate::world::{Staff, World};

fn draft(fields: &[(&str, &str)]) -> Draft {
    fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text))
}

async fn look(world: &World, actor: &Actor, case: Id) -> node::acts::Viewed {
    world.node.perform(actor, View::<Case>::new(case)).await.expect("a look")
}

fn family_of(seen: &node::acts::Viewed) -> Id {
    seen.record.text("family").parse().expect("a family")
}

on_both!(the_case_of_a_sister_carries_the_family_and_copies_nobody, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let other = world.staff("case-worker", Some(world.unit)).await;
    let provider = world.staff("service-provider", None).await;
    let first = child("Kusumawardhani Melatisari")
        .with("guardian_name", "Wulaningtyas")
        .with("guardian_relation", "mother");
    let (one, _) = open(&world, &worker, first).await;
    let sister = child("Puspaningrum Lestariwati");
    let asked = world.node.perform(&worker.actor, SearchPeople::form(sister.clone())).await.unwrap();
    let act =
        OpenCase::new(NewCase::child(case(), sister), asked.search).sibling_of(one).confirmed_not_duplicate();
    let two = world.node.perform(&worker.actor, act).await.unwrap().id;

    let (left, right) = (look(&world, &worker.actor, one).await, look(&world, &worker.actor, two).await);
    assert_eq!(family_of(&left), family_of(&right));
    assert_eq!(left.people[0].person, right.people[0].person, "one mother, not two records of her");
    assert_eq!(world.sql("select count(*) from k_person").await[0][0], "3");
    let id = family_of(&left);
    let seen = world.node.perform(&worker.actor, ViewFamily { id }).await.unwrap();
    assert_eq!((seen.cases.len(), seen.members.len(), seen.others.len()), (2, 1, 0));
    for stranger in [&other, &provider] {
        let hidden = world.node.perform(&stranger.actor, ViewFamily { id }).await;
        assert!(matches!(hidden, Err(Error::NotFound)));
    }
    // A third child of a colleague: whom to ask, and nothing of the child.
    let (three, _) = open(&world, &other, child("Sekararum Pratiwi")).await;
    let both = world.staff("supervisor", Some(world.unit)).await;
    world.node.perform(&both.actor, JoinFamily { case: three, sibling: one }).await.unwrap();
    let seen = world.node.perform(&other.actor, ViewFamily { id }).await.unwrap();
    assert_eq!((seen.cases.len(), seen.others.len()), (1, 2));
    assert_eq!(seen.others[0].custodian, "Jabatan case-worker");

    let address = |text: &str| draft(&[("address", text), ("household", "")]);
    let edit = |text: &str, since| EditFamily { id, draft: address(text), since: Some(since) };
    world.node.perform(&worker.actor, edit("Jalan Rekaan 1", 1)).await.unwrap();
    world.node.perform(&both.actor, edit("Jalan Rekaan 2", 1)).await.unwrap();
    let seen = world.node.perform(&worker.actor, ViewFamily { id }).await.unwrap();
    assert_eq!(seen.family.text("address"), "Jalan Rekaan 1");
    assert_eq!(seen.conflicts[0].offered, "Jalan Rekaan 2");
    let kept = world.sql("select address from k_family").await;
    assert!(!kept[0][0].is_empty() && !kept[0][0].contains("Rekaan"));
    let leave = LeaveFamily { case: three, reason: "Bukan saudara".into() };
    world.node.perform(&other.actor, leave).await.unwrap();
    assert!(matches!(world.node.perform(&other.actor, ViewFamily { id }).await, Err(Error::NotFound)));
});

on_both!(care_is_approved_by_another_and_never_rewritten, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let (root, _) = open(&world, &worker, child("Kusumawardhani Melatisari")).await;
    let propose = async |who: &Staff, fields: &[(&str, &str)]| {
        world.node.perform(&who.actor, Open::<CareArrangement>::part(root, draft(fields))).await
    };
    let institution = [("care_arrangements_type", "residential_care"), ("name_caregiver", "Panti Rekaan")];
    let undated = propose(&worker, &institution).await;
    assert!(matches!(undated, Err(Error::Invalid(_))), "an institution has a review date");
    let step = async |who: &Staff, id, action: &str, fields: &[(&str, &str)]| {
        world.node.perform(&who.actor, Move::<CareArrangement>::new(id, action, draft(fields)).unwrap()).await
    };
    let dated = [institution[0], institution[1], ("review_due", "2026-06-05")];
    let id = propose(&worker, &dated).await.unwrap().id;
    let vetted = [
        ("vetting_done_on", "2026-03-04"),
        ("vetting_result", "suitable"),
        ("child_view", "Data rekaan: mau."),
    ];
    let own = step(&worker, id, "approve", &vetted).await;
    assert!(matches!(own, Err(Error::Denied(_))));
    let unfit = [vetted[0], ("vetting_result", "not_suitable"), vetted[2]];
    let refused = step(&supervisor, id, "approve", &unfit).await;
    assert!(matches!(refused, Err(Error::Refused("caregiver-not-suitable"))));
    step(&supervisor, id, "approve", &vetted).await.unwrap();
    let own = propose(&supervisor, &[("care_arrangements_type", "foster_care")]).await.unwrap().id;
    let refused = step(&supervisor, own, "approve", &vetted).await;
    assert!(matches!(refused, Err(Error::Refused("own-work"))));
    step(&worker, id, "begin", &[("placed_on", "2026-03-05")]).await.unwrap();
    let rewrite = Edit::<CareArrangement>::new(id, draft(&[("name_caregiver", "Panti Lain")]));
    assert!(matches!(
        world.node.perform(&worker.actor, rewrite).await,
        Err(Error::Refused("arrangement-has-begun"))
    ));
    let manager = world.staff("manager", None).await;
    step(&manager, own, "approve", &vetted).await.unwrap();
    let second = step(&worker, own, "begin", &[("placed_on", "2026-03-05")]).await;
    assert!(matches!(second, Err(Error::Refused("arrangement-before"))));
    step(&worker, id, "finish", &[("ended_on", "2026-03-05"), ("reason_change", "other")]).await.unwrap();
    step(&worker, own, "begin", &[("placed_on", "2026-03-05")]).await.unwrap();
    let query = ListQuery { root: Some(root), limit: 10, ..ListQuery::default() };
    let all = world.node.perform(&worker.actor, List::<CareArrangement>::new(query)).await.unwrap();
    assert_eq!(all.rows.len(), 2, "the first stays as it was");
});

on_both!(a_reunion_needs_the_person_the_child_and_the_visits, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let (other, _) = open(
        &world,
        &worker,
        child("Sekararum Pratiwi")
            .with("guardian_name", "Wulaningtyas Padmasari")
            .with("guardian_relation", "mother")
            .with("guardian_phone", "0800-0000-7731"),
    )
    .await;
    let mother = look(&world, &worker.actor, other).await.people[0].person;
    let (root, own) = open(&world, &worker, child("Kusumawardhani Melatisari")).await;
    let sought = draft(&[
        ("sought_name", "Wulaningtias Padmasari"),
        ("relation", "mother"),
        ("sought_phone", "0800-0000-7731"),
    ]);
    let id = world.node.perform(&worker.actor, Open::<TracingRequest>::part(root, sought)).await.unwrap().id;
    let found = world.node.perform(&worker.actor, MatchTracing { id }).await.unwrap();
    assert_eq!(found.candidates[0].id, mother);
    assert!(found.candidates[0].grounds.contains(&"phone-exact"), "{:?}", found.candidates[0].grounds);
    let provider = world.staff("service-provider", None).await;
    assert!(world.node.perform(&provider.actor, MatchTracing { id }).await.is_err());
    let step = async |action: &str, fields: &[(&str, &str)]| {
        world
            .node
            .perform(&worker.actor, Move::<TracingRequest>::new(id, action, draft(fields)).unwrap())
            .await
    };
    step("trace", &[("next_search_on", "2026-03-12")]).await.unwrap();
    let verify = [("verified_on", "2026-03-05"), ("verification", "Data rekaan: akta kelahiran.")];
    assert!(matches!(step("verify", &verify).await, Err(Error::Refused("match-first"))));
    let confirm = |person| ConfirmMatch { id, person, reason: "Data rekaan: nomor sama".into() };
    let child_itself = world.node.perform(&worker.actor, confirm(own)).await;
    assert!(matches!(child_itself, Err(Error::Refused("is-the-child"))));
    world.node.perform(&worker.actor, confirm(mother)).await.unwrap();
    assert_eq!(look(&world, &worker.actor, root).await.people[0].person, mother);
    step("verify", &verify).await.unwrap();
    let reunite = |wish: &'static str| {
        [
            ("reunified_on", "2026-03-05"),
            ("child_wish_on", "2026-03-04"),
            ("child_wants_reunion", wish),
            ("child_wish", "Data rekaan: ingin pulang."),
            ("family_assessed_on", "2026-03-04"),
            ("family_assessment", "Data rekaan: aman."),
        ]
    };
    assert!(matches!(step("reunify", &reunite("false")).await, Err(Error::Refused("child-does-not-wish"))));
    assert!(matches!(step("reunify", &reunite("true")).await, Err(Error::Refused("follow-ups-first"))));
    let visit = draft(&[("followup_type", "after_reunification"), ("needed_by", "2026-03-12")]);
    world.node.perform(&worker.actor, Open::<FollowUp>::part(root, visit)).await.unwrap();
    step("reunify", &reunite("true")).await.unwrap();
});

on_both!(a_hidden_name_is_shown_to_whoever_says_why, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let intake = world.staff("intake-operator", Some(world.unit)).await;
    let (root, id) =
        open(&world, &worker, child("Kusumawardhani Melatisari").with("protected_identity", "true")).await;
    let hidden = async |actor: &Actor| look(&world, actor, root).await.child.unwrap().hides("name");
    assert!(hidden(&worker.actor).await);
    let query = ListQuery { limit: 10, ..ListQuery::default() };
    let listed = world.node.perform(&worker.actor, List::<Case>::new(query)).await.unwrap();
    assert_eq!(listed.rows[0].name, None, "lists show the number");
    let found = world.node.perform(&worker.actor, SearchPeople::free("Kusumawardhani")).await.unwrap();
    assert!(found.hits.iter().all(|hit| hit.person.hides("name")));
    let lift = EditPerson { id, draft: draft(&[("protected_identity", "false")]), since: None };
    assert!(matches!(world.node.perform(&worker.actor, lift).await, Err(Error::Refused("unhide-first"))));
    let why = |reason: &str| UnhideName { id, reason: reason.into() };
    assert!(world.node.perform(&intake.actor, why("Ingin tahu")).await.is_err(), "not without the right");
    assert!(matches!(world.node.perform(&worker.actor, why(" ")).await, Err(Error::Invalid(_))));
    world.node.perform(&worker.actor, why("Menyiapkan sidang")).await.unwrap();
    assert!(!hidden(&worker.actor).await);
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    assert!(hidden(&supervisor.actor).await, "each says why for their own post");
    let view = world.node.perform(&worker.actor, ViewPerson { id }).await.unwrap();
    let told = view.history.iter().find(|told| told.act == "unhide-name").unwrap();
    assert_eq!(told.detail.reason.as_deref(), Some("Menyiapkan sidang"));
    world.clock.advance(3 * model::time::HOUR + 1);
    assert!(hidden(&worker.actor).await, "for three hours");
});
