//! A phone without room, a node that forgot the phone, and what goes by hand, in a real browser.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use trial::browser::Browser;

use crate::offline_app::browser::{Field, Hand, NAME, PHRASE, phone};

impl Hand {
    /// So much room has the app from now on, in bytes; `None`: as much as there is.
    async fn room(&self, field: &Field, bytes: Option<u64>) {
        let origin = format!("http://localhost:{}", field.wire.address().port());
        let mut asked = json!({ "origin": origin });
        if let Some(bytes) = bytes {
            asked["quotaSize"] = json!(bytes);
        }
        self.0.devtools("Storage.overrideQuotaForOrigin", asked).await.expect("a quota");
        // The browser knows for half a minute how much room there was.
        let probe = "new Promise(done => { const open = indexedDB.open('jejaring'); open.onsuccess = () => {
            const tx = open.result.transaction('told', 'readwrite'), told = tx.objectStore('told');
            told.put({ act: 'probe' }); told.delete('probe');
            tx.oncomplete = () => { open.result.close(); done('room') };
            tx.onabort = () => { open.result.close(); done(tx.error.name) } } })";
        let wanted = if bytes.is_some() { "QuotaExceededError" } else { "room" };
        let began = Instant::now();
        while self.asks(probe).await != json!(wanted) {
            assert!(began.elapsed() < Duration::from_secs(90), "the quota is not {wanted}");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

/// The browser itself refuses to write, as it does on a full phone: the transaction is undone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_phone_loses_nothing_and_still_drains_its_queue() {
    let field = Field::new().await;
    let hand = Hand(Browser::open(phone()).await.expect("a browser"));
    hand.sets_up(&field).await;
    field.wire.cut();
    for text in ["Satu (rekaan).", "Dua (rekaan).", "Tiga (rekaan)."] {
        hand.writes_note(text).await;
    }
    let waiting = hand.store("queue", "count()").await.as_i64().unwrap();
    hand.opens_case().await;
    hand.taps("Tulis catatan").await;
    hand.room(&field, Some(1)).await;
    hand.half_types("#note-text", "Tidak boleh hilang (rekaan).").await;
    hand.sees("isian ini belum tersimpan").await;
    hand.taps("Simpan di telepon").await;
    hand.sees("Telepon penuh: belum tersimpan").await;
    assert_eq!(
        hand.run("return document.querySelector('#note-text').value").await,
        "Tidak boleh hilang (rekaan)."
    );
    hand.waits(waiting).await;
    // With signal the queue goes, and only once.
    field.wire.mend();
    hand.run("window.dispatchEvent(new Event('online'))").await;
    hand.waits(0).await;
    assert_eq!(field.notes().await, 3);
    // Room again: what is on the screen is saved and sent.
    hand.room(&field, None).await;
    hand.taps("Simpan di telepon").await;
    hand.sees("Tersimpan di telepon ini").await;
    hand.waits(0).await;
    assert_eq!(field.notes().await, 4, "each once");
    // Nothing is carried for which there is no room, and the phone says so.
    hand.taps("← Kembali").await;
    hand.taps("Pilih kasus").await;
    hand.until("a case to choose", "document.querySelector('main input[type=checkbox]')").await;
    hand.room(&field, Some(1)).await;
    hand.taps("Bawa yang dipilih").await;
    hand.sees("tidak ada ruang").await;
    hand.room(&field, None).await;
    hand.sees("Kasus yang dibawa").await;
    hand.0.close().await.expect("closed");
    field.server.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_the_node_forgot_is_not_wiped() {
    let field = Field::new().await;
    let hand = Hand(Browser::open(phone()).await.expect("a browser"));
    hand.sets_up(&field).await;
    field.wire.cut();
    hand.writes_note("Sebelum server dipulihkan (rekaan).").await;
    // As a node answers that was restored from a backup of before.
    hand.run(
        "window.realFetch = window.fetch; window.asked = [];
         window.fetch = async (path, request) => { window.asked.push(path);
            const told = { hello: { known: false, ended: false }, queue: null }[path];
            if (told === undefined) return window.realFetch(path, request);
            const sealed = told === null ? await new Promise(done => { const open = indexedDB.open('jejaring'); open.onsuccess = () => {
                const all = open.result.transaction('told').objectStore('told').getAllKeys(); all.onsuccess = () => { open.result.close(); done(all.result) } } }) : [];
            const parked = Array.from({ length: 40 }, (_, n) => ({ act: '00000000-0000-7000-8000-00000000000' + (n % 10), outcome: 'parked', reason: null, record: null }));
            return new Response(JSON.stringify({ now: realDateNow(), ...(told ?? { outcomes: parked }) }), { headers: { 'content-type': 'application/json' } }) };
         window.realDateNow = () => 1772700000000",
    )
    .await;
    field.wire.mend();
    hand.taps("Kirim sekarang").await;
    hand.sees("Server tidak mengenal perangkat ini lagi").await;
    hand.sees(NAME).await;
    let waiting = hand.store("queue", "count()").await;
    assert_ne!(waiting, json!(0), "what was written stays here, too");
    hand.taps("Pengaturan").await;
    hand.sees("Pasang telepon ini lagi").await;
    hand.0.screenshot("offline-app-forgotten").await.expect("a picture");
    assert_eq!(hand.0.axe().await.expect("axe"), []);
    // It does not ask again and again.
    hand.run("window.asked = []; window.dispatchEvent(new Event('online'))").await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert_eq!(hand.run("return window.asked").await, json!([]));
    // A device that the node does know cannot be claimed as another; known again, everything goes.
    hand.types("#again-user", "hp-tidak-ada").await;
    hand.types("#again-secret", "aaaa").await;
    hand.taps("Pasang telepon ini lagi").await;
    hand.sees("Nama atau sandi perangkat salah").await;
    hand.run("window.fetch = window.realFetch").await;
    hand.taps("← Kembali").await;
    hand.taps("Kirim sekarang").await;
    hand.waits(0).await;
    assert_eq!(field.notes().await, 1);
    hand.taps("Kunci").await;
    hand.unlocks().await;
    hand.sees(NAME).await;
    hand.0.close().await.expect("closed");
    field.server.abort();
}

/// What the node took lies on the phone for a while, as unreadable as the queue. The node dies, comes out of a backup of before, and the
/// phone, still locked, brings everything again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_sends_again_what_a_restored_node_has_forgotten() {
    let mut field = Field::new().await;
    let hand = Hand(Browser::open(phone()).await.expect("a browser"));
    hand.sets_up(&field).await;
    hand.writes_note("Sebelum cadangan (rekaan).").await;
    hand.waits(0).await;
    let backup = field.world.backup().await;
    hand.writes_note("Sesudah cadangan (rekaan).").await;
    hand.waits(0).await;
    assert_eq!(field.notes().await, 2);
    let kept = hand.store("sent", "count()").await;
    hand.taps("Kunci").await;
    hand.sees("Terkunci").await;
    assert!(!hand.dump().await.contains("cadangan"), "nobody can read what is kept");

    field.wire.cut();
    field.server.abort();
    let settings = web::Settings { secure: false, demo: true, ..web::Settings::default() };
    field.world = field.world.restored(backup, "", settings).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    field.wire.lead_to(listener.local_addr().expect("an address"));
    let app = field.world.app.clone().into_make_service_with_connect_info::<std::net::SocketAddr>();
    field.server = tokio::spawn(async move { axum::serve(listener, app).await.expect("served") });
    assert_eq!(field.notes().await, 1, "what came after the backup is gone there");
    field.wire.mend();
    hand.run("window.dispatchEvent(new Event('online'))").await;
    let began = Instant::now();
    while field.notes().await < 2 {
        assert!(began.elapsed() < Duration::from_secs(30), "it did not come again");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    hand.waits(0).await;
    assert_eq!(field.notes().await, 2, "each once");
    assert_eq!(hand.store("sent", "count()").await, kept, "and kept on");
    // Once for each restore, not at each contact.
    let count = "window.posts = 0; window.realFetch = window.fetch;
         window.fetch = (path, request) => { if (path === 'queue') window.posts += 1; return window.realFetch(path, request) }";
    hand.run(count).await;
    hand.run("window.dispatchEvent(new Event('online'))").await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(hand.run("return window.posts").await, json!(0));
    // The phone was not wiped: it opens as before.
    hand.unlocks().await;
    hand.sees(NAME).await;
    hand.0.close().await.expect("closed");
    field.server.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_short_passphrase_is_refused_the_queue_goes_by_hand_and_the_app_can_be_installed() {
    let field = Field::new().await;
    let hand = Hand(Browser::open(phone()).await.expect("a browser"));
    hand.0.goto(&field.address()).await.expect("the app");
    hand.types("#user", &field.device.user_name).await;
    hand.types("#secret", &field.device.secret).await;
    // Nine letters, one of them of two code units.
    hand.types("#passphrase", "sembilan😀").await;
    hand.types("#repeat", "sembilan😀").await;
    hand.taps("Mulai").await;
    hand.sees("sepuluh huruf atau lebih").await;
    assert_eq!(hand.store("open", "get('vault')").await, Value::Null);
    hand.types("#passphrase", PHRASE).await;
    hand.taps("Mulai").await;
    hand.sees("Keduanya belum sama").await;
    hand.sets_up(&field).await;

    // What a browser asks before it offers to put the app on the screen.
    let manifest = hand.0.devtools("Page.getAppManifest", json!({})).await.expect("a manifest");
    assert_eq!(manifest["errors"], json!([]), "{manifest}");
    let said: Value = serde_json::from_str(manifest["data"].as_str().expect("a manifest")).unwrap();
    assert_eq!((&said["display"], said["start_url"].is_string()), (&json!("standalone"), true));
    let sizes = said["icons"].as_array().unwrap().len();
    assert!(sizes > 0);
    let wrong = hand.0.devtools("Page.getInstallabilityErrors", json!({})).await.expect("an answer");
    let wrong: Vec<&str> = wrong["installabilityErrors"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["errorId"].as_str())
        // A headless browser installs nothing, and says so first.
        .filter(|id| !["in-incognito"].contains(id))
        .collect();
    assert_eq!(wrong, Vec::<&str>::new());

    // The app's own file, brought in at the office, once.
    field.wire.cut();
    hand.writes_note("Dibawa dengan tangan (rekaan).").await;
    hand.taps("Kiriman").await;
    hand.run("window.made = URL.createObjectURL.bind(URL); URL.createObjectURL = blob => { window.blob = blob; return window.made(blob) }").await;
    hand.taps("Simpan kiriman ke berkas").await;
    hand.until("a file", "window.blob").await;
    let file = hand.asks("window.blob.text()").await;
    let file = file.as_str().unwrap();
    assert!(!file.contains("Dibawa") && !file.contains(&field.device.user_name), "{file}");
    let mut colleague = field.world.staff("case-worker").await;
    for _ in 0..2 {
        let page = crate::offline_queue::brings(&mut colleague, file).await;
        assert!(page.body.contains("Tercatat"), "{}", page.body);
        assert_eq!(field.notes().await, 1);
    }
    field.wire.mend();
    hand.taps("Kirim sekarang").await;
    hand.sees("Semua terkirim").await;
    assert_eq!(field.notes().await, 1, "and it is not done again");
    hand.0.close().await.expect("closed");
    field.server.abort();
}
