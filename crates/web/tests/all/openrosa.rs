//! Form apps, as the OpenRosa specification has them speak: form discovery, form download, manifest, pre-flight, submission. Each
//! sequence runs on both engines.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use model::kinds::{Case, FollowUp};
use model::{Draft, Id, Lang};
use node::Place;
use node::access::Origin;
use node::acts::field::{EndDevice, ListSubmissions, OpenDevice, OpenedDevice};
use node::acts::people::{NewCase, OpenCase, SearchPeople};
use node::acts::{Edit, ListQuery, Move, Open, View};
use trial::postgres::Cluster;
use web::Settings;

use crate::world::{Page, World};

pub fn settings() -> Settings {
    Settings { secure: false, demo: true, ..Settings::default() }
}

/// Runs a sequence on SQLite and on PostgreSQL.
pub async fn on_both<F>(sequence: F)
where
    F: AsyncFn(World),
{
    sequence(World::with(settings()).await).await;
    let cluster = Cluster::shared().expect("PostgreSQL for tests");
    let database = cluster.scratch(None).expect("a database");
    let dir = tempfile::tempdir().expect("a directory");
    sequence(World::at(Place::Postgres(database.url()), dir, settings()).await).await;
}

/// An app on a telephone.
pub(crate) struct App<'w> {
    pub(crate) world: &'w World,
    pub(crate) device: OpenedDevice,
    pub(crate) account: Id,
}

impl<'w> App<'w> {
    pub(crate) async fn new(world: &'w World, role: &str) -> Self {
        let (account, _) = world.hire(role).await;
        Self::of(world, account, false).await
    }

    pub(crate) async fn of(world: &'w World, account: Id, names: bool) -> Self {
        let actor = world.node.actor(account, Lang::Id, Origin::Online).await.unwrap();
        let device = world.node.perform(&actor, OpenDevice { post: None, names }).await.unwrap();
        Self { world, device, account }
    }

    pub(crate) async fn actor(&self) -> node::Actor {
        self.world.node.actor(self.account, Lang::Id, Origin::Online).await.unwrap()
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let pair = format!("{}:{}", self.device.user_name, self.device.secret);
        Request::builder()
            .method(method)
            .uri(path)
            .header("host", "contoh.invalid")
            .header("x-openrosa-version", "1.0")
            .header("user-agent", "org.odk.collect.android/v2026 Dalvik")
            .header("authorization", format!("Basic {}", seal::to_base64(pair.as_bytes())))
    }

    pub(crate) async fn get(&self, address: &str) -> Page {
        let path = address.strip_prefix("http://contoh.invalid").unwrap_or(address);
        self.world.stranger().send(self.request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn send(&self, parts: &[Part<'_>]) -> Page {
        let body = multipart(parts);
        let request = self
            .request(Method::POST, "/openrosa/submission?deviceID=collect%3Aabc")
            .header("content-type", "multipart/form-data; boundary=bagian")
            .body(Body::from(body))
            .unwrap();
        self.world.stranger().send(request).await
    }

    pub(crate) async fn submit(&self, xml: &str) -> Page {
        self.send(&[Part::xml(xml)]).await
    }

    /// How many submissions there are by state, as the user sees it.
    pub(crate) async fn counts(&self) -> Vec<(&'static str, i64)> {
        let parts = self.world.node.perform(&self.actor().await, ListSubmissions).await.unwrap();
        parts.iter().filter(|part| part.count > 0).map(|part| (part.state, part.count)).collect()
    }

    pub(crate) async fn newest(&self, state: &str) -> Id {
        let parts = self.world.node.perform(&self.actor().await, ListSubmissions).await.unwrap();
        parts.iter().find(|part| part.state == state).unwrap().rows[0].id
    }
}

/// A part of a multipart body.
pub(crate) struct Part<'a> {
    name: &'a str,
    file: Option<(&'a str, &'a str)>,
    content: &'a str,
}

impl<'a> Part<'a> {
    fn xml(content: &'a str) -> Self {
        Self { name: "xml_submission_file", file: Some(("isian.xml", "text/xml")), content }
    }
}

fn multipart(parts: &[Part<'_>]) -> String {
    let mut body = String::new();
    for part in parts {
        body.push_str(&format!("--bagian\r\nContent-Disposition: form-data; name=\"{}\"", part.name));
        if let Some((file, kind)) = part.file {
            body.push_str(&format!("; filename=\"{file}\"\r\nContent-Type: {kind}"));
        }
        body.push_str(&format!("\r\n\r\n{}\r\n", part.content));
    }
    body.push_str("--bagian--\r\n");
    body
}

/// What stands in an element of a document.
pub(crate) fn between(text: &str, name: &str) -> String {
    let (_, rest) = text.split_once(&format!("<{name}>")).unwrap();
    rest.split_once('<').unwrap().0.replace("&amp;", "&")
}

const VERSION: &str = "2026030501";

pub(crate) fn filled(form: &str, instance: &str, answers: &str) -> String {
    format!(
        "<data id=\"{form}\" version=\"{VERSION}\">{answers}<meta><instanceID>uuid:{instance}</instanceID></meta></data>"
    )
}

pub(crate) fn report(instance: &str) -> String {
    filled(
        "jejaring_report",
        instance,
        "<pelapor><siapa>neighbour</siapa><cara>anonymous</cara></pelapor><kejadian><bahaya>false</bahaya>\
         <uraian>Data rekaan dari lapangan.</uraian></kejadian><orang><anak>Anak rekaan</anak></orang>",
    )
}

fn visit(instance: &str, follow_up: Id, version: i64, comments: &str) -> String {
    filled(
        "jejaring_follow_up",
        instance,
        &format!(
            "<jejaring_untuk>{follow_up}</jejaring_untuk><jejaring_versi>{version}</jejaring_versi>\
             <tanggal>2026-03-05</tanggal><bertemu>true</bertemu><keadaan><aman>true</aman>\
             <catatan>{comments}</catatan></keadaan>"
        ),
    )
}

/// A case with a visit that is due, in the actor's own post.
pub async fn case_with_visit(world: &World, actor: &node::Actor, name: &str) -> (Id, Id) {
    let child = Draft::default().with("name", name).with("sex", "female");
    let found = world.node.perform(actor, SearchPeople::form(child.clone())).await.unwrap();
    let case = Draft::default().with("registration_date", "2026-03-04").with("risk_level", "low");
    let open = OpenCase::new(NewCase::child(case, child), found.search).confirmed_not_duplicate();
    let case = world.node.perform(actor, open).await.unwrap().id;
    let visit = Draft::default().with("followup_type", "for_service").with("needed_by", "2026-03-09");
    let visit = match world.node.perform(actor, Open::<FollowUp>::part(case, visit)).await {
        Ok(opened) => opened.id,
        Err(error) => panic!("{error:?}"),
    };
    (case, visit)
}

fn is_open_rosa(page: &Page) {
    assert_eq!(page.headers["x-openrosa-version"], "1.0");
    assert_eq!(page.headers["date"], "Thu, 05 Mar 2026 08:40:00 GMT");
    let length: usize = page.headers["x-openrosa-accept-content-length"].to_str().unwrap().parse().unwrap();
    assert!(length > 48 * 1024);
}

#[tokio::test]
async fn a_device_finds_forms_and_fetches_them_with_what_they_need() {
    on_both(async |world| {
        let app = App::new(&world, "case-worker").await;
        let stranger = Request::builder().uri("/openrosa/formList").header("host", "contoh.invalid");
        let page = world.stranger().send(stranger.body(Body::empty()).unwrap()).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert!(page.headers["www-authenticate"].to_str().unwrap().starts_with("Basic realm="));
        is_open_rosa(&page);

        let list = app.get("/openrosa/formList").await;
        assert_eq!(list.status, StatusCode::OK, "{}", list.body);
        is_open_rosa(&list);
        assert!(list.headers["content-type"].to_str().unwrap().starts_with("text/xml"));
        assert!(list.body.contains("<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">"));
        for form in ["jejaring_report", "jejaring_follow_up", "jejaring_assessment"] {
            assert!(list.body.contains(&format!("<formID>{form}</formID>")), "{form}");
        }
        // The hash is that of what is downloaded: an app sees by it that a form changed.
        let of_report = list.body.split("<xform>").find(|part| part.contains("jejaring_report")).unwrap();
        assert!(!of_report.contains("manifestUrl"), "a report needs no list");
        let form = app.get(&between(of_report, "downloadUrl")).await;
        is_open_rosa(&form);
        let md5 = seal::openrosa_checksum(form.body.as_bytes());
        assert_eq!(between(of_report, "hash"), format!("md5:{md5}"));

        let (_, due) = case_with_visit(&world, &app.actor().await, "Contoh Melati").await;
        let of_visit = list.body.split("<xform>").find(|part| part.contains("jejaring_follow_up")).unwrap();
        let manifest = app.get(&between(of_visit, "manifestUrl")).await;
        assert!(manifest.body.contains("<filename>jejaring_kunjungan.csv</filename>"), "{}", manifest.body);
        let choices = app.get(&between(&manifest.body, "downloadUrl")).await;
        assert!(choices.body.starts_with("name,label,versi"), "{}", choices.body);
        assert!(choices.body.contains(&due.to_string()) && choices.body.contains("2026-03-09"));
        assert!(!choices.body.contains("Melati"), "no name unless it was asked for");
        assert_eq!(
            between(&manifest.body, "hash"),
            format!("md5:{}", seal::openrosa_checksum(choices.body.as_bytes()))
        );
        let named = App::of(&world, app.account, true).await;
        let choices = named.get("/openrosa/media/jejaring_kunjungan.csv").await;
        assert!(choices.body.contains("Melati"), "the role shows it and the person wanted it");

        let colleague = App::new(&world, "case-worker").await;
        let theirs = colleague.get("/openrosa/media/jejaring_kunjungan.csv").await;
        assert!(!theirs.body.contains(&due.to_string()), "each post has its own list");
        let intake = App::new(&world, "intake-operator").await;
        let list = intake.get("/openrosa/formList").await;
        assert!(list.body.contains("jejaring_report") && !list.body.contains("jejaring_follow_up"));
        let unfit = intake.get(&format!("/openrosa/form?formID=jejaring_follow_up&version={VERSION}")).await;
        assert_eq!(unfit.status, StatusCode::NOT_FOUND);
        assert!(unfit.body.contains("<OpenRosaResponse"));
    })
    .await;
}

#[tokio::test]
async fn a_submission_is_one_however_often_it_is_sent() {
    on_both(async |world| {
        let app = App::new(&world, "intake-operator").await;
        let head = world
            .stranger()
            .send(app.request(Method::HEAD, "/openrosa/submission").body(Body::empty()).unwrap())
            .await;
        assert_eq!(head.status, StatusCode::NO_CONTENT);
        is_open_rosa(&head);
        assert_eq!(head.location(), "http://contoh.invalid/openrosa/submission");
        let bare = Request::builder().method(Method::HEAD).uri("/openrosa/submission");
        let bare = world.stranger().send(bare.body(Body::empty()).unwrap()).await;
        assert_eq!(bare.status, StatusCode::UNAUTHORIZED);

        let xml = report("satu");
        let first = app.submit(&xml).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.body);
        is_open_rosa(&first);
        assert!(first.body.contains("nature=\"submit_success\""));
        for _ in 0..3 {
            let again = app.submit(&xml).await;
            assert_eq!(again.status, StatusCode::CREATED, "{}", again.body);
            assert!(again.body.contains("Sudah diterima"), "{}", again.body);
        }
        let (a, b) = tokio::join!(app.submit(&xml), app.submit(&xml));
        assert_eq!((a.status, b.status), (StatusCode::CREATED, StatusCode::CREATED));
        let both = report("dua");
        let (a, b) = tokio::join!(app.submit(&both), app.submit(&both));
        assert_eq!((a.status, b.status), (StatusCode::CREATED, StatusCode::CREATED), "{} {}", a.body, b.body);
        assert_eq!(app.counts().await, [("applied", 2)]);
        let reports = node::registry::kind("report").unwrap();
        let actor = app.actor().await;
        let listed = reports.list(&world.node, &actor, ListQuery { limit: 50, ..Default::default() });
        assert_eq!(listed.await.unwrap().total, 2, "two forms, two reports");
        // The same number with other answers is neither taken twice nor lost.
        let other = xml.replace("Anak rekaan", "Anak lain rekaan");
        for _ in 0..2 {
            assert_eq!(app.submit(&other).await.status, StatusCode::CREATED);
        }
        assert_eq!(app.counts().await, [("kept", 1), ("applied", 2)]);
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_is_refused_with_its_reason_before_anything_is_kept() {
    on_both(async |world| {
        let app = App::new(&world, "intake-operator").await;
        let xml = report("satu");
        let picture = Part { name: "foto.jpg", file: Some(("foto.jpg", "image/jpeg")), content: "xxxx" };
        let sent = app.send(&[Part::xml(&xml), picture]).await;
        assert_eq!(sent.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert!(sent.body.contains("serahkan kepada polisi"), "it says where to take it: {}", sent.body);
        is_open_rosa(&sent);
        let more = Part { name: "*isIncomplete*", file: None, content: "yes" };
        let sent = app.send(&[Part::xml(&xml), more]).await;
        assert_eq!(sent.status, StatusCode::ACCEPTED);
        let sealed = xml.replace("<data id", "<data encrypted=\"yes\" id");
        let sent = app.submit(&sealed).await;
        assert_eq!(sent.status, StatusCode::BAD_REQUEST);
        assert!(sent.body.contains("public_key"), "{}", sent.body);
        for (xml, word) in [
            ("<data".to_owned(), "tidak terbaca"),
            (xml.replace("uuid:satu", ""), "instanceID"),
            (xml.replace("jejaring_report", "lain"), "tidak dikenal"),
            (xml.replace(VERSION, "1"), "tidak dikenal"),
            (format!("<!DOCTYPE a>{xml}"), "tidak terbaca"),
        ] {
            let sent = app.submit(&xml).await;
            assert_eq!(sent.status, StatusCode::BAD_REQUEST, "{xml}");
            assert!(sent.body.contains(word), "{word}: {}", sent.body);
        }
        let long = xml.replace("Data rekaan", &"panjang ".repeat(8_000));
        assert_eq!(app.submit(&long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        let none = app.send(&[Part { name: "lain", file: None, content: "x" }]).await;
        assert_eq!(none.status, StatusCode::BAD_REQUEST);
        assert!(app.counts().await.is_empty(), "nothing of all this was kept");

        world.node.perform(&app.actor().await, EndDevice { device: app.device.id }).await.unwrap();
        assert_eq!(app.submit(&xml).await.status, StatusCode::UNAUTHORIZED, "an ended device sends nothing");
        let mut guesses = 0;
        while app.get("/openrosa/formList").await.status == StatusCode::UNAUTHORIZED {
            guesses += 1;
            assert!(guesses < 100, "guessing is slowed down");
        }
        assert_eq!(app.get("/openrosa/formList").await.status, StatusCode::TOO_MANY_REQUESTS);
    })
    .await;
}

#[tokio::test]
async fn a_visit_is_recorded_and_nothing_is_overwritten_in_silence() {
    on_both(async |world| {
        let app = App::new(&world, "case-worker").await;
        let actor = app.actor().await;
        let (case, due) = case_with_visit(&world, &actor, "Contoh Kenanga").await;
        let version = world.node.perform(&actor, View::<FollowUp>::new(due)).await.unwrap().version;
        let sent = app.submit(&visit("a", due, version, "Sehat, bersekolah (rekaan).")).await;
        assert_eq!(sent.status, StatusCode::CREATED);
        assert!(sent.body.contains("dicatat"), "{}", sent.body);
        let seen = world.node.perform(&actor, View::<FollowUp>::new(due)).await.unwrap();
        assert_eq!(
            (seen.envelope.state.as_str(), &*seen.record.text("comments")),
            ("done", "Sehat, bersekolah (rekaan).")
        );

        // A colleague's phone had the same visit: both values are shown, and a person decides.
        let sent = app.submit(&visit("b", due, version, "Anak tidak di rumah (rekaan).")).await;
        assert_eq!(sent.status, StatusCode::CREATED);
        assert_eq!(app.counts().await, [("conflict", 1), ("applied", 1)]);
        let mut worker = world.seat_of(app.account).await;
        let id = app.newest("conflict").await;
        let page = worker.get(&format!("/submissions/{id}")).await;
        assert!(
            page.body.contains("Sehat, bersekolah") && page.body.contains("Anak tidak di rumah"),
            "{}",
            page.body
        );
        let (token, act) = (page.input("form_token"), page.input("act"));
        let fields = [("form_token", &*token), ("act", &*act), ("do", "one-more")];
        let decided = worker.post(&format!("/submissions/{id}"), &fields).await;
        assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
        assert_eq!(app.counts().await, [("applied", 2)]);
        let whole = world.node.perform(&actor, View::<Case>::new(case)).await.unwrap();
        let visits = whole.parts.iter().find(|part| part.meta.slug == "follow-up").unwrap();
        assert_eq!(visits.rows.iter().filter(|row| row.envelope.state == "done").count(), 2);

        // Somebody changed a visit that still waits: what was sent does not undo it.
        let (_, waiting) = case_with_visit(&world, &actor, "Contoh Cempaka").await;
        let note = Draft::default().with("comments", "Datang pagi (rekaan).");
        world.node.perform(&actor, Edit::<FollowUp>::new(waiting, note)).await.unwrap();
        app.submit(&visit("c", waiting, 1, "Bertemu di sekolah (rekaan).")).await;
        let id = app.newest("conflict").await;
        let page = worker.get(&format!("/submissions/{id}")).await;
        let (token, act) = (page.input("form_token"), page.input("act"));
        let fields = [("form_token", &*token), ("act", &*act), ("do", "fields"), ("field", "comments")];
        assert_eq!(worker.post(&format!("/submissions/{id}"), &fields).await.status, StatusCode::SEE_OTHER);
        let seen = world.node.perform(&actor, View::<FollowUp>::new(waiting)).await.unwrap();
        assert_eq!(&*seen.record.text("comments"), "Bertemu di sekolah (rekaan).");
    })
    .await;
}

#[tokio::test]
async fn what_the_post_may_not_do_is_kept_for_whoever_may() {
    on_both(async |world| {
        let app = App::new(&world, "case-worker").await;
        let colleague = App::new(&world, "case-worker").await;
        let (_, theirs) = case_with_visit(&world, &colleague.actor().await, "Contoh Mawar").await;
        let sent = app.submit(&visit("a", theirs, 1, "Salah kasus (rekaan).")).await;
        assert_eq!(sent.status, StatusCode::CREATED);
        assert!(sent.body.contains("ditelaah"), "{}", sent.body);
        let mut worker = world.seat_of(app.account).await;
        let id = app.newest("kept").await;
        let page = worker.get(&format!("/submissions/{id}")).await;
        assert!(page.body.contains("tidak lagi pada jabatan ini"), "the reason is said: {}", page.body);
        let day = worker.get("/").await;
        assert!(day.body.contains("Kiriman lapangan"), "it stands in the day of the post");
        // Without a case chosen it waits too, and the case is chosen here.
        let (case, own) = case_with_visit(&world, &app.actor().await, "Contoh Dahlia").await;
        let safety = filled("jejaring_safety_plan", "b", "<perlu>false</perlu>");
        app.submit(&safety).await;
        let id = app.newest("kept").await;
        let page = worker.get(&format!("/submissions/{id}")).await;
        assert!(page.body.contains(&case.to_string()), "{}", page.body);
        let (token, act, case) = (page.input("form_token"), page.input("act"), case.to_string());
        let fields = [("form_token", &*token), ("act", &*act), ("do", "again"), ("case", &*case)];
        let decided = worker.post(&format!("/submissions/{id}"), &fields).await;
        assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
        // The post is left: nothing is handed out, what comes in is kept for whoever holds it now.
        world.leave(app.account).await;
        assert_eq!(app.get("/openrosa/formList").await.status, StatusCode::FORBIDDEN);
        let sent = app.submit(&visit("c", own, 1, "Terlambat (rekaan).")).await;
        assert_eq!(sent.status, StatusCode::CREATED);
        let step = Move::<FollowUp>::new(own, "record", Draft::default());
        assert!(step.is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_came_from_a_form_is_counted_and_exported_like_what_was_typed_at_the_office() {
    on_both(async |world| {
        let app = App::new(&world, "case-worker").await;
        let mut desk = world.seat_of(app.account).await;
        let answers = "<end>2026-03-04T09:00:00.000+07:00</end><anak><nama>Contoh Bungur</nama><jenis_kelamin>female</jenis_kelamin>\
            <umur>12</umur><dasar_umur>stated</dasar_umur><tahun_lahir>2014</tahun_lahir><provinsi>32</provinsi><wilayah>32.73</wilayah>\
            </anak><keadaan><asal_informasi>outreach</asal_informasi><risiko>high</risiko><mendesak>true</mendesak>\
            <masalah>street_child</masalah><uraian>Data rekaan.</uraian></keadaan>";
        let sent = app.submit(&filled("jejaring_intake", "hitung", answers)).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
        assert_eq!(app.counts().await, [("applied", 1)]);
        // Figures of the list: by region and by risk, and not under another one.
        for (filter, there) in [("region=32&risk_level=high", true), ("risk_level=low", false)] {
            let page = desk.get(&format!("/case?{filter}")).await;
            assert_eq!(page.body.contains("1 catatan"), there, "{filter}: {}", page.body);
        }
        let csv = desk.get("/case/export?format=csv&risk_level=high").await;
        let lines: Vec<&str> = csv.body.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[1].contains("Bandung") && lines[1].contains("2026-03-04"), "{lines:?}");
        assert!(!csv.body.contains("Bungur") && !csv.body.contains("Data rekaan"), "no name and no text");
    })
    .await;
}
