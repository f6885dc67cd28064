//! The demonstration in a real browser: the pages of every day in both languages, on a phone and on a desk; every page that a link
//! leads to; then without scripts, and with a
//! keyboard alone.

mod crawl;
mod frame;
mod keyboard;
mod plain;

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use trial::browser::{Browser, Screen, View};
use trial::fantoccini::Locator;

/// A running demonstration.
struct Demo {
    child: Child,
    base: String,
    password: String,
    /// The addresses of everybody who can sign in.
    people: Vec<String>,
    _dir: tempfile::TempDir,
}

impl Demo {
    #[allow(
        clippy::zombie_processes,
        reason = "waited for when the demonstration is dropped, or the test has failed"
    )]
    fn start() -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
        let home = dir.path().join("demo");
        let mut child = Command::new(env!("CARGO_BIN_EXE_jejaring"))
            .args(["demo", "--children", "40", "--port", &port.to_string(), "--dir"])
            .arg(&home)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the demonstration starts");
        let lines = BufReader::new(child.stdout.take().expect("its words")).lines();
        let (mut password, mut people) = (String::new(), Vec::new());
        for line in lines.map_while(Result::ok) {
            if let Some((_, said)) = line.split_once("Password: ") {
                said.trim().clone_into(&mut password);
            }
            people
                .extend(line.split_whitespace().last().filter(|word| word.contains('@')).map(str::to_owned));
            if line == "ready" {
                let base = format!("http://127.0.0.1:{port}");
                return Self { child, base, password, people, _dir: dir };
            }
        }
        panic!("the demonstration ended before it was ready");
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    async fn sign_in(&self, browser: &Browser, email: &str) {
        browser.goto(&format!("{}/sign-in", self.base)).await.expect("the page");
        let client = browser.client();
        for (field, text) in [("email", email), ("password", self.password.as_str())] {
            let css = format!("input[name={field}]");
            client.find(Locator::Css(&css)).await.expect(field).send_keys(text).await.expect("typing");
        }
        client.find(Locator::Css("main form button")).await.expect("a button").click().await.expect("sent");
        client.wait().for_element(Locator::Css(".main-nav")).await.expect("signed in");
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Pages of a case worker; the first case and report of the lists are followed as well.
const WORKER: &[(&str, &str)] = &[
    ("day", "/"),
    ("reports", "/report"),
    ("report-new", "/report/new"),
    ("cases", "/case"),
    ("people", "/people"),
    ("account", "/account"),
    ("import", "/import"),
];
const SUPERVISOR: &[(&str, &str)] = &[
    ("stalled", "/stalled"),
    ("unit-cases", "/case"),
    ("services", "/service"),
    ("legal", "/legal-process"),
];
const ADMINISTRATOR: &[(&str, &str)] = &[("admin", "/admin")];
const PUBLIC: &[(&str, &str)] = &[("sign-in", "/sign-in"), ("tell", "/lapor"), ("return", "/lapor/kembali")];

/// Looks at a page: nothing wider than the screen, nothing that axe finds, a title without a name.
async fn look(browser: &Browser, name: &str, url: &str, faults: &mut Vec<String>) {
    browser.goto(url).await.expect("the page");
    browser.screenshot(name).await.expect("a picture");
    let over = browser.overflow().await.expect("a width");
    if over > 0 {
        faults.push(format!("{name}: {over} px wider than the screen"));
    }
    for violation in browser.axe().await.expect("axe runs") {
        faults.push(format!("{name}: {violation:?}"));
    }
    let title = browser.client().title().await.expect("a title");
    if title.trim().is_empty() {
        faults.push(format!("{name}: no title"));
    }
}

/// The address of the first record in a list.
async fn first(browser: &Browser, list: &str, kind: &str) -> Option<String> {
    browser.goto(list).await.expect("the list");
    let links = browser.client().find_all(Locator::Css("main a[href]")).await.expect("links");
    for link in links {
        let href = link.attr("href").await.expect("an address").unwrap_or_default();
        let id = href.strip_prefix(&format!("/{kind}/")).unwrap_or_default();
        if id.len() == 36 {
            return Some(href);
        }
    }
    None
}

async fn tour(demo: &Demo, lang: &'static str, screen: Screen, size: &str, faults: &mut Vec<String>) {
    let browser = Browser::open(View { screen, language: lang, javascript: true }).await.expect("a browser");
    let name = |page: &str| format!("{page}-{lang}-{size}");
    let url = |path: &str| demo.url(path);
    for (page, path) in PUBLIC {
        look(&browser, &name(page), &url(path), faults).await;
    }
    for (email, pages) in [
        ("pekerja1.pengaduan@uptd.contoh.invalid", WORKER),
        ("supervisor.tindaklanjut@uptd.contoh.invalid", SUPERVISOR),
        ("admin@uptd.contoh.invalid", ADMINISTRATOR),
    ] {
        browser.client().delete_all_cookies().await.expect("signed out");
        demo.sign_in(&browser, email).await;
        for (page, path) in pages {
            look(&browser, &name(page), &url(&format!("{path}?lang={lang}")), faults).await;
        }
        for kind in ["case", "report"] {
            if pages.iter().any(|(_, path)| *path == format!("/{kind}"))
                && let Some(found) = first(&browser, &url(&format!("/{kind}")), kind).await
            {
                look(&browser, &name(&format!("one-{kind}")), &url(&found), faults).await;
            }
        }
    }
    browser.close().await.expect("closed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_of_every_day_are_within_reach_in_every_size_and_language() {
    let demo = Demo::start();
    let mut faults = Vec::new();
    for lang in ["id", "en"] {
        tour(&demo, lang, Screen::PHONE, "phone", &mut faults).await;
        tour(&demo, lang, Screen::DESK, "desk", &mut faults).await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
