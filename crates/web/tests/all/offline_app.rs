//! The offline app in a real browser: set up with signal, used without, closed, opened again, and everything arrives once. The wire
//! between browser and node is cut in earnest.

pub(crate) mod browser {
    use std::net::SocketAddr;
    use std::time::{Duration, Instant};

    use model::kinds::Case;
    use model::{Id, Lang};
    use node::access::Origin;
    use node::acts::View;
    use node::acts::field::{EndDevice, OpenDevice, OpenedDevice};
    use serde_json::{Value, json};
    use trial::browser::{Browser, Screen, View as Looks};
    use trial::wire::Wire;

    use crate::openrosa::case_with_visit;
    use crate::world::World;

    pub(crate) const PHRASE: &str = "empat kata rekaan panjang";
    pub(crate) const NAME: &str = "Contoh Wijayakusuma";

    pub(crate) fn phone() -> Looks {
        Looks { screen: Screen::PHONE, ..Looks::default() }
    }

    /// A worker with a telephone and a case.
    pub(crate) struct Field {
        pub(crate) world: World,
        pub(crate) wire: Wire,
        pub(crate) account: Id,
        pub(crate) device: OpenedDevice,
        pub(crate) case: Id,
        pub(crate) server: tokio::task::JoinHandle<()>,
    }

    impl Field {
        pub(crate) async fn new() -> Self {
            let settings = web::Settings { secure: false, demo: true, ..web::Settings::default() };
            let world = World::with(settings).await;
            let (account, _) = world.hire("case-worker").await;
            let actor = world.node.actor(account, Lang::Id, Origin::Online).await.unwrap();
            let (case, _) = case_with_visit(&world, &actor, NAME).await;
            let device = world.node.perform(&actor, OpenDevice { post: None, names: true }).await.unwrap();
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let wire = Wire::to(listener.local_addr().unwrap()).unwrap();
            let app = world.app.clone().into_make_service_with_connect_info::<SocketAddr>();
            let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
            Self { world, wire, account, device, case, server }
        }

        pub(crate) fn address(&self) -> String {
            // A secure context, as only this machine's own name is one without TLS.
            format!("http://localhost:{}/app/", self.wire.address().port())
        }

        pub(crate) async fn visits(&self) -> usize {
            let actor = self.world.node.actor(self.account, Lang::Id, Origin::Online).await.unwrap();
            let seen = self.world.node.perform(&actor, View::<Case>::new(self.case)).await.unwrap();
            seen.parts.iter().find(|part| part.meta.slug == "follow-up").unwrap().rows.len()
        }

        pub(crate) async fn notes(&self) -> usize {
            let actor = self.world.node.actor(self.account, Lang::Id, Origin::Online).await.unwrap();
            let notes = node::acts::desk::ListNotes { matter: self.case };
            self.world.node.perform(&actor, notes).await.unwrap().len()
        }
    }

    /// A hand on the telephone.
    pub(crate) struct Hand(pub(crate) Browser);

    impl Hand {
        pub(crate) async fn run(&self, script: &str) -> Value {
            self.0.client().execute(script, Vec::new()).await.expect("the page answers")
        }

        /// Waits until a condition of the page holds. What it asks of something that is not drawn yet does not hold yet.
        pub(crate) async fn until(&self, what: &str, condition: &str) {
            let began = Instant::now();
            let asked = format!(
                "try {{ return Boolean({condition}) }} catch (e) {{ if (e instanceof TypeError) return false; throw e }}"
            );
            while self.run(&asked).await != json!(true) {
                if began.elapsed() > Duration::from_secs(30) {
                    self.0.screenshot("offline-app-stuck").await.expect("a picture");
                    panic!("{what}: {}", self.run("return document.body.innerText").await);
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }

        pub(crate) async fn sees(&self, text: &str) {
            self.until(text, &format!("document.body.innerText.includes({})", json!(text))).await;
        }

        pub(crate) async fn taps(&self, text: &str) {
            let find = format!(
                "[...document.querySelectorAll('button')].find(b => b.innerText.trim() === {})",
                json!(text)
            );
            self.until(text, &format!("({find}) && !({find}).disabled")).await;
            self.run(&format!("({find}).click()")).await;
        }

        pub(crate) async fn types(&self, css: &str, text: &str) {
            self.until(css, &format!("document.querySelector({})", json!(css))).await;
            let script = format!(
                "const e = document.querySelector({}); e.value = {}; e.dispatchEvent(new Event('change'))",
                json!(css),
                json!(text)
            );
            self.run(&script).await;
        }

        pub(crate) async fn sets_up(&self, field: &Field) {
            self.0.goto(&field.address()).await.expect("the app");
            self.types("#user", &field.device.user_name).await;
            self.types("#secret", &field.device.secret).await;
            self.types("#passphrase", PHRASE).await;
            self.types("#repeat", PHRASE).await;
            assert_eq!(self.0.axe().await.expect("axe"), []);
            self.taps("Mulai").await;
            self.taps("Pilih kasus").await;
            self.until("a case to choose", "document.querySelector('main input[type=checkbox]')").await;
            self.run(
                "document.querySelectorAll('main input[type=checkbox]').forEach(box => box.checked = true)",
            )
            .await;
            self.taps("Bawa yang dipilih").await;
            self.until("the carried case", "document.querySelector('[data-case]')").await;
            // Until the worker keeps the app, a telephone without signal could not open it.
            self.until("the worker", "navigator.serviceWorker.controller").await;
        }

        pub(crate) async fn unlocks(&self) {
            self.sees("Terkunci").await;
            // In one go: what is typed into a lock that is drawn once more is gone.
            let open =
                "[...document.querySelectorAll('button')].find(one => one.textContent.trim() === 'Buka')";
            self.until("Buka", &format!("document.querySelector('#passphrase') && {open}")).await;
            let script = format!(
                "const e = document.querySelector('#passphrase'); e.value = {}; e.dispatchEvent(new Event('change')); {open}.click()",
                json!(PHRASE)
            );
            self.run(&script).await;
        }

        pub(crate) async fn opens_case(&self) {
            self.clicks("document.querySelector('[data-case]')").await;
        }

        /// Clicks what an expression finds, once it is there.
        pub(crate) async fn clicks(&self, find: &str) {
            self.until(find, find).await;
            self.run(&format!("({find}).click()")).await;
        }

        pub(crate) async fn writes_note(&self, text: &str) {
            self.opens_case().await;
            self.taps("Tulis catatan").await;
            self.types("#note-text", text).await;
            self.taps("Simpan di telepon").await;
            self.sees("Tersimpan di telepon ini").await;
            self.taps("← Kembali").await;
            self.sees("Kasus yang dibawa").await;
        }

        /// Everything that lies in the browser's database, as text and as bytes.
        pub(crate) async fn dump(&self) -> String {
            let script = "
                const done = arguments[arguments.length - 1];
                const open = indexedDB.open('jejaring');
                open.onsuccess = async () => {
                    const db = open.result, out = [];
                    const plain = v => v instanceof Uint8Array ? new TextDecoder('latin1').decode(v)
                        : v && typeof v === 'object' ? Object.entries(v).map(([k, x]) => k + '=' + plain(x)).join(';') : String(v);
                    for (const name of db.objectStoreNames) {
                        const store = db.transaction(name).objectStore(name);
                        const ask = r => new Promise(y => r.onsuccess = () => y(r.result));
                        const [keys, values] = [await ask(store.getAllKeys()), await ask(db.transaction(name).objectStore(name).getAll())];
                        out.push(name + ':' + keys.join(',') + ':' + values.map(plain).join('\\n'));
                    }
                    db.close();
                    done(out.join('\\n') + JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.documentElement.outerHTML);
                };";
            let said = self.0.client().execute_async(script, Vec::new()).await.expect("a dump");
            said.as_str().expect("text").to_owned()
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_is_written_without_signal_arrives_once_after_three_days_and_a_restart() {
        let field = Field::new().await;
        let hand = Hand(Browser::open(phone()).await.expect("a browser"));
        hand.sets_up(&field).await;
        hand.0.screenshot("offline-app-home").await.expect("a picture");
        assert_eq!(hand.0.axe().await.expect("axe"), []);
        assert_eq!(hand.0.overflow().await.expect("a width"), 0);

        field.wire.cut();
        hand.writes_note("Catatan luring rekaan.").await;
        // A visit is opened and recorded before the node knows of it.
        hand.opens_case().await;
        hand.sees("Tambah").await;
        let add = field.world.node.now();
        let label = hand
            .run(
                "return new Promise(done => { const o = indexedDB.open('jejaring'); o.onsuccess = () => {
                    const r = o.result.transaction('open').objectStore('open').get('kinds:id');
                    r.onsuccess = () => { o.result.close(); const k = r.result.kinds['follow-up'];
                        done([k.openLabel, k.steps.find(s => s.action === 'record').label]) } } })",
            )
            .await;
        let (open, record) = (label[0].as_str().unwrap(), label[1].as_str().unwrap());
        hand.taps(open).await;
        hand.taps("Simpan di telepon").await;
        hand.sees("Isi dahulu.").await;
        hand.0.screenshot("offline-app-form").await.expect("a picture");
        assert_eq!(hand.0.axe().await.expect("axe"), []);
        hand.types("#f-followup_type", "for_service").await;
        hand.types("#f-needed_by", "2026-03-12").await;
        hand.taps("Simpan di telepon").await;
        hand.sees("Ditulis di telepon ini").await;
        hand.0.screenshot("offline-app-case").await.expect("a picture");
        assert_eq!(hand.0.axe().await.expect("axe"), []);
        let step = "[...document.querySelectorAll('section.card')].find(c => c.innerText.includes('Ditulis di telepon ini'))
                ?.querySelectorAll('button') ?? []";
        hand.clicks(&format!("[...({step})].find(b => b.innerText.trim() === {})", json!(record))).await;
        hand.types("#f-followup_date", "2026-03-05").await;
        hand.types("#f-seen_child", "true").await;
        hand.taps("Simpan di telepon").await;
        hand.sees("Ditulis di telepon ini").await;
        assert_eq!((field.visits().await, field.notes().await), (1, 0), "nothing arrived at {add}");

        // Locked, nothing readable is left; the browser is closed for three days and opened without signal.
        hand.taps("← Kembali").await;
        hand.taps("Kunci").await;
        hand.sees("Terkunci").await;
        let dump = hand.dump().await;
        assert!(dump.contains("entry:") && dump.contains("vault"), "the dump looks at the right bytes");
        for planted in [NAME, "Wijayakusuma", "Catatan luring", &field.device.secret, PHRASE] {
            assert!(!dump.contains(planted), "{planted} lies on the phone");
        }
        let hand = Hand(hand.0.restart(phone()).await.expect("the browser again"));
        field.world.clock.advance(3 * 86_400_000);
        let began = Instant::now();
        hand.0.goto(&field.address()).await.expect("the app without signal");
        hand.sees("Terkunci").await;
        assert!(began.elapsed() < Duration::from_secs(20), "it opens without waiting for signal");
        hand.types("#passphrase", "kata yang salah sekali").await;
        hand.taps("Buka").await;
        hand.sees("Kata sandi salah.").await;
        hand.unlocks().await;
        hand.sees(NAME).await;

        // The node dies at its work: what it did is done, and nobody was told.
        field.wire.mend();
        field.wire.lose_answers();
        hand.taps("Kirim sekarang").await;
        let began = Instant::now();
        while field.notes().await == 0 && began.elapsed() < Duration::from_secs(30) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        field.wire.mend();
        hand.sees("Kasus yang dibawa").await;
        hand.taps("Kirim sekarang").await;
        hand.sees("Semua terkirim").await;
        hand.taps("Kirim sekarang").await;
        hand.sees("Semua terkirim").await;
        assert_eq!((field.visits().await, field.notes().await), (2, 1), "each once");
        hand.taps("Kiriman").await;
        hand.sees("Terkirim dan tercatat").await;
        hand.0.close().await.expect("closed");
        field.server.abort();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_phone_ended_from_afar_is_wiped_and_still_sends_what_it_cannot_read() {
        let field = Field::new().await;
        let hand = Hand(Browser::open(phone()).await.expect("a browser"));
        hand.sets_up(&field).await;
        field.wire.cut();
        hand.writes_note("Sebelum hilang.").await;
        hand.taps("Kunci").await;
        let actor = field.world.node.actor(field.account, Lang::Id, Origin::Online).await.unwrap();
        field.world.node.perform(&actor, EndDevice { device: field.device.id }).await.unwrap();
        field.wire.mend();
        // Locked as it is, the phone asks and obeys.
        hand.taps("Kirim sekarang").await;
        hand.sees("Isi telepon ini sudah dihapus dari jauh").await;
        let dump = hand.dump().await;
        assert!(!dump.contains("vault=") && !dump.contains("case:") && !dump.contains(NAME), "{dump}");
        let began = Instant::now();
        let waiting = async || {
            let parts = field.world.node.perform(&actor, node::acts::field::ListSubmissions).await.unwrap();
            parts.iter().map(|part| part.count).sum::<i64>()
        };
        while waiting().await == 0 && began.elapsed() < Duration::from_secs(30) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!((waiting().await, field.notes().await), (1, 0), "kept for a person, not done");
        hand.0.screenshot("offline-app-wiped").await.expect("a picture");
        hand.0.close().await.expect("closed");
        field.server.abort();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn carried_cases_go_after_seven_days_and_a_full_phone_says_so() {
        let field = Field::new().await;
        let hand = Hand(Browser::open(phone()).await.expect("a browser"));
        hand.sets_up(&field).await;
        field.wire.cut();
        // A full disk, as browsers report it.
        hand.opens_case().await;
        hand.taps("Tulis catatan").await;
        hand.run(
            "window.put = IDBObjectStore.prototype.add;
             IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError') }",
        )
        .await;
        hand.types("#note-text", "Tidak boleh hilang.").await;
        hand.taps("Simpan di telepon").await;
        hand.sees("Telepon penuh").await;
        assert_eq!(
            hand.run("return document.querySelector('#note-text').value").await,
            "Tidak boleh hilang."
        );
        hand.run("IDBObjectStore.prototype.add = window.put").await;
        hand.taps("Simpan di telepon").await;
        hand.sees("Tersimpan di telepon ini").await;
        hand.taps("← Kembali").await;
        hand.sees(NAME).await;
        // Eight days on by the phone's clock, without contact; turning it back brings nothing again.
        hand.run(
            "const real = Date.now.bind(Date); window.real = real; Date.now = () => real() + 8 * 86400000",
        )
        .await;
        hand.taps("Kunci").await;
        hand.unlocks().await;
        hand.sees("Belum ada kasus yang dibawa.").await;
        assert!(!hand.dump().await.contains("case:"), "nothing of it is left");
        hand.0.close().await.expect("closed");
        field.server.abort();
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_phones_own_lock_opens_it_where_the_phone_has_one() {
        let field = Field::new().await;
        let hand = Hand(Browser::open(phone()).await.expect("a browser"));
        hand.0.devtools("WebAuthn.enable", json!({})).await.expect("a lock");
        let lock = json!({ "options": {
            "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserVerified": true, "hasPrf": true, "automaticPresenceSimulation": true,
        }});
        hand.0.devtools("WebAuthn.addVirtualAuthenticator", lock).await.expect("a lock");
        hand.sets_up(&field).await;
        hand.taps("Pengaturan").await;
        hand.types("#phone-key", "kata yang salah sekali").await;
        hand.taps("Buka dengan kunci layar telepon").await;
        hand.sees("Kata sandi salah").await;
        hand.types("#phone-key", PHRASE).await;
        hand.taps("Buka dengan kunci layar telepon").await;
        hand.sees("Kunci layar telepon dapat membuka").await;
        // Six digits re-open what was open, five wrong ones close it; then the phone's lock opens it, without signal.
        hand.types("#pin", "314159").await;
        hand.taps("Pakai PIN selama aplikasi terbuka").await;
        hand.sees("PIN berlaku").await;
        hand.0.screenshot("offline-app-settings").await.expect("a picture");
        assert_eq!(hand.0.axe().await.expect("axe"), []);
        hand.taps("← Kembali").await;
        field.wire.cut();
        hand.taps("Kunci").await;
        hand.types("#passphrase", "314159").await;
        hand.taps("Buka").await;
        hand.sees(NAME).await;
        hand.taps("Kunci").await;
        for _ in 0..5 {
            hand.types("#passphrase", "000000").await;
            hand.taps("Buka").await;
            hand.until("an answer", "document.querySelector('#passphrase').value === ''").await;
        }
        hand.sees("Kata sandi untuk membuka").await;
        hand.0.screenshot("offline-app-locked").await.expect("a picture");
        hand.taps("Buka dengan kunci layar telepon").await;
        hand.sees(NAME).await;
        hand.0.close().await.expect("closed");
        field.server.abort();
    }

    /// Prints how fast it is: opening without signal on a processor four times slower with 500 cases, and a thousand acts over 50 kbit/s.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    #[ignore = "a measurement of some minutes"]
    async fn measure() {
        let field = Field::new().await;
        let actor = field.world.node.actor(field.account, Lang::Id, Origin::Online).await.unwrap();
        for number in 1..500 {
            case_with_visit(&field.world, &actor, &format!("Contoh Nomor {number}")).await;
        }
        let hand = Hand(Browser::open(phone()).await.expect("a browser"));
        hand.sets_up(&field).await;
        field.wire.cut();
        let open = async |what: &str| {
            hand.0.goto(&field.address()).await.expect("the app");
            hand.sees("Terkunci").await;
            let script = "const e = performance.getEntriesByType('paint'); return Math.round(e[e.length - 1].startTime)";
            println!("{what}: {} ms to the lock screen", hand.run(script).await);
        };
        open("as fast as this machine").await;
        hand.0.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await.expect("slower");
        for _ in 0..3 {
            open("four times slower").await;
        }
        let began = Instant::now();
        hand.unlocks().await;
        hand.sees("Kasus yang dibawa").await;
        println!("four times slower: {} ms from passphrase to list", began.elapsed().as_millis());
        hand.0.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await.expect("faster");
        let acts = queue_notes(&field, &hand, 1_000).await;
        field.wire.mend();
        field.wire.slow(50_000 / 8);
        let (began, before) = (Instant::now(), field.wire.carried());
        hand.taps("Kirim sekarang").await;
        // The database itself: the screen was drawn before these acts lay in it.
        let sent = "const done = arguments[0], open = indexedDB.open('jejaring');
            open.onsuccess = () => { const asked = open.result.transaction('queue').objectStore('queue').count();
                asked.onsuccess = () => { open.result.close(); done(asked.result === 0) } }";
        let sent = async || hand.0.client().execute_async(sent, Vec::new()).await.expect("a count");
        // In the middle the signal goes for three seconds: what had gone over is not sent again.
        let mut broken = false;
        while sent().await != json!(true) && began.elapsed() < Duration::from_secs(300) {
            tokio::time::sleep(Duration::from_millis(200)).await;
            if !broken && began.elapsed() > Duration::from_secs(15) {
                broken = true;
                field.wire.cut();
                tokio::time::sleep(Duration::from_secs(3)).await;
                field.wire.mend();
                field.wire.slow(50_000 / 8);
                hand.taps("Kirim sekarang").await;
            }
        }
        let bytes = field.wire.carried() - before;
        println!(
            "1000 acts: {} ms over 50 kbit/s, {bytes} bytes in both directions",
            began.elapsed().as_millis()
        );
        field.wire.slow(0);
        for act in acts {
            let settled = field.world.node.queued_before(act).await.unwrap().expect("it arrived");
            assert_eq!(settled.outcome, node::field::offline::Outcome::Applied);
        }
    }

    /// As the app itself would have queued them, one by one.
    async fn queue_notes(field: &Field, hand: &Hand, count: i64) -> Vec<Id> {
        use std::io::Write;
        let key = field.world.node.offline_key().await.unwrap();
        let key = seal::exchange::SealingPublic::from_bytes(&key).unwrap();
        let mut chance = crate::offline_queue::Chance(7);
        let secret = field.device.secret.replace('-', "");
        let now = field.world.node.now().millis();
        let (mut items, mut acts) = (Vec::new(), Vec::new());
        for seq in 1..=count {
            let text = format!(
                "Kunjungan ke-{seq}: keluarga ditemui di rumah, anak tampak sehat dan sudah kembali bersekolah (rekaan)."
            );
            let body = json!({ "matter": field.case, "visibility": "post", "text": text });
            let act = field.world.node.new_id();
            acts.push(act);
            let act =
                json!([field.device.user_name, secret, act, 100_000 + seq, "write-note", body, [], now]);
            let mut packed = flate2::write::DeflateEncoder::new(vec![0], flate2::Compression::default());
            packed.write_all(act.to_string().as_bytes()).unwrap();
            let sealed = key.seal(&packed.finish().unwrap(), b"jejaring/offline/1", &mut chance).unwrap();
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
        hand.0.client().execute_async(script, vec![Value::Array(items)]).await.expect("queued");
        acts
    }
}
