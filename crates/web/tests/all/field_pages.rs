//! Pages of field work: a form is looked through, shows what it changes, is published and mapped; a device's secret is shown once;
//! places that nobody visited stand first.

use axum::body::Body;
use axum::http::{Method, StatusCode};

use crate::world::{Browser, Page, World};

async fn upload(browser: &mut Browser<'_>, csv: &str, fields: &[(&str, &str)]) -> Page {
    upload_with(browser, csv, &[], fields).await
}

/// A form with tables beside it, each with the name of its file.
pub async fn upload_with(
    browser: &mut Browser<'_>,
    csv: &str,
    beside: &[(&str, &str)],
    fields: &[(&str, &str)],
) -> Page {
    let token = browser.get("/field/forms/new").await.input("form_token");
    let mut body = format!("--b\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n");
    for (name, value) in fields {
        body.push_str(&format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    for (name, content) in beside {
        body.push_str(&format!(
            "--b\r\nContent-Disposition: form-data; name=\"beside\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n{content}\r\n"
        ));
    }
    body.push_str(&format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"formulir.csv\"\r\nContent-Type: text/csv\r\n\r\n{csv}\r\n--b--\r\n"
    ));
    let request = browser
        .request(Method::POST, "/field/forms/new")
        .header("content-type", "multipart/form-data; boundary=b")
        .header("origin", "http://contoh.invalid")
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

fn sheets(version: &str, more: &str) -> String {
    format!(
        "survey,type,name,label\n,text,narrative,Apa yang terjadi?\n{more}settings,form_title,form_id,version\n,Contoh lembaga,lembaga_contoh,{version}\n"
    )
}

const MAPPING: &str = r#"{"form":"lembaga_contoh","version":"1","makes":[{"kind":"report","fields":{
    "narrative":{"question":"narrative"},"channel":{"always":"outreach"},
    "reporter_mode":{"always":"anonymous"},"imminent_danger":{"always":"unknown"}}}]}"#;

#[tokio::test]
async fn a_form_shows_its_problems_and_its_changes_before_it_is_published() {
    let world = World::new().await;
    let mut admin = world.staff("administrator").await;
    let list = admin.get("/field/forms").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    assert!(list.body.contains("jejaring_intake") && list.body.contains("bawaan program"));
    let wrong = upload(&mut admin, &sheets("1", ",image,foto,Foto\n"), &[]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("lembar survey, baris 3"), "sheet, row, column: {}", wrong.body);
    let looked = upload(&mut admin, &sheets("1", ""), &[("kind", "report")]).await;
    assert_eq!(looked.status, StatusCode::OK);
    assert!(looked.body.contains("Isian channel pada report wajib ada"), "{}", looked.body);
    let take = [("mapping", MAPPING), ("take", "true")];
    let published = upload(&mut admin, &sheets("1", ""), &take).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    let page = admin.get("/field/forms/lembaga_contoh").await;
    assert!(page.body.contains("Laporan → "), "where each answer goes: {}", page.body);
    let again = upload(&mut admin, &sheets("2", ",text,places,Di mana?\n"), &[]).await;
    assert!(again.body.contains("places: pertanyaan baru"), "the effect is shown: {}", again.body);
    assert!(again.body.contains("belum punya tujuan"));
    let mut worker = world.staff("case-worker").await;
    assert_eq!(worker.get("/field/forms/new").await.status, StatusCode::FORBIDDEN);
    let mut supervisor = world.staff("supervisor").await;
    let page = supervisor.get("/field/forms/jejaring_follow_up").await;
    assert!(page.body.contains("daftar kunjungan jabatannya"), "{}", page.body);
}

#[tokio::test]
async fn a_secret_is_shown_once_and_places_without_a_visit_stand_first() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let page = worker.get("/field/devices").await;
    assert!(page.body.contains("Belum ada perangkat"));
    let (token, act) = (page.input("form_token"), page.input("act"));
    let fields = [("form_token", &*token), ("act", &*act), ("do", "open"), ("post", "")];
    let made = worker.post("/field/devices", &fields).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    assert!(made.body.contains("http://contoh.invalid/openrosa") && made.body.contains("hp-"));
    let later = worker.get("/field/devices").await;
    assert!(!later.body.contains("class=\"number secret"), "once");
    let empty = worker.get("/submissions").await;
    assert!(empty.body.contains("Belum ada kiriman."), "{}", empty.body);
    let page = worker.get("/community/new").await;
    let token = page.input("form_token");
    let fields = [
        ("form_token", &*token),
        ("name", "Muara Rekaan"),
        ("community_kind", "harbour"),
        ("region", "32.73"),
        ("visit_every", "3"),
    ];
    let opened = worker.post("/community/new", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let place = opened.location().split('?').next().unwrap().to_owned();
    let page = worker.get(&place).await;
    assert!(
        page.body.contains("Rencanakan kunjungan") && page.body.contains("Catat temuan"),
        "{}",
        page.body
    );
    let parent = place.rsplit('/').next().unwrap();
    for kind in ["outreach-round", "outreach-finding"] {
        let form = worker.get(&format!("/{kind}/new?parent={parent}")).await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    }
    let outreach = worker.get("/outreach").await;
    assert!(outreach.body.contains("Muara Rekaan") && outreach.body.contains("belum pernah dikunjungi"));
    let mut admin = world.staff("administrator").await;
    let page = admin.get("/admin/gateways").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
}

/// As Primero's interface gives it: a section, one within it that is missing, a list, and a picture.
const PRIMERO: &str = r#"{ "forms": [ { "unique_id": "contoh_bagian", "name": { "id": "Bagian contoh", "en": "Sample section" }, "fields": [
    { "name": "umur", "type": "numeric_field", "display_name": { "id": "Umur" }, "required": true },
    { "name": "foto", "type": "photo_upload_box", "display_name": { "id": "Foto" } },
    { "name": "lembaga", "type": "select_box", "display_name": { "id": "Lembaga" }, "option_strings_source": "Agency" } ] } ] }"#;

#[tokio::test]
async fn a_primero_configuration_becomes_forms_and_says_what_became_of_every_field() {
    let world = World::new().await;
    let mut admin = world.staff("administrator").await;
    let form = admin.get("/field/forms/primero").await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    let page = admin.upload("/field/forms/primero", ("konfigurasi.json", PRIMERO), false).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for told in
        ["contoh_bagian.xlsx", "download=", "contoh_bagian · foto (photo_upload_box)", "tidak pernah dibawa"]
    {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let href = page.body.split("spreadsheetml.sheet;base64,").nth(1).unwrap().split('"').next().unwrap();
    let bytes = seal::from_base64(&href.replace("&#43;", "+").replace("&#x2b;", "+")).expect("a workbook");
    assert!(bytes.starts_with(b"PK"), "it opens as a workbook");
    let wrong = admin.upload("/field/forms/primero", ("lain.json", "{}"), false).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Ini bukan konfigurasi Primero"), "{}", wrong.body);
    let mut worker = world.staff("case-worker").await;
    assert_eq!(worker.get("/field/forms/primero").await.status, StatusCode::FORBIDDEN);
}
