//! What a court decided: an acquittal is judged and no conviction, a judgment may be reviewed while it is served, and a track is
//! about an incident of its own case.

use model::Id;
use model::kinds::{Incident, LegalProcess};
use node::acts::legal::ListLegalBoard;
use node::acts::supervision::CountIndicators;
use node::acts::{Edit, Open, View};
use node::{Actor, Error};

use crate::lifecycle::{part, step};
use crate::world::World;

type Track = LegalProcess;

/// From the report to a judgment with this result.
async fn judged(world: &World, who: &Actor, case: Id, result: &str) -> Id {
    let track = part::<Track>(world, who, case, &[("reported_on", "2026-02-01")]).await;
    let on = [("stage_on", "2026-02-11")];
    for action in ["investigate", "send-file", "hand-over", "prosecute", "bring-to-trial"] {
        step::<Track>(world, who, track, action, &on).await.unwrap();
    }
    let bare = step::<Track>(world, who, track, "decide", &on).await;
    assert!(matches!(bare, Err(Error::Invalid(_))), "a judgment has a result");
    let said = [("stage_on", "2026-03-01"), ("verdict_result", result)];
    step::<Track>(world, who, track, "decide", &said).await.unwrap();
    track
}

async fn line(world: &World, who: &Actor, id: &str, what: &str) -> (Option<i64>, Option<i64>) {
    let count = CountIndicators { from: "2026-02-01".parse().unwrap(), to: "2026-03-31".parse().unwrap() };
    let counted = world.node.perform(who, count).await.unwrap();
    let figure = counted.figures.iter().find(|figure| figure.id == id).unwrap();
    let line = figure.lines.iter().find(|line| line.what == what).unwrap_or_else(|| panic!("{id} {what}"));
    (line.value, line.of)
}

on_both!(an_acquittal_is_judged_and_no_conviction, |world| {
    let lead = world.staff("protection-lead", None).await.actor;
    let worker = world.staff("case-worker", Some(world.unit)).await.actor;
    let (one, other) = (world.open_case(&worker, "low").await, world.open_case(&worker, "low").await);
    judged(&world, &worker, one, "acquitted").await;
    let second = judged(&world, &worker, other, "convicted").await;
    assert_eq!(line(&world, &lead, "legal_path", "judged").await, (Some(2), Some(2)));
    assert_eq!(line(&world, &lead, "legal_path", "convicted").await, (Some(1), Some(2)));
    assert_eq!(line(&world, &lead, "legal_stage_days", "reported_to_police").await, (Some(10), Some(2)));
    // A higher court sees it otherwise: the last word counts.
    step::<Track>(&world, &worker, second, "appeal", &[("stage_on", "2026-03-02")]).await.unwrap();
    let last = [("stage_on", "2026-03-03"), ("verdict_result", "acquitted")];
    step::<Track>(&world, &worker, second, "finalise", &last).await.unwrap();
    assert_eq!(line(&world, &lead, "legal_path", "convicted").await, (Some(0), Some(2)));
    assert_eq!(line(&world, &lead, "legal_path", "judged").await, (Some(2), Some(2)));
});

on_both!(a_judgment_is_reviewed_while_it_is_served, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await.actor;
    let case = world.open_case(&worker, "low").await;
    let track = judged(&world, &worker, case, "convicted").await;
    let last = [("stage_on", "2026-03-02"), ("next_date", "2026-03-04")];
    step::<Track>(&world, &worker, track, "finalise", &last).await.unwrap();
    step::<Track>(&world, &worker, track, "execute", &[("stage_on", "2026-03-03")]).await.unwrap();
    let due = world.sql(&format!("select count(due_at) from matter where id = '{track}'")).await;
    assert_eq!(due, [["0".to_owned()]], "no day of an earlier stage is due while it is served");
    let served = world.node.perform(&worker, View::<Track>::new(track)).await.unwrap();
    assert_eq!((served.envelope.state.as_str(), served.envelope.phase.as_str()), ("execution", "waiting"));
    step::<Track>(&world, &worker, track, "review", &[("stage_on", "2026-03-04")]).await.unwrap();
    step::<Track>(&world, &worker, track, "finalise", &[("stage_on", "2026-03-05")]).await.unwrap();
    step::<Track>(&world, &worker, track, "execute", &[("stage_on", "2026-03-05")]).await.unwrap();
    let end = [("stage_on", "2026-03-05"), ("end_reason", "execution")];
    step::<Track>(&world, &worker, track, "end", &end).await.unwrap();
    let ended = world.node.perform(&worker, View::<Track>::new(track)).await.unwrap();
    assert_eq!(ended.envelope.phase, "closed");
});

on_both!(a_file_found_complete_is_a_movement_and_no_new_stage, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await.actor;
    let case = world.open_case(&worker, "low").await;
    let track = part::<Track>(&world, &worker, case, &[("reported_on", "2026-02-01")]).await;
    for (action, day) in [("investigate", "2026-02-02"), ("send-file", "2026-02-03")] {
        step::<Track>(&world, &worker, track, action, &[("stage_on", day)]).await.unwrap();
    }
    let complete = [("stage_on", "2026-02-13"), ("file_complete_on", "2026-02-13")];
    step::<Track>(&world, &worker, track, "complete-file", &complete).await.unwrap();
    let board = world.node.perform(&worker, ListLegalBoard::default()).await.unwrap();
    let moved = (world.node.now().millis()
        - model::Timestamp::start_of("2026-02-13".parse().unwrap(), model::time::Zone::Wib).millis())
        / model::time::DAY;
    assert_eq!(board.rows[0].days, moved);
    step::<Track>(&world, &worker, track, "hand-over", &[("stage_on", "2026-02-23")]).await.unwrap();
    let seen = world.node.perform(&worker, View::<Track>::new(track)).await.unwrap();
    let stays: Vec<_> = seen.stages.iter().map(|stage| (stage.state.as_str(), stage.days)).collect();
    assert_eq!(stays[2], ("file_at_prosecutor", 20));
    assert_eq!(stays.len(), 4);
});

on_both!(a_track_is_about_an_incident_of_its_own_case, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await.actor;
    let (one, other) = (world.open_case(&worker, "low").await, world.open_case(&worker, "low").await);
    let incident = part::<Incident>(&world, &worker, one, &[("date_of_first_report", "2026-02-10")]).await;
    let elsewhere = part::<Incident>(&world, &worker, other, &[("date_of_first_report", "2026-01-10")]).await;
    let track = part::<Track>(&world, &worker, one, &[("reported_on", "2026-02-11")]).await;
    let seen = world.node.perform(&worker, View::<Track>::new(track)).await.unwrap();
    assert_eq!(seen.record.text("incident"), incident.to_string(), "the only one there is");
    let wrong = model::Draft::default().with("incident", elsewhere.to_string());
    let edited = world.node.perform(&worker, Edit::<Track>::new(track, wrong.clone())).await;
    assert!(matches!(edited, Err(Error::Invalid(_))), "{edited:?}");
    let opened =
        world.node.perform(&worker, Open::<Track>::part(one, wrong.with("reported_on", "2026-02-11"))).await;
    assert!(matches!(opened, Err(Error::Invalid(_))));
    // The cohort is that of the incident: the other child's was reported before the period, its police report came in it.
    part::<Track>(&world, &worker, other, &[("reported_on", "2026-02-20")]).await;
    let lead = world.staff("protection-lead", None).await.actor;
    assert_eq!(line(&world, &lead, "legal_path", "told").await, (Some(1), Some(1)));
});
