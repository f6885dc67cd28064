//! What the public tells of something on the internet: the address goes to few, the words are read by many.

use model::kinds::{ContentReport, Report};
use model::{Draft, Id, Lang};
use node::acts::View;
use node::acts::intake::{FileReport, Source, WriteAsReporter};
use node::acts::staff::SetDutyPost;
use node::{Actor, Error, Shown};

use super::{organisation, told};
use crate::world::World;

const WORDS: &str =
    "Data rekaan: gambar anak tetangga disebar di https://contoh-rekaan.invalid/halaman?x=1, tolong.";

async fn file(world: &World, organisation: Option<Id>, draft: Draft) -> node::Result<String> {
    world.clock.advance(60_000);
    let draft = draft.with("imminent_danger", "false").with("online_harm", "image_spread");
    let act = FileReport { organisation, draft, work: None, source: Some(Source(vec![3; 16])) };
    world.node.perform(&Actor::public(Lang::Id), act).await.map(|filed| filed.receipt.grouped().to_string())
}

async fn newest(world: &World, kind: &str) -> Id {
    let sql = format!("select id from matter where kind = '{kind}' order by opened_at desc, id desc");
    world.sql(&sql).await[0][0].parse().unwrap()
}

on_both!(an_address_that_somebody_tells_a_hotline_lies_where_few_see_it, |world| {
    let admin = organisation(&world, "ID/HOT/CONTOH").await;
    let desk = world.staff_by(&admin, "intake-operator", None).await;
    let hotline = world.staff_by(&admin, "hotline-analyst", None).await;
    world.node.perform(&admin, SetDutyPost { post: desk.post }).await.unwrap();
    let house = world.sql("select id from organisation where member_id = 'ID/HOT/CONTOH'").await;
    let house: Id = house[0][0].parse().unwrap();

    // Told in fields of their own, with a word that is none of them.
    let draft = Draft::default()
        .with("narrative", "Data rekaan: ada akun yang menyebar gambar.")
        .with("platform", "Contohgram")
        .with("account", "@akun_rekaan")
        .with("address", "https://contoh-rekaan.invalid/halaman?x=1");
    let wrong = file(&world, Some(house), draft.clone().with("address", "entah")).await;
    assert!(matches!(wrong, Err(Error::Invalid(_))));
    assert_eq!(world.sql("select count(*) from matter").await, [["0"]], "and nothing of it is left behind");
    file(&world, Some(house), draft).await.unwrap();
    let (report, content) = (newest(&world, "report").await, newest(&world, "content-report").await);
    let seen = world.node.perform(&hotline.actor, View::<ContentReport>::new(content)).await.unwrap();
    assert_eq!(seen.record.text("address"), "hxxps://contoh-rekaan[.]invalid/halaman?x=1");
    assert_eq!(
        (seen.record.text("channel"), seen.record.text("harm")),
        ("web".into(), "image_spread".into())
    );
    assert_eq!(told(&world, hotline.post).await, ["content-told"]);
    let seen = world.node.perform(&desk.actor, View::<Report>::new(report)).await.unwrap();
    assert!(seen.record.fields().all(|(_, shown)| !shown.to_text().contains("contoh-rekaan")));

    // Told in the words alone: they are kept broken apart, and the hotline finds it where it can be worked on.
    let receipt = file(&world, Some(house), Draft::default().with("narrative", WORDS)).await.unwrap();
    let (report, second) = (newest(&world, "report").await, newest(&world, "content-report").await);
    assert_ne!(second, content);
    let seen = world.node.perform(&desk.actor, View::<Report>::new(report)).await.unwrap();
    let words = seen.record.text("narrative");
    assert!(words.contains("hxxps://contoh-rekaan[.]invalid") && !words.contains("https://"), "{words}");
    let seen = world.node.perform(&hotline.actor, View::<ContentReport>::new(second)).await.unwrap();
    assert_eq!(seen.record.text("duplicate_of"), content.to_string(), "likely the same");

    // In a later message, too.
    let text = "Juga di https://lain-rekaan.invalid/b".to_owned();
    let write = WriteAsReporter { receipt, text, source: Some(Source(vec![3; 16])) };
    world.node.perform(&Actor::public(Lang::Id), write).await.unwrap();
    let thread = node::acts::intake::ViewThread { report };
    let thread = world.node.perform(&desk.actor, thread).await.unwrap();
    assert_eq!(thread.messages[0].text.as_deref(), Some("Juga di hxxps://lain-rekaan[.]invalid/b"));
    assert!(world.node.verify(None).await.unwrap().is_ok());
});

on_both!(whoever_may_not_look_keeps_words_broken_apart_and_an_address_unseen, |world| {
    let worker = world.staff("intake-operator", Some(world.unit)).await;
    world.node.perform(&world.admin, SetDutyPost { post: worker.post }).await.unwrap();
    file(&world, None, Draft::default().with("narrative", WORDS)).await.unwrap();
    assert_eq!(world.sql("select count(*) from matter where kind = 'content-report'").await, [["0"]]);
    let report = newest(&world, "report").await;
    let seen = world.node.perform(&worker.actor, View::<Report>::new(report)).await.unwrap();
    assert!(seen.record.text("narrative").contains("hxxps://contoh-rekaan[.]invalid"));
    let draft = Draft::default()
        .with("narrative", "Data rekaan.")
        .with("address", "https://contoh-rekaan.invalid/halaman?x=1");
    file(&world, None, draft).await.unwrap();
    let content = newest(&world, "content-report").await;
    let seen = world.node.perform(&worker.actor, View::<ContentReport>::new(content)).await.unwrap();
    assert_eq!(seen.record.get("address"), Some(&Shown::Hidden), "somebody answers for it all the same");
});

on_both!(what_carries_a_picture_is_written_down_without_it, |world| {
    let worker = world.staff("intake-operator", Some(world.unit)).await;
    world.node.perform(&world.admin, SetDutyPost { post: worker.post }).await.unwrap();
    let pixel = format!("Lihat data:image/png;base64,{}", "iVBORw0KGgoAAAANSUhEUgAA".repeat(4));
    let id = world.node.new_id();
    let send = async |words: &str| {
        world.clock.advance(60_000);
        let draft = Draft::default().with("imminent_danger", "false").with("narrative", words);
        let act = FileReport { organisation: None, draft, work: None, source: Some(Source(vec![4; 16])) };
        world.node.perform_as(id, &Actor::public(Lang::Id), act).await
    };
    assert!(matches!(send(&pixel).await, Err(Error::Invalid(_))));
    let noted = "select act, outcome, rule, subject from journal where rule = 'carries-file'";
    assert_eq!(world.sql(noted).await.len(), 1, "that it came is known");
    assert_eq!(world.sql("select count(*) from matter").await, [["0"]], "and nothing of it is kept");
    let sealed = world.sql("select detail from journal where rule = 'carries-file'").await;
    assert!(sealed.iter().flatten().all(|cell| !cell.contains("iVBOR")));
    send("Data rekaan, tanpa gambar.").await.unwrap();
    assert_eq!(world.sql("select count(*) from matter").await, [["1"]], "the same form goes without it");
    assert!(world.node.verify(None).await.unwrap().is_ok());
});
