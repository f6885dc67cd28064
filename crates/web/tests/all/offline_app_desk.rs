//! Nothing is disabled without a network: what begins without a case, what answers others, and the organisation's own forms, in a real
//! browser with the wire cut.

use std::time::Duration;

use model::kinds::Referral;
use model::{Draft, Id, Lang};
use node::access::Origin;
use node::acts::field::ListSubmissions;
use node::acts::handover::{HandOver, RaiseHandover, Share};
use node::acts::moves::{ReferCase, Sharing};
use node::acts::{Edit, ListQuery, View};
use serde_json::json;
use trial::browser::Browser;

use crate::offline_app::browser::{Field, Hand, phone};
use crate::openrosa::case_with_visit;

async fn post_of(field: &Field) -> Id {
    let actor = field.world.node.actor(field.account, Lang::Id, Origin::Online).await.unwrap();
    actor.holdings_at(field.world.node.now()).next().unwrap().post
}

/// A referral and a hand-over to the telephone's post, from colleagues.
async fn something_waits(field: &Field) -> Id {
    let (world, to) = (&field.world, post_of(field).await);
    let (chief, _) = world.hire("supervisor").await;
    let chief = world.node.actor(chief, Lang::Id, Origin::Online).await.unwrap();
    let (case, _) = case_with_visit(world, &chief, "Contoh Flamboyan").await;
    let draft =
        Draft::default().with("service_types", "health_care").with("reason", "Data rekaan: perlu diperiksa.");
    let sharing = Sharing { draft, groups: vec!["services".into()], ..Sharing::default() };
    let refer = ReferCase { case, to, service: None, sharing };
    let referral = world.node.perform(&chief, refer).await.unwrap().id;

    let (leaver, _) = world.hire("case-worker").await;
    let leaver = world.node.actor(leaver, Lang::Id, Origin::Online).await.unwrap();
    let from = leaver.holdings_at(world.node.now()).next().unwrap().post;
    let mut matters = Vec::new();
    for (name, risk) in [("Contoh Melur", "low"), ("Contoh Sakura", "high")] {
        let (case, _) = case_with_visit(world, &leaver, name).await;
        let draft = Draft::default().with("risk_level", risk);
        world.node.perform(&leaver, Edit::<model::kinds::Case>::new(case, draft)).await.unwrap();
        matters.push(case);
    }
    let handover =
        world.node.perform(&leaver, RaiseHandover { post: from, reason: "leave".into() }).await.unwrap().id;
    let brief = Draft::default().with("promises", "Menjemput rapor (rekaan)");
    let offer = HandOver { handover, shares: vec![Share { post: to, matters }], brief };
    world.node.perform(&leaver, offer).await.unwrap();
    referral
}

impl Hand {
    /// What a picture, axe and the width of a telephone say of a screen.
    async fn looks_right(&self, name: &str) {
        self.0.screenshot(name).await.expect("a picture");
        assert_eq!(self.0.axe().await.expect("axe"), [], "{name}");
        assert_eq!(self.0.overflow().await.expect("a width"), 0, "{name}");
    }

    pub(crate) async fn back_home(&self) {
        for _ in 0..6 {
            if self.run("return Boolean(document.querySelector('[data-case]'))").await == json!(true) {
                return;
            }
            self.taps("← Kembali").await;
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        self.sees("Kasus yang dibawa").await;
    }

    /// Types under a question of a form.
    pub(crate) async fn answers(&self, question: &str, value: &str) {
        let find = format!(
            "(() => {{ const l = [...document.querySelectorAll('label')].find(l => l.htmlFor && l.offsetParent && l.textContent.startsWith({})); return l && document.getElementById(l.htmlFor) }})()",
            json!(question)
        );
        self.until(question, &find).await;
        self.run(&format!(
            "const e = {find}; e.value = {}; e.dispatchEvent(new Event('change'))",
            json!(value)
        ))
        .await;
    }
}

async fn takes_everything_along(hand: &Hand) {
    hand.taps("Menunggu jawaban").await;
    hand.looks_right("offline-desk-empty").await;
    hand.taps("Bawa yang menunggu").await;
    hand.until("what waits", "document.querySelectorAll('[data-answer]').length === 2").await;
    hand.looks_right("offline-desk").await;
    hand.back_home().await;
    hand.taps("Formulir").await;
    hand.taps("Bawa formulir").await;
    hand.until("forms", "document.querySelector('[data-form=jejaring_report]')").await;
    hand.looks_right("offline-forms").await;
    hand.back_home().await;
}

async fn begins_a_report_and_a_case(hand: &Hand) {
    hand.taps("Laporan baru").await;
    hand.taps("Simpan di telepon").await;
    hand.sees("Isi dahulu.").await;
    hand.looks_right("offline-report").await;
    for (name, value) in
        [("channel", "outreach"), ("reporter_mode", "anonymous"), ("imminent_danger", "false")]
    {
        hand.types(&format!("#f-{name}"), value).await;
    }
    hand.types("#f-narrative", "Laporan rekaan dari desa.").await;
    hand.taps("Simpan di telepon").await;
    hand.sees("Tersimpan di telepon ini").await;
    hand.taps("Kasus baru").await;
    hand.types("#f-name", "Contoh Kenanga Luring").await;
    hand.types("#f-sex", "female").await;
    hand.looks_right("offline-new-case").await;
    hand.taps("Lanjut").await;
    hand.until("the case's own form", "document.querySelector('#f-registration_date')").await;
    hand.looks_right("offline-new-case-2").await;
    hand.taps("Simpan di telepon").await;
    hand.sees("Tersimpan di telepon ini").await;
    // At once something in it, before the node knows of it.
    hand.taps("Kiriman").await;
    hand.looks_right("offline-entries").await;
    hand.taps("Tulis catatan").await;
    hand.types("#note-text", "Catatan di kasus baru (rekaan).").await;
    hand.taps("Simpan di telepon").await;
    hand.sees("Catatan di kasus baru").await;
    hand.back_home().await;
}

async fn answers_what_waits(hand: &Hand, referral: Id) {
    hand.taps("Menunggu jawaban").await;
    hand.clicks(&format!("document.querySelector('[data-answer=\"{referral}\"]')")).await;
    hand.looks_right("offline-referral").await;
    hand.taps("Terima rujukan").await;
    hand.types("#f-first_contact_by", "2026-03-07").await;
    hand.taps("Simpan di telepon").await;
    hand.sees("Menunggu sinyal").await;
    hand.taps("← Kembali").await;
    hand.clicks(&format!(
        "[...document.querySelectorAll('[data-answer]')].find(b => b.dataset.answer !== '{referral}')"
    ))
    .await;
    hand.sees("satu per satu").await;
    hand.looks_right("offline-handover").await;
    hand.taps("Terima yang ini").await;
    hand.taps("Terima 1 lainnya").await;
    hand.until("both are answered", "document.querySelectorAll('.part-rows .badge.waiting').length === 2")
        .await;
    hand.back_home().await;
}

async fn fills_a_form(hand: &Hand) {
    hand.taps("Formulir").await;
    hand.clicks("document.querySelector('[data-form=jejaring_report]')").await;
    hand.answers("Siapa yang melapor?", "neighbour").await;
    hand.taps("Simpan di telepon").await;
    hand.until("what is missing", "document.querySelectorAll('p.problem').length >= 2").await;
    hand.looks_right("offline-form-missing").await;
    // What was typed lives through a lock.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    hand.back_home().await;
    hand.taps("Kunci").await;
    hand.unlocks().await;
    hand.sees("Kasus yang dibawa").await;
    hand.taps("Formulir").await;
    hand.sees("belum selesai").await;
    hand.clicks("document.querySelector('[data-form=jejaring_report]')").await;
    hand.sees("Melanjutkan isian").await;
    assert_eq!(
        hand.run("return [...document.querySelectorAll('label')].find(l => l.textContent.startsWith('Siapa')).parentElement.querySelector('select').value").await,
        "neighbour"
    );
    hand.answers("Bagaimana pelapor", "anonymous").await;
    hand.until("nobody asks an anonymous reporter's name", "![...document.querySelectorAll('label')].some(l => l.offsetParent && l.textContent.startsWith('Nama pelapor'))").await;
    hand.answers("Apakah anak dalam bahaya", "true").await;
    hand.answers("Mengapa?", "Keadaan rekaan.").await;
    hand.answers("Apakah anak dalam bahaya", "false").await;
    hand.answers("Apa yang dilaporkan?", "Uraian rekaan dari formulir.").await;
    hand.looks_right("offline-form").await;
    hand.taps("Simpan di telepon").await;
    hand.sees("Tersimpan di telepon ini").await;
    hand.back_home().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_disabled_without_signal() {
    let field = Field::new().await;
    let referral = something_waits(&field).await;
    let hand = Hand(Browser::open(phone()).await.expect("a browser"));
    hand.sets_up(&field).await;
    takes_everything_along(&hand).await;
    field.wire.cut();
    begins_a_report_and_a_case(&hand).await;
    answers_what_waits(&hand, referral).await;
    fills_a_form(&hand).await;
    // Out to somebody else, from a carried case.
    hand.opens_case().await;
    hand.taps("Rujuk").await;
    hand.until("posts to choose", "document.querySelector('#refer-to').options.length > 1").await;
    hand.looks_right("offline-refer").await;
    hand.run("const e = document.querySelector('#refer-to'); e.value = e.options[1].value").await;
    hand.run("document.querySelector('[data-codes=service_types] input').checked = true").await;
    hand.types("#f-reason", "Data rekaan.").await;
    hand.taps("Simpan di telepon").await;
    hand.sees("Ditulis di telepon ini").await;
    hand.back_home().await;

    // Locked, nothing of it can be read.
    hand.taps("Kunci").await;
    hand.sees("Terkunci").await;
    let dump = hand.dump().await;
    for planted in
        ["Kenanga Luring", "Laporan rekaan", "Melur", "Menjemput rapor", "Uraian rekaan", "perlu diperiksa"]
    {
        assert!(!dump.contains(planted), "{planted} lies on the phone");
    }
    hand.unlocks().await;
    hand.sees("Kasus yang dibawa").await;
    field.wire.mend();
    hand.taps("Kirim sekarang").await;
    hand.sees("Semua terkirim").await;

    let actor = field.world.node.actor(field.account, Lang::Id, Origin::Online).await.unwrap();
    hand.taps("Kiriman").await;
    let said = hand.run("return document.body.innerText").await;
    let said = said.as_str().unwrap();
    assert!(!said.contains("disimpan untuk diperiksa") && !said.contains("Menunggu sinyal"), "{said}");
    hand.looks_right("offline-entries-sent").await;
    let count = async |slug: &str| {
        let entry = node::registry::kind(slug).unwrap();
        entry
            .list(&field.world.node, &actor, ListQuery { limit: 100, ..ListQuery::default() })
            .await
            .unwrap()
            .rows
            .len()
    };
    let seen = field.world.node.perform(&actor, View::<Referral>::new(referral)).await.unwrap();
    assert_eq!(&*seen.envelope.state, "accepted");
    assert_eq!(count("report").await, 2, "one begun, one from the form");
    let cases = count("case").await;
    assert!((4..=5).contains(&cases), "carried, begun, two handed over, perhaps the referred one: {cases}");
    let parts = field.world.node.perform(&actor, ListSubmissions).await.unwrap();
    let of = |state: &str| parts.iter().find(|part| part.state == state).map_or(0, |part| part.count);
    assert_eq!((of("applied"), of("kept")), (1, 0));

    // The same in English.
    hand.back_home().await;
    hand.taps("Pengaturan").await;
    hand.taps("English").await;
    hand.taps("← Back").await;
    hand.sees("Cases carried").await;
    hand.looks_right("offline-home-en").await;
    hand.taps("Waiting for an answer").await;
    hand.sees("Referrals, hand-overs").await;
    hand.looks_right("offline-desk-en").await;
    hand.0.close().await.expect("closed");
    field.server.abort();
}
