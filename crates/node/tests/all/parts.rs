//! Single parts of a case given to another post while the case stays.

use model::kinds::{Assignment, Case, FollowUp, Hearing, Service};
use model::{Draft, Id};
use node::acts::day::MyDay;
use node::acts::moves::ListMoves;
use node::acts::people::ViewPerson;
use node::acts::{Assign, Edit, Move, Open, View};
use node::{Actor, Error};

use crate::world::{Staff, World};

async fn hearing(world: &World, actor: &Actor, case: Id) -> Id {
    let draft = Draft::default()
        .with("hearing_date", "2026-03-08")
        .with("hearing_kind", "police_interview")
        .with("child_must_attend", "true");
    world.node.perform(actor, Open::<Hearing>::part(case, draft)).await.unwrap().id
}

async fn answer(world: &World, staff: &Staff, action: &str, reason: &str) {
    let moves = world.node.perform(&staff.actor, ListMoves).await.unwrap();
    let row = moves.received.iter().find(|row| row.kind == "assignment" && row.ended_at.is_none()).unwrap();
    let draft = match action {
        "contest" => Draft::default().with("contest_reason", reason),
        _ => Draft::default(),
    };
    world.node.perform(&staff.actor, Move::<Assignment>::new(row.id, action, draft).unwrap()).await.unwrap();
}

async fn day(world: &World, actor: &Actor) -> Vec<Id> {
    let day = world.node.perform(actor, MyDay).await.unwrap();
    [&day.overdue, &day.today, &day.week, &day.new]
        .iter()
        .flat_map(|bucket| &bucket.rows)
        .map(|row| row.envelope.id)
        .collect()
}

on_both!(a_hearing_goes_to_a_colleague_and_the_case_stays, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let escort = world.staff("case-worker", Some(world.unit)).await;
    let beside = world.staff("case-worker", Some(world.unit)).await;
    let provider = world.staff("service-provider", Some(world.unit)).await;
    let case = world.open_case(&worker.actor, "high").await;
    let (hearing, other) =
        (hearing(&world, &worker.actor, case).await, hearing(&world, &worker.actor, case).await);

    for wrong in [&beside, &provider] {
        let stolen = world.node.perform(&wrong.actor, Assign::<Hearing>::new(hearing, wrong.post)).await;
        assert!(matches!(stolen, Err(Error::NotFound)), "{stolen:?}");
    }
    let unfit = world.node.perform(&worker.actor, Assign::<Hearing>::new(hearing, provider.post)).await;
    assert!(matches!(unfit, Err(Error::Refused("cannot-receive"))), "{unfit:?}");
    let give = Assign::<Hearing>::new(hearing, escort.post).because("Mendampingi di hari itu (rekaan).");
    world.node.perform(&worker.actor, give).await.unwrap();
    let twice = world.node.perform(&worker.actor, Assign::<Hearing>::new(hearing, beside.post)).await;
    assert!(matches!(twice, Err(Error::Refused("move-open"))));
    // Until a yes whoever has the case answers for it.
    assert!(day(&world, &worker.actor).await.contains(&hearing));
    assert!(
        world.node.perform(&escort.actor, View::<Hearing>::new(hearing)).await.is_ok(),
        "read before a yes"
    );
    assert!(matches!(world.node.perform(&escort.actor, View::<Case>::new(case)).await, Err(Error::NotFound)));
    answer(&world, &escort, "accept", "").await;

    let (mine, theirs) = (day(&world, &escort.actor).await, day(&world, &worker.actor).await);
    assert!(mine.contains(&hearing) && !mine.contains(&other));
    assert!(!theirs.contains(&hearing) && theirs.contains(&other));
    let seen = world.node.perform(&worker.actor, View::<Hearing>::new(hearing)).await.unwrap();
    assert_eq!(seen.envelope.custodian, escort.post);
    // The case around it: who the child is and how to meet it, and nothing that is done with it.
    let seen = world.node.perform(&escort.actor, View::<Case>::new(case)).await.unwrap();
    let child = seen.child.unwrap();
    assert!(!child.hides("name") && !child.hides("phone") && seen.record.hides("circumstances"));
    assert!(seen.steps.is_empty() && seen.parts.is_empty() && seen.history.is_empty() && !seen.may_edit);
    assert!(seen.practice.is_none() && seen.granted.unwrap().kind == "part");
    assert!(matches!(
        world.node.perform(&escort.actor, View::<Hearing>::new(other)).await,
        Err(Error::NotFound)
    ));
    let person: Id = seen.record.text("child").parse().unwrap();
    assert!(world.node.perform(&escort.actor, ViewPerson { id: person }).await.is_ok());
    let edit = Edit::<Case>::new(case, Draft::default().with("risk_level", "low"));
    assert!(matches!(world.node.perform(&escort.actor, edit).await, Err(Error::Denied("no-right"))));
    assert!(matches!(
        world.node.perform(&beside.actor, View::<Hearing>::new(hearing)).await,
        Err(Error::NotFound)
    ));

    // Done; with it ends the look at the case.
    let held = Draft::default().with("outcome", "Selesai (rekaan).");
    world.node.perform(&escort.actor, Move::<Hearing>::new(hearing, "record", held).unwrap()).await.unwrap();
    assert!(matches!(world.node.perform(&escort.actor, View::<Case>::new(case)).await, Err(Error::NotFound)));
    assert!(world.node.perform(&escort.actor, View::<Hearing>::new(hearing)).await.is_ok(), "own work stays");
});

on_both!(a_part_is_contested_taken_back_and_goes_with_the_post, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let helper = world.staff("case-worker", Some(world.unit)).await;
    let manager = world.staff("manager", None).await;
    let case = world.open_case(&worker.actor, "medium").await;
    let draft = Draft::default().with("service_type", "health_care").with("appointment_date", "2026-03-07");
    let service = world.node.perform(&worker.actor, Open::<Service>::part(case, draft)).await.unwrap().id;
    world.node.perform(&worker.actor, Assign::<Service>::new(service, helper.post)).await.unwrap();
    answer(&world, &helper, "contest", "Tidak ada waktu (rekaan).").await;
    assert!(day(&world, &worker.actor).await.contains(&service));
    assert!(matches!(
        world.node.perform(&helper.actor, View::<Service>::new(service)).await,
        Err(Error::NotFound)
    ));

    world.node.perform(&manager.actor, Assign::<Service>::new(service, helper.post)).await.unwrap();
    answer(&world, &helper, "accept", "").await;
    // Whoever leaves hands over the part like any other work.
    let waiting = world
        .sql(&format!(
            "select count(*) from matter where custodian_post = '{}' and phase <> 'closed'",
            helper.post
        ))
        .await;
    assert_eq!(waiting[0][0], "1");
    // Whoever has the case takes it back: it follows the case again.
    world.node.perform(&worker.actor, Assign::<Service>::new(service, worker.post)).await.unwrap();
    assert_eq!(
        world
            .sql(&format!("select coalesce(custodian_post, 'none') from matter where id = '{service}'"))
            .await[0][0],
        "none"
    );
    assert!(day(&world, &worker.actor).await.contains(&service));
    assert!(matches!(world.node.perform(&helper.actor, View::<Case>::new(case)).await, Err(Error::NotFound)));
    // Parts that are nobody's to do on a day are not given away.
    let moved = world.node.perform(&worker.actor, Assign::<FollowUp>::new(case, helper.post)).await;
    assert!(matches!(moved, Err(Error::NotFound)));
});
