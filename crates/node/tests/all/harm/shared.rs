//! What several units or cases name: overlaps for supervisors, leads for sectors.

use model::kinds::{Identifier, Overlap, OverlapQuery, SectorLead};
use model::{Draft, Id};
use node::acts::harm::CheckOverlap;
use node::acts::{List, ListQuery, Move, Open, View};
use node::{Actor, Error};

use super::told;
use crate::world::World;

fn query() -> ListQuery {
    ListQuery { limit: 50, ..ListQuery::default() }
}

fn ask(value: &str) -> CheckOverlap {
    CheckOverlap {
        kind: "account".into(),
        value: value.into(),
        holder: "Bank Contoh".into(),
        purpose: "Pendalaman rekaan".into(),
    }
}

async fn named(world: &World, actor: &Actor, case: Id, kind: &str, value: &str) {
    let draft = Draft::default().with("kind", kind).with("value", value).with("holder", "Bank Contoh");
    world.node.perform(actor, Open::<Identifier>::part(case, draft)).await.unwrap();
    world.clock.advance(1_000);
}

on_both!(both_supervisors_hear_and_the_asker_learns_nothing, |world| {
    let manager = world.staff("manager", None).await;
    let one = world.staff("case-worker", Some(world.unit)).await;
    let two = world.staff("case-worker", Some(world.other_unit)).await;
    let neighbour = world.neighbour().await;
    let boss = world.staff_by(&neighbour, "supervisor", None).await;
    let away = world.staff_by(&neighbour, "case-worker", None).await;
    let case = world.open_case(&one.actor, "high").await;
    named(&world, &one.actor, case, "account", "0000-1234-5678").await;
    assert_eq!(told(&world, manager.post).await, Vec::<String>::new());

    world.node.perform(&away.actor, ask("000012345678")).await.unwrap();
    let listed = world.node.perform(&manager.actor, List::<Overlap>::new(query())).await.unwrap();
    let here = listed.rows[0].envelope.id;
    let listed = world.node.perform(&boss.actor, List::<Overlap>::new(query())).await.unwrap();
    let there = listed.rows[0].envelope.id;
    let seen = world.node.perform(&manager.actor, View::<Overlap>::new(here)).await.unwrap();
    assert!(seen.record.text("own_side").starts_with("KS-"), "one's own case and no other");
    assert_eq!(seen.record.text("other_side"), "");
    assert!(told(&world, boss.post).await.contains(&"overlap".to_owned()));
    let mine = told(&world, away.post).await;
    assert_eq!(mine, Vec::<String>::new(), "the asker hears nothing");
    let list = world.node.perform(&away.actor, List::<Overlap>::new(query())).await;
    assert!(list.is_err());
    world.clock.advance(1_000);
    world.node.perform(&away.actor, ask("0000999999")).await.unwrap();
    assert_eq!(told(&world, away.post).await, mine, "and hears the same without a hit");

    // Contact begins when both want it.
    let contact = |note: &str| Draft::default().with("contact_note", note);
    let step = Move::<Overlap>::new(here, "ask_contact", contact("Mari bertemu (rekaan).")).unwrap();
    world.node.perform(&manager.actor, step).await.unwrap();
    let seen = world.node.perform(&boss.actor, View::<Overlap>::new(there)).await.unwrap();
    assert_eq!((seen.envelope.state.as_str(), seen.record.text("other_note")), ("raised", String::new()));
    let step = Move::<Overlap>::new(there, "ask_contact", contact("Setuju (rekaan).")).unwrap();
    world.node.perform(&boss.actor, step).await.unwrap();
    let seen = world.node.perform(&manager.actor, View::<Overlap>::new(here)).await.unwrap();
    assert_eq!(
        (seen.envelope.state.as_str(), seen.record.text("other_note")),
        ("contact_agreed", "Setuju (rekaan).".into())
    );

    // A third unit asks about the same: nobody is told twice of the same pair.
    world.clock.advance(1_000);
    named(&world, &two.actor, world.open_case(&two.actor, "high").await, "account", "000012345678").await;
    let listed = world.node.perform(&manager.actor, List::<Overlap>::new(query())).await.unwrap();
    assert!(listed.rows.len() >= 2, "units of one house hear of each other, too");
});

on_both!(every_question_is_reviewed_and_each_post_has_a_budget, |world| {
    let boss = world.staff("supervisor", Some(world.unit)).await;
    let asker = world.staff("case-worker", Some(world.unit)).await;
    for number in 0..20 {
        world.node.perform(&asker.actor, ask(&format!("00001111{number:04}"))).await.unwrap();
    }
    let more = world.node.perform(&asker.actor, ask("000011119999")).await;
    assert!(matches!(more, Err(Error::TooMany(_))));
    let vague = world.node.perform(&boss.actor, ask("12")).await;
    assert!(matches!(vague, Err(Error::Invalid(_))));
    let listed = world.node.perform(&boss.actor, List::<OverlapQuery>::new(query())).await.unwrap();
    assert_eq!(listed.rows.len(), 20, "each waits for another post's review");
    let object = Draft::default().with("review_note", "Tanpa alasan yang jelas (rekaan).");
    let step = Move::<OverlapQuery>::new(listed.rows[0].envelope.id, "object", object).unwrap();
    world.node.perform(&boss.actor, step).await.unwrap();
    assert_eq!(told(&world, asker.post).await, ["overlap-query-objected"]);
    let own = world.node.perform(&asker.actor, View::<OverlapQuery>::new(listed.rows[1].envelope.id)).await;
    assert!(matches!(own, Err(Error::NotFound)), "who asks does not review");
});

on_both!(a_shared_employer_becomes_a_lead_for_labour, |world| {
    let inspector = world.staff("labour-inspector", None).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let mut cases = Vec::new();
    for _ in 0..3 {
        cases.push(world.open_case(&worker.actor, "high").await);
    }
    named(&world, &worker.actor, cases[0], "employer", "PT Contoh Rekaan").await;
    named(&world, &worker.actor, cases[0], "employer", "PT Contoh Rekaan").await;
    let listed = world.node.perform(&inspector.actor, List::<SectorLead>::new(query())).await.unwrap();
    assert!(listed.rows.is_empty(), "one case alone is no lead");
    named(&world, &worker.actor, cases[1], "employer", "pt. contoh rekaan").await;
    let listed = world.node.perform(&inspector.actor, List::<SectorLead>::new(query())).await.unwrap();
    let lead = listed.rows[0].envelope.id;
    named(&world, &worker.actor, cases[2], "employer", "Contoh Rekaan").await;
    let listed = world.node.perform(&inspector.actor, List::<SectorLead>::new(query())).await.unwrap();
    assert_eq!(listed.rows.len(), 1, "the same lead grows");
    let seen = world.node.perform(&inspector.actor, View::<SectorLead>::new(lead)).await.unwrap();
    assert_eq!((seen.record.text("cases"), seen.record.text("sector")), ("3".into(), "labour".into()));
    let told: Vec<String> = seen.record.fields().map(|(_, shown)| shown.to_text()).collect();
    assert!(
        told.iter().all(|text| !text.contains("KS-") && !cases.iter().any(|case| *text == case.to_string()))
    );
    let draft = Draft::default().with("kind", "employer").with("value", "PT");
    let vague = world.node.perform(&worker.actor, Open::<Identifier>::part(cases[0], draft)).await;
    assert!(matches!(vague, Err(Error::Invalid(_))));
});

on_both!(what_many_cases_name_is_no_lead, |world| {
    let inspector = world.staff("tourism-officer", None).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    for _ in 0..32 {
        let case = world.open_case(&worker.actor, "low").await;
        named(&world, &worker.actor, case, "venue", "Terminal Contoh").await;
    }
    let listed = world.node.perform(&inspector.actor, List::<SectorLead>::new(query())).await.unwrap();
    let seen = world
        .node
        .perform(&inspector.actor, View::<SectorLead>::new(listed.rows[0].envelope.id))
        .await
        .unwrap();
    assert_eq!(seen.record.text("cases"), "30", "beyond that it says nothing about any of them");
});
