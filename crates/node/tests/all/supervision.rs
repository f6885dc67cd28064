//! Supervision: load, figures, samples, and looks that must be explained.

use model::kinds::{AccessReview, Case, QualityReview};
use model::time::DAY;
use model::{Draft, Id};
use node::acts::people::{EditPerson, MergePeople};
use node::acts::supervision::{
    CountIndicators, DeclareKin, DrawSample, ExplainAccess, Kin, ListMyLooks, ViewWorkload,
};
use node::acts::{BreakGlass, Edit, Move, View};
use node::{Actor, Error};

use crate::handover::under;
use crate::world::{Staff, World};

on_both!(load_and_exposure_are_counted_for_each_post, |world| {
    let chief = world.staff("supervisor", Some(world.unit)).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let far = world.staff("case-worker", Some(world.other_unit)).await;
    for risk in ["high", "low", "low"] {
        world.open_case(&worker.actor, risk).await;
    }
    world.open_case(&far.actor, "high").await;
    world.clock.advance(4 * DAY);
    let rows = world.node.perform(&chief.actor, ViewWorkload).await.unwrap().rows;
    let row = rows.iter().find(|row| row.post == worker.post).unwrap();
    assert_eq!((row.cases, row.high, row.new, row.overdue), (3, 1, 3, 3));
    assert_eq!(row.holders, ["Petugas case-worker"]);
    assert!(rows.iter().all(|row| row.post != far.post), "another unit");
    assert!(matches!(world.node.perform(&worker.actor, ViewWorkload).await, Err(Error::Denied("no-right"))));
});

fn march() -> CountIndicators {
    CountIndicators { from: "2026-03-01".parse().unwrap(), to: "2026-03-31".parse().unwrap() }
}

async fn number(world: &World, actor: &Actor, id: &str, what: &str) -> Option<i64> {
    let counted = world.node.perform(actor, march()).await.unwrap();
    let figure = counted.figures.iter().find(|figure| figure.id == id).unwrap();
    figure.lines.iter().find(|line| line.what == what).and_then(|line| line.value)
}

on_both!(figures_count_children_and_protect_small_numbers, |world| {
    let lead = world.staff("protection-lead", None).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let statistician = world.staff("statistician", None).await;
    let mut cases = Vec::new();
    for _ in 0..3 {
        cases.push(world.open_case(&worker.actor, "low").await);
    }
    assert_eq!(number(&world, &lead.actor, "number_of_cases", "children").await, Some(3));
    assert_eq!(number(&world, &lead.actor, "time_to_first_contact", "unknown").await, Some(3));
    let rows = world.sql("select child from k_case order by id").await;
    let child = |at: usize| -> Id { rows[at][0].parse().unwrap() };
    let merge = MergePeople { kept: child(0), merged: child(1), reason: "Anak yang sama, nama ganda".into() };
    world.node.perform(&lead.actor, merge).await.unwrap();
    assert_eq!(
        number(&world, &lead.actor, "number_of_cases", "children").await,
        Some(2),
        "a child in two records is one"
    );
    assert_eq!(number(&world, &lead.actor, "number_of_cases", "cases").await, Some(3));
    let dup = format!("update matter set state = 'duplicate', phase = 'closed' where id = '{}'", cases[2]);
    world.sql_run(&dup).await;
    assert_eq!(
        number(&world, &lead.actor, "number_of_cases", "children").await,
        Some(1),
        "duplicates are nowhere"
    );
    let shown = world.node.perform(&statistician.actor, march()).await.unwrap();
    assert!(shown.protected);
    assert_eq!(number(&world, &statistician.actor, "number_of_cases", "children").await, None);
    assert!(matches!(world.node.perform(&worker.actor, march()).await, Err(Error::Denied("no-right"))));
});

on_both!(a_sample_is_drawn_once_and_concluded, |world| {
    let chief = world.staff("supervisor", Some(world.unit)).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let draw = |size| DrawSample { size, days: 90 };
    assert!(matches!(
        world.node.perform(&chief.actor, draw(5)).await,
        Err(Error::Refused("nothing-to-draw"))
    ));
    for _ in 0..3 {
        let case = world.open_case(&worker.actor, "low").await;
        let close = Draft::default()
            .with("closure_reason", "formal_closing")
            .with("closure_date", "2026-03-05")
            .with("last_contact_on", "2026-03-05");
        world.node.perform(&worker.actor, Move::<Case>::new(case, "close", close).unwrap()).await.unwrap();
    }
    assert!(matches!(world.node.perform(&worker.actor, draw(1)).await, Err(Error::Denied("no-right"))));
    let drawn = world.node.perform(&chief.actor, draw(2)).await.unwrap();
    assert_eq!((drawn.reviews.len(), drawn.from), (2, 3));
    let rest = world.node.perform(&chief.actor, draw(5)).await.unwrap();
    assert_eq!((rest.reviews.len(), rest.from), (1, 1), "none twice");
    let mut answers = Draft::default();
    for name in ["contact_in_time", "child_heard", "plan_agreed", "services_followed", "closure_sound"] {
        answers = answers.with(name, "true");
    }
    let conclude = Move::<QualityReview>::new(drawn.reviews[0], "conclude", answers).unwrap();
    world.node.perform(&chief.actor, conclude).await.unwrap();
});

/// Places the entries and lets the clock read them.
async fn turn(world: &World) {
    world.node.place_waiting().await.unwrap();
    world.node.turn_clock().await.unwrap();
}

async fn reviews(world: &World) -> Vec<Vec<String>> {
    world.sql("select ground, account_id from access_review order by id").await
}

async fn lead_and_worker(world: &World) -> (Staff, Staff, Staff) {
    let chief = world.staff("supervisor", Some(world.unit)).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    under(world, &worker, "case-worker", &chief).await;
    (world.staff("protection-lead", None).await, chief, worker)
}

on_both!(a_look_at_a_relative_is_explained_and_reviewed, |world| {
    let (lead, _, worker) = lead_and_worker(&world).await;
    let case = world.open_case(&worker.actor, "low").await;
    turn(&world).await;
    let child =
        world.sql(&format!("select child from k_case where id = '{case}'")).await[0][0].parse().unwrap();
    let name = Draft::default().with("name", "Bunga Contoh Samudra");
    world.node.perform(&worker.actor, EditPerson { id: child, draft: name, since: None }).await.unwrap();
    let look = || View::<Case>::new(case);
    world.node.perform(&worker.actor, look()).await.unwrap();
    turn(&world).await;
    assert!(reviews(&world).await.is_empty());
    let kin = Kin { names: vec!["bunga contoh samudra".into()], ..Kin::default() };
    world.node.perform(&worker.actor, DeclareKin { kin }).await.unwrap();
    world.node.perform(&worker.actor, look()).await.unwrap();
    world.node.perform(&worker.actor, look()).await.expect("never blocked");
    turn(&world).await;
    assert_eq!(reviews(&world).await, [["relative".to_owned(), worker.account.to_string()]], "once");
    assert!(!format!("{:?}", world.sql("select declared from kinship").await).contains("unga"));

    let mine = world.node.perform(&worker.actor, ListMyLooks).await.unwrap();
    let review = mine.looks[0].id;
    let explain = || ExplainAccess { review, text: "Kasus ini ditugaskan kepada saya".into() };
    assert!(matches!(world.node.perform(&lead.actor, explain()).await, Err(Error::NotFound)));
    assert!(matches!(
        world.node.perform(&worker.actor, View::<AccessReview>::new(review)).await,
        Err(Error::NotFound)
    ));
    world.node.perform(&worker.actor, explain()).await.unwrap();
    let clear = Draft::default().with("finding", "Tugas yang sah");
    let clear = Move::<AccessReview>::new(review, "clear", clear).unwrap();
    world.node.perform(&lead.actor, clear).await.unwrap();
    assert!(matches!(world.node.perform(&worker.actor, explain()).await, Err(Error::Refused("wrong-state"))));
});

on_both!(prominent_cases_and_broken_glass_are_reviewed, |world| {
    let (lead, chief, worker) = lead_and_worker(&world).await;
    let manager = world.staff("manager", None).await;
    let outside = world.staff("supervisor", Some(world.other_unit)).await;
    let case = world.open_case(&worker.actor, "low").await;
    let viral = Edit::<Case>::new(case, Draft::default().with("media_prominence", "viral"));
    world.node.perform(&worker.actor, viral).await.unwrap();
    turn(&world).await;
    for actor in [&worker.actor, &chief.actor, &manager.actor] {
        world.node.perform(actor, View::<Case>::new(case)).await.unwrap();
    }
    turn(&world).await;
    assert_eq!(
        reviews(&world).await,
        [["prominent".to_owned(), manager.account.to_string()]],
        "who has no task in it"
    );
    let glass = BreakGlass { id: case, reason: "Anak mungkin dalam bahaya malam ini".into() };
    world.node.perform(&outside.actor, glass).await.unwrap();
    turn(&world).await;
    let all = reviews(&world).await;
    assert_eq!(all[1], ["break_glass".to_owned(), outside.account.to_string()]);
    let due = world
        .sql("select m.custodian_post, m.due_at from matter m join access_review a on a.id = m.id where a.ground = 'break_glass'")
        .await;
    assert_eq!(due[0][0], lead.post.to_string());
    let tomorrow: model::Date = "2026-03-06".parse().unwrap();
    let due = model::Timestamp::from_millis(due[0][1].parse().unwrap());
    assert_eq!(due.date(Default::default()), tomorrow);
});
