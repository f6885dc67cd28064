//! The intake desk, letters and the rights of the person through pages, as a browser sends them.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use model::{Draft, Id};

use crate::world::{Browser, Page, World, case, send};

const NAME: &str = "Melati Rekaan Kencana";

async fn go(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> String {
    let page = send(browser, path, fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "POST {path}: {}", page.body);
    page.location().split('?').next().unwrap().to_owned()
}

async fn look(browser: &mut Browser<'_>, path: &str) -> String {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "GET {path}: {}", page.body);
    let title = page.body.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
    assert!(!title.unwrap_or_default().contains("Rekaan"), "a title names somebody");
    page.body
}

const CALL: [(&str, &str); 7] = [
    ("way", "phone"),
    ("caller", "0800-0000-1234"),
    ("imminent_danger", "false"),
    ("reporter_mode", "confidential"),
    ("reporter_name", "Pelapor Contoh"),
    ("call_type", "new_referral_action_required"),
    ("region", "32.73"),
];

async fn call(browser: &mut Browser<'_>, act: Id, narrative: &str) -> Page {
    let act = act.to_string();
    let mut fields = CALL.to_vec();
    fields.extend([("narrative", narrative), ("act", act.as_str()), ("do", "save"), ("receipt", "true")]);
    send(browser, "/calls/new", &fields).await
}

/// The number on the page after a call was logged.
fn number(page: &Page) -> String {
    let at = page.body.find("<h1>Laporan <span class=\"number\">").expect("a number");
    page.body[at..].split("number\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
}

fn report(page: &Page) -> String {
    page.body.split("href=\"/report/").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_silent_call_is_two_taps_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let mut operator = world.staff("intake-operator").await;
    let page = look(&mut operator, "/").await;
    assert!(page.contains("href=\"/calls/new\""), "the first tap");
    let act = world.node.new_id().to_string();
    let quick = [CALL[0], CALL[1], ("quick", "silent_call"), ("act", act.as_str())];
    let logged = send(&mut operator, "/calls/new", &quick).await;
    assert_eq!(logged.status, StatusCode::OK, "{}", logged.body);
    number(&logged);

    let mut typed = CALL.to_vec();
    typed.extend([("children", "Seorang anak (rekaan)"), ("do", "check")]);
    let checked = send(&mut operator, "/calls/new", &typed).await;
    assert!(checked.body.contains("1 kali menelepon") && checked.body.contains("panggilan tanpa suara"));
    assert!(checked.body.contains("Seorang anak (rekaan)"), "what was typed is still there");
    typed.retain(|(name, _)| *name != "do");
    let refused = send(&mut operator, "/calls/new", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "without a narrative");
    assert!(refused.body.contains("Seorang anak (rekaan)") && refused.body.contains("Pelapor Contoh"));

    let act = world.node.new_id();
    let saved = call(&mut operator, act, "Data rekaan: anak bekerja malam.").await;
    let again = call(&mut operator, act, "Data rekaan: anak bekerja malam.").await;
    assert_eq!(number(&saved), number(&again), "sent twice, logged once");
    let code = |page: &Page| page.body.split("code-big number\">").nth(1).map(|rest| rest[..19].to_owned());
    assert!(code(&saved).is_some() && code(&saved) == code(&again), "one receipt");
    let gentle = look(&mut operator, "/calls/new?way=child").await;
    assert!(gentle.contains("dengan kata-katanya sendiri") && gentle.contains("Jangan menyela"));
    let mut worker = world.staff("service-provider").await;
    assert_eq!(worker.get("/calls/new").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn triage_offers_no_outcome_that_it_would_refuse() {
    let world = World::new().await;
    let mut operator = world.staff("intake-operator").await;
    let id = report(&call(&mut operator, world.node.new_id(), "Data rekaan: gudang ikan.").await);
    let form = look(&mut operator, &format!("/report/{id}/triage")).await;
    assert!(form.contains("value=\"advice_given\"") && !form.contains("value=\"opened_as_case\""), "{form}");
    assert!(!form.contains("value=\"joined_to_case\"") && form.contains("Buka atau gabungkan ke kasus"));
}

#[tokio::test]
async fn an_identity_is_asked_for_granted_and_seen_on_its_own_page() {
    let world = World::new().await;
    let mut operator = world.staff("intake-operator").await;
    let mut lead = world.staff("protection-lead").await;
    let id = report(&call(&mut operator, world.node.new_id(), "Data rekaan: gudang ikan.").await);
    let path = format!("/report/{id}");
    let seen = look(&mut operator, &path).await;
    assert!(!seen.contains("Pelapor Contoh") && seen.contains("Batas waktu"));
    let sealed = look(&mut operator, &format!("{path}/reporter")).await;
    assert!(sealed.contains("disegel") && !sealed.contains("Pelapor Contoh"));
    let reason = [("purpose", "contact_reporter"), ("reason", "Anak berpindah tempat; perlu tahu ke mana.")];
    go(&mut operator, &format!("/identity-request/new?parent={id}"), &reason).await;
    let sealed = look(&mut operator, &format!("{path}/reporter")).await;
    let request = sealed.split("href=\"/identity-request/").nth(1).unwrap();
    let request = request.split('"').next().unwrap().to_owned();
    let request = if request.starts_with("new") {
        sealed.split("href=\"/identity-request/").nth(2).unwrap().split('"').next().unwrap().to_owned()
    } else {
        request
    };
    let answer = [("answer_note", "Diperlukan untuk keselamatan anak.")];
    go(&mut lead, &format!("/identity-request/{request}/grant"), &answer).await;
    let open = look(&mut operator, &format!("{path}/reporter")).await;
    assert!(open.contains("Pelapor Contoh"));
    assert!(!look(&mut lead, &format!("{path}/reporter")).await.contains("Pelapor Contoh"));
    let slip = look(&mut operator, &format!("{path}/slip")).await;
    assert!(!slip.contains("gudang") && !slip.contains("Pelapor Contoh"), "a slip tells nothing");
}

#[tokio::test]
async fn the_board_leads_to_a_merge_and_back() {
    let world = World::new().await;
    let mut operator = world.staff("intake-operator").await;
    let mut supervisor = world.staff("supervisor").await;
    let told = "Data rekaan: anak dipanggil Sari bekerja malam di gudang ikan Jalan Melati Contoh.";
    let one = report(&call(&mut operator, world.node.new_id(), told).await);
    let two = report(&call(&mut operator, world.node.new_id(), told).await);
    let board = look(&mut supervisor, "/triage").await;
    assert!(board.contains(&format!("/report/{one}/same?with={two}")), "{board}");
    let same = format!("/report/{one}/same?with={two}");
    assert!(look(&mut supervisor, &same).await.contains("Laporan yang sama?"));
    let short = send(&mut supervisor, &same, &[("with", &two), ("kept", &one), ("reason", "")]).await;
    assert_eq!(short.status, StatusCode::CONFLICT);
    let merge = [("with", two.as_str()), ("kept", one.as_str()), ("reason", "Kejadian dan anak yang sama")];
    assert_eq!(go(&mut supervisor, &same, &merge).await, format!("/report/{one}"));
    assert!(look(&mut supervisor, &format!("/report/{two}")).await.contains("digabungkan ke laporan"));
    let undo = [("reason", "Ternyata anak yang berbeda")];
    go(&mut supervisor, &format!("/report/{two}/unmerge"), &undo).await;
    assert!(!look(&mut supervisor, &format!("/report/{two}")).await.contains("digabungkan ke laporan"));
    let clock = format!("/report/{two}/clock?of=mandatory_report");
    assert!(look(&mut supervisor, &clock).await.contains("Wajib lapor"));
    let met = [("clock", "mandatory_report"), ("reason", "Disampaikan ke unit PPA rekaan")];
    go(&mut supervisor, &format!("/report/{two}/clock"), &met).await;
}

#[tokio::test]
async fn the_public_page_says_what_is_known_and_no_more() {
    let world = World::new().await;
    let mut stranger = world.stranger();
    let bare = stranger.get("/lapor").await.body;
    assert!(bare.contains("belum memasang nomor darurat") && bare.contains("Jadwal petugas belum dipasang"));
    let mut manager = world.staff("manager").await;
    let line = [
        ("do", "line"),
        ("label_id", "Layanan contoh (rekaan)"),
        ("label_en", "Sample line (invented)"),
        ("number", "0800-0000-0000"),
        ("assured_by", "Petugas Contoh"),
        ("assured_on", "2026-03-01"),
    ];
    assert_eq!(go(&mut manager, "/roster", &line).await, "/roster");
    let post = world.actor_of("manager").await.holdings()[0].post.to_string();
    let plan = [
        ("do", "plan"),
        ("duty", "intake_line"),
        ("post", post.as_str()),
        ("first_day", "2026-03-05"),
        ("weeks", "2"),
        ("days", "4"),
        ("days", "5"),
        ("from", "08:00"),
        ("to", "20:00"),
    ];
    let wrong = [plan.as_slice(), &[("to", "siang")]].concat();
    let refused = send(&mut manager, "/roster", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    go(&mut manager, "/roster", &plan).await;
    let page = stranger.get("/lapor").await.body;
    assert!(page.contains("0800-0000-0000") && page.contains("1 Maret 2026"), "with the day it was assured");
    assert!(page.contains("sedang bertugas"));
    assert!(look(&mut manager, "/roster").await.contains("Bertugas sekarang"));
}

async fn upload(browser: &mut Browser<'_>, path: &str, name: &str, bytes: &[u8]) -> Page {
    let token = browser.token().await;
    let mut body =
        format!("--x\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n").into_bytes();
    let head = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend(head.bytes());
    body.extend(bytes);
    body.extend(b"\r\n--x--\r\n");
    let request =
        browser.request(Method::POST, path).header("content-type", "multipart/form-data; boundary=x");
    browser.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_letter_is_written_numbered_and_printed() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let id = worker.open("case", None, case()).await;
    let letter = look(&mut worker, &format!("/case/{id}/letter?template=police_report")).await;
    assert!(letter.contains("dugaan tindak pidana") && letter.contains("Nomor kasus pada kami: KS-"));
    let written = [
        ("template", "police_report"),
        ("subject", "Penyampaian dugaan tindak pidana"),
        ("addressee", "Kepala Unit PPA contoh"),
        ("body", "Dengan hormat,\n\nSurat rekaan."),
    ];
    let document = go(&mut worker, &format!("/case/{id}/letter"), &written).await;
    assert!(look(&mut worker, &format!("{document}/print")).await.contains("Konsep"));
    go(
        &mut worker,
        &format!("{document}/issue"),
        &[("document_date", "2026-03-05"), ("addressee_kind", "institution")],
    )
    .await;
    let printed = look(&mut worker, &format!("{document}/print")).await;
    for part in ["001/PA/III/2026", "Rahasia", "Kepada Yth.", "5 Maret 2026", "Surat rekaan."] {
        assert!(printed.contains(part), "{part}");
    }
    let incoming = format!("/case/{id}/incoming");
    let text = upload(&mut worker, &incoming, "surat.txt", b"Keterangan rekaan dari sekolah.").await;
    assert_eq!(text.status, StatusCode::SEE_OTHER, "{}", text.body);
    let kept = text.location().split('?').next().unwrap().to_owned();
    assert!(look(&mut worker, &kept).await.contains("Keterangan rekaan dari sekolah."));
    let picture = upload(&mut worker, &incoming, "foto.txt", b"\x89PNG\r\n\x1a\n0000").await;
    assert_eq!(picture.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(picture.body.contains("gambar"));
    let other = world.staff("case-worker").await;
    let mut other = other;
    assert_eq!(other.get(&format!("/case/{id}/letter")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_copy_is_asked_for_decided_and_given() {
    let world = World::new().await;
    let mut lead = world.staff("protection-lead").await;
    let id = lead.open("case", None, case()).await;
    let page = look(&mut lead, &format!("/case/{id}")).await;
    let person = page.split("href=\"/person/").nth(1).unwrap().split(['"', '/']).next().unwrap().to_owned();
    let household = Draft::default().with("household", "Wali Contoh Rekaan");
    let household = node::acts::Edit::<model::kinds::Case>::new(id, household);
    world.node.perform(&lead.actor, household).await.unwrap();
    let change = Draft::default().with("name", NAME);
    let edit = node::acts::people::EditPerson { id: person.parse().unwrap(), draft: change, since: None };
    world.node.perform(&lead.actor, edit).await.unwrap();
    let asked = [
        ("request_type", "access"),
        ("requester", "self"),
        ("requester_name", NAME),
        ("request_text", "Minta salinan data saya."),
        ("delivery", "in_person"),
        ("delivery_safe", "true"),
    ];
    let request = go(&mut lead, &format!("/person/{person}/rights"), &asked).await;
    let early = lead.get(&format!("{request}/copy")).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    go(&mut lead, &format!("{request}/verify"), &[("verified_how", "Bertemu langsung")]).await;
    go(&mut lead, &format!("{request}/decide"), &[("decision", "granted")]).await;
    let copy = look(&mut lead, &format!("{request}/copy")).await;
    assert!(copy.contains(NAME) && !copy.contains("Wali Contoh"), "the person's own, and nobody else's");
    let csv = lead.get(&format!("{request}/copy?format=csv")).await;
    assert!(csv.body.contains(NAME) && !csv.body.contains("Wali Contoh"));
    let file = csv.headers["content-disposition"].to_str().unwrap();
    assert!(file.contains("PD-") && !file.contains("Melati"), "{file}");
    assert!(look(&mut lead, "/processing").await.contains("Catatan pemrosesan"));
}
