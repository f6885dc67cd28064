//! The practice of a case: risk that flows, visits in rhythm, versions of the plan, decisions, closure and what it remembers.

use model::kinds::{
    Assessment, Case, CasePlan, Concern, Conference, ConferenceDecision, Feedback, FollowUp,
    GraveViolationReturn, Hearing, Measure, PlanGoal, ReleasePath, RestitutionClaim, SafetyPlan,
};
use model::time::DAY;
use model::{Draft, Id, Kind};
use node::acts::conference::{ListSeats, Member, NoteAttendance, SeatMember};
use node::acts::{AddDecision, Edit, Move, Open, Practice, View};
use node::{Actor, Error};

use crate::moves;
use crate::world::World;

fn fields(texts: &[(&str, &str)]) -> Draft {
    texts.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text))
}

async fn part<K: Kind>(world: &World, actor: &Actor, case: Id, texts: &[(&str, &str)]) -> Id {
    world.node.perform(actor, Open::<K>::part(case, fields(texts))).await.unwrap().id
}

async fn step<K: Kind>(
    world: &World,
    actor: &Actor,
    id: Id,
    action: &str,
    texts: &[(&str, &str)],
) -> Result<(), Error> {
    world.node.perform(actor, Move::<K>::new(id, action, fields(texts)).unwrap()).await.map(drop)
}

async fn practice(world: &World, actor: &Actor, case: Id) -> Practice {
    world.node.perform(actor, View::<Case>::new(case)).await.unwrap().practice.unwrap()
}

/// What of the checklist is missing.
async fn missing(world: &World, actor: &Actor, case: Id) -> Vec<&'static str> {
    let practice = practice(world, actor, case).await;
    practice.checklist.iter().filter(|item| item.missing > 0).map(|item| item.code).collect()
}

async fn due_visits(world: &World, case: Id) -> Vec<String> {
    let rows = world
        .sql(&format!(
            "select k.needed_by from matter m join k_follow_up k on k.id = m.id
             where m.root_id = '{case}' and m.state = 'due' order by k.needed_by"
        ))
        .await;
    rows.into_iter().map(|mut row| row.remove(0)).collect()
}

/// A case that somebody has met the child of.
async fn contacted(world: &World, actor: &Actor, risk: &str) -> Id {
    let case = world.open_case(actor, risk).await;
    step::<Case>(world, actor, case, "contact", &[("first_contact_on", "2026-03-05")]).await.unwrap();
    case
}

const SUBMITTED: [(&str, &str); 2] = [("done_on", "2026-03-05"), ("findings", "Temuan rekaan.")];

async fn assessed(world: &World, w: &Actor, s: &Actor, case: Id, risk: &str) -> Id {
    let id =
        part::<Assessment>(world, w, case, &[("assessment_kind", "comprehensive"), ("due", "2026-03-12")])
            .await;
    let mut said = SUBMITTED.to_vec();
    said.push(("risk_level", risk));
    step::<Assessment>(world, w, id, "submit", &said).await.unwrap();
    step::<Assessment>(world, s, id, "approve", &[]).await.unwrap();
    id
}

on_both!(an_approved_assessment_sets_risk_and_visits_and_is_frozen, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let (w, s) = (&worker.actor, &supervisor.actor);
    let case = contacted(&world, w, "low").await;
    assert_eq!(due_visits(&world, case).await, ["2026-04-04"], "low risk: thirty days");

    let first = assessed(&world, w, s, case, "high").await;
    let seen = world.node.perform(w, View::<Case>::new(case)).await.unwrap();
    assert_eq!((seen.record.text("risk_level").as_str(), seen.envelope.priority.as_str()), ("high", "high"));
    assert_eq!(due_visits(&world, case).await, ["2026-03-12"], "high risk brings the visit forward");

    // A promise to come soon is kept when the risk falls.
    let second = assessed(&world, w, s, case, "low").await;
    assert_eq!(due_visits(&world, case).await, ["2026-03-12"]);
    let old = world.node.perform(w, View::<Assessment>::new(first)).await.unwrap();
    assert_eq!(old.record.text("superseded_by"), second.to_string());
    for id in [first, second] {
        let edit = Edit::<Assessment>::new(id, fields(&[("findings", "Lain (rekaan).")]));
        assert!(matches!(world.node.perform(s, edit).await, Err(Error::Refused("matter-closed"))), "frozen");
    }
    // A form that was open before the second assessment does not overwrite what that one found.
    let stale = Edit::<Case>::new(case, fields(&[("risk_level", "medium")])).since(seen.version);
    world.node.perform(w, stale).await.unwrap();
    let seen = world.node.perform(w, View::<Case>::new(case)).await.unwrap();
    assert_eq!((seen.record.text("risk_level").as_str(), seen.conflicts.len()), ("low", 1));
});

on_both!(an_open_case_always_has_a_next_visit, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let w = &worker.actor;
    let case = contacted(&world, w, "medium").await;
    let visit = |world: &World| {
        let sql = format!(
            "select id from matter where root_id = '{case}' and kind = 'follow-up' and state = 'due'"
        );
        let world = world.place.clone();
        async move { crate::world::raw_sql(&world, &sql).await[0][0].parse::<Id>().unwrap() }
    };
    let seen = [("followup_date", "2026-03-05"), ("seen_child", "yes")];
    step::<FollowUp>(&world, w, visit(&world).await, "record", &seen).await.unwrap();
    assert_eq!(due_visits(&world, case).await, ["2026-03-19"], "by the rhythm of medium risk");
    let missed = [("not_seen_reason", "Tidak dapat menyeberang (rekaan).")];
    step::<FollowUp>(&world, w, visit(&world).await, "miss", &missed).await.unwrap();
    assert_eq!(due_visits(&world, case).await, ["2026-03-19"], "a missed visit is made up for");
    let off = [("cancel_reason", "Dijadwalkan ulang (rekaan).")];
    step::<FollowUp>(&world, w, visit(&world).await, "cancel", &off).await.unwrap();
    assert_eq!(due_visits(&world, case).await.len(), 1, "and one that was called off");
    let promised = [("followup_date", "2026-03-05"), ("seen_child", "yes"), ("next_followup", "2026-03-08")];
    step::<FollowUp>(&world, w, visit(&world).await, "record", &promised).await.unwrap();
    assert_eq!(due_visits(&world, case).await, ["2026-03-08"], "a promised visit is enough");
    let edit = Edit::<Case>::new(case, fields(&[("risk_level", "high")]));
    world.node.perform(w, edit).await.unwrap();
    assert_eq!(due_visits(&world, case).await, ["2026-03-08"]);
});

on_both!(a_case_sums_up_its_concerns, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let w = &worker.actor;
    let case = world.open_case(w, "low").await;
    let open = async |code: &str| {
        let draft = [("protection_concern_type", code), ("date_concern_identified", "2026-03-05")];
        part::<Concern>(&world, w, case, &draft).await
    };
    let first = open("forced_begging").await;
    let second = open("street_child").await;
    let codes = format!("select code from coded where record_id = '{case}' order by code");
    assert_eq!(world.sql(&codes).await, [["forced_begging"], ["street_child"]]);
    let wrong = [("ended_on", "2026-03-05"), ("outcome_note", "Ternyata tidak (rekaan).")];
    step::<Concern>(&world, w, second, "disprove", &wrong).await.unwrap();
    step::<Concern>(&world, w, first, "resolve", &[("ended_on", "2026-03-05")]).await.unwrap();
    assert_eq!(
        world.sql(&codes).await,
        [["forced_begging"]],
        "what was disproved is not counted, what was resolved is"
    );
});

on_both!(one_version_of_a_plan_is_in_force, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let (w, s) = (&worker.actor, &supervisor.actor);
    let case = contacted(&world, w, "low").await;
    let goal = [("domain", "safety"), ("goal", "Tujuan rekaan"), ("due", "2026-04-01")];
    part::<PlanGoal>(&world, w, case, &goal).await;
    let mut plans = Vec::new();
    for _ in 0..2 {
        let plan = part::<CasePlan>(&world, w, case, &[("due", "2026-03-12")]).await;
        step::<CasePlan>(&world, w, plan, "submit", &[("date_case_plan", "2026-03-05")]).await.unwrap();
        let own = step::<CasePlan>(&world, w, plan, "approve", &[]).await;
        assert!(own.is_err(), "a worker approves nothing");
        step::<CasePlan>(&world, s, plan, "approve", &[]).await.unwrap();
        plans.push(plan);
    }
    let versions =
        "select p.version, m.state from k_case_plan p join matter m on m.id = p.id order by p.version";
    assert_eq!(world.sql(versions).await, [["1", "superseded"], ["2", "approved"]]);
    let seen = world.node.perform(w, View::<Case>::new(case)).await.unwrap();
    assert_eq!(seen.record.text("workflow"), "case_plan");
    assert_eq!(seen.record.text("date_case_plan"), "2026-03-05");
});

on_both!(what_a_conference_decides_is_somebodys_work, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let other = world.staff("case-worker", Some(world.other_unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let (w, s) = (&worker.actor, &supervisor.actor);
    let case = contacted(&world, w, "high").await;
    let called = [("conference_type", "case_conference"), ("date", "2026-03-06"), ("reason", "Rekaan.")];
    let conference = part::<Conference>(&world, w, case, &called).await;
    let decide = |post| AddDecision {
        conference,
        post,
        draft: fields(&[("decision", "Menyiapkan sekolah (rekaan)."), ("due", "2026-03-20")]),
    };
    let early = world.node.perform(w, decide(other.post)).await;
    assert!(matches!(early, Err(Error::Refused("wrong-state"))), "nothing is decided before it is held");
    for post in [worker.post, supervisor.post] {
        let member = SeatMember { conference, member: Member::Post(post), heard: false };
        world.node.perform(w, member).await.unwrap();
    }
    step::<Conference>(&world, w, conference, "hold", &[]).await.unwrap();
    for seat in world.node.perform(w, ListSeats { conference }).await.unwrap() {
        let there = NoteAttendance { seat: seat.id, present: true, conflict: false, note: String::new() };
        world.node.perform(w, there).await.unwrap();
    }
    let bare = Open::<ConferenceDecision>::part(case, fields(&[("decision", "x"), ("due", "2026-03-20")]));
    assert!(matches!(world.node.perform(w, bare).await, Err(Error::Refused("decision-needs-conference"))));
    let decision = world.node.perform(w, decide(other.post)).await.unwrap().id;

    let shown = world.node.perform(w, View::<Conference>::new(conference)).await.unwrap().parts;
    assert_eq!(
        shown[0].rows.iter().map(|row| row.envelope.id).collect::<Vec<_>>(),
        [decision],
        "on its own page"
    );
    // The post that was named sees its work and not the case.
    let o = &other.actor;
    let seen = world.node.perform(o, View::<ConferenceDecision>::new(decision)).await.unwrap();
    assert_eq!(seen.envelope.custodian, other.post);
    assert!(matches!(world.node.perform(o, View::<Case>::new(case)).await, Err(Error::NotFound)));
    let custody = format!("select post_id from custody where matter_id = '{decision}' and to_at is null");
    assert_eq!(world.sql(&custody).await, [[other.post.to_string()]]);

    let minutes = [("minutes", "Rekaan."), ("outcome", "case_open")];
    step::<Conference>(&world, s, conference, "minute", &minutes).await.unwrap();
    let own = step::<Conference>(&world, s, conference, "approve", &[]).await;
    assert!(matches!(own, Err(Error::Refused("own-work"))));
    assert!(missing(&world, w, case).await.contains(&"decisions"));
    step::<ConferenceDecision>(&world, o, decision, "carry-out", &[("done_on", "2026-03-05")]).await.unwrap();
    assert!(!missing(&world, w, case).await.contains(&"decisions"));
});

const CLOSING: [(&str, &str); 4] = [
    ("closure_reason", "goals_met"),
    ("closure_date", "2026-03-05"),
    ("last_contact_on", "2026-03-05"),
    ("closure_note", "Catatan penutup rekaan."),
];

on_both!(what_others_were_asked_for_stands_on_the_checklist_of_closure, |world| {
    let two = moves::two(&world).await;
    let w = &two.worker.actor;
    let case = contacted(&world, w, "low").await;
    part::<Feedback>(&world, w, case, &[("offered_on", "2026-03-05")]).await;
    moves::agree(&world, w, case).await;
    assert_eq!(missing(&world, w, case).await, Vec::<&str>::new());
    let referral = moves::refer(&world, w, case, two.provider.post).await.unwrap();
    assert_eq!(missing(&world, w, case).await, ["moves"]);
    let closed = step::<Case>(&world, w, case, "close", &CLOSING).await;
    assert!(matches!(closed, Err(Error::Refused("move-open"))));
    moves::step(&world, w, referral, "revoke", &[("revoked_reason", "Rekaan.")]).await.unwrap();
    step::<Case>(&world, w, case, "close", &CLOSING).await.unwrap();
});

on_both!(a_closure_has_no_gaps_and_is_remembered, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let w = &worker.actor;
    let case = contacted(&world, w, "low").await;
    let plan = part::<SafetyPlan>(&world, w, case, &[("safety_plan_needed", "yes")]).await;
    let goal = [("domain", "safety"), ("goal", "Tujuan rekaan"), ("due", "2026-04-01")];
    let goal = part::<PlanGoal>(&world, w, case, &goal).await;
    assert_eq!(missing(&world, w, case).await, ["goals", "safety-plan", "feedback"]);
    let refused = |result| match result {
        Err(Error::Refused(code)) => code,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(step::<Case>(&world, w, case, "close", &CLOSING).await), "open-parts");
    step::<PlanGoal>(&world, w, goal, "meet", &[]).await.unwrap();
    assert_eq!(refused(step::<Case>(&world, w, case, "close", &CLOSING).await), "closure-incomplete");
    step::<SafetyPlan>(&world, w, plan, "end", &[("end_note", "Aman (rekaan).")]).await.unwrap();
    assert_eq!(refused(step::<Case>(&world, w, case, "close", &CLOSING).await), "closure-incomplete");
    part::<Feedback>(&world, w, case, &[("offered_on", "2026-03-05")]).await;
    assert_eq!(missing(&world, w, case).await, Vec::<&str>::new());
    step::<Case>(&world, w, case, "close", &CLOSING).await.unwrap();
    assert_eq!(due_visits(&world, case).await, ["2026-04-05", "2026-06-05", "2026-09-05", "2027-03-05"]);

    world.clock.advance(DAY);
    let again = [("reopened_reason", "Perlu bantuan lagi (rekaan).")];
    step::<Case>(&world, w, case, "reopen", &again).await.unwrap();
    let seen = world.node.perform(w, View::<Case>::new(case)).await.unwrap();
    assert_eq!(seen.record.text("closure_reason"), "", "the next closing asks afresh");
    let log = &seen.practice.unwrap().reopenings;
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].closure_reason.as_deref(), Some("goals_met"));
    assert_eq!(log[0].closure_note.as_deref(), Some("Catatan penutup rekaan."));
    assert_eq!(log[0].reason.as_deref(), Some("Perlu bantuan lagi (rekaan)."));
    assert_eq!(log[0].post, Some(worker.post));
    let rest = world.sql("select closure_note, reason from reopened_log").await;
    assert!(rest.iter().flatten().all(|cell| !cell.contains("rekaan")), "sealed at rest");
    assert_eq!(missing(&world, w, case).await, ["feedback"], "asked again for each time that a case is open");
    assert_eq!(due_visits(&world, case).await, ["2026-04-05"], "visited again");
});

on_both!(a_bad_answer_after_closure_proposes_to_open_again, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let w = &worker.actor;
    let case = contacted(&world, w, "low").await;
    part::<Feedback>(&world, w, case, &[("offered_on", "2026-03-05")]).await;
    step::<Case>(&world, w, case, "close", &CLOSING).await.unwrap();
    let visits = format!("select id from matter where root_id = '{case}' and state = 'due' order by due_at");
    let visits: Vec<Id> = world.sql(&visits).await.iter().map(|row| row[0].parse().unwrap()).collect();
    let found = |safe: &'static str, wellbeing: &'static str, day: &'static str| {
        [("followup_date", day), ("seen_child", "yes"), ("safe", safe), ("wellbeing", wellbeing)]
    };
    step::<FollowUp>(&world, w, visits[0], "record", &found("true", "8", "2026-03-05")).await.unwrap();
    assert_eq!(practice(&world, w, case).await.reopen_proposed, None);
    world.clock.advance(DAY);
    step::<FollowUp>(&world, w, visits[1], "record", &found("true", "2", "2026-03-06")).await.unwrap();
    assert_eq!(practice(&world, w, case).await.reopen_proposed, Some(visits[1]));
    let told =
        format!("select count(*) from notification where code = 'reopen-proposed' and matter_id = '{case}'");
    assert_eq!(world.sql(&told).await, [["1"]]);
    world.clock.advance(DAY);
    step::<FollowUp>(&world, w, visits[2], "record", &found("true", "7", "2026-03-07")).await.unwrap();
    assert_eq!(
        practice(&world, w, case).await.reopen_proposed,
        None,
        "what a later visit found well is well"
    );
});

on_both!(before_and_after_are_shown_to_who_may_see_them, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let legal = world.staff("legal-officer", Some(world.unit)).await;
    let w = &worker.actor;
    let case = world.open_case(w, "low").await;
    for (moment, score, severity, day) in
        [("intake", "3", "severe", "2026-03-03"), ("closure", "7", "mild", "2026-03-05")]
    {
        let id = part::<Measure>(&world, w, case, &[("moment", moment), ("planned_for", day)]).await;
        let taken = [("measured_on", day), ("severity", severity), ("wellbeing", score)];
        step::<Measure>(&world, w, id, "take", &taken).await.unwrap();
    }
    let change = practice(&world, w, case).await.change;
    assert_eq!((change.improved_wellbeing(), change.less_impacted()), (Some(true), Some(true)));
    let at_law = world.open_case_at(w, "low", Some(legal.post)).await;
    assert_eq!(practice(&world, &legal.actor, at_law).await.change.wellbeing, None);
});

on_both!(a_hearing_names_the_next_one_and_its_post_is_told, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let w = &worker.actor;
    let case = world.open_case(w, "low").await;
    let first = [
        ("hearing_date", "2026-03-07"),
        ("hearing_kind", "child_testimony"),
        ("child_must_attend", "yes"),
        ("support", "companion closed_session"),
    ];
    let first = part::<Hearing>(&world, w, case, &first).await;
    world.node.turn_clock().await.unwrap();
    assert_eq!(world.node.turn_clock().await.unwrap(), 0, "told once");
    let told = "select post_id from notification where code = 'hearing-soon'";
    assert_eq!(world.sql(told).await, [[worker.post.to_string()]]);
    let held = [("outcome", "Ditunda (rekaan)."), ("next_date", "2026-03-21")];
    step::<Hearing>(&world, w, first, "postpone", &held).await.unwrap();
    let next = "select k.hearing_date, k.support from matter m join k_hearing k on k.id = m.id where m.state = 'scheduled'";
    assert_eq!(world.sql(next).await, [["2026-03-21", "closed_session companion"]]);
});

on_both!(the_victims_fund_covers_restitution_alone, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let w = &worker.actor;
    let case = world.open_case(w, "low").await;
    for (kind, covered) in [("restitution", true), ("compensation", false)] {
        let claim = part::<RestitutionClaim>(
            &world,
            w,
            case,
            &[("claim_kind", kind), ("heads_of_loss", "suffering")],
        )
        .await;
        let way: [(&str, &[(&str, &str)]); 4] = [
            ("file", &[("filed_on", "2026-03-05"), ("filed_with", "lpsk"), ("amount_claimed", "5000000")]),
            ("grant-partly", &[("decided_on", "2026-03-05"), ("amount_ordered", "3000000")]),
            ("await-payment", &[("deadline", "2026-04-05")]),
            ("default", &[]),
        ];
        for (action, said) in way {
            step::<RestitutionClaim>(&world, w, claim, action, said).await.unwrap();
        }
        let cover = step::<RestitutionClaim>(&world, w, claim, "cover", &[("amount_paid", "3000000")]).await;
        assert_eq!(cover.is_ok(), covered, "{cover:?}");
    }
});

on_both!(armed_conflict_has_rights_of_its_own, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let lead = world.staff("protection-lead", None).await;
    let legal = world.staff("legal-officer", Some(world.unit)).await;
    let case = world.open_case(&worker.actor, "high").await;
    let path =
        part::<ReleasePath>(&world, &worker.actor, case, &[("armed_force_or_group_type", "unknown")]).await;
    assert!(world.node.perform(&lead.actor, View::<ReleasePath>::new(path)).await.is_ok());
    assert!(world.node.perform(&legal.actor, View::<ReleasePath>::new(path)).await.is_err());
    let given = "select armed_force_or_group_type from k_release_path";
    assert!(!world.sql(given).await[0][0].contains("unknown"), "whom the child was with is sealed");
    let counts = fields(&[
        ("violation_type", "attack_on_schools"),
        ("incident_date", "2026-03-01"),
        ("region", "94.01"),
        ("party_type", "unknown"),
        ("period_from", "2026-01-01"),
        ("period_to", "2026-03-31"),
        ("girls_12_17", "2"),
    ]);
    let file = |counts: Draft| Open::<GraveViolationReturn>::root(counts);
    assert!(matches!(world.node.perform(&worker.actor, file(counts.clone())).await, Err(Error::Denied(_))));
    let filed = world.node.perform(&lead.actor, file(counts)).await.unwrap().id;
    let l = &lead.actor;
    step::<GraveViolationReturn>(&world, l, filed, "verify", &[]).await.unwrap();
    let not = [("verification", "rejected"), ("source_count", "3")];
    let differs = step::<GraveViolationReturn>(&world, l, filed, "confirm", &not).await;
    assert!(matches!(differs, Err(Error::Refused("verification-differs"))));
    let yes = [("verification", "verified"), ("source_count", "3")];
    step::<GraveViolationReturn>(&world, l, filed, "confirm", &yes).await.unwrap();
    step::<GraveViolationReturn>(&world, l, filed, "send", &[("returned_on", "2026-03-05")]).await.unwrap();
    let mended = [("correction_note", "Jumlah diperbaiki (rekaan)."), ("girls_12_17", "1")];
    step::<GraveViolationReturn>(&world, l, filed, "correct", &mended).await.unwrap();
});
