//! Who hosts what a notice is about is confirmed just before it goes.

use model::kinds::{ContentNotice, ContentReport, IncomingNotice};
use model::time::{DAY, HOUR};
use model::{Draft, Id};
use node::Error;
use node::acts::{Edit, List, ListQuery, Move, Open, View};

use super::{analyst, content, hosted};
use crate::world::{Staff, World};

async fn step(world: &World, staff: &Staff, id: Id, action: &str, draft: Draft) -> node::Result<()> {
    let step = Move::<ContentNotice>::new(id, action, draft).unwrap();
    world.node.perform(&staff.actor, step).await.map(drop)
}

async fn drafted(world: &World, hotline: &Staff, member: &str) -> Id {
    let report = world.node.perform(&hotline.actor, Open::<ContentReport>::root(content())).await.unwrap().id;
    let assess = Draft::default().with("class_scheme", "ab").with("class_label", "B2");
    let assess = Move::<ContentReport>::new(report, "assess", assess).unwrap();
    world.node.perform(&hotline.actor, assess).await.unwrap();
    let notice = Draft::default()
        .with("contact_kind", "hoster")
        .with("addressee", "Penyedia Contoh (rekaan)")
        .with("member", member)
        .with("legal_basis", "pp_tunas");
    world.node.perform(&hotline.actor, Open::<ContentNotice>::part(report, notice)).await.unwrap().id
}

async fn refused(world: &World, hotline: &Staff, id: Id, action: &str, draft: Draft) -> &'static str {
    match step(world, hotline, id, action, draft).await {
        Err(Error::Refused(code)) => code,
        other => panic!("{action}: {other:?}"),
    }
}

fn sent() -> Draft {
    Draft::default().with("sent_way", "email")
}

on_both!(a_notice_goes_on_a_fresh_word_about_its_host_alone, |world| {
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let platform = analyst(&world, "ID/PLT/CONTOHGRAM", "platform-officer").await;
    let notice = drafted(&world, &hotline, "ID/PLT/CONTOHGRAM").await;
    assert_eq!(refused(&world, &hotline, notice, "send", sent()).await, "host-unconfirmed");
    step(&world, &hotline, notice, "confirm_host", hosted()).await.unwrap();
    let seen = world.node.perform(&hotline.actor, View::<ContentNotice>::new(notice)).await.unwrap();
    assert_eq!(seen.envelope.state, "drafted", "saying who hosts it sends nothing");
    assert_eq!(seen.envelope.due_at, Some(seen.envelope.opened_at.plus(HOUR)), "and stops no clock");
    assert_eq!(seen.record.text("host_source"), "own_tools");
    assert!(seen.record.text("host_confirmed_by").starts_with("HOT, "), "a post of its class, no person");
    assert!(seen.record.text("host_confirmed_for").contains("Penyedia Contoh (rekaan)"));
    assert!(!seen.record.text("host_confirmed_for").contains("hoster"), "in words");
    let at = seen.record.text("host_confirmed_at").parse::<i64>().unwrap();
    assert!((0..HOUR).contains(&(world.node.now().millis() - at)));

    // Older than a day it is said again first; nothing reaches the platform until then.
    world.clock.advance(DAY + HOUR);
    assert_eq!(refused(&world, &hotline, notice, "send", sent()).await, "host-confirmation-old");
    let query = || ListQuery { limit: 10, ..ListQuery::default() };
    let inbox = world.node.perform(&platform.actor, List::<IncomingNotice>::new(query())).await.unwrap();
    assert!(inbox.rows.is_empty());
    step(&world, &hotline, notice, "confirm_host", hosted()).await.unwrap();
    step(&world, &hotline, notice, "send", sent()).await.unwrap();
    let inbox = world.node.perform(&platform.actor, List::<IncomingNotice>::new(query())).await.unwrap();
    assert_eq!(inbox.rows.len(), 1);
    world.clock.advance(DAY + HOUR);
    for (action, draft) in [
        ("remind", Draft::default()),
        ("escalate", Draft::default().with("escalated_to", "Registrar Contoh")),
    ] {
        assert_eq!(refused(&world, &hotline, notice, action, draft).await, "host-confirmation-old");
    }
    step(&world, &hotline, notice, "confirm_host_again", hosted()).await.unwrap();
    step(&world, &hotline, notice, "remind", Draft::default()).await.unwrap();
    assert!(world.node.verify(None).await.unwrap().is_ok());
});

on_both!(a_host_that_changed_or_is_unknown_gets_no_notice, |world| {
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let notice = drafted(&world, &hotline, "").await;
    let unclear = hosted().with("host_finding", "unclear");
    step(&world, &hotline, notice, "confirm_host", unclear).await.unwrap();
    assert_eq!(refused(&world, &hotline, notice, "send", sent()).await, "host-unclear");
    let other = hosted().with("host_finding", "other");
    let nameless = step(&world, &hotline, notice, "confirm_host", other.clone()).await;
    assert!(matches!(nameless, Err(Error::Invalid(_))), "who it is now is asked for");
    let address = other.clone().with("host_found", "https://contoh-rekaan.invalid");
    let address = step(&world, &hotline, notice, "confirm_host", address).await;
    assert!(matches!(address, Err(Error::Refused("address-in-words"))));
    let named = other.with("host_found", "Penyedia Lain (rekaan)");
    step(&world, &hotline, notice, "confirm_host", named).await.unwrap();
    assert_eq!(refused(&world, &hotline, notice, "send", sent()).await, "host-changed");

    // A party named afterwards was confirmed by nobody.
    step(&world, &hotline, notice, "confirm_host", hosted()).await.unwrap();
    let change = Draft::default().with("addressee", "Penyedia Lain (rekaan)");
    world.node.perform(&hotline.actor, Edit::<ContentNotice>::new(notice, change)).await.unwrap();
    assert_eq!(refused(&world, &hotline, notice, "send", sent()).await, "host-unconfirmed");
    step(&world, &hotline, notice, "confirm_host", hosted()).await.unwrap();
    step(&world, &hotline, notice, "send", sent()).await.unwrap();
    let rows = world.sql("select host_found, host_note, host_confirmed_by from k_content_notice").await;
    assert!(rows.iter().flatten().all(|cell| !cell.contains("Penyedia")), "sealed at rest");
});
