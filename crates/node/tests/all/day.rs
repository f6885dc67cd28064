//! A person's day and a unit's standstill, by moving the clock.

use model::kinds::{Assessment, LegalProcess, Report, Service};
use model::time::{DAY, HOUR};
use model::{Draft, Id, Lang, Timestamp};
use node::acts::day::{Bucket, Day, ListStalled, MyDay, Stalled};
use node::acts::intake::{AnswerReporter, FileReport, WriteAsReporter};
use node::acts::staff::{OpenPost, StartTenure};
use node::acts::{Move, Open};
use node::{Actor, Error};

use crate::world::World;

async fn day(world: &World, actor: &Actor) -> Day {
    world.node.perform(actor, MyDay).await.unwrap()
}

async fn stalled(world: &World, actor: &Actor) -> Stalled {
    world.node.perform(actor, ListStalled).await.unwrap()
}

fn ids(bucket: &Bucket) -> Vec<Id> {
    bucket.rows.iter().map(|row| row.envelope.id).collect()
}

async fn assessment(world: &World, actor: &Actor, case: Id, due: &str) -> Id {
    let draft = Draft::default().with("assessment_kind", "rapid").with("due", due);
    world.node.perform(actor, Open::<Assessment>::part(case, draft)).await.unwrap().id
}

async fn service(world: &World, actor: &Actor, case: Id) -> Id {
    let draft = Draft::default().with("service_type", "health_care");
    world.node.perform(actor, Open::<Service>::part(case, draft)).await.unwrap().id
}

on_both!(the_buckets_of_a_day_follow_the_clock, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let w = &worker.actor;
    let calm = world.open_case(w, "low").await; // due after 72 hours, 8 March
    let urgent = world.open_case(w, "high").await;
    let tomorrow = assessment(&world, w, calm, "2026-03-06").await;
    let far = assessment(&world, w, calm, "2026-03-30").await;
    let loose = service(&world, w, calm).await;
    let track = Draft::default().with("reported_on", "2026-03-01").with("next_date", "2026-03-05");
    let hearing = world.node.perform(w, Open::<LegalProcess>::part(calm, track)).await.unwrap().id;

    let now = day(&world, w).await;
    assert!(ids(&now.overdue).is_empty());
    assert_eq!(ids(&now.today), [hearing], "others move the track, but its date is ours to keep");
    assert_eq!(ids(&now.week), [tomorrow], "what is new stands there alone");
    assert_eq!(ids(&now.undated), [loose]);
    assert_eq!(ids(&now.new), [urgent, calm], "newest first, roots alone");
    assert_eq!(now.later, 1);
    let next: Vec<_> = now.undated.rows[0].next_steps().map(|step| step.action).collect();
    assert_eq!((now.undated.rows[0].envelope.state.as_str(), next[0]), ("planned", "offer"));
    let listed = world.sql("select listed from journal where act = 'my-day'").await;
    assert_eq!(listed[0][0].split(' ').count(), 5, "every matter shown is named in the entry, once");

    let other = day(&world, &colleague.actor).await;
    let buckets = [&other.overdue, &other.today, &other.week, &other.undated, &other.new, &other.unanswered];
    assert!(buckets.iter().all(|bucket| bucket.total == 0 && bucket.rows.is_empty()) && other.later == 0);

    world.clock.advance(DAY);
    let now = day(&world, w).await;
    assert_eq!((ids(&now.overdue), ids(&now.today)), (vec![hearing], vec![tomorrow]));

    world.clock.advance(9 * DAY);
    let now = day(&world, w).await;
    assert_eq!(ids(&now.overdue), [urgent, hearing, tomorrow, calm]);
    assert!(ids(&now.new).is_empty(), "no longer new");
    world.clock.advance(10 * DAY);
    assert_eq!(ids(&day(&world, w).await.week), [far]);

    let submit = Draft::default()
        .with("done_on", "2026-03-20")
        .with("risk_level", "low")
        .with("findings", "Temuan rekaan.");
    let submit = Move::<Assessment>::new(tomorrow, "submit", submit).unwrap();
    world.node.perform(w, submit).await.unwrap();
    assert_eq!(
        ids(&day(&world, w).await.overdue),
        [urgent, hearing, calm],
        "waiting is somebody else's move"
    );
});

on_both!(a_day_shows_fifty_and_counts_all, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let case = world.open_case(&worker.actor, "low").await;
    for _ in 0..53 {
        service(&world, &worker.actor, case).await;
    }
    let now = day(&world, &worker.actor).await;
    assert_eq!((now.undated.rows.len(), now.undated.total), (50, 53));
    assert!(matches!(
        world.node.perform(&Actor::public(Lang::Id), MyDay).await,
        Err(Error::Denied("no-post"))
    ));
});

on_both!(a_reporter_who_waits_is_seen, |world| {
    let intake = world.staff("intake-operator", Some(world.unit)).await;
    world.clock.advance(HOUR);
    let public = Actor::public(Lang::Id);
    let draft = Draft::default().with("narrative", "Data rekaan.").with("imminent_danger", "unknown");
    let file = FileReport { organisation: None, draft, work: None, source: None };
    let receipt = world.node.perform(&public, file).await.unwrap().receipt.as_str().to_owned();
    let now = day(&world, &intake.actor).await;
    let report = now.today.rows[0].envelope.id;
    assert_eq!(ids(&now.today), [report]);
    assert_eq!((now.new.total, now.unanswered.total), (0, 0), "what is due today stands there alone");

    let write = WriteAsReporter { receipt, text: "Apakah sudah dibaca?".into(), source: None };
    world.node.perform(&public, write).await.unwrap();
    assert_eq!(ids(&day(&world, &intake.actor).await.unanswered), [report]);
    let answer = AnswerReporter { report, text: "Sudah, terima kasih.".into() };
    world.node.perform(&intake.actor, answer).await.unwrap();
    assert_eq!(day(&world, &intake.actor).await.unanswered.total, 0);

    world.clock.advance(4 * HOUR);
    assert_eq!(
        ids(&day(&world, &intake.actor).await.overdue),
        [report],
        "nobody has taken it on in three hours"
    );
    let step = Move::<Report>::new(report, "acknowledge", Draft::default()).unwrap();
    world.node.perform(&intake.actor, step).await.unwrap();
    let now = day(&world, &intake.actor).await;
    let row = &now.new.rows[0].envelope;
    assert_eq!(
        (now.overdue.total, row.due_at),
        (0, Some(row.opened_at.plus(24 * HOUR))),
        "then triage is due"
    );
});

on_both!(what_does_not_move_is_shown_to_whoever_watches, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let elsewhere = world.staff("supervisor", Some(world.other_unit)).await;
    let w = &worker.actor;
    let case = world.open_case(w, "low").await;
    let offered = service(&world, w, case).await;
    let nothing = stalled(&world, &supervisor.actor).await;
    assert_eq!((nothing.overdue.total, nothing.unheld.total, nothing.standing.total), (0, 0, 0));

    world.clock.advance(15 * DAY);
    let now = stalled(&world, &supervisor.actor).await;
    assert_eq!(ids(&now.standing), [offered]);
    assert_eq!(ids(&now.overdue), [case]);
    world.clock.advance(16 * DAY);
    assert_eq!(ids(&stalled(&world, &supervisor.actor).await.standing), [case, offered]);
    let touched = Move::<Service>::new(offered, "offer", Draft::default()).unwrap();
    world.node.perform(w, touched).await.unwrap();
    assert!(
        ids(&stalled(&world, &supervisor.actor).await.standing).is_empty(),
        "a part moved, so the case did"
    );

    let outside = stalled(&world, &elsewhere.actor).await;
    assert_eq!((outside.overdue.total, outside.unheld.total, outside.standing.total), (0, 0, 0));
    assert!(matches!(world.node.perform(w, ListStalled).await, Err(Error::Denied("no-right"))));
});

on_both!(work_without_a_living_holder_is_shown, |world| {
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    let leaver = world.staff("trainer", None).await;
    let post = OpenPost {
        title_id: "Pekerja sosial".into(),
        title_en: "Case worker".into(),
        role: "case-worker".into(),
        unit: Some(world.unit),
        parent: None,
    };
    let post = world.node.perform(&world.admin, post).await.unwrap().id;
    let until: Option<Timestamp> = Some(world.node.now().plus(DAY));
    let tenure = StartTenure { post, account: leaver.account, acting: false, until };
    world.node.perform(&world.admin, tenure).await.unwrap();
    let actor = world.again(leaver.account).await;
    let case = world.open_case_at(&actor, "high", Some(post)).await;
    service(&world, &actor, case).await;
    assert_eq!(stalled(&world, &supervisor.actor).await.unheld.total, 0);
    assert_eq!(ids(&day(&world, &actor).await.new), [case]);

    world.clock.advance(2 * DAY);
    let now = stalled(&world, &supervisor.actor).await;
    assert_eq!(ids(&now.unheld), [case], "the root alone: its parts follow it");
    let gone = day(&world, &actor).await;
    assert_eq!((gone.undated.total, gone.week.total, gone.new.total), (0, 0, 0), "the tenure has ended");
});
