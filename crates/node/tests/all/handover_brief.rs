//! The brief of a hand-over says by itself what the system knows: the next step, risks and flags, promises, days ahead, who else
//! looks into a case, and what ends for whoever leaves.

use model::Draft;
use model::kinds::{Case, Flag, Hearing, SafetyPlan, Service};
use model::time::DAY;
use node::Error;
use node::acts::desk::SetNextStep;
use node::acts::handover::{HandOver, HandoverItem, HandoverView, RaiseHandover, ReviewHandover, Share};
use node::acts::{Edit, View};

use crate::lifecycle::{part, step};
use crate::world::{Staff, World};

/// The only item of a hand-over that was offered, as the successor reads it.
async fn offered(world: &World, leaver: &Staff, next: &Staff) -> HandoverView {
    let raise = RaiseHandover { post: leaver.post, reason: "rotation".into() };
    let handover = world.node.perform(&leaver.actor, raise).await.unwrap().id;
    let matters = world
        .node
        .perform(&leaver.actor, ReviewHandover { handover })
        .await
        .unwrap()
        .items
        .iter()
        .map(|item| item.id)
        .collect();
    let shares = vec![Share { post: next.post, matters }];
    world.node.perform(&leaver.actor, HandOver { handover, shares, brief: Draft::default() }).await.unwrap();
    world.node.perform(&next.actor, ReviewHandover { handover }).await.unwrap()
}

fn says(item: &HandoverItem) -> Vec<(&'static str, String)> {
    let brief = &item.brief;
    let all = brief.risks.iter().chain(&brief.promises).chain(&brief.meetings).chain(&brief.contacts);
    all.map(|told| (told.what, told.on.map(|day| day.to_string()).unwrap_or_default())).collect()
}

on_both!(a_brief_says_what_the_system_knows, |world| {
    let leaver = world.staff("case-worker", Some(world.unit)).await;
    let next = world.staff("case-worker", Some(world.unit)).await;
    let w = &leaver.actor;
    let case = world.open_case(w, "high").await;
    let flagged = [("message", "Paman menunggu di depan sekolah (rekaan)"), ("date", "2026-03-20")];
    part::<Flag>(&world, w, case, &flagged).await;
    let gone = part::<Flag>(&world, w, case, &[("message", "Sudah selesai"), ("date", "2026-03-19")]).await;
    step::<Flag>(&world, w, gone, "resolve", &[("resolve_reason", "Selesai")]).await.unwrap();
    let plan = part::<SafetyPlan>(&world, w, case, &[("safety_plan_needed", "true")]).await;
    let agreed = [("completion_date", "2026-03-05"), ("review_date", "2026-03-25")];
    step::<SafetyPlan>(&world, w, plan, "agree", &agreed).await.unwrap();
    let service = part::<Service>(&world, w, case, &[("service_type", "education")]).await;
    step::<Service>(&world, w, service, "schedule", &[("appointment_date", "2026-03-12")]).await.unwrap();
    let hearing =
        [("hearing_date", "2026-03-15"), ("hearing_kind", "child_testimony"), ("child_must_attend", "true")];
    part::<Hearing>(&world, w, case, &hearing).await;
    // A referral that is answered: its receiver looks into the case.
    let receiver = world.staff("case-worker", Some(world.other_unit)).await;
    let referral = crate::moves::refer(&world, w, case, receiver.post).await.unwrap();
    let yes = [("first_contact_by", "2026-03-07")];
    crate::moves::step(&world, &receiver.actor, referral, "accept", &yes).await.unwrap();

    let view = offered(&world, &leaver, &next).await;
    let item = view.items.iter().find(|item| item.id == case).unwrap();
    let said = says(item);
    for line in [
        ("risk", ""),
        ("flag", "2026-03-20"),
        ("safety-plan", "2026-03-25"),
        ("service", "2026-03-12"),
        ("referral", ""),
        ("hearing", "2026-03-15"),
    ] {
        assert!(said.contains(&(line.0, line.1.to_owned())), "{line:?} of {said:?}");
    }
    assert_eq!(said.iter().filter(|(what, _)| *what == "flag").count(), 1, "what was resolved is no risk");
    assert!(item.brief.contacts.iter().any(|told| told.what == "grant" && told.post.is_some()));
    assert_eq!(item.brief.risks[0].coded, Some(("risk-level", "high".to_owned())));
    assert!(item.name.is_none());
    assert!(!format!("{:?}", item.brief).contains("Paman"), "no words that somebody typed");
});

on_both!(a_next_step_is_promised_read_by_the_successor_and_sealed, |world| {
    let leaver = world.staff("case-worker", Some(world.unit)).await;
    let next = world.staff("case-worker", Some(world.unit)).await;
    let case = world.open_case(&leaver.actor, "low").await;
    let set = |text: &str| SetNextStep { matter: case, text: text.into() };
    let text = "Mengantar ke sekolah baru hari Senin (rekaan)";
    assert!(matches!(world.node.perform(&next.actor, set(text)).await, Err(Error::NotFound)));
    let long = "a".repeat(161);
    assert!(matches!(world.node.perform(&leaver.actor, set(&long)).await, Err(Error::Invalid(_))));
    let before = world.sql(&format!("select due_at from matter where id = '{case}'")).await;
    world.node.perform(&leaver.actor, set(text)).await.unwrap();
    let seen = world.node.perform(&leaver.actor, View::<Case>::new(case)).await.unwrap();
    assert_eq!(seen.next_step.as_deref(), Some(text));
    assert_eq!(seen.history[0].detail.changes[0].field, "next_step");
    assert_eq!(world.sql(&format!("select due_at from matter where id = '{case}'")).await, before);
    let stored = world.sql(&format!("select next_step from matter where id = '{case}'")).await;
    assert!(!format!("{stored:?}").contains("sekolah"), "sealed at rest");
    // Another change keeps it.
    let edit = Edit::<Case>::new(case, Draft::default().with("region", "32.73"));
    world.node.perform(&leaver.actor, edit).await.unwrap();
    let view = offered(&world, &leaver, &next).await;
    assert_eq!(view.items[0].next_step.as_deref(), Some(text));
    assert!(view.items[0].name.is_none());
    world.node.perform(&leaver.actor, set("")).await.unwrap();
    let seen = world.node.perform(&leaver.actor, View::<Case>::new(case)).await.unwrap();
    assert_eq!(seen.next_step, None);
});

on_both!(whoever_receives_a_move_is_not_told_the_next_step, |world| {
    let sender = world.staff("case-worker", Some(world.unit)).await;
    let receiver = world.staff("case-worker", Some(world.other_unit)).await;
    let case = world.open_case(&sender.actor, "low").await;
    let set = SetNextStep { matter: case, text: "Kunjungan hari Jumat (rekaan)".into() };
    world.node.perform(&sender.actor, set).await.unwrap();
    let referral = crate::moves::refer(&world, &sender.actor, case, receiver.post).await.unwrap();
    let yes = [("first_contact_by", "2026-03-07")];
    crate::moves::step(&world, &receiver.actor, referral, "accept", &yes).await.unwrap();
    let seen = world.node.perform(&receiver.actor, View::<Case>::new(case)).await.unwrap();
    assert_eq!(seen.next_step, None);
    // What the receiver may see of the case ends with the post: their own hand-over says so.
    world.clock.advance(DAY);
    world.open_case(&receiver.actor, "low").await;
    let raise = RaiseHandover { post: receiver.post, reason: "rotation".into() };
    let handover = world.node.perform(&receiver.actor, raise).await.unwrap().id;
    let view = world.node.perform(&receiver.actor, ReviewHandover { handover }).await.unwrap();
    let code = world.sql(&format!("select code from matter where id = '{case}'")).await;
    assert!(view.ending.iter().any(|one| one.code == code[0][0] && one.kind == "case"), "{:?}", view.ending);
});
