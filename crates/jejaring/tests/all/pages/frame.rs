//! What stands around every page: on a phone nothing of the navigation is out of reach and the place where one is can be read;
//! strangers are led to the form for everybody, and to help.

use trial::browser::{Browser, Screen, View};
use trial::fantoccini::Locator;

use crate::demo::Demo;

/// Whether an element that `css` finds lies whole within the width of the window.
async fn shown(browser: &Browser, css: &str) -> bool {
    let script = "const boxes = [...document.querySelectorAll(arguments[0])].map(e => e.getBoundingClientRect()).filter(b => b.width > 0);
        return boxes.length > 0 && boxes.every(b => b.left >= 0 && b.right <= innerWidth)";
    let said = browser.client().execute(script, vec![css.into()]).await.expect("an answer");
    said.as_bool().expect("yes or no")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn navigation_is_within_reach_on_a_phone() {
    let demo = Demo::start(40);
    let browser = Browser::open(View { screen: Screen::PHONE, ..View::default() }).await.expect("a browser");
    browser.goto(&demo.url("/sign-in")).await.expect("the page");
    assert!(shown(&browser, "main a[href='/lapor']").await, "a stranger finds the form");
    assert!(shown(&browser, "main .notice.urgent").await, "and what to do in danger");
    demo.sign_in(&browser, "supervisor.barat@kasih.contoh.invalid").await;
    for path in ["/", "/case", "/people"] {
        browser.goto(&demo.url(path)).await.expect("the page");
        assert!(shown(&browser, ".main-nav .here").await, "{path}: the place is named");
        assert_eq!(browser.overflow().await.expect("a width"), 0, "{path}");
    }
    let menu = browser.client().find(Locator::Css(".main-nav summary")).await.expect("a menu");
    menu.click().await.expect("opened");
    let links = browser.client().find_all(Locator::Css(".main-nav details a")).await.expect("links");
    assert!(links.len() > 4 && shown(&browser, ".main-nav details a").await, "each way can be seen");
    assert!(shown(&browser, ".main-nav details a[aria-current=page]").await);
    assert!(shown(&browser, "footer a[href='/lapor']").await, "officers can show the form to somebody");
    browser.close().await.expect("closed");
}
