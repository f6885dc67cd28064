//! With JavaScript off in a real browser: somebody tells something and returns for the answer; an officer signs in, confirms
//! the report and triages it.

use trial::browser::{Browser, Screen, View};
use trial::fantoccini::Locator;

use crate::demo::Demo;

const TOLD: &str = "Data rekaan: anak bekerja di warung sampai malam.";
const ENTER: &str = "\u{e007}";
const OFFICER: &str = "lapor.barat@kasih.contoh.invalid";

async fn text(browser: &Browser, css: &str) -> String {
    let found = browser.client().wait().for_element(Locator::Css(css)).await;
    found.unwrap_or_else(|e| panic!("{css}: {e}")).text().await.expect("words")
}

async fn press(browser: &Browser, css: &str, keys: &str) {
    browser.press(css, keys).await.expect("keys are taken");
}

/// Tells something; gives the receipt.
async fn tell(browser: &Browser, demo: &Demo) -> String {
    browser.goto(&demo.url("/lapor?lang=id")).await.expect("the page");
    press(browser, "[name=narrative]", TOLD).await;
    // A running script would have added how much room is left.
    let left = browser.client().find_all(Locator::Css(".left")).await.expect("an answer");
    assert!(left.is_empty(), "scripts are off");
    press(browser, "input[name=imminent_danger][value=false]", " ").await;
    press(browser, "#report button", ENTER).await;
    text(browser, ".code-big").await
}

/// The address of the report whose words these are.
async fn find(browser: &Browser, demo: &Demo) -> String {
    browser.goto(&demo.url("/report?state=received")).await.expect("the list");
    let mut paths = Vec::new();
    for link in browser.client().find_all(Locator::Css("main a.code")).await.expect("links") {
        paths.push(link.attr("href").await.expect("an answer").expect("an address"));
    }
    for path in paths {
        browser.goto(&demo.url(&path)).await.expect("the report");
        if browser.client().source().await.expect("the page").contains(TOLD) {
            return path;
        }
    }
    panic!("the officer does not find what was told");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_is_told_and_triaged_without_scripts() {
    let demo = Demo::start(40);
    let phone = View { screen: Screen::PHONE, language: "id", javascript: false };
    let reporter = Browser::open(phone).await.expect("a browser");
    let receipt = tell(&reporter, &demo).await;
    assert_eq!(receipt.chars().filter(char::is_ascii_digit).count(), 16, "{receipt}");

    let officer = Browser::open(View { javascript: false, ..View::default() }).await.expect("a browser");
    officer.goto(&demo.url("/sign-in?lang=id")).await.expect("the page");
    press(&officer, "input[name=email]", OFFICER).await;
    press(&officer, "input[name=password]", &format!("{}{ENTER}", demo.password())).await;
    text(&officer, ".main-nav").await;
    let report = find(&officer, &demo).await;
    let step = |verb: &str| format!("main form[action=\"{report}/{verb}\"]");
    press(&officer, &format!("a[href=\"{report}/acknowledge\"]"), ENTER).await;
    text(&officer, &step("acknowledge")).await;
    press(&officer, &format!("{} button", step("acknowledge")), ENTER).await;
    assert!(!text(&officer, ".notice.good").await.is_empty());
    press(&officer, &format!("a[href=\"{report}/triage\"]"), ENTER).await;
    text(&officer, &step("triage")).await;
    press(&officer, "select[name=triage_outcome]", "Diberi saran").await;
    press(&officer, &format!("{} .actions button", step("triage")), ENTER).await;
    text(&officer, ".notice.good").await;
    let state = text(&officer, "main .badges").await;
    assert!(state.contains("Sudah ditelaah"), "{state}");

    // The reporter comes back and reads how far it is.
    reporter.goto(&demo.url("/lapor/kembali")).await.expect("the page");
    press(&reporter, "main form input:not([type=hidden])", &format!("{receipt}{ENTER}")).await;
    text(&reporter, "#thread").await;
    for browser in [reporter, officer] {
        browser.close().await.expect("closed");
    }
}
