//! The demonstration in a real browser: the pages of every day in both languages, on a phone and on a desk; every page that a link
//! leads to; then without scripts, and with a keyboard alone.

mod crawl;
mod frame;
mod keyboard;
mod killed;
mod plain;

use trial::browser::{Browser, Screen, View};
use trial::fantoccini::Locator;

use crate::demo::Demo;

/// The node that agencies share is looked at.
const SHARED: u16 = 1;

impl Demo {
    /// Everybody who can sign in: at which node, and by which address.
    fn people(&self) -> Vec<(String, String)> {
        let (mut people, mut node) = (Vec::new(), String::new());
        for line in &self.said {
            if let Some((address, _)) =
                line.split_once("  ").filter(|(first, _)| first.starts_with("http://"))
            {
                address.clone_into(&mut node);
            }
            if let Some(email) = line.split_whitespace().last().filter(|word| word.contains('@')) {
                people.push((node.clone(), email.to_owned()));
            }
        }
        people
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address(SHARED))
    }

    async fn sign_in(&self, browser: &Browser, email: &str) {
        self.sign_in_at(&self.address(SHARED), browser, email).await;
    }

    async fn sign_in_at(&self, node: &str, browser: &Browser, email: &str) {
        browser.goto(&format!("{node}/sign-in")).await.expect("the page");
        let client = browser.client();
        for (field, text) in [("email", email), ("password", self.password())] {
            let css = format!("input[name={field}]");
            client.find(Locator::Css(&css)).await.expect(field).send_keys(text).await.expect("typing");
        }
        client.find(Locator::Css("main form button")).await.expect("a button").click().await.expect("sent");
        client.wait().for_element(Locator::Css(".main-nav")).await.expect("signed in");
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
    let demo = Demo::start(40);
    let mut faults = Vec::new();
    for lang in ["id", "en"] {
        tour(&demo, lang, Screen::PHONE, "phone", &mut faults).await;
        tour(&demo, lang, Screen::DESK, "desk", &mut faults).await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
