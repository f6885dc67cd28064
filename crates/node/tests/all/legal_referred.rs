//! The legal track of a case that was referred: whoever keeps it by office writes it, within what was shared, and nothing else.

use model::kinds::{Case, FollowUp, Hearing, LegalProcess, Referral};
use model::{Draft, Id};
use node::acts::{Edit, List, ListQuery, Move, Open, View};
use node::{Actor, Error};

use crate::moves::{agree_to, refer_with, step};
use crate::world::{Staff, World};

const SHARED: &[&str] = &["identity", "incident", "legal"];

/// A case with a legal track, its worker, and two posts of the police.
struct Track {
    worker: Staff,
    liaison: Staff,
    colleague: Staff,
    case: Id,
    track: Id,
}

async fn track(world: &World, groups: &[&str]) -> (Track, Id) {
    let police = world.neighbour().await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let liaison = world.staff_by(&police, "police-liaison", None).await;
    let colleague = world.staff_by(&police, "police-liaison", None).await;
    let case = world.open_case(&worker.actor, "high").await;
    let reported = Draft::default().with("reported_on", "2026-03-04");
    let track =
        world.node.perform(&worker.actor, Open::<LegalProcess>::part(case, reported)).await.unwrap().id;
    agree_to(world, &worker.actor, case, groups).await;
    let referral = refer_with(world, &worker.actor, case, liaison.post, groups).await.unwrap();
    (Track { worker, liaison, colleague, case, track }, referral)
}

async fn inquire(world: &World, actor: &Actor, track: Id) -> node::Result<()> {
    let on = Draft::default().with("stage_on", "2026-03-05").with("stage_note", "Catatan rekaan.");
    world.node.perform(actor, Move::<LegalProcess>::new(track, "inquire", on)?).await.map(drop)
}

async fn accept(world: &World, actor: &Actor, referral: Id) {
    step(world, actor, referral, "accept", &[("first_contact_by", "2026-03-07")]).await.unwrap();
}

fn hearing() -> Draft {
    Draft::default()
        .with("hearing_date", "2026-03-20")
        .with("hearing_kind", "police_interview")
        .with("child_must_attend", "true")
}

on_both!(the_police_write_the_track_that_was_referred_to_them, |world| {
    let (t, referral) = track(&world, SHARED).await;
    let liaison = &t.liaison.actor;
    // Before a yes the track is read and not written.
    assert!(world.node.perform(liaison, View::<LegalProcess>::new(t.track)).await.is_ok());
    assert!(matches!(inquire(&world, liaison, t.track).await, Err(Error::Denied("no-right"))));
    accept(&world, liaison, referral).await;

    let seen = world.node.perform(liaison, View::<LegalProcess>::new(t.track)).await.unwrap();
    assert!(seen.may_edit && seen.steps.iter().any(|step| step.action == "inquire"));
    assert!(!seen.may_assign && seen.history.is_empty());
    inquire(&world, liaison, t.track).await.unwrap();
    let number = Draft::default().with("report_number", "LP/B/000/III/2026 (rekaan)");
    world.node.perform(liaison, Edit::<LegalProcess>::new(t.track, number)).await.unwrap();
    let day = world.node.perform(liaison, Open::<Hearing>::part(t.case, hearing())).await.unwrap().id;
    let held =
        Draft::default().with("outcome", "Pemeriksaan selesai (rekaan).").with("next_date", "2026-04-02");
    world.node.perform(liaison, Move::<Hearing>::new(day, "record", held).unwrap()).await.unwrap();

    // Whoever has the case sees it, is told, and goes on.
    let seen = world.node.perform(&t.worker.actor, View::<LegalProcess>::new(t.track)).await.unwrap();
    assert_eq!(seen.envelope.state, "inquiry");
    assert_eq!(seen.record.text("report_number"), "LP/B/000/III/2026 (rekaan)");
    let told = format!(
        "select count(*) from notification where post_id = '{}' and code = 'part-recorded'",
        t.worker.post
    );
    assert_eq!(world.sql(&told).await[0][0], "2", "one part is told once until it is read");
    let hearings = world
        .node
        .perform(&t.worker.actor, List::<Hearing>::new(ListQuery { limit: 9, ..Default::default() }));
    assert_eq!(hearings.await.unwrap().total, 2, "the next day was named");
    let on = Draft::default().with("stage_on", "2026-03-05");
    world
        .node
        .perform(&t.worker.actor, Move::<LegalProcess>::new(t.track, "investigate", on).unwrap())
        .await
        .unwrap();
});

on_both!(nothing_else_of_a_referred_case_is_written, |world| {
    let (t, referral) = track(&world, SHARED).await;
    let liaison = &t.liaison.actor;
    accept(&world, liaison, referral).await;
    let case = world.node.perform(liaison, View::<Case>::new(t.case)).await.unwrap();
    assert!(!case.may_edit && !case.may_assign && case.steps.is_empty());
    let adds: Vec<_> = case.parts.iter().filter(|part| part.may_open).map(|part| part.meta.slug).collect();
    assert_eq!(adds, ["legal-process", "hearing"]);
    let edit = Draft::default().with("risk_level", "low");
    assert!(matches!(
        world.node.perform(liaison, Edit::<Case>::new(t.case, edit)).await,
        Err(Error::Denied("no-right"))
    ));
    let visit = Draft::default().with("followup_needed_by", "2026-03-20");
    assert!(world.node.perform(liaison, Open::<FollowUp>::part(t.case, visit)).await.is_err());
    // What is the prosecutor's is not the police's.
    let on = || Draft::default().with("stage_on", "2026-03-05");
    for action in ["prosecute", "decide", "execute"] {
        let step = Move::<LegalProcess>::new(t.track, action, on()).unwrap();
        assert!(
            matches!(world.node.perform(liaison, step).await, Err(Error::Denied("no-right"))),
            "{action}"
        );
    }
    // A colleague of the receiver sees and writes nothing.
    let other = &t.colleague.actor;
    assert!(matches!(
        world.node.perform(other, View::<LegalProcess>::new(t.track)).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(inquire(&world, other, t.track).await, Err(Error::NotFound)));
    assert!(matches!(
        world.node.perform(other, Open::<Hearing>::part(t.case, hearing())).await,
        Err(Error::NotFound)
    ));
    let listed = world.node.perform(other, List::<LegalProcess>::new(ListQuery::default())).await.unwrap();
    assert_eq!(listed.total, 0);
    // It ends with the referral.
    inquire(&world, liaison, t.track).await.unwrap();
    step(&world, liaison, referral, "finish", &[("outcome", "delivered")]).await.unwrap();
    let on = Move::<LegalProcess>::new(t.track, "investigate", on()).unwrap();
    assert!(matches!(world.node.perform(liaison, on).await, Err(Error::NotFound)));
});

on_both!(without_the_legal_side_nothing_is_written, |world| {
    let (t, referral) = track(&world, &["identity", "incident"]).await;
    let liaison = &t.liaison.actor;
    accept(&world, liaison, referral).await;
    assert!(matches!(inquire(&world, liaison, t.track).await, Err(Error::NotFound)));
    assert!(world.node.perform(liaison, Open::<Hearing>::part(t.case, hearing())).await.is_err());
});

on_both!(only_whoever_keeps_the_track_by_office_writes_it, |world| {
    let house = world.neighbour().await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let case = world.open_case(&worker.actor, "high").await;
    let reported = Draft::default().with("reported_on", "2026-03-04");
    let track =
        world.node.perform(&worker.actor, Open::<LegalProcess>::part(case, reported)).await.unwrap().id;
    agree_to(&world, &worker.actor, case, SHARED).await;
    for (role, writes) in
        [("case-worker", false), ("supervisor", false), ("legal-officer", true), ("prosecutor", true)]
    {
        let unit = None;
        let asked = world.staff_by(&house, role, unit).await;
        let referral = refer_with(&world, &worker.actor, case, asked.post, SHARED).await.unwrap();
        accept(&world, &asked.actor, referral).await;
        let edit = Draft::default().with("articles", format!("Pasal rekaan {role}"));
        let done = world.node.perform(&asked.actor, Edit::<LegalProcess>::new(track, edit)).await;
        assert_eq!(done.is_ok(), writes, "{role}: {done:?}");
        assert!(
            world.node.perform(&asked.actor, View::<LegalProcess>::new(track)).await.is_ok(),
            "{role} reads it"
        );
        let none = Edit::<Referral>::new(referral, Draft::default().with("reason", "lain"));
        assert!(world.node.perform(&asked.actor, none).await.is_err());
    }
});

on_both!(the_police_see_on_the_board_what_was_referred_to_their_post, |world| {
    let (t, referral) = track(&world, SHARED).await;
    let other = world.open_case(&t.worker.actor, "low").await;
    let reported = Draft::default().with("reported_on", "2026-01-04");
    world.node.perform(&t.worker.actor, Open::<LegalProcess>::part(other, reported)).await.unwrap();
    accept(&world, &t.liaison.actor, referral).await;
    let board = || node::acts::legal::ListLegalBoard::default();
    let seen = world.node.perform(&t.liaison.actor, board()).await.unwrap();
    let rows: Vec<_> = seen.rows.iter().map(|row| (row.id, row.stage.as_str(), row.days)).collect();
    assert_eq!(rows, [(t.track, "reported_to_police", 1)], "the one that was referred, and no other");
    assert_eq!(seen.regions.iter().map(|row| row.open).sum::<i64>(), 1);
    assert!(
        world.node.perform(&t.colleague.actor, board()).await.unwrap().rows.is_empty(),
        "a grant is a post's"
    );
    world.clock.advance(20 * model::time::DAY);
    let later = world.node.perform(&t.liaison.actor, board()).await.unwrap();
    assert!(later.rows[0].stalled() && later.rows[0].days == 21, "{:?}", later.rows);

    // Without the legal side nothing of it is on the board; when the referral ends, neither.
    let done = [("outcome", "delivered")];
    step(&world, &t.liaison.actor, referral, "finish", &done).await.unwrap();
    assert!(world.node.perform(&t.liaison.actor, board()).await.unwrap().rows.is_empty());
});

on_both!(a_referral_without_the_legal_side_shows_nothing_on_the_board, |world| {
    let (t, referral) = track(&world, &["identity", "services"]).await;
    accept(&world, &t.liaison.actor, referral).await;
    let board = node::acts::legal::ListLegalBoard::default();
    let seen = world.node.perform(&t.liaison.actor, board).await.unwrap();
    assert!(seen.rows.is_empty() && seen.gap.is_empty() && seen.total == 0, "{:?}", seen.rows);
});
