//! Lists from elsewhere, through the pages: look, match columns, check, take in.

use axum::body::Body;
use axum::http::{Method, StatusCode};

use crate::world::{Browser, Page, World};

const CSV: &[u8] = include_bytes!("../../../../samples/kasus-contoh.csv");
const XLSX: &[u8] = include_bytes!("../../../../samples/primero-export-contoh.xlsx");

async fn upload(browser: &mut Browser<'_>, name: &str, bytes: &[u8]) -> Page {
    let token = browser.token().await;
    upload_with(browser, &token, name, bytes).await
}

async fn upload_with(browser: &mut Browser<'_>, token: &str, name: &str, bytes: &[u8]) -> Page {
    let mut body =
        format!("--x\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n").into_bytes();
    let head = format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend(head.bytes());
    body.extend(bytes);
    body.extend(b"\r\n--x--\r\n");
    let request =
        browser.request(Method::POST, "/import").header("content-type", "multipart/form-data; boundary=x");
    browser.send(request.body(Body::from(body)).unwrap()).await
}

/// The columns as the page proposes them, to be sent back.
fn proposed(page: &Page) -> Vec<(String, String)> {
    let selects = page.body.split("<select ").skip(1);
    let named = selects.map(|select| {
        let name = select.split("name=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let until = select.split("</select>").next().unwrap();
        let on = until.split("<option value=\"").find(|option| option.contains(" selected"));
        (name, on.map(|option| option.split('"').next().unwrap().to_owned()).unwrap_or_default())
    });
    named.collect()
}

async fn post(browser: &mut Browser<'_>, path: &str, fields: &[(String, String)]) -> Page {
    let token = browser.token().await;
    let mut all = vec![("form_token", token.as_str())];
    all.extend(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    browser.post(path, &all).await
}

fn field(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// Follows the progress page to its end.
async fn settled(browser: &mut Browser<'_>, path: &str) -> Page {
    for _ in 0..100 {
        let page = browser.get(path).await;
        if !page.body.contains("http-equiv=\"refresh\"") {
            return page;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the run did not end");
}

fn tally(page: &Page, label: &str) -> usize {
    let after = page
        .body
        .split(&format!("<dt>{label}</dt>"))
        .nth(1)
        .unwrap_or_else(|| panic!("{label}: {}", page.body));
    // Thousands are set apart.
    after.split('>').nth(1).unwrap().split('<').next().unwrap().replace('.', "").parse().unwrap()
}

#[tokio::test]
async fn both_samples_become_cases() {
    for (name, bytes) in [("kasus.csv", CSV), ("primero.xlsx", XLSX)] {
        let world = World::new().await;
        let mut worker = world.staff("case-worker").await;
        let sent = upload(&mut worker, name, bytes).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let path = sent.location().to_owned();
        let columns = worker.get(&path).await;
        let mut fields = proposed(&columns);
        assert!(fields.iter().any(|(_, value)| value == "name"), "{fields:?}");
        fields.push(field("do", "check"));
        post(&mut worker, &path, &fields).await;
        let checked = settled(&mut worker, &path).await;
        let would = tally(&checked, "Akan menjadi kasus baru");
        assert!(would >= 25, "{name}: {would}");
        assert!(
            tally(&checked, "Tidak dapat dimasukkan") > 0 && checked.body.contains("Yang perlu dilakukan")
        );
        assert!(!worker.get("/case").await.body.contains("KS-"), "a check takes nothing in");
        let notes = worker.get(&format!("{path}/problems")).await;
        assert!(notes.body.lines().count() > 1 && !notes.body.contains("31/02"), "{}", notes.body);
        post(&mut worker, &path, &[field("do", "go")]).await;
        let done = settled(&mut worker, &path).await;
        let created = tally(&done, "Kasus baru");
        // Twins within the list are found only once the first of them is there.
        let twins = ["Mirip anak yang sudah tercatat", "Sudah ada, tidak berubah", "Diperbarui"];
        let twins: usize = twins.map(|label| tally(&done, label)).iter().sum();
        assert!(created > 0 && created + twins >= would, "{name}: {created} and {twins} of {would}");
        let again = upload(&mut worker, name, bytes).await;
        let path = again.location().to_owned();
        post(&mut worker, &path, &fields).await;
        let checked = settled(&mut worker, &path).await;
        assert_eq!(tally(&checked, "Akan menjadi kasus baru"), 0, "{name}: the same list changes nothing");
    }
}

#[tokio::test]
async fn columns_are_matched_by_hand() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let list = "Kolom Satu,Kolom Dua\nContoh Satu,P\nContoh Dua,zzz\n";
    let path = upload(&mut worker, "daftar.csv", list.as_bytes()).await.location().to_owned();
    let bare = post(&mut worker, &path, &[field("do", "check"), field("column-1", "sex")]).await;
    assert!(bare.body.contains("Belum ada kolom untuk Nama lengkap"), "{}", bare.body);
    let twice = [field("do", "check"), field("column-0", "name"), field("column-1", "name")];
    assert!(post(&mut worker, &path, &twice).await.body.contains("Dua kolom dipilih"));
    let fields = [field("do", "check"), field("column-0", "name"), field("column-1", "sex")];
    post(&mut worker, &path, &fields).await;
    let checked = settled(&mut worker, &path).await;
    assert_eq!(
        (tally(&checked, "Akan menjadi kasus baru"), tally(&checked, "Tidak dapat dimasukkan")),
        (1, 1)
    );
    assert!(
        checked.body.contains("Kolom B, Jenis kelamin") && !checked.body.contains("zzz"),
        "{}",
        checked.body
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_a_remedy() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let picture = upload(&mut worker, "daftar.csv", b"\x89PNG\r\n\x1a\n0000000000000000").await;
    assert_eq!(picture.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(picture.body.contains("Tidak ada yang disimpan"), "{}", picture.body);
    assert!(upload(&mut worker, "", b"").await.body.contains("Belum ada berkas"));
    let large = upload(&mut worker, "daftar.csv", &vec![b'a'; 9 << 20]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.body.contains("8 MB"), "{}", large.body);
    let forged = upload_with(&mut worker, &"0".repeat(64), "daftar.csv", CSV).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_file_belongs_to_its_session() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let mut other = world.staff("case-worker").await;
    let path = upload(&mut worker, "daftar.csv", CSV).await.location().to_owned();
    let stranger = other.get(&path).await;
    assert_eq!(stranger.status, StatusCode::GONE);
    assert!(stranger.body.contains("tidak lagi di memori"));
    let mut operator = world.staff("intake-operator").await;
    assert_eq!(operator.get("/import").await.status, StatusCode::FORBIDDEN);
}

/// A list whose rows look like nobody else's.
fn long_list(rows: usize) -> String {
    let word = |mut n: usize| {
        let mut word = String::new();
        for _ in 0..5 {
            word.push_str(["ba", "ci", "du", "fe", "go", "ha", "ji", "ku", "le", "mo"][n % 10]);
            n /= 10;
        }
        word
    };
    let row = |n: usize| format!("REK-{n:05},{} {},L\n", word(n * 7919 + 13), word(n * 104_729 + 7));
    let rows: String = (0..rows).map(row).collect();
    format!("Nomor Register,Nama Lengkap,Jenis Kelamin\n{rows}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_is_stopped_and_goes_on_later() {
    let world = World::new().await;
    world.node.load_people(None).await.expect("the people index");
    let mut worker = world.staff("case-worker").await;
    let list = long_list(90_000);
    let path = upload(&mut worker, "daftar.csv", list.as_bytes()).await.location().to_owned();
    let mut proposed = proposed(&worker.get(&path).await);
    proposed.push(field("do", "check"));
    post(&mut worker, &path, &proposed).await;
    post(&mut worker, &path, &[field("do", "stop")]).await;
    let stopped = settled(&mut worker, &path).await;
    assert!(stopped.body.contains("Dihentikan."), "{}", stopped.body);
    assert!(tally(&stopped, "Baris dibaca") < 90_000);

    // The same with a run that writes: what it took in stays, and the same list takes in the rest alone.
    let list = long_list(2_000);
    let path = upload(&mut worker, "daftar.csv", list.as_bytes()).await.location().to_owned();
    post(&mut worker, &path, &proposed).await;
    settled(&mut worker, &path).await;
    let running = post(&mut worker, &path, &[field("do", "go")]).await;
    assert_eq!(running.status, StatusCode::SEE_OTHER, "{}", running.body);
    post(&mut worker, &path, &[field("do", "stop")]).await;
    let stopped = settled(&mut worker, &path).await;
    let taken = tally(&stopped, "Kasus baru");
    assert!(taken > 0, "{}", stopped.body);
    let path = upload(&mut worker, "daftar.csv", list.as_bytes()).await.location().to_owned();
    post(&mut worker, &path, &proposed).await;
    let checked = settled(&mut worker, &path).await;
    assert_eq!(tally(&checked, "Sudah ada, tidak berubah"), taken, "nothing is doubled");
    assert_eq!(tally(&checked, "Akan menjadi kasus baru"), 2_000 - taken);
}

#[tokio::test]
async fn a_file_is_forgotten_after_a_quarter_of_an_hour() {
    let world = World::new().await;
    let mut worker = world.staff("case-worker").await;
    let path = upload(&mut worker, "daftar.csv", CSV).await.location().to_owned();
    world.clock.advance(14 * 60_000);
    assert_eq!(worker.get(&path).await.status, StatusCode::OK, "a look keeps it");
    world.clock.advance(14 * 60_000);
    assert_eq!(worker.get(&path).await.status, StatusCode::OK);
    world.clock.advance(16 * 60_000);
    let late = worker.get(&path).await;
    assert_eq!(late.status, StatusCode::GONE, "{}", late.body);
    let taken = post(&mut worker, &path, &[field("do", "go")]).await;
    assert_eq!(taken.status, StatusCode::GONE, "and nothing is taken in");
    assert!(!worker.get("/case").await.body.contains("KS-"));
}
