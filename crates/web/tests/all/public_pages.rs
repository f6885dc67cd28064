//! Telling something without an account, a cookie or a script, and coming back with the receipt.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use model::{Kind, Lang};
use node::acts::intake::AnswerReporter;
use node::acts::staff::{ListPosts, SetDutyPost};
use node::acts::{List, ListQuery};

use crate::world::{Browser, Page, World};

async fn ready() -> World {
    let world = World::new().await;
    world.hire("intake-operator").await;
    let posts = world.node.perform(world.admin(), ListPosts).await.unwrap();
    let post = posts.iter().find(|post| post.role == "intake-operator").unwrap().id;
    world.node.perform(world.admin(), SetDutyPost { post }).await.unwrap();
    world
}

async fn tell(stranger: &mut Browser<'_>, act: &str, narrative: &str) -> Page {
    let fields = [
        ("act", act),
        ("narrative", narrative),
        ("imminent_danger", "false"),
        ("region", "32.73"),
        ("incident_date", ""),
        ("children", "Anak rekaan"),
        ("reporter_name", ""),
        ("reporter_contact", ""),
    ];
    stranger.post("/lapor?lang=id", &fields).await
}

fn receipt(page: &Page) -> String {
    let after = page.body.split("code-big number\">").nth(1).expect("a receipt");
    after.split('<').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_report_needs_no_cookie_and_no_script() {
    let world = ready().await;
    let mut stranger = world.stranger();
    let form = stranger.get("/lapor?lang=en").await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("What happened?"));
    assert!(
        form.body.contains("no emergency number that somebody made sure of"),
        "a fresh node invents none"
    );
    assert!(form.headers.get("set-cookie").is_none(), "no cookie for a reporter");
    assert_eq!(form.headers["referrer-policy"], "no-referrer");
    assert_eq!(form.headers["cache-control"], "no-store");
    assert!(form.body.contains("href=\"/umum\""), "the exit works without a script");
    let sent = tell(&mut stranger, &form.input("act"), "Data rekaan: anak bekerja di gudang.").await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    let code = receipt(&sent);
    assert_eq!(code.len(), 19, "{code}: four groups of four");
    assert!(sent.headers.get("set-cookie").is_none());
    let again = tell(&mut stranger, &form.input("act"), "Data rekaan: anak bekerja di gudang.").await;
    assert_eq!(receipt(&again), code, "sent twice is one report");
}

#[tokio::test]
async fn the_thread_goes_both_ways() {
    let world = ready().await;
    let mut stranger = world.stranger();
    let form = stranger.get("/lapor").await;
    let sent = tell(&mut stranger, &form.input("act"), "Data rekaan: anak tidak pulang.").await;
    let code = receipt(&sent);
    let back = stranger.post("/lapor/kembali", &[("receipt", &code)]).await;
    assert!(back.body.contains("Laporanmu sudah sampai"), "{}", back.body);
    let fields = [("receipt", code.as_str()), ("act", &back.input("act")), ("text", "Tambahan rekaan.")];
    let written = stranger.post("/lapor/kembali", &fields).await;
    assert!(written.body.contains("Tambahan rekaan.") && written.body.contains("Pesanmu terkirim"));
    let operator = world.actor_of("intake-operator").await;
    let query = ListQuery { limit: 5, ..ListQuery::default() };
    let listed = world.node.perform(&operator, List::<model::kinds::Report>::new(query)).await.unwrap();
    let report = listed.rows[0].envelope.id;
    let answer = AnswerReporter { report, text: "Terima kasih, kami bantu.".into() };
    world.node.perform(&operator, answer).await.unwrap();
    let read = stranger.post("/lapor/kembali", &[("receipt", &code)]).await;
    assert!(read.body.contains("Ada jawaban untukmu") && read.body.contains("kami bantu"));
    assert_eq!(model::kinds::Report::META.slug, "report");
}

#[tokio::test]
async fn wrong_receipts_are_limited_and_say_nothing() {
    let world = ready().await;
    let mut stranger = world.stranger();
    let short = stranger.post("/lapor/kembali", &[("receipt", "1234 5678")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("yang kamu tulis 8 angka"));
    let mut statuses = Vec::new();
    for n in 0..12 {
        let code = format!("1234 5678 9012 34{n:02}");
        statuses.push(stranger.post("/lapor/kembali", &[("receipt", &code)]).await.status);
    }
    assert_eq!(statuses[0], StatusCode::NOT_FOUND);
    assert_eq!(statuses[11], StatusCode::TOO_MANY_REQUESTS, "{statuses:?}");
}

#[tokio::test]
async fn what_cannot_be_taken_keeps_the_text() {
    let world = ready().await;
    let mut stranger = world.stranger();
    let form = stranger.get("/lapor").await;
    let picture = "Cerita data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk";
    let refused = tell(&mut stranger, &form.input("act"), picture).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"narrative-problem\"") && refused.body.contains("Anak rekaan"));
    let empty = tell(&mut stranger, &form.input("act"), "").await;
    assert!(empty.body.contains("id=\"narrative-problem\"") && empty.body.contains("Anak rekaan"));
    for n in 0..21 {
        let form = stranger.get("/lapor").await;
        let sent = tell(&mut stranger, &form.input("act"), &format!("Data rekaan {n}.")).await;
        if n == 20 {
            assert_eq!(sent.status, StatusCode::TOO_MANY_REQUESTS);
            assert!(sent.body.contains("Data rekaan 20.") && sent.body.contains("menit"));
        } else {
            assert_eq!(sent.status, StatusCode::OK, "{n}");
        }
    }
    let request =
        stranger.request(Method::POST, "/lapor").header("content-type", "multipart/form-data; boundary=x");
    let sent = stranger.send(request.body(Body::from("--x--")).unwrap()).await;
    assert_eq!(sent.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(sent.body.contains("Foto, video, dan berkas tidak diterima"), "{}", sent.body);
}

#[tokio::test]
async fn a_solved_puzzle_opens_the_fast_lane() {
    let world = ready().await;
    let mut stranger = world.stranger();
    stranger.speaks(Lang::En);
    let challenge = world.node.challenge(4);
    let work = node::ProofOfWork::solve(&challenge);
    let form = stranger.get("/lapor").await;
    let fields = [
        ("act", form.input("act")),
        ("narrative", "Invented.".to_owned()),
        ("imminent_danger", "unknown".to_owned()),
        ("challenge", work.challenge),
        ("nonce", work.nonce),
    ];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(stranger.post("/lapor?lang=en", &fields).await.status, StatusCode::OK);
}

#[tokio::test]
async fn something_on_the_internet_is_told_in_fields_of_its_own() {
    let world = ready().await;
    let mut stranger = world.stranger();
    let form = stranger.get("/lapor?lang=id").await;
    assert!(form.body.contains("Kalau ini terjadi di internet") && form.body.contains("Jangan buka lagi"));
    let act = form.input("act");
    let fields = |address: &'static str| {
        [
            ("act", act.as_str()),
            ("narrative", "Data rekaan: ada akun yang menyebar gambar."),
            ("imminent_danger", "false"),
            ("platform", "Contohgram"),
            ("address", address),
        ]
        .map(|(name, text)| (name, text.to_owned()))
    };
    let send = async |stranger: &mut Browser<'_>, address: &'static str| {
        let all = fields(address);
        let all: Vec<(&str, &str)> = all.iter().map(|(name, text)| (*name, text.as_str())).collect();
        stranger.post("/lapor?lang=id", &all).await
    };
    let wrong = send(&mut stranger, "entah di mana").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("entah di mana") && wrong.body.contains("Contohgram"),
        "what was typed is kept"
    );
    let sent = send(&mut stranger, "https://contoh-rekaan.invalid/x").await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    assert_eq!(receipt(&sent).len(), 19);
    assert!(!sent.body.contains("contoh-rekaan"));
}
