//! The whole way of a case, and what may not be skipped on it.

use model::kinds::{Assessment, Case, CasePlan, Feedback, FollowUp, LegalProcess, PlanGoal, Report, Service};
use model::time::DAY;
use model::{Draft, Id, Kind};
use node::acts::desk::{Approve, RequestApproval};
use node::acts::{Edit, Move, Open, Stage, View, Viewed};
use node::{Actor, Error};

use crate::world::World;

fn fields(texts: &[(&str, &str)]) -> Draft {
    texts.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text))
}

pub(crate) async fn part<K: Kind>(world: &World, actor: &Actor, case: Id, texts: &[(&str, &str)]) -> Id {
    world.node.perform(actor, Open::<K>::part(case, fields(texts))).await.unwrap().id
}

pub(crate) async fn step<K: Kind>(
    world: &World,
    actor: &Actor,
    id: Id,
    action: &str,
    texts: &[(&str, &str)],
) -> Result<(), Error> {
    world.node.perform(actor, Move::<K>::new(id, action, fields(texts)).unwrap()).await.map(drop)
}

async fn view(world: &World, actor: &Actor, case: Id) -> Viewed {
    world.node.perform(actor, View::<Case>::new(case)).await.unwrap()
}

async fn workflow(world: &World, actor: &Actor, case: Id) -> String {
    view(world, actor, case).await.record.text("workflow")
}

const CLOSING: [(&str, &str); 3] =
    [("closure_reason", "goals_met"), ("closure_date", "2026-03-05"), ("last_contact_on", "2026-03-05")];
const SUBMITTED: [(&str, &str); 3] =
    [("done_on", "2026-03-05"), ("risk_level", "high"), ("findings", "Temuan rekaan yang singkat.")];

on_both!(a_case_goes_all_the_way_and_back, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let (w, s) = (&worker.actor, &supervisor.actor);
    let report = fields(&[
        ("channel", "walk_in"),
        ("reporter_mode", "named"),
        ("narrative", "Data rekaan: dilaporkan oleh tetangga."),
        ("imminent_danger", "false"),
    ]);
    let report = world.node.perform(w, Open::<Report>::root(report)).await.unwrap().id;
    step::<Report>(&world, w, report, "acknowledge", &[]).await.unwrap();
    let skipped = step::<Report>(&world, w, report, "triage", &[("triage_outcome", "opened_as_case")]).await;
    assert!(
        matches!(skipped, Err(Error::Refused("open-case-instead"))),
        "a report always points at its case"
    );

    let case = world.open_case(w, "medium").await;
    assert_eq!(workflow(&world, w, case).await, "new");
    step::<Case>(&world, w, case, "contact", &[("first_contact_on", "2026-03-05")]).await.unwrap();
    let seen = view(&world, w, case).await;
    let visits = seen.parts.iter().find(|list| list.meta.slug == "follow-up").unwrap();
    assert_eq!(visits.rows.len(), 1, "contact brings the first visit");
    let visit = visits.rows[0].envelope.id;

    let assessment =
        part::<Assessment>(&world, w, case, &[("assessment_kind", "comprehensive"), ("due", "2026-03-12")])
            .await;
    assert_eq!(workflow(&world, w, case).await, "assessment", "an assessment asked for moves the case on");
    step::<Assessment>(&world, w, assessment, "submit", &SUBMITTED).await.unwrap();
    step::<Assessment>(&world, s, assessment, "approve", &[]).await.unwrap();

    let planned = [("date_case_plan", "2026-03-05")];
    let plan = part::<CasePlan>(&world, w, case, &[("due", "2026-03-12")]).await;
    let early = step::<CasePlan>(&world, w, plan, "submit", &planned).await;
    assert!(matches!(early, Err(Error::Refused("plan-needs-goal"))));
    let goal = part::<PlanGoal>(&world, w, case, &goal_fields()).await;
    step::<CasePlan>(&world, w, plan, "submit", &planned).await.unwrap();
    assert_eq!(workflow(&world, w, case).await, "case_plan");

    let service =
        part::<Service>(&world, w, case, &[("service_type", "health_care"), ("response_type", "care_plan")])
            .await;
    assert_eq!(workflow(&world, w, case).await, "care_plan");
    let second = part::<Service>(&world, w, case, &[("service_type", "health_care")]).await;
    assert_eq!(
        workflow(&world, w, case).await,
        "service_provision",
        "the newest service not yet implemented"
    );
    step::<Service>(&world, w, second, "decline", &[]).await.unwrap();
    assert_eq!(workflow(&world, w, case).await, "care_plan");
    let open = step::<Case>(&world, w, case, "close", &CLOSING).await;
    assert!(matches!(open, Err(Error::Refused("open-parts"))));
    step::<Service>(&world, w, service, "deliver", &[("delivered_on", "2026-03-05")]).await.unwrap();
    assert_eq!(workflow(&world, w, case).await, "services_implemented");

    let unseen = [("followup_date", "2026-03-05"), ("seen_child", "no")];
    assert!(matches!(step::<FollowUp>(&world, w, visit, "record", &unseen).await, Err(Error::Invalid(_))));
    let recorded = [("followup_date", "2026-03-05"), ("seen_child", "yes"), ("next_followup", "2026-03-12")];
    step::<FollowUp>(&world, w, visit, "record", &recorded).await.unwrap();
    let open = step::<Case>(&world, w, case, "close", &CLOSING).await;
    assert!(matches!(open, Err(Error::Refused("open-parts"))), "the goal has no outcome yet");
    step::<PlanGoal>(&world, w, goal, "start", &[]).await.unwrap();
    step::<PlanGoal>(&world, w, goal, "meet", &[("success", "Tercapai (rekaan).")]).await.unwrap();
    let unasked = step::<Case>(&world, w, case, "close", &CLOSING).await;
    assert!(matches!(unasked, Err(Error::Refused("closure-incomplete"))), "nobody asked the child");
    part::<Feedback>(&world, w, case, &[("offered_on", "2026-03-05")]).await;
    let alone = step::<Case>(&world, w, case, "close", &CLOSING).await;
    assert!(matches!(alone, Err(Error::Refused("approval-needed"))), "the child is at high risk: {alone:?}");
    let ask = RequestApproval { case, draft: fields(&[("approval_type", "closure")]), recipient: None };
    let approval = world.node.perform(w, ask).await.unwrap().id;
    world.node.perform(s, Approve { approval, granted: true, note: String::new() }).await.unwrap();
    step::<Case>(&world, w, case, "close", &CLOSING).await.unwrap();

    let seen = view(&world, w, case).await;
    assert_eq!((seen.envelope.phase.as_str(), seen.record.text("workflow").as_str()), ("closed", "closed"));
    let due = "select k.needed_by, m.state from k_follow_up k join matter m on m.id = k.id
               where k.after_closure order by k.needed_by";
    let expected = ["2026-04-05", "2026-06-05", "2026-09-05", "2027-03-05"];
    assert_eq!(world.sql(due).await, expected.map(|date| [date, "due"]));
    let late = Open::<Service>::part(case, fields(&[("service_type", "health_care")]));
    assert!(matches!(world.node.perform(w, late).await, Err(Error::Refused("matter-closed"))));

    world.clock.advance(DAY);
    step::<Case>(&world, w, case, "reopen", &[("reopened_reason", "Kekhawatiran baru (rekaan).")])
        .await
        .unwrap();
    assert_eq!(workflow(&world, w, case).await, "reopened", "nothing newer than the reopening");
    assert_eq!(world.sql(due).await, expected.map(|date| [date, "cancelled"]));
    let again = part::<Service>(
        &world,
        w,
        case,
        &[("service_type", "health_care"), ("response_type", "action_plan")],
    )
    .await;
    assert_eq!(workflow(&world, w, case).await, "action_plan");
    step::<Service>(&world, w, again, "deliver", &[("delivered_on", "2026-03-06")]).await.unwrap();
    assert_eq!(workflow(&world, w, case).await, "services_implemented");
    let typed = Edit::<Case>::new(case, fields(&[("workflow", "closed")]));
    assert!(matches!(world.node.perform(w, typed).await, Err(Error::Invalid(_))), "computed, never typed");
    let stays: Vec<_> = view(&world, w, case).await.stages.into_iter().map(|stage| stage.state).collect();
    assert_eq!(stays, ["identified", "open", "closed", "open"]);
});

fn goal_fields() -> Vec<(&'static str, &'static str)> {
    let needed = PlanGoal::META.fields.iter().filter(|field| field.required);
    needed
        .map(|field| match field.name {
            "domain" => ("domain", "safety"),
            "due" => ("due", "2026-04-01"),
            name => (name, "Tujuan rekaan"),
        })
        .collect()
}

on_both!(nobody_approves_their_own_assessment, |world| {
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let other = world.staff("supervisor", Some(world.unit)).await;
    let case = world.open_case(&supervisor.actor, "medium").await;
    let fields = [("assessment_kind", "rapid"), ("due", "2026-03-12")];
    let assessment = part::<Assessment>(&world, &supervisor.actor, case, &fields).await;
    step::<Assessment>(&world, &supervisor.actor, assessment, "submit", &SUBMITTED).await.unwrap();
    let own = step::<Assessment>(&world, &supervisor.actor, assessment, "approve", &[]).await;
    assert!(matches!(own, Err(Error::Refused("own-work"))));
    let back = [("return_note", "Lengkapi (rekaan).")];
    step::<Assessment>(&world, &other.actor, assessment, "send-back", &back).await.unwrap();
    step::<Assessment>(&world, &other.actor, assessment, "submit", &[]).await.unwrap();
    step::<Assessment>(&world, &supervisor.actor, assessment, "approve", &[]).await.unwrap();
    let frozen = Edit::<Assessment>::new(assessment, fields_of("findings", "Lain"));
    assert!(matches!(
        world.node.perform(&supervisor.actor, frozen).await,
        Err(Error::Refused("matter-closed"))
    ));
});

fn fields_of(name: &str, text: &str) -> Draft {
    Draft::default().with(name, text)
}

on_both!(legal_stages_are_measured_by_their_own_dates, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let case = world.open_case(&worker.actor, "high").await;
    let track = part::<LegalProcess>(&world, &worker.actor, case, &[("reported_on", "2026-02-01")]).await;
    let w = &worker.actor;
    step::<LegalProcess>(&world, w, track, "investigate", &[("stage_on", "2026-02-11")]).await.unwrap();
    world.clock.advance(20 * DAY);
    step::<LegalProcess>(&world, w, track, "send-file", &[("stage_on", "2026-03-20")]).await.unwrap();
    let back = [("stage_on", "2026-03-01")];
    step::<LegalProcess>(&world, w, track, "return-file", &back).await.unwrap();
    world.clock.advance(3 * DAY);
    let seen = world.node.perform(w, View::<LegalProcess>::new(track)).await.unwrap();
    let stages: Vec<_> =
        seen.stages.iter().map(|Stage { state, days, .. }| (state.as_str(), *days)).collect();
    let expected = [
        ("reported_to_police", 10),
        ("investigation", 37),
        ("file_at_prosecutor", 0),
        // A stage cannot begin before the one that it follows.
        ("investigation", 8),
    ];
    assert_eq!(stages, expected);
    assert!(seen.stages.windows(2).all(|pair| pair[0].to_at == Some(pair[1].from_at)));
    assert_eq!(seen.stages.iter().filter(|stage| stage.to_at.is_none()).count(), 1);
    let skip = step::<LegalProcess>(&world, w, track, "decide", &[("stage_on", "2026-03-21")]).await;
    assert!(matches!(skip, Err(Error::Refused("wrong-state"))));
});
