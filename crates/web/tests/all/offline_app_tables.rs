//! A form with choices beside it, filled in on the phone without signal, in a real browser.

use forms::sheets::Workbook;
use model::Lang;
use node::access::Origin;
use node::acts::ListQuery;
use node::acts::field::PublishForm;
use serde_json::json;
use trial::browser::Browser;

use crate::field_to_figure::{FORM, MAPPING, PROVINCES, RISKS};
use crate::offline_app::browser::{Field, Hand, phone};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn choices_beside_a_form_are_there_without_signal() {
    let field = Field::new().await;
    let mut sheets = Workbook::open(FORM.as_bytes(), "formulir.csv").expect("sheets");
    for (name, text) in [("provinsi.csv", PROVINCES), ("risiko.xml", RISKS)] {
        sheets.attach(name, text.as_bytes()).expect("a table");
    }
    let (publisher, _) = field.world.hire("administrator").await;
    let publisher = field.world.node.actor(publisher, Lang::Id, Origin::Online).await.expect("actor");
    let publish = PublishForm { sheets, mapping: MAPPING.to_owned() };
    field.world.node.perform(&publisher, publish).await.expect("published");

    let hand = Hand(Browser::open(phone()).await.expect("a browser"));
    hand.sets_up(&field).await;
    hand.taps("Formulir").await;
    hand.taps("Bawa formulir").await;
    hand.until("the form", "document.querySelector('[data-form=lembaga_kasus]')").await;
    field.wire.cut();
    hand.clicks("document.querySelector('[data-form=lembaga_kasus]')").await;
    hand.answers("Nama anak", "Contoh Kemuning").await;
    hand.answers("Jenis kelamin", "female").await;
    hand.answers("Provinsi", "33").await;
    let options = |question: &str| {
        format!(
            "[...([...document.querySelectorAll('label')].find(l => l.textContent.startsWith({}))
                ?.parentElement.querySelectorAll('option') ?? [])].map(o => o.value).filter(v => v)",
            json!(question)
        )
    };
    let regencies = options("Kabupaten atau kota");
    hand.until("only regencies of that province", &format!("({regencies}).join() === '33.74'")).await;
    assert_eq!(hand.run(&format!("return {}", options("Provinsi"))).await, json!(["32", "33"]));
    assert_eq!(hand.run(&format!("return {}", options("Tingkat risiko"))).await, json!(["high", "low"]));
    hand.answers("Kabupaten atau kota", "33.74").await;
    hand.answers("Tingkat risiko", "high").await;
    hand.answers("Uraian", "Uraian rekaan dari formulir.").await;
    hand.taps("Simpan di telepon").await;
    hand.sees("Tersimpan di telepon ini").await;
    hand.back_home().await;
    field.wire.mend();
    hand.taps("Kirim sekarang").await;
    hand.waits(0).await;
    let worker = field.world.node.actor(field.account, Lang::Id, Origin::Online).await.expect("actor");
    let filters = [("region".to_owned(), "33.74".to_owned()), ("risk_level".to_owned(), "high".to_owned())];
    let asked = ListQuery { filters: filters.into(), limit: 10, ..ListQuery::default() };
    let listed = node::registry::kind("case").expect("cases").list(&field.world.node, &worker, asked).await;
    assert_eq!(listed.expect("a list").total, 1, "judged by the same tables, it is a case");
    hand.0.close().await.expect("closed");
    field.server.abort();
}
