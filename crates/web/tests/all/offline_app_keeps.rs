//! What the offline app keeps and what it gives up, in a real browser: half a sentence lives through a lock, two taps are one act, and
//! no clock that is turned makes anything last longer.

use std::path::Path;
use std::time::{Duration, Instant};

use model::Id;
use serde_json::{Value, json};
use trial::browser::Browser;

use crate::offline_app::browser::{Field, Hand, NAME, PHRASE, phone};

const DAY: i64 = 86_400_000;

/// Moves the clock of every page, also of those that are opened later.
const MOVED: &str = "if (!window.realDate) { window.realDate = Date;
    window.Date = class extends realDate {
        constructor(...given) { if (given.length) super(...given); else super(realDate.now() + window.off) }
        static now() { return realDate.now() + window.off } } }";

impl Hand {
    async fn opened() -> Self {
        Self(Browser::open(phone()).await.expect("a browser"))
    }

    /// The phone's clock is off by so many milliseconds from now on.
    async fn clock(&self, off: i64) {
        let script = format!("{MOVED} window.off = {off};");
        let later = json!({ "source": script });
        self.0.devtools("Page.addScriptToEvaluateOnNewDocument", later).await.expect("a clock");
        self.run(&script).await;
    }

    async fn again(self) -> Self {
        Self(self.0.restart(phone()).await.expect("the browser again"))
    }

    /// Types without leaving the field: nothing but `input` is told.
    pub(crate) async fn half_types(&self, css: &str, text: &str) {
        self.until(css, &format!("document.querySelector({})", json!(css))).await;
        self.run(&format!(
            "const e = document.querySelector({}); e.focus(); e.value = {}; e.dispatchEvent(new Event('input', {{ bubbles: true }}))",
            json!(css),
            json!(text)
        ))
        .await;
    }

    /// What a promise in the page becomes.
    pub(crate) async fn asks(&self, promise: &str) -> Value {
        let script = format!("const done = arguments[0]; ({promise}).then(done, e => done(String(e)))");
        self.0.client().execute_async(&script, Vec::new()).await.expect("the page answers")
    }

    /// Reads from the app's database.
    pub(crate) async fn store(&self, store: &str, what: &str) -> Value {
        self.asks(&format!(
            "new Promise(done => {{ const open = indexedDB.open('jejaring'); open.onsuccess = () => {{
                const asked = open.result.transaction('{store}').objectStore('{store}').{what};
                asked.onsuccess = () => {{ open.result.close(); done(asked.result) }} }} }})"
        ))
        .await
    }

    pub(crate) async fn waits(&self, count: i64) {
        let began = Instant::now();
        while self.store("queue", "count()").await != json!(count) {
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "{}",
                self.store("queue", "getAllKeys()").await
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn draft_is_kept(&self) {
        let began = Instant::now();
        let kept = "getAllKeys()";
        while !self.store("sealed", kept).await.to_string().contains("unfinished:") {
            assert!(began.elapsed() < Duration::from_secs(10), "{}", self.store("sealed", kept).await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Every file below a folder that holds one of the texts, in UTF-8 or as Chromium writes two bytes a letter.
fn lies(folder: &Path, texts: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(here) = waiting.pop() {
        for entry in std::fs::read_dir(&here).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let Ok(bytes) = std::fs::read(&path) else { continue };
            for text in texts {
                let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
                // Keys of its databases have the higher byte first.
                let keys: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
                for wanted in [text.as_bytes(), &wide, &keys] {
                    if bytes.windows(wanted.len()).any(|part| part == wanted) {
                        found.push(format!("{text}: {}", path.display()));
                    }
                }
            }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_a_sentence_lives_through_a_lock_and_nobody_can_read_it() {
    const HALF: &str = "Setengah kalimat rekaan";
    let field = Field::new().await;
    // Somebody to refer to.
    field.world.hire("supervisor").await;
    let hand = Hand::opened().await;
    hand.sets_up(&field).await;
    // The shortest time without a touch; set in the settings and kept.
    hand.taps("Pengaturan").await;
    hand.types("#minutes", "1").await;
    hand.taps("← Kembali").await;
    field.wire.cut();
    hand.opens_case().await;
    hand.taps("Tulis catatan").await;
    hand.half_types("#note-text", HALF).await;
    // A minute and a half later somebody takes the phone up: the timers rested, the clock decides.
    hand.clock(90_000).await;
    hand.run("document.dispatchEvent(new Event('visibilitychange'))").await;
    hand.sees("Terkunci").await;
    let planted = [HALF, NAME, "Wijayakusuma", &field.device.secret, PHRASE];
    let dump = hand.dump().await;
    let caches = hand
        .asks(
            "(async () => { const all = []; for (const name of await caches.keys()) { const cache = await caches.open(name);
                for (const asked of await cache.keys()) all.push(asked.url, await (await cache.match(asked)).text()) } return all.join('\\n') })()",
        )
        .await;
    let caches = caches.as_str().expect("text");
    assert!(caches.contains("/app/"), "the app itself is kept");
    for text in planted {
        assert!(!dump.contains(text) && !caches.contains(text), "{text} lies on the phone");
    }
    // The browser writes some of it only as it ends.
    let hand = hand.again().await;
    let unread = "jejaring-queue-is-not-there";
    assert_eq!(lies(hand.0.profile(), &[unread]), Vec::<String>::new());
    assert!(!lies(hand.0.profile(), &["unfinished:"]).is_empty(), "the search looks at the right files");
    assert_eq!(lies(hand.0.profile(), &planted), Vec::<String>::new());

    hand.0.goto(&field.address()).await.expect("the app");
    hand.unlocks().await;
    hand.sees("Belum selesai").await;
    hand.0.screenshot("offline-app-unfinished").await.expect("a picture");
    assert_eq!(hand.0.axe().await.expect("axe"), []);
    assert_eq!(hand.0.overflow().await.expect("a width"), 0);
    let draft = "[...document.querySelectorAll('section.card button')].find(b => b.innerText.startsWith('Tulis catatan'))";
    hand.clicks(draft).await;
    hand.until("what was typed", "document.querySelector('#note-text')").await;
    assert_eq!(hand.run("return document.querySelector('#note-text').value").await, HALF);
    hand.taps("Simpan di telepon").await;
    hand.sees("Tersimpan di telepon ini").await;
    assert!(!hand.run("return document.body.innerText").await.to_string().contains("Belum selesai"));

    // Every other form: what is typed comes back, and thrown away is thrown away.
    for (open, css, text) in [
        ("Laporan baru", "#f-narrative", "Uraian setengah jadi (rekaan)"),
        ("Kasus baru", "#f-name", "Contoh Belum Selesai"),
    ] {
        hand.taps(open).await;
        hand.half_types(css, text).await;
        hand.draft_is_kept().await;
        hand.taps("← Kembali").await;
        hand.taps("Kunci").await;
        hand.unlocks().await;
        hand.sees("Belum selesai").await;
        hand.taps(open).await;
        hand.until("what was typed", &format!("document.querySelector('{css}').value === {}", json!(text)))
            .await;
        hand.taps("Batal").await;
        hand.sees("Kasus yang dibawa").await;
        hand.until("nothing unfinished", "!document.body.innerText.includes('Belum selesai')").await;
    }
    hand.opens_case().await;
    hand.taps("Rujuk").await;
    hand.half_types("#f-reason", "Alasan setengah jadi (rekaan)").await;
    hand.draft_is_kept().await;
    hand.taps("← Kembali").await;
    hand.taps("Rujuk").await;
    hand.until("the reason", "document.querySelector('#f-reason').value.startsWith('Alasan')").await;
    hand.0.close().await.expect("closed");
    field.server.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_taps_are_one_act_and_two_windows_lose_none() {
    let field = Field::new().await;
    let hand = Hand::opened().await;
    hand.sets_up(&field).await;
    field.wire.cut();
    hand.opens_case().await;
    hand.taps("Tulis catatan").await;
    hand.types("#note-text", "Dua kali diketuk (rekaan).").await;
    let before = hand.store("queue", "count()").await.as_i64().unwrap();
    hand.run("const b = [...document.querySelectorAll('button')].find(b => b.innerText === 'Simpan di telepon'); b.click(); b.click(); b.form.requestSubmit()").await;
    hand.sees("Tersimpan di telepon ini").await;
    hand.waits(before + 1).await;

    // Two windows save at the same moment: once as browsers are, once as old ones without locks are.
    let client = hand.0.client();
    let first = client.window().await.unwrap();
    client.new_window(true).await.unwrap();
    let second = client.windows().await.unwrap().into_iter().find(|window| *window != first).unwrap();
    client.switch_to_window(second.clone()).await.unwrap();
    hand.0.goto(&field.address()).await.expect("the app");
    hand.unlocks().await;
    hand.opens_case().await;
    for (round, old) in [false, true].into_iter().enumerate() {
        for (name, window) in [("satu", &first), ("dua", &second)] {
            client.switch_to_window(window.clone()).await.unwrap();
            hand.taps("Tulis catatan").await;
            hand.types("#note-text", &format!("Jendela {name} putaran {round} (rekaan).")).await;
            if old {
                hand.run(
                    "Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })",
                )
                .await;
            }
            hand.run(
                "window.bell = new BroadcastChannel('bell'); const b = [...document.querySelectorAll('button')].find(b => b.innerText === 'Simpan di telepon');
                 window.bell.onmessage = () => b.click(); window.strike = () => { window.bell.postMessage(1); b.click() }",
            )
            .await;
        }
        let before = hand.store("queue", "count()").await.as_i64().unwrap();
        hand.run("window.strike()").await;
        hand.waits(before + 2).await;
        for window in [&first, &second] {
            client.switch_to_window(window.clone()).await.unwrap();
            hand.sees(&format!("putaran {round}")).await;
        }
    }
    // Numbers follow one another without a gap, and all of it arrives once.
    let keys = hand.store("queue", "getAllKeys()").await;
    let keys: Vec<i64> = keys.as_array().unwrap().iter().map(|key| key.as_i64().unwrap()).collect();
    assert!(keys.windows(2).all(|two| two[1] == two[0] + 1), "{keys:?}");
    field.wire.mend();
    hand.run("window.dispatchEvent(new Event('online'))").await;
    hand.waits(0).await;
    assert_eq!(field.notes().await, 5);
    hand.0.close().await.expect("closed");
    field.server.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn turning_the_clock_back_makes_nothing_last_longer() {
    let field = Field::new().await;
    let hand = Hand::opened().await;
    hand.sets_up(&field).await;
    field.wire.cut();
    // Six days without contact; the app is open, and notes that time goes on every quarter of a minute.
    let latest = async |hand: &Hand| hand.store("open", "get('clock')").await["latest"].as_i64().unwrap();
    let set_up = latest(&hand).await;
    hand.clock(6 * DAY).await;
    let began = Instant::now();
    while latest(&hand).await < set_up + 5 * DAY {
        assert!(began.elapsed() < Duration::from_secs(30), "nobody notes the time");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    // Turned back by six days, closed, opened: the case is there, with the day that is left to it.
    let hand = hand.again().await;
    hand.0.goto(&field.address()).await.expect("the app");
    hand.clock(0).await;
    hand.0.goto(&field.address()).await.expect("the app");
    // Nothing typed is no attempt; what is typed outlives the screen being drawn anew, in the other language too.
    hand.taps("Buka").await;
    hand.sees("Ketik kata sandi dahulu.").await;
    assert!(hand.store("open", "get('tries')").await.is_null());
    hand.types("#passphrase", "setengah kata").await;
    hand.taps("English").await;
    hand.until("Unlock", "document.querySelector('#passphrase').value === 'setengah kata'").await;
    hand.taps("Bahasa Indonesia").await;
    hand.sees("Terkunci").await;
    // Guessing is slowed, and neither closing nor the clock makes it faster.
    for _ in 0..5 {
        hand.types("#passphrase", "kata yang salah sekali").await;
        hand.taps("Buka").await;
        hand.until("an answer", "document.querySelector('#passphrase').value === ''").await;
    }
    let hand = hand.again().await;
    hand.0.goto(&field.address()).await.expect("the app");
    hand.clock(-DAY).await;
    hand.0.goto(&field.address()).await.expect("the app");
    hand.unlocks().await;
    hand.sees("Terlalu banyak percobaan").await;
    // One day back, and two minutes of it have passed since.
    hand.clock(-DAY + 120_000).await;
    hand.unlocks().await;
    hand.sees(NAME).await;
    hand.sees("hari ini").await;
    // Two more days: eight altogether.
    hand.clock(DAY + 120_000).await;
    hand.0.goto(&field.address()).await.expect("the app");
    hand.unlocks().await;
    hand.sees("Belum ada kasus yang dibawa.").await;
    assert!(!hand.dump().await.contains("case:"), "nothing of it is left");
    hand.0.close().await.expect("closed");
    field.server.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_tells_its_time_though_the_phones_clock_was_days_off_and_is_set_right_with_the_signal() {
    for off in [3 * DAY, -3 * DAY] {
        let field = Field::new().await;
        let hand = Hand::opened().await;
        hand.0.goto(&field.address()).await.expect("the app");
        hand.clock(off).await;
        hand.sets_up(&field).await;
        field.wire.cut();
        let done = field.world.node.now().millis();
        hand.writes_note("Dari jam yang salah (rekaan).").await;
        // Two days later there is signal, and with it the phone sets its clock.
        field.world.clock.advance(2 * DAY);
        hand.clock(2 * DAY).await;
        field.wire.mend();
        hand.taps("Kirim sekarang").await;
        hand.waits(0).await;
        let told = hand.store("told", "getAllKeys()").await;
        for act in told.as_array().unwrap() {
            let act: Id = act.as_str().unwrap().parse().unwrap();
            let made = field.world.node.queued_made_at(act).await.unwrap().unwrap().millis();
            assert!((made - done).abs() < 3_600_000, "{off}: {} hours off", (made - done) / 3_600_000);
        }
        assert_eq!(field.notes().await, 1);
        hand.0.close().await.expect("closed");
        field.server.abort();
    }
}
