//! The electricity fails at the server while a telephone sends: what was sent is there once, what was not goes on afterwards.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use seal::exchange::SealingPublic;
use serde_json::{Value, json};
use trial::browser::{Browser, Screen, View};
use trial::fantoccini::Locator;

use crate::demo::Demo;

const WORKER: &str = "pekerja1.anak@lbh.contoh.invalid";
const PHRASE: &str = "empat kata rekaan panjang";
/// More than the server takes before it is killed.
const NOTES: i64 = 240;

/// Chance that is the same in every run and never twice the same.
struct Chance(u64);

impl seal::Entropy for Chance {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = self.0.to_be_bytes()[0];
        }
    }
}

async fn ask(browser: &Browser, script: &str) -> Value {
    browser.client().execute(script, Vec::new()).await.expect("an answer")
}

async fn until(browser: &Browser, what: &str, condition: &str) {
    let began = Instant::now();
    while ask(browser, &format!("return Boolean({condition})")).await != json!(true) {
        if began.elapsed() > Duration::from_secs(90) {
            browser.screenshot("killed-stuck").await.expect("a picture");
            panic!("{what}: {}", ask(browser, "return document.body.innerText").await);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn taps(browser: &Browser, text: &str) {
    let find =
        format!("[...document.querySelectorAll('button')].find(b => b.innerText.trim() === {})", json!(text));
    until(browser, text, &format!("({find}) && !({find}).disabled")).await;
    ask(browser, &format!("({find}).click()")).await;
}

async fn types(browser: &Browser, css: &str, text: &str) {
    until(browser, css, &format!("document.querySelector({})", json!(css))).await;
    ask(browser, &format!("document.querySelector({}).value = {}", json!(css), json!(text))).await;
}

/// What a database of a node says to a question.
fn count(db: &Path, question: &str) -> i64 {
    const RUN: &str =
        "import sqlite3, sys\nprint(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])";
    let ran = Command::new("python3").args(["-c", RUN]).arg(db).arg(question).output().expect("python3");
    assert!(ran.status.success(), "{question}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8_lossy(&ran.stdout).trim().parse().expect("a number")
}

/// Registers a device at the office, and answers its name and secret.
async fn register(demo: &Demo, browser: &Browser) -> (String, String) {
    demo.sign_in(browser, WORKER).await;
    browser.goto(&demo.url("/field/devices")).await.expect("the page");
    ask(browser, "document.querySelector('input[name=names]').checked = true").await;
    browser
        .client()
        .find(Locator::Css("button[value=open]"))
        .await
        .expect("a button")
        .click()
        .await
        .expect("sent");
    until(browser, "the device", "document.querySelector('dd.secret')").await;
    let said = ask(
        browser,
        "return [...document.querySelectorAll('section[role=status] dd')].map(e => e.innerText.trim())",
    )
    .await;
    (said[1].as_str().expect("a name").to_owned(), said[2].as_str().expect("a secret").to_owned())
}

/// Sets the app up, with one case.
async fn set_up(demo: &Demo, browser: &Browser, (user, secret): (&str, &str)) -> (String, SealingPublic) {
    browser.goto(&demo.url("/app/")).await.expect("the app");
    for (css, text) in [("#user", user), ("#secret", secret), ("#passphrase", PHRASE), ("#repeat", PHRASE)] {
        types(browser, css, text).await;
    }
    taps(browser, "Mulai").await;
    taps(browser, "Pilih kasus").await;
    until(browser, "a case", "document.querySelector('main input[type=checkbox]')").await;
    ask(browser, "document.querySelector('main input[type=checkbox]').checked = true").await;
    taps(browser, "Bawa yang dipilih").await;
    until(browser, "the case", "document.querySelector('[data-case]')").await;
    let case = ask(browser, "return document.querySelector('[data-case]').dataset.case").await;
    let script = "const [user, secret, done] = arguments;
        fetch('device', { headers: { authorization: 'Basic ' + btoa(user + ':' + secret) } }).then(a => a.json()).then(a => done(a.key))";
    let key = browser
        .client()
        .execute_async(script, vec![user.into(), secret.into()])
        .await
        .expect("the node's key");
    let key: Option<[u8; 32]> =
        seal::from_hex(key.as_str().expect("hex")).ok().and_then(|bytes| bytes.try_into().ok());
    let key = SealingPublic::from_bytes(&key.expect("32 bytes")).expect("a key");
    (case.as_str().expect("a case").to_owned(), key)
}

/// Queues notes as the app itself would.
async fn queue(browser: &Browser, case: &str, key: &SealingPublic, (user, secret): (&str, &str)) {
    let now = ask(browser, "return Date.now()").await.as_i64().expect("a clock");
    let (mut chance, mut items) = (Chance(7), Vec::new());
    for seq in 1..=NOTES {
        let mut random = [0; 10];
        seal::Entropy::fill(&mut chance, &mut random);
        let act = model::Id::new(model::Timestamp::from_millis(now), random);
        let body =
            json!({ "matter": case, "visibility": "post", "text": format!("Catatan rekaan ke-{seq}.") });
        let act = json!([user, secret.replace('-', ""), act, 100_000 + seq, "write-note", body, [], now]);
        let sealed =
            key.seal(act.to_string().as_bytes(), b"jejaring/offline/1", &mut chance).expect("sealed");
        items.push(json!([100_000 + seq, seal::to_hex(&sealed)]));
    }
    let script = "
        const [items, done] = arguments;
        const open = indexedDB.open('jejaring');
        open.onsuccess = () => {
            const tx = open.result.transaction('queue', 'readwrite');
            for (const [seq, hex] of items) tx.objectStore('queue').put(
                { seq, sealed: Uint8Array.from(hex.match(/../g), two => parseInt(two, 16)) });
            tx.oncomplete = () => { open.result.close(); done(true) };
        };";
    browser.client().execute_async(script, vec![Value::Array(items)]).await.expect("queued");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_at_its_work_has_everything_once() {
    let mut demo = Demo::start(60);
    let browser = Browser::open(View { screen: Screen::PHONE, ..View::default() }).await.expect("a browser");
    let device = register(&demo, &browser).await;
    let device = (device.0.as_str(), device.1.as_str());
    let (case, key) = set_up(&demo, &browser, device).await;
    let homes = std::fs::read_dir(demo.home(""))
        .expect("homes")
        .filter_map(|entry| Some(entry.ok()?.path().join("node.db")));
    let db = homes
        .filter(|db| db.exists())
        .find(|db| count(db, "select count(*) from field_device") > 0)
        .expect("the node of the device");
    let written = || count(&db, "select count(*) from note");
    let (before, told) = (written(), "select count(*) from offline_act");
    demo.kill();
    queue(&browser, &case, &key, device).await;
    demo.again();
    taps(&browser, "Kirim sekarang").await;
    // At its work: something is done, much is not.
    let began = Instant::now();
    while written() == before && began.elapsed() < Duration::from_secs(60) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    demo.kill();
    let done = written() - before;
    assert!((1..NOTES).contains(&done), "{done} of {NOTES} were done when it was killed");
    demo.again();
    until(
        &browser,
        "the app has noticed",
        "[...document.querySelectorAll('button')].some(b => b.innerText.trim() === 'Kirim sekarang')",
    )
    .await;
    for _ in 0..3 {
        taps(&browser, "Kirim sekarang").await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    until(
        &browser,
        "everything is sent",
        "document.querySelector('#status')?.textContent === 'Semua terkirim'",
    )
    .await;
    assert_eq!(written() - before, NOTES, "each once; {done} were done when the server was killed");
    assert_eq!(count(&db, told), NOTES);
    browser.close().await.expect("closed");
}
