//! Notices between nodes: an address goes to few, a notice ends by the word of the one addressed, and what is taken back goes there, too.

use model::kinds::{ContentNotice, ContentReport, IncomingNotice};
use model::time::DAY;
use model::{Draft, Id, Kind};
use node::acts::{Move, Open, View};
use node::{Actor, Error};

use super::net::Net;
use super::referral::state;
use crate::harm::hosted;
use crate::world::{Staff, World};

const PLATFORM: &str = "PH/PLT/CONTOHGRAM";
const ADDRESS: &str = "https://contoh-rekaan.invalid/halaman?x=1";
const BROKEN: &str = "hxxps://contoh-rekaan[.]invalid/halaman?x=1";

async fn step<K: Kind>(world: &World, actor: &Actor, id: Id, action: &str, draft: Draft) -> node::Result<Id> {
    Ok(world.node.perform(actor, Move::<K>::new(id, action, draft)?).await?.id)
}

/// A notice to a member, sent.
async fn sent(world: &World, hotline: &Staff, member: &str) -> Id {
    let content = Draft::default()
        .with("channel", "email")
        .with("harm", "image_spread")
        .with("imminent_danger", "true")
        .with("platform", "Contohgram")
        .with("account", "@akun_rekaan")
        .with("address", ADDRESS)
        .with("hash_md5", "0123456789abcdef0123456789abcdef");
    let report = world.node.perform(&hotline.actor, Open::<ContentReport>::root(content)).await.unwrap().id;
    let assess = Draft::default().with("class_scheme", "ab").with("class_label", "B2");
    step::<ContentReport>(world, &hotline.actor, report, "assess", assess).await.unwrap();
    let notice = Draft::default()
        .with("contact_kind", "platform")
        .with("addressee", "Contohgram (rekaan)")
        .with("member", member)
        .with("legal_basis", "pp_tunas");
    let notice =
        world.node.perform(&hotline.actor, Open::<ContentNotice>::part(report, notice)).await.unwrap().id;
    step::<ContentNotice>(world, &hotline.actor, notice, "confirm_host", hosted()).await.unwrap();
    let way = Draft::default().with("sent_way", "member");
    step::<ContentNotice>(world, &hotline.actor, notice, "send", way).await.unwrap();
    notice
}

async fn came(world: &World) -> Vec<Id> {
    let rows = world.sql("select id from matter where kind = 'incoming-notice' order by id").await;
    rows.iter().map(|row| row[0].parse().unwrap()).collect()
}

async fn seen(world: &World, staff: &Staff, id: Id, field: &str) -> String {
    world.node.perform(&staff.actor, View::<IncomingNotice>::new(id)).await.unwrap().record.text(field)
}

on_both!(a_notice_ends_by_the_word_of_the_platform_on_its_own_node, |world| {
    let mut net = Net::with(world, PLATFORM).await;
    let hotline = net.joined("ID/HOT/CONTOH", "hotline-analyst").await;
    let officer = net.abroad.staff("platform-officer", Some(net.abroad.unit)).await;
    let notice = sent(&net.here, &hotline, PLATFORM).await;
    net.carry().await;
    let there = came(&net.abroad).await;
    assert_eq!(there.len(), 1);
    assert_eq!(seen(&net.abroad, &officer, there[0], "address").await, BROKEN, "for the one addressed");
    assert!(seen(&net.abroad, &officer, there[0], "hashes").await.starts_with("md5: 0123"));
    assert_eq!(seen(&net.abroad, &officer, there[0], "legal_basis").await, "pp_tunas");
    let marking = net.here.sql("select marking from exchange_sent where kind = 'notice'").await;
    assert!(marking[0][0].contains("outgoing-basis:pp_tunas"), "the law that it rests on goes along");

    // Said again it is one notice.
    net.here.clock.advance(DAY);
    net.abroad.clock.advance(DAY);
    step::<ContentNotice>(&net.here, &hotline.actor, notice, "confirm_host_again", hosted()).await.unwrap();
    step::<ContentNotice>(&net.here, &hotline.actor, notice, "remind", Draft::default()).await.unwrap();
    net.carry().await;
    assert_eq!(came(&net.abroad).await.len(), 1);
    assert_eq!(seen(&net.abroad, &officer, there[0], "reminders").await, "1");

    // An address in the answer would be read by everybody.
    let words = Draft::default().with("answer_note", "Lihat https://contoh-rekaan.invalid");
    let refused = step::<IncomingNotice>(&net.abroad, &officer.actor, there[0], "remove", words).await;
    assert!(matches!(refused, Err(Error::Refused("address-in-words"))));
    let words = Draft::default().with("answer_note", "Sudah dihapus (rekaan).");
    step::<IncomingNotice>(&net.abroad, &officer.actor, there[0], "remove", words).await.unwrap();
    assert_eq!(state(&net.here, notice).await, "notified", "nothing is done before the answer has come");
    net.carry().await;
    assert_eq!(state(&net.here, notice).await, "removed");
    let held = net.here.node.perform(&hotline.actor, View::<ContentNotice>::new(notice)).await.unwrap();
    assert_eq!(held.record.text("answer"), "removed");
    assert_eq!(held.record.text("answer_note"), "Sudah dihapus (rekaan).");
    let receipts = "select count(*) from exchange_receipt where state = 'decided'";
    assert_eq!(net.here.sql(receipts).await, [["1"]], "with a signed receipt that it was carried out");
    let figures = "select result from notice_delivery where ended_at is not null";
    assert_eq!(net.here.sql(figures).await, [["removed"]]);

    // Whoever was concerned may object.
    let appeal = Draft::default().with("appeal_note", "Unggahan itu bukan milik saya (rekaan).");
    step::<IncomingNotice>(&net.abroad, &officer.actor, there[0], "appeal", appeal).await.unwrap();
    net.carry().await;
    assert_eq!(state(&net.here, notice).await, "appealed");
    for world in [&net.here, &net.abroad] {
        assert!(world.node.verify(None).await.unwrap().is_ok());
    }
});

on_both!(a_notice_that_is_dismissed_is_taken_back_there, |world| {
    let mut net = Net::with(world, PLATFORM).await;
    let hotline = net.joined("ID/HOT/CONTOH", "hotline-analyst").await;
    let officer = net.abroad.staff("platform-officer", Some(net.abroad.unit)).await;
    let notice = sent(&net.here, &hotline, PLATFORM).await;
    net.carry().await;
    let there = came(&net.abroad).await[0];
    // What the platform disputes stays open until the sender has weighed it.
    let words = Draft::default().with("answer_note", "Bukan konten terlarang (rekaan).");
    let second = sent(&net.here, &hotline, PLATFORM).await;
    net.carry().await;
    let disputed = *came(&net.abroad).await.iter().find(|id| **id != there).unwrap();
    step::<IncomingNotice>(&net.abroad, &officer.actor, disputed, "dispute", words).await.unwrap();
    net.carry().await;
    assert_eq!(state(&net.here, second).await, "notified");
    let why = Draft::default().with("not_illegal_reason", first_reason());
    step::<ContentNotice>(&net.here, &hotline.actor, notice, "dismiss", why).await.unwrap();
    net.carry().await;
    assert_eq!(state(&net.abroad, there).await, "withdrawn");
    assert_eq!(seen(&net.abroad, &officer, there, "address").await, "", "what was told goes");
});

fn first_reason() -> &'static str {
    model::codes::list("not-illegal-reason").unwrap().offered().next().unwrap().code
}

on_both!(an_address_goes_to_nobody_who_may_not_see_one, |world| {
    let net = Net::new(world).await;
    let hotline = net.abroad.staff("hotline-analyst", Some(net.abroad.unit)).await;
    let manager = net.here.staff("manager", None).await;
    net.here.staff("intake-operator", Some(net.here.unit)).await;
    sent(&net.abroad, &hotline, net.here.node.origin()).await;
    net.carry().await;
    let there = came(&net.here).await;
    assert_eq!(there.len(), 1);
    let shown = net.here.node.perform(&manager.actor, View::<IncomingNotice>::new(there[0])).await.unwrap();
    assert_eq!(shown.record.text("harm"), "image_spread");
    let told: Vec<String> = shown.record.fields().map(|(_, shown)| shown.to_text()).collect();
    assert!(told.iter().all(|text| !text.contains("contoh-rekaan")), "no field holds it");
});
