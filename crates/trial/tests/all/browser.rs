//! The browser does what the tests of pages rely on.

use std::path::PathBuf;

use trial::browser::{Browser, Screen, View};

const GOOD: &str = "<!doctype html><html lang=id><meta name=viewport content='width=device-width'><title>Contoh</title>\
    <main><h1>Contoh</h1><p id=script>tanpa skrip</p><label>Nama <input></label>\
    <script>document.getElementById('script').textContent = 'dengan skrip ' + navigator.language</script></main>";
const BAD: &str = "<!doctype html><html lang=id><title>Contoh</title><main><h1>Contoh</h1>\
    <input id=nama><div style='width:700px'>lebar</div></main>";

/// A page in a file of its own, which needs no server.
fn page(name: &str, html: &str) -> (PathBuf, String) {
    let path = std::env::temp_dir().join(format!("jejaring-page-{}-{name}.html", std::process::id()));
    std::fs::write(&path, html).expect("page written");
    let url = format!("file://{}", path.display());
    (path, url)
}

async fn words(browser: &Browser) -> String {
    let found = browser.client().find(fantoccini::Locator::Id("script")).await.expect("element");
    found.text().await.expect("text")
}

#[tokio::test]
async fn a_phone_is_360_pixels_wide_and_a_good_page_has_no_violations() {
    let (file, url) = page("good", GOOD);
    let browser = Browser::open(View { screen: Screen::PHONE, ..View::default() }).await.expect("browser");
    browser.goto(&url).await.expect("page");
    assert_eq!(browser.inner_size().await.expect("size"), (360, 800));
    assert_eq!(browser.overflow().await.expect("overflow"), 0);
    assert_eq!(browser.axe().await.expect("axe"), []);
    assert_eq!(words(&browser).await, "dengan skrip id");
    let png = std::fs::read(browser.screenshot("trial-phone").await.expect("screenshot")).expect("file");
    assert!(png.starts_with(b"\x89PNG"));
    browser.close().await.expect("closed");
    std::fs::remove_file(file).expect("removed");
}

#[tokio::test]
async fn a_bad_page_is_told_apart() {
    let (file, url) = page("bad", BAD);
    let narrow = Screen { scale: 1, ..Screen::PHONE };
    let browser = Browser::open(View { screen: narrow, ..View::default() }).await.expect("browser");
    browser.goto(&url).await.expect("page");
    let violations = browser.axe().await.expect("axe");
    let label = violations.iter().find(|v| v.id == "label").expect("the missing label is found");
    assert_eq!((label.impact.as_str(), label.nodes.as_slice()), ("critical", &["#nama".to_owned()][..]));
    assert!(browser.overflow().await.expect("overflow") > 300, "a 700-pixel block overflows 360 pixels");
    // The same in a box that scrolls by itself.
    let boxed = BAD.replace("<main>", "<main style='overflow-x:auto'>");
    let (second, url) = page("boxed", &boxed);
    browser.goto(&url).await.expect("page");
    assert!(browser.overflow().await.expect("overflow") > 300, "a box that scrolls counts as well");
    std::fs::remove_file(second).expect("removed");
    browser.close().await.expect("closed");
    std::fs::remove_file(file).expect("removed");
}

#[tokio::test]
async fn javascript_can_be_off() {
    let (file, url) = page("plain", GOOD);
    let browser = Browser::open(View { javascript: false, ..View::default() }).await.expect("browser");
    browser.goto(&url).await.expect("page");
    assert_eq!(words(&browser).await, "tanpa skrip");
    browser.close().await.expect("closed");
    std::fs::remove_file(file).expect("removed");
}
