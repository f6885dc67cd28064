//! The browser of `trial`, spoken to from the plain code of a walk.

use fantoccini::elements::Element;
use serde_json::Value;
use tokio::runtime::Handle;
use trial::browser::{Browser, Screen, View};

/// How the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser with a fresh profile that pretends to be a cheap phone, in Indonesian. Only where a thread may wait, such as
/// within `spawn_blocking`.
pub(super) struct Driver {
    handle: Handle,
    browser: Browser,
}

impl Driver {
    pub(super) fn phone() -> Self {
        let handle = Handle::current();
        let view = View { screen: Screen::PHONE, language: "id", javascript: true };
        let browser = handle.block_on(Browser::open(view)).expect("a browser");
        Self { handle, browser }
    }

    pub(super) fn goto(&self, url: &str) {
        self.handle.block_on(self.browser.goto(url)).expect("the page opens");
    }

    pub(super) fn run(&self, script: &str, given: &[Value]) -> Value {
        let ran = self.browser.client().execute(script, given.to_vec());
        self.handle.block_on(ran).expect("the script runs")
    }

    pub(super) fn picture(&self, name: &str) {
        self.handle.block_on(self.browser.screenshot(name)).expect("a picture");
    }

    pub(super) fn forget(&self) {
        self.handle.block_on(self.browser.client().delete_all_cookies()).expect("cookies go");
    }

    /// The first element that `css` finds and that can be seen, brought to the middle of the window.
    pub(super) fn visible(&self, css: &str) -> Option<Element> {
        let script =
            "const e = [...document.querySelectorAll(arguments[0])].find(e => e.getClientRects().length
                && e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }));
            e?.scrollIntoView({ block: 'center' }); return e ?? null";
        let found = self.run(script, &[css.into()]);
        let element = found[ELEMENT].as_str()?.to_owned();
        Some(Element::from_element_id(self.browser.client().clone(), element.into()))
    }

    pub(super) fn tap(&self, element: &Element) {
        self.handle.block_on(element.click()).expect("a tap");
    }

    pub(super) fn write(&self, element: &Element, text: &str) {
        self.handle
            .block_on(async {
                element.clear().await?;
                element.send_keys(text).await
            })
            .expect("the words arrive");
    }
}
