//! With a keyboard alone: a case worker signs in, reads the day, opens a case and records a follow-up, with Tab, Enter, Space and
//! letters. On every stop of the way the focus can be seen.

use trial::browser::{Browser, Focus, Screen, View};
use trial::fantoccini::Locator;

use crate::demo::Demo;

const ENTER: &str = "\u{e007}";
const DOWN: &str = "\u{e015}";
const WORKER: &str = "pekerja1.barat@kasih.contoh.invalid";

async fn go_to(browser: &Browser, what: &str, suits: impl Fn(&Focus) -> bool) -> Focus {
    browser.tab_to(what, suits).await.unwrap_or_else(|e| panic!("{e}"))
}

/// Follows the link that has the focus, or sends its form, and waits for a page with this element.
async fn enter(browser: &Browser, css: &str) {
    browser.keys(ENTER).await.expect("enter");
    if let Err(error) = browser.client().wait().for_element(Locator::Css(css)).await {
        let problems = browser.client().find(Locator::Css("main")).await.expect("a page").text().await;
        panic!("{css}: {error}: {problems:?}");
    }
}

async fn follow(browser: &Browser, href: &str, css: &str) {
    go_to(browser, href, |focus| focus.href == href).await;
    enter(browser, css).await;
}

async fn sign_in(browser: &Browser, demo: &Demo) {
    browser.goto(&demo.url("/sign-in?lang=id")).await.expect("the page");
    go_to(browser, "the address", |focus| focus.name == "email").await;
    browser.keys(WORKER).await.expect("typing");
    go_to(browser, "the password", |focus| focus.name == "password").await;
    browser.keys(demo.password()).await.expect("typing");
    go_to(browser, "the button", |focus| focus.tag == "button").await;
    enter(browser, "main .jump, main .empty, main .day").await;
}

/// Today as the keys of a date field, by the browser's own clock and in the order of its own country.
async fn today(browser: &Browser) -> String {
    let script = "const parts = { day: '2-digit', month: '2-digit', year: 'numeric' };
        return new Intl.DateTimeFormat(undefined, parts).format(new Date()).replace(/\\D/g, '')";
    let said = browser.client().execute(script, Vec::new()).await.expect("an answer");
    said.as_str().expect("a day").to_owned()
}

async fn plan_a_visit(browser: &Browser, case: &str) {
    let new = format!("/follow-up/new?parent={}", case.trim_start_matches("/case/"));
    // What can be added is folded away by groups: each is opened until the visit is on offer.
    let link = format!("a[href='{new}']");
    for _ in 0..8 {
        go_to(browser, "something to add", |focus| focus.tag == "summary" && focus.text.starts_with('+'))
            .await;
        browser.keys(ENTER).await.expect("enter");
        let offered = browser.client().find(Locator::Css(&link)).await.expect("a link");
        if offered.is_displayed().await.expect("an answer") {
            break;
        }
    }
    follow(browser, &new, "main [name=followup_type]").await;
    go_to(browser, "the kind of visit", |focus| focus.name == "followup_type").await;
    browser.keys(DOWN).await.expect("a choice");
    go_to(browser, "the day", |focus| focus.name == "needed_by").await;
    browser.keys(&today(browser).await).await.expect("a day");
    go_to(browser, "the button", |focus| focus.tag == "button" && focus.name.is_empty()).await;
    enter(browser, ".notice.good").await;
}

async fn record_the_visit(browser: &Browser) {
    let record = |focus: &Focus| focus.href.starts_with("/follow-up/") && focus.href.ends_with("/record");
    go_to(browser, "what happened", record).await;
    enter(browser, "main [name=followup_date]").await;
    go_to(browser, "the day of the visit", |focus| focus.name == "followup_date").await;
    browser.keys(&today(browser).await).await.expect("a day");
    go_to(browser, "whether the child was seen", |focus| focus.name == "seen_child").await;
    browser.keys(" ").await.expect("yes");
    go_to(browser, "the button", |focus| focus.tag == "button" && focus.name.is_empty()).await;
    enter(browser, ".notice.good").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_of_work_needs_no_mouse() {
    let demo = Demo::start(40);
    let browser = Browser::open(View { screen: Screen::DESK, ..View::default() }).await.expect("a browser");
    sign_in(&browser, &demo).await;
    // The first stop leads past the navigation.
    let skip = go_to(&browser, "the first stop", |focus| focus.tag != "body").await;
    assert_eq!(skip.href, "#main", "{skip:?}");
    follow(&browser, "/case", "main table.cards").await;
    let case = |focus: &Focus| focus.href.strip_prefix("/case/").is_some_and(|id| id.len() == 36);
    let case = go_to(&browser, "a case", case).await.href;
    enter(&browser, "#follow-up").await;
    plan_a_visit(&browser, &case).await;
    record_the_visit(&browser).await;
    browser.goto(&demo.url(&case)).await.expect("the case");
    let history = browser.client().find(Locator::Css("#follow-up")).await.expect("the section");
    // The section folds its older rows away.
    let said = history.prop("textContent").await.expect("a section").unwrap_or_default();
    assert!(said.contains("Sudah dilakukan"), "{said}");
    browser.close().await.expect("closed");
}
