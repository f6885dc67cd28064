//! What a copy holds: every part of the case that is the person's own, nothing of others, and what a child said in confidence for
//! the child alone.

use std::collections::BTreeSet;

use model::kinds::{self, SubjectRequest};
use model::{Draft, Id, Role};
use node::acts::rights::{AccessCopy, CopyOfData, DECIDED, InCopy};
use node::acts::{Move, Open};
use node::{Actor, Shown, registry};

use crate::world::World;

#[test]
fn it_is_decided_for_every_part_of_a_case() {
    let parts: BTreeSet<&str> =
        kinds::ALL.iter().filter(|meta| meta.role == Role::Part("case")).map(|meta| meta.slug).collect();
    let decided: BTreeSet<&str> = DECIDED.iter().map(|(slug, _)| *slug).collect();
    assert_eq!(parts, decided, "decide whether a new part goes into a person's copy");
    assert_eq!(decided.len(), DECIDED.len(), "each once");
}

/// A record of each of these kinds, opened with what it requires and a telling text.
async fn opened(world: &World, who: &Actor, case: Id) {
    let parts: &[(&str, &[(&str, &str)])] = &[
        ("assessment", &[("assessment_kind", "rapid"), ("due", "2026-03-10")]),
        (
            "care-arrangement",
            &[("care_arrangements_type", "foster_care"), ("name_caregiver", "Pengasuh Rekaan")],
        ),
        ("case-plan", &[("due", "2026-03-12"), ("summary", "Rencana rekaan")]),
        (
            "concern",
            &[("protection_concern_type", "forced_begging"), ("date_concern_identified", "2026-03-05")],
        ),
        ("feedback", &[("offered_on", "2026-03-05")]),
        ("flag", &[("message", "Catatan kerja rekaan"), ("date", "2026-03-20")]),
        ("follow-up", &[("followup_type", "in_care"), ("needed_by", "2026-03-12")]),
        (
            "hearing",
            &[
                ("hearing_date", "2026-03-15"),
                ("hearing_kind", "child_testimony"),
                ("child_must_attend", "true"),
            ],
        ),
        ("incident", &[("date_of_first_report", "2026-03-05"), ("suspects", "Orang lain rekaan")]),
        ("legal-process", &[("reported_on", "2026-03-02"), ("suspects", "Orang lain rekaan")]),
        ("measure", &[("moment", "intake"), ("planned_for", "2026-03-10")]),
        ("plan-goal", &[("domain", "education"), ("goal", "Kembali bersekolah"), ("due", "2026-04-01")]),
        ("restitution-claim", &[("claim_kind", "restitution"), ("heads_of_loss", "suffering")]),
        ("safety-plan", &[("safety_plan_needed", "true"), ("safe_places", "Rumah bibi (rekaan)")]),
        ("service", &[("service_type", "education")]),
    ];
    for (slug, fields) in parts {
        let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
        let entry = registry::kind(slug).unwrap();
        entry.open(&world.node, world.node.new_id(), who, Some(case), draft).await.unwrap_or_else(|error| {
            panic!("{slug}: {error:?}");
        });
    }
}

async fn copy(world: &World, lead: &Actor, person: Id, requester: &str) -> CopyOfData {
    let draft = Draft::default()
        .with("request_type", "access")
        .with("requester", requester)
        .with("person", person.to_string())
        .with("delivery", "in_person")
        .with("request_text", "Minta salinan data (rekaan).");
    let request = world.node.perform(lead, Open::<SubjectRequest>::root(draft)).await.unwrap().id;
    for (action, field, text) in
        [("verify", "verified_how", "Bertemu langsung (rekaan)"), ("decide", "decision", "granted")]
    {
        let step = Move::<SubjectRequest>::new(request, action, Draft::default().with(field, text)).unwrap();
        world.node.perform(lead, step).await.unwrap();
    }
    world.node.perform(lead, AccessCopy { request }).await.unwrap()
}

fn kinds_in(copy: &CopyOfData) -> BTreeSet<&'static str> {
    copy.cases.iter().flat_map(|case| &case.parts).map(|(envelope, _)| envelope.kind).collect()
}

on_both!(a_copy_holds_every_part_that_is_ones_own, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let lead = world.staff("protection-lead", None).await;
    let case = world.open_case(&worker.actor, "low").await;
    opened(&world, &worker.actor, case).await;
    let person: Id =
        world.sql(&format!("select child from k_case where id = '{case}'")).await[0][0].parse().unwrap();
    let own = copy(&world, &lead.actor, person, "self").await;
    let found = kinds_in(&own);
    let made = [
        "assessment",
        "care-arrangement",
        "case-plan",
        "concern",
        "feedback",
        "follow-up",
        "hearing",
        "incident",
        "legal-process",
        "measure",
        "plan-goal",
        "restitution-claim",
        "safety-plan",
        "service",
    ];
    for slug in made {
        assert!(found.contains(slug), "{slug} of {found:?}");
    }
    assert!(!found.contains("flag"), "how the house works is not the person's data");
    let of = |slug: &str| {
        let parts = own.cases.iter().flat_map(|case| &case.parts);
        parts.filter(|(envelope, _)| envelope.kind == slug).map(|(_, record)| record).next().unwrap()
    };
    assert_eq!(of("safety-plan").text("safe_places"), "Rumah bibi (rekaan)");
    assert_eq!(of("case-plan").text("summary"), "Rencana rekaan");
    for (slug, others) in
        [("care-arrangement", "name_caregiver"), ("incident", "suspects"), ("legal-process", "suspects")]
    {
        assert_eq!(of(slug).get(others), Some(&Shown::Hidden), "{slug}.{others} is about somebody else");
    }
    // What a child said in confidence goes to nobody else who may ask for a copy.
    let found = kinds_in(&copy(&world, &lead.actor, person, "court").await);
    for (slug, decided) in DECIDED {
        if *decided == InCopy::ToSelf {
            assert!(!found.contains(slug), "{slug}");
        }
    }
    assert!(found.contains("case-plan"));
});
