//! The duty roster: who receives what comes in, which hours nobody covers, and what the public may know.

use model::{Draft, Lang};
use node::acts::intake::FileReport;
use node::acts::roster::{
    AssureEmergencyLine, DropShift, OpenEmergencyLine, PlanShifts, RetireEmergencyLine, SetDutyHours,
    ViewRoster,
};
use node::acts::staff::{EndTenure, SetDutyPost};
use node::{Actor, Error, Reading};

use crate::world::World;

const HOUR: i64 = 3_600_000;

fn plan(post: model::Id, from: &str, to: &str) -> PlanShifts {
    PlanShifts {
        duty: "intake_line".into(),
        post,
        stand_in: None,
        first_day: "2026-03-05".parse().unwrap(),
        weeks: 1,
        days: "1234567".into(),
        from: from.into(),
        to: to.into(),
    }
}

async fn receiver(world: &World) -> String {
    let draft = Draft::default()
        .with("narrative", "Data rekaan: anak bekerja di tempat yang tidak aman.")
        .with("imminent_danger", "false");
    world.clock.advance(60_000);
    let file = FileReport { organisation: None, draft, work: None, source: None };
    world.node.perform(&Actor::public(Lang::Id), file).await.unwrap();
    let asked = "select custodian_post from matter where kind = 'report' order by opened_at desc, id desc";
    world.sql(asked).await[0][0].clone()
}

on_both!(what_comes_in_goes_to_the_post_on_duty, |world| {
    let office = world.staff("intake-operator", Some(world.unit)).await;
    let night = world.staff("intake-operator", Some(world.unit)).await;
    let stand_in = world.staff("supervisor", Some(world.unit)).await;
    world.node.perform(&world.admin, SetDutyPost { post: office.post }).await.unwrap();
    assert_eq!(receiver(&world).await, office.post.to_string());
    assert_eq!(world.node.desk(None).await.unwrap().reading, Reading::NotKnown);

    // It is 15:40 in western Indonesia.
    let mut shift = plan(night.post, "15:00", "23:00");
    shift.stand_in = Some(stand_in.post);
    let planned = world.node.perform(&stand_in.actor, shift).await.unwrap();
    assert_eq!(planned.shifts, 7);
    assert_eq!(receiver(&world).await, night.post.to_string());
    assert_eq!(world.node.desk(None).await.unwrap().reading, Reading::Now);
    let tenure = night.actor.holdings()[0].tenure;
    world.node.perform(&world.admin, EndTenure::now(tenure)).await.unwrap();
    assert_eq!(receiver(&world).await, stand_in.post.to_string(), "who stands in, when the post is vacant");
    world.clock.advance(10 * HOUR);
    assert_eq!(receiver(&world).await, office.post.to_string());
    let Reading::From(at) = world.node.desk(None).await.unwrap().reading else { panic!("tomorrow") };
    assert_eq!(at.minute(Default::default()), "2026-03-06 15:00");

    let worker = world.staff("case-worker", Some(world.unit)).await;
    let denied = world.node.perform(&worker.actor, plan(office.post, "08:00", "15:00")).await;
    assert!(matches!(denied, Err(Error::Denied("no-right"))));
    for (from, to) in [("8", "15:00"), ("25:00", "15:00"), ("08:00", "15:61")] {
        assert!(matches!(
            world.node.perform(&stand_in.actor, plan(office.post, from, to)).await,
            Err(Error::Invalid(_))
        ));
    }
});

on_both!(an_uncovered_hour_is_told_before_it_begins, |world| {
    let operator = world.staff("intake-operator", Some(world.unit)).await;
    let supervisor = world.staff("supervisor", Some(world.unit)).await;
    world.node.perform(&world.admin, SetDutyPost { post: operator.post }).await.unwrap();
    world.node.turn_clock().await.unwrap();
    let hours = SetDutyHours {
        duty: "intake_line".into(),
        days: "1234567".into(),
        from: "08:00".into(),
        to: "22:00".into(),
    };
    world.node.perform(&supervisor.actor, plan(operator.post, "06:00", "20:00")).await.unwrap();
    world.node.perform(&supervisor.actor, hours).await.unwrap();
    let told = async || world.sql("select post_id from notification where code = 'uncovered-hour'").await;
    assert!(world.node.turn_clock().await.unwrap() > 0, "20:00 to 22:00 is missing");
    assert_eq!(told().await, [[operator.post.to_string()]], "the duty post, because no post stands above");
    assert_eq!(world.node.turn_clock().await.unwrap(), 0, "told once");
    world.clock.advance(HOUR);
    assert_eq!(world.node.turn_clock().await.unwrap(), 0, "and not again while it lasts");
    let view = world.node.perform(&supervisor.actor, ViewRoster).await.unwrap();
    let line = &view.duties[0];
    assert_eq!((line.shifts.len(), line.gaps.is_empty(), line.now), (7, false, Some(operator.post)));
    let shift = line.shifts[0].id;
    world.node.perform(&supervisor.actor, DropShift { shift }).await.unwrap();
    assert!(matches!(world.node.perform(&supervisor.actor, DropShift { shift }).await, Err(Error::NotFound)));
    let neighbour = world.neighbour().await;
    let stranger = world.staff_by(&neighbour, "manager", None).await;
    let other = line.shifts[1].id;
    assert!(matches!(
        world.node.perform(&stranger.actor, DropShift { shift: other }).await,
        Err(Error::NotFound)
    ));
});

on_both!(a_number_is_shown_while_somebody_stands_for_it, |world| {
    let manager = world.staff("manager", None).await;
    let day = |text: &str| text.parse().unwrap();
    let open = |on: &str| OpenEmergencyLine {
        label_id: "Layanan contoh (rekaan)".into(),
        label_en: "Sample line (invented)".into(),
        number: "0800-0000-0000".into(),
        assured_by: "Petugas Contoh".into(),
        assured_on: day(on),
    };
    assert!(world.node.desk(None).await.unwrap().lines.is_empty(), "a fresh node has none");
    let ahead = world.node.perform(&manager.actor, open("2026-03-06")).await;
    assert!(matches!(ahead, Err(Error::Invalid(_))), "nobody assures tomorrow");
    let line = world.node.perform(&manager.actor, open("2026-02-01")).await.unwrap().id;
    let shown = async || {
        let desk = world.node.desk(None).await.unwrap();
        desk.lines.iter().map(|(_, stale)| *stale).collect::<Vec<_>>()
    };
    assert_eq!(shown().await, [false]);
    world.clock.advance(200 * 24 * HOUR);
    assert_eq!(shown().await, [true], "asks to be made sure of again");
    world.clock.advance(200 * 24 * HOUR);
    assert!(shown().await.is_empty(), "too old to be trusted");
    let now = world.node.now().date(Default::default());
    let again = AssureEmergencyLine { line, assured_by: "Petugas Lain".into(), assured_on: now };
    world.node.perform(&manager.actor, again).await.unwrap();
    assert_eq!(shown().await, [false]);
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let hidden = world.node.perform(&worker.actor, RetireEmergencyLine { line }).await;
    assert!(matches!(hidden, Err(Error::NotFound)));
    world.node.perform(&manager.actor, RetireEmergencyLine { line }).await.unwrap();
    assert!(shown().await.is_empty());
});
