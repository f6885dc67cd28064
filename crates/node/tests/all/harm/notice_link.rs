//! Notices by link: once, with a code, logged; the word of somebody who is no member ends nothing.

use model::kinds::{ContentNotice, ContentReport};
use model::time::DAY;
use model::{Draft, Id, Lang};
use node::acts::harm::{AnswerNoticeLink, NoticeOpened, OpenNoticeLink, SendNoticeLink};
use node::acts::intake::Source;
use node::acts::moves::OpenOutside;
use node::acts::{Move, Open, View};
use node::{Actor, Error};

use super::{BROKEN, analyst, content, hosted, told};
use crate::world::{Staff, World};

async fn step(world: &World, hotline: &Staff, id: Id, action: &str, draft: Draft) {
    let step = Move::<ContentNotice>::new(id, action, draft).unwrap();
    world.node.perform(&hotline.actor, step).await.unwrap();
}

/// A notice to a platform that is no member, not sent yet.
async fn drafted(world: &World, hotline: &Staff) -> Id {
    let report = world.node.perform(&hotline.actor, Open::<ContentReport>::root(content())).await.unwrap().id;
    let assess = Draft::default().with("class_scheme", "ab").with("class_label", "B2");
    let assess = Move::<ContentReport>::new(report, "assess", assess).unwrap();
    world.node.perform(&hotline.actor, assess).await.unwrap();
    let notice = Draft::default()
        .with("contact_kind", "platform")
        .with("addressee", "Contohgram (rekaan)")
        .with("legal_basis", "pp_tunas");
    world.node.perform(&hotline.actor, Open::<ContentNotice>::part(report, notice)).await.unwrap().id
}

async fn open(world: &World, number: &str, code: &str) -> node::Result<NoticeOpened> {
    let act = OpenNoticeLink { number: number.into(), code: code.into(), source: Some(Source(vec![1])) };
    world.node.perform(&Actor::public(Lang::Id), act).await
}

async fn answer(world: &World, (number, code): (&str, &str), result: &str, note: &str) -> node::Result<()> {
    let act = AnswerNoticeLink {
        number: number.into(),
        code: code.into(),
        result: result.into(),
        note: note.into(),
        source: Some(Source(vec![1])),
    };
    world.node.perform(&Actor::public(Lang::Id), act).await
}

on_both!(a_platform_that_is_no_member_reads_and_answers_once_opened, |world| {
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let notice = drafted(&world, &hotline).await;
    let issue = || world.node.perform(&hotline.actor, SendNoticeLink { notice });
    assert!(matches!(issue().await, Err(Error::Refused("wrong-state"))), "sent first");
    step(&world, &hotline, notice, "confirm_host", hosted()).await;
    step(&world, &hotline, notice, "send", Draft::default().with("sent_way", "email")).await;
    let link = issue().await.unwrap();
    let wrong = open(&world, &link.number, "000000").await;
    assert!(matches!(wrong, Err(Error::NotFound)));
    let elsewhere = OpenOutside { number: link.number.clone(), code: link.code.clone(), source: None };
    let elsewhere = world.node.perform(&Actor::public(Lang::Id), elsewhere).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)), "the number of a notice opens no referral");
    let early = answer(&world, (&link.number, &link.code), "removed", "").await;
    assert!(matches!(early, Err(Error::Refused("outside-open-first"))));

    let opened = open(&world, &link.number, &link.code).await.unwrap();
    assert!(opened.new);
    let shown = opened.view.told.as_ref().unwrap();
    assert_eq!(shown.address.as_deref(), Some(BROKEN));
    assert_eq!(opened.view.legal_basis, "pp_tunas");
    assert!(told(&world, hotline.post).await.contains(&"notice-link-opened".to_owned()));
    let again = open(&world, &link.number, &link.code).await;
    assert!(matches!(again, Err(Error::Refused("outside-spent"))), "one time");
    let back = (opened.number.as_str(), link.code.as_str());
    let address = answer(&world, back, "moved", "Lihat https://contoh-rekaan.invalid").await;
    assert!(matches!(address, Err(Error::Refused("address-in-words"))));
    assert!(matches!(answer(&world, back, "not_illegal", " ").await, Err(Error::Invalid(_))));
    answer(&world, back, "removed", "Sudah dihapus (rekaan).").await.unwrap();

    let seen = world.node.perform(&hotline.actor, View::<ContentNotice>::new(notice)).await.unwrap();
    assert_eq!(seen.envelope.state, "notified", "a word without a signature ends nothing");
    assert_eq!(seen.record.text("answer"), "removed");
    for _ in 0..2 {
        world.clock.advance(DAY);
        step(&world, &hotline, notice, "check", Draft::default().with("check_result", "gone")).await;
    }
    let seen = world.node.perform(&hotline.actor, View::<ContentNotice>::new(notice)).await.unwrap();
    assert_eq!(seen.envelope.state, "observed_gone");
    let over = open(&world, &opened.number, &link.code).await.unwrap();
    assert!(over.view.told.is_none(), "nothing is shown of what nobody waits for");
    assert_eq!(over.view.answers, ["appeal"]);
    answer(&world, back, "appeal", "Bukan milik saya (rekaan).").await.unwrap();
    let seen = world.node.perform(&hotline.actor, View::<ContentNotice>::new(notice)).await.unwrap();
    assert_eq!(seen.envelope.state, "appealed");
    let acts = "select count(*) from journal where act in ('open-notice-link', 'answer-notice-link') and outcome = 'done'";
    assert_eq!(world.sql(acts).await, [["4"]], "each look and each answer is written down");
});

on_both!(a_link_runs_out_and_is_issued_by_a_mandate_alone, |world| {
    let hotline = analyst(&world, "ID/HOT/CONTOH", "hotline-analyst").await;
    let notice = drafted(&world, &hotline).await;
    step(&world, &hotline, notice, "confirm_host", hosted()).await;
    step(&world, &hotline, notice, "send", Draft::default().with("sent_way", "email")).await;
    let link = world.node.perform(&hotline.actor, SendNoticeLink { notice }).await.unwrap();
    world.clock.advance(8 * DAY);
    let late = open(&world, &link.number, &link.code).await;
    assert!(matches!(late, Err(Error::Refused("outside-expired"))));
    let again = world.node.perform(&hotline.actor, SendNoticeLink { notice }).await;
    assert!(matches!(again, Err(Error::Refused("host-confirmation-old"))), "it is told to nobody unlooked");
    step(&world, &hotline, notice, "confirm_host_again", hosted()).await;
    world.node.perform(&hotline.actor, SendNoticeLink { notice }).await.unwrap();
    let stranger = world.staff("hotline-analyst", Some(world.unit)).await;
    let foreign = world.node.perform(&stranger.actor, SendNoticeLink { notice }).await;
    assert!(foreign.is_err());
    let own = drafted(&world, &stranger).await;
    let unmandated = world.node.perform(&stranger.actor, SendNoticeLink { notice: own }).await;
    assert!(
        matches!(unmandated, Err(Error::Denied("class-may-not"))),
        "an address leaves by hotlines and police"
    );
});
