//! The everyday acts, on real storage.

use model::kinds::{Report, Service};
use model::{Draft, Kind, ProblemCode};
use node::acts::{Edit, List, ListQuery, Move, Open, View};
use node::{Error, Shown};

use crate::world::World;

pub(crate) fn report() -> Draft {
    Draft::default()
        .with("channel", "phone")
        .with("reporter_mode", "confidential")
        .with("narrative", "Data rekaan: anak bekerja di tempat yang tidak aman.")
        .with("imminent_danger", "false")
        .with("region", "32.73")
        .with("reporter_name", "Pelapor Contoh")
}

fn all() -> ListQuery {
    ListQuery { limit: 50, ..ListQuery::default() }
}

on_both!(a_report_is_opened_seen_changed_and_closed, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let opened = world.node.perform(&worker.actor, Open::<Report>::root(report())).await.unwrap();

    let seen = world.node.perform(&worker.actor, View::<Report>::new(opened.id)).await.unwrap();
    assert_eq!(seen.envelope.state, "received");
    assert_eq!(seen.record.text("narrative"), report().text("narrative"));
    assert_eq!(
        seen.record.get("reporter_name"),
        Some(&Shown::Hidden),
        "a case worker never sees who reported"
    );
    assert_eq!(seen.envelope.due_at, Some(seen.envelope.opened_at.plus(3 * 3_600_000)));

    let change = Draft::default().with("imminent_danger", "true");
    world.node.perform(&worker.actor, Edit::<Report>::new(opened.id, change)).await.unwrap();
    let triage = Draft::default().with("triage_outcome", "screened_out");
    let refused =
        world.node.perform(&worker.actor, Move::<Report>::new(opened.id, "triage", triage).unwrap()).await;
    let Err(Error::Invalid(problems)) = refused else { panic!("screening out needs a reason") };
    assert_eq!(problems[0].field, "screening_reason");
    assert_eq!(problems[0].code, ProblemCode::Missing);

    let triage = Draft::default().with("triage_outcome", "advice_given");
    world
        .node
        .perform(&worker.actor, Move::<Report>::new(opened.id, "triage", triage).unwrap())
        .await
        .unwrap();
    world
        .node
        .perform(&worker.actor, Move::<Report>::new(opened.id, "close", Draft::default()).unwrap())
        .await
        .unwrap();

    let seen = world.node.perform(&worker.actor, View::<Report>::new(opened.id)).await.unwrap();
    assert_eq!((seen.envelope.state.as_str(), seen.envelope.phase.as_str()), ("closed", "closed"));
    let acts: Vec<_> = seen.history.iter().map(|told| told.act.as_str()).collect();
    assert_eq!(acts, ["close-report", "triage-report", "edit-report", "view-report", "open-report"]);
    let edited = &seen.history[2].detail.changes;
    assert_eq!((edited[0].field.as_str(), edited[0].old.as_str()), ("imminent_danger", "false"));
    assert_eq!(seen.envelope.priority, "urgent");

    let again = world.node.perform(&worker.actor, Edit::<Report>::new(opened.id, Draft::default())).await;
    assert!(matches!(again, Err(Error::Refused("matter-closed"))));
});

on_both!(nobody_else_learns_of_it, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let other_supervisor = world.staff("supervisor", Some(world.other_unit)).await;
    let neighbour = world.neighbour().await;
    let stranger = world.staff_by(&neighbour, "manager", None).await;
    let opened = world.node.perform(&worker.actor, Open::<Report>::root(report())).await.unwrap();

    for outsider in [&colleague, &other_supervisor, &stranger] {
        let seen = world.node.perform(&outsider.actor, View::<Report>::new(opened.id)).await;
        assert!(matches!(seen, Err(Error::NotFound)), "not even that it exists");
        let listed = world.node.perform(&outsider.actor, List::<Report>::new(all())).await.unwrap();
        assert!(listed.rows.is_empty() && listed.total == 0);
    }
    assert!(matches!(
        world.node.perform(&world.admin, List::<Report>::new(all())).await,
        Err(Error::Denied("no-right"))
    ));
    let listed = world.node.perform(&supervisor.actor, List::<Report>::new(all())).await.unwrap();
    assert_eq!(listed.rows.len(), 1);

    let denials = world.sql("select act, outcome from journal where outcome = 'denied' order by id").await;
    assert_eq!(denials.len(), 4, "every denial is journalled: {denials:?}");
});

on_both!(an_act_with_one_id_happens_once, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let id = world.node.new_id();
    let first = world.node.perform_as(id, &worker.actor, Open::<Report>::root(report())).await.unwrap();
    let second = world.node.perform_as(id, &worker.actor, Open::<Report>::root(report())).await.unwrap();
    assert_eq!(first, second);
    let other = world.staff("case-worker", Some(world.unit)).await;
    let stolen = world.node.perform_as(id, &other.actor, Open::<Report>::root(report())).await;
    assert!(matches!(stolen, Err(Error::Conflict)));
    assert_eq!(world.sql("select count(*) from k_report").await, [["1"]]);
});

on_both!(what_was_typed_is_answered_field_by_field, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let bad = report().with("channel", "pigeon").with("narrative", "");
    let Err(Error::Invalid(problems)) = world.node.perform(&worker.actor, Open::<Report>::root(bad)).await
    else {
        panic!("refused")
    };
    assert_eq!(problems.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["channel", "narrative"]);
    let picture =
        report().with("narrative", format!("data:image/png;base64,{}", "iVBORw0KGgoAAAANSUhEUgAA".repeat(4)));
    let Err(Error::Invalid(problems)) =
        world.node.perform(&worker.actor, Open::<Report>::root(picture)).await
    else {
        panic!("refused")
    };
    assert_eq!(problems[0].code, ProblemCode::Picture);
    assert_eq!(world.sql("select count(*) from matter").await, [["0"]]);
});

on_both!(a_part_of_nothing_is_not_opened, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let report = world.node.perform(&worker.actor, Open::<Report>::root(report())).await.unwrap();
    let service = Draft::default().with("service_type", "health_care");
    let wrong = world.node.perform(&worker.actor, Open::<Service>::part(report.id, service)).await;
    assert!(matches!(wrong, Err(Error::NotFound)), "{} is no case", Report::META.slug);
});

on_both!(numbers_that_meet_are_drawn_again, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    // Two processes with one seed draw the same chance: the second finds the first one's number taken.
    for hours in [1, 2] {
        let clock = std::sync::Arc::new(node::SetClock::at(crate::world::START.plus(hours * 3_600_000)));
        let node = World::open(world.place.clone(), clock, 99).await;
        node.perform(&worker.actor, Open::<Report>::root(report())).await.unwrap();
    }
    let codes = world.sql("select code, id from matter order by id").await;
    assert_eq!(codes.len(), 2);
    assert_eq!(codes[0][1][24..], codes[1][1][24..], "the same chance");
    assert_ne!(codes[0][0], codes[1][0]);
});
