//! The log names nobody: a whole walk with everything written down that the program and its libraries can say.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use model::kinds::Report;
use node::acts::desk::SetMailbox;
use node::acts::staff::{ListPosts, SetDutyPost};
use node::acts::{List, ListQuery};
use tracing_subscriber::fmt::MakeWriter;

use crate::world::{Browser, Page, World, send};

/// Everything that was said.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Said {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

const NAME: &str = "Kusumawardhani";
const ALIAS: &str = "Ninukelok";
const REPORTER: &str = "Mangkubumiati";
const TOLD: &str = "rerimbunan";
const MESSAGE: &str = "persimpangan";
const ANSWER: &str = "kelabulembayung";
const NIK: &str = "3273935705120007";
const PHONE: &str = "080000007731";
const SOUGHT: &str = "Prabandaru";
const PASSWORD: &str = "kata-sandi-tertanam";
const STRANGER: &str = "siapa.gerangan@contoh.invalid";
const REASON: &str = "trenggiling";

/// Somebody tells something, an officer answers, and they write once more. Gives the report and the receipt.
async fn tell(world: &World, officer: &mut Browser<'_>) -> (String, String) {
    let mut stranger = world.stranger();
    let act = stranger.get("/lapor").await.input("act");
    let fields = [
        ("act", act.as_str()),
        ("narrative", TOLD),
        ("imminent_danger", "false"),
        ("children", NAME),
        ("reporter_name", REPORTER),
        ("reporter_contact", PHONE),
    ];
    let sent = stranger.post("/lapor?lang=id", &fields).await;
    let receipt = sent.body.split("code-big number\">").nth(1).expect("a receipt").split('<').next().unwrap();
    let list = List::<Report>::new(ListQuery { limit: 1, ..ListQuery::default() });
    let rows = world.node.perform(&officer.actor, list).await.expect("reports").rows;
    let report = format!("/report/{}", rows[0].envelope.id);
    assert_eq!(send(officer, &format!("{report}/acknowledge"), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        send(officer, &format!("{report}/answer"), &[("text", ANSWER)]).await.status,
        StatusCode::SEE_OTHER
    );
    let page = stranger.post("/lapor/kembali?lang=id", &[("receipt", receipt)]).await;
    assert!(page.body.contains(ANSWER), "{}", page.body);
    let act = page.input("act");
    let fields = [("act", act.as_str()), ("receipt", receipt), ("text", MESSAGE)];
    assert!(stranger.post("/lapor/kembali?lang=id", &fields).await.body.contains(MESSAGE));
    stranger.post("/lapor/kembali?lang=id", &[("receipt", "1234 5678 9012 3456")]).await;
    (report, receipt.to_owned())
}

/// Searches, opens a case and makes mistakes; gives the page of the case.
async fn work(worker: &mut Browser<'_>) -> String {
    let asked = send(worker, "/people/search", &[("free", SOUGHT)]).await;
    assert_eq!(asked.status, StatusCode::OK);
    let search = send(worker, "/people/search", &[("free", NAME)]).await.input("search");
    let mut fields = vec![
        ("search", search.as_str()),
        ("step", "save"),
        ("child-name", NAME),
        ("child-aliases", ALIAS),
        ("child-sex", "female"),
        ("child-nik", NIK),
        ("child-birth_year", REASON),
        ("registration_date", "2026-03-05"),
        ("risk_level", "high"),
        ("circumstances", TOLD),
    ];
    let refused = send(worker, "/new-case", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "a bad year is said beside its field");
    fields.retain(|(name, _)| *name != "child-birth_year");
    let opened = send(worker, "/new-case", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let case = opened.location().split('?').next().unwrap().to_owned();
    send(worker, &format!("{case}/edit"), &[("circumstances", MESSAGE), ("registration_date", REASON)]).await;
    send(worker, &format!("{case}/close"), &[("closure_reason", REASON)]).await;
    worker.get(&format!("{case}?name={NAME}")).await;
    worker.get(&format!("/case/{NAME}")).await;
    worker.act("search-people", serde_json::json!({ "free": NIK, "unknown": SOUGHT })).await;
    worker.act("open-case", serde_json::json!({ "search": NAME })).await;
    case
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_walk_leaves_no_name_in_the_log() {
    let said = Said::default();
    let log = tracing_subscriber::fmt().json().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
    // Another test of a runner with one process may have set one: then there is nothing to see here.
    if log.with_writer(said.clone()).try_init().is_err() {
        return;
    }
    let world = World::new().await;
    world.node.load_people(None).await.expect("the people index");
    let mut officer = world.staff("intake-operator").await;
    let posts = world.node.perform(world.admin(), ListPosts).await.unwrap();
    let post = posts.iter().find(|post| post.role == "intake-operator").unwrap().id;
    world.node.perform(world.admin(), SetDutyPost { post }).await.unwrap();
    let (_, receipt) = tell(&world, &mut officer).await;
    let mut worker = world.staff("case-worker").await;
    work(&mut worker).await;
    let mut stranger = world.stranger();
    let token = stranger.get("/sign-in").await.input("form_token");
    let fields = [("form_token", token.as_str()), ("email", STRANGER), ("password", PASSWORD)];
    assert_eq!(stranger.post("/sign-in", &fields).await.status, StatusCode::FORBIDDEN);
    world.node.place_waiting().await.unwrap();

    let text = String::from_utf8_lossy(&said.0.lock().unwrap()).to_lowercase();
    let heard = text.chars().take(400).collect::<String>();
    assert!(text.contains("\"route\":\"/new-case\""), "the log was listened to: {heard}");
    let close = receipt.replace(' ', "");
    let planted = [
        NAME,
        ALIAS,
        REPORTER,
        TOLD,
        MESSAGE,
        ANSWER,
        NIK,
        PHONE,
        SOUGHT,
        PASSWORD,
        STRANGER,
        REASON,
        &receipt,
        &close,
        crate::world::PASSWORD,
        "Petugas case-worker",
        "admin@contoh.invalid",
    ];
    for word in planted {
        let word = word.to_lowercase();
        let around =
            text.find(&word).map(|at| text[at.saturating_sub(200)..].chars().take(400).collect::<String>());
        assert_eq!(around, None, "{word} stands in the log");
    }
}

/// What of a page is seen in passing: its title, and every address in it.
fn in_passing(page: &Page) -> Vec<String> {
    let between = |start: &'static str, end: char| {
        page.body.split(start).skip(1).filter_map(move |rest| rest.split(end).next().map(str::to_owned))
    };
    let addresses = ["href=\"", "action=\"", "src=\""].into_iter().flat_map(|name| between(name, '"'));
    addresses.chain(between("<title>", '<')).collect()
}

fn quiet(what: &str, text: &str) {
    for word in [NAME, ALIAS, NIK, PHONE, TOLD, REPORTER] {
        assert!(!text.to_lowercase().contains(&word.to_lowercase()), "{word} stands in {what}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_title_address_news_or_mail_names_a_child() {
    let world = World::new().await;
    world.node.load_people(None).await.expect("the people index");
    let mut officer = world.staff("intake-operator").await;
    let posts = world.node.perform(world.admin(), ListPosts).await.unwrap();
    let post = posts.iter().find(|post| post.role == "intake-operator").unwrap().id;
    world.node.perform(world.admin(), SetDutyPost { post }).await.unwrap();
    let (report, _) = tell(&world, &mut officer).await;
    let mut worker = world.staff("case-worker").await;
    let case = work(&mut worker).await;
    let colleague = world.hire("case-worker").await;
    let posts = world.node.perform(world.admin(), ListPosts).await.unwrap();
    for post in posts.iter().filter(|post| post.role == "case-worker" || post.role == "intake-operator") {
        let mailbox = format!("kotak-{}@contoh.invalid", post.id);
        world.node.perform(world.admin(), SetMailbox { post: post.id, mailbox }).await.unwrap();
    }
    let mut supervisor = world.staff("supervisor").await;
    let id = case.trim_start_matches("/case/").to_owned();
    let to = posts.iter().rfind(|post| post.role == "case-worker").unwrap().id.to_string();
    send(&mut supervisor, &format!("/case/{id}/assign"), &[("post", &to)]).await;
    let person = worker.get(&case).await;
    let person =
        person.body.split("/person/").nth(1).expect("the child").split(['"', '/']).next().unwrap().to_owned();
    world.clock.advance(7 * model::time::DAY);
    world.node.turn_clock().await.unwrap();

    let mut worker = world.back(worker).await;
    let mut pages =
        vec!["/".to_owned(), "/case".into(), "/calendar".into(), "/notifications".into(), "/moves".into()];
    pages.push(format!("/person/{person}"));
    pages.extend(
        ["", "/consents", "/print", "/refer", "/letter", "/edit", "/close"]
            .map(|page| format!("{case}{page}")),
    );
    let mut named = 0;
    for path in &pages {
        let page = worker.get(path).await;
        named += usize::from(page.body.contains(NAME));
        for text in in_passing(&page) {
            quiet(path, &text);
        }
        for (name, value) in &page.headers {
            quiet(path, &format!("{name}: {}", value.to_str().unwrap_or_default()));
        }
    }
    assert!(named >= 4, "the pages name the child where they are read: {named}");
    let mut officer = world.back(officer).await;
    for text in in_passing(&officer.get(&report).await) {
        quiet("the report", &text);
    }
    quiet("the news", &worker.get("/notifications").await.body);
    let mut colleague = world.seat(colleague.0, colleague.1).await;
    quiet("the news", &colleague.get("/notifications").await.body);
    let digests = world.node.digests().await.unwrap();
    assert!(!digests.is_empty(), "something is due");
    for digest in digests {
        quiet("a mail", &format!("{digest:?}"));
    }
}
