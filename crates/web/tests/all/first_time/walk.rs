//! Somebody with a cheap phone, in Indonesian: finds what is on the page, taps it, and on every page nothing is wider than the screen,
//! one heading says where one is, and the way of the focus is the order of the page.

use trial::browser::{Browser, Screen, View};
use trial::fantoccini::Locator;
use trial::fantoccini::elements::Element;

use super::Demo;

/// Somebody on the way.
pub(super) struct Walk<'d> {
    pub(super) browser: Browser,
    demo: &'d Demo,
    /// Whoever walks, for messages.
    who: String,
}

/// What a page must be like for somebody who sees it for the first time.
const SANE: &str = "const faults = [];
    const seen = e => { const b = e.getBoundingClientRect(); return b.width > 0 && b.height > 0 };
    const heads = [...document.querySelectorAll('main h1')].filter(seen);
    if (heads.length !== 1) faults.push(heads.length + ' headings');
    if (document.querySelector('[tabindex]:not([tabindex=\"0\"]):not([tabindex=\"-1\"])')) faults.push('a tabindex of its own');
    const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')].filter(seen);
    if (stops[0]?.getAttribute('href') !== '#main') faults.push('the first stop does not lead past the navigation');
    const small = stops.filter(e => e.matches('main .button, main button') && e.getBoundingClientRect().height < 30);
    if (small.length) faults.push('too small to tap: ' + small[0].innerText);
    const order = [...document.querySelectorAll('main form')].flatMap(f => {
        const own = stops.filter(e => f.contains(e) && !e.closest('.choices, .faces, .quick'));
        return own.slice(1).filter((e, i) => e.getBoundingClientRect().top < own[i].getBoundingClientRect().top - 4
            && e.closest('.card, fieldset, .grid') === own[i].closest('.card, fieldset, .grid'));
    });
    if (order.length) faults.push('the focus jumps back to ' + (order[0].name || order[0].innerText));
    return faults.join('; ')";

impl<'d> Walk<'d> {
    pub(super) async fn begin(demo: &'d Demo) -> Self {
        let browser =
            Browser::open(View { screen: Screen::PHONE, ..View::default() }).await.expect("a browser");
        Self { browser, demo, who: "somebody".into() }
    }

    /// Signs in as somebody else, with the password of the demonstration.
    pub(super) async fn signs_in(&mut self, email: &str) {
        let password = self.demo.password.clone();
        self.signs_in_with(email, &password).await;
    }

    pub(super) async fn signs_in_with(&mut self, email: &str, password: &str) {
        self.browser.client().delete_all_cookies().await.expect("signed out");
        email.clone_into(&mut self.who);
        self.goes("/sign-in?lang=id").await;
        self.types("email", email).await;
        self.types("password", password).await;
        self.taps("main form button", ".main-nav").await;
    }

    /// An address that this person knows: the front page, or where a link on paper leads.
    pub(super) async fn goes(&self, path: &str) {
        self.browser.goto(&self.demo.url(path)).await.expect("the page");
        self.is_sane().await;
    }

    /// The address of the page.
    pub(super) async fn here(&self) -> String {
        let url = self.browser.client().current_url().await.expect("an address");
        url.path().to_owned()
    }

    async fn is_sane(&self) {
        let here = self.here().await;
        let over = self.browser.overflow().await.expect("a width");
        assert_eq!(over, 0, "{}: {here} is {over} px too wide", self.who);
        let said = self.browser.client().execute(SANE, Vec::new()).await.expect("an answer");
        assert_eq!(said.as_str(), Some(""), "{}: {here}", self.who);
    }

    /// The first element of these that can be seen without opening anything.
    async fn visible(&self, css: &str) -> Option<Element> {
        for found in self.browser.client().find_all(Locator::Css(css)).await.expect("an answer") {
            if found.is_displayed().await.unwrap_or(false) {
                return Some(found);
            }
        }
        None
    }

    /// Whether something can be seen without opening anything.
    pub(super) async fn sees(&self, css: &str) -> bool {
        self.visible(css).await.is_some()
    }

    /// Taps the next step, which must be in sight on the page, and waits for what comes of it.
    pub(super) async fn taps(&self, css: &str, then: &str) {
        let here = self.here().await;
        let Some(found) = self.visible(css).await else {
            panic!("{}: no {css} in sight on {here}: {}", self.who, self.words().await);
        };
        let mark = "document.documentElement.dataset.left = '1'";
        self.browser.client().execute(mark, Vec::new()).await.expect("marked");
        let middle = "arguments[0].scrollIntoView({ block: 'center' })";
        let element = serde_json::to_value(&found).expect("an element");
        self.browser.client().execute(middle, vec![element]).await.expect("scrolled");
        found.click().await.unwrap_or_else(|e| panic!("{}: {css} on {here}: {e}", self.who));
        let gone = format!("html:not([data-left]) {}", then.replace(", ", ", html:not([data-left]) "));
        if self.browser.client().wait().for_element(Locator::Css(&gone)).await.is_err() {
            let _ = self.browser.screenshot("lost-on-the-way").await;
            panic!(
                "{}: {css} on {here} did not lead to {then} but to {}: {}",
                self.who,
                self.here().await,
                self.words().await
            );
        }
        self.is_sane().await;
    }

    /// Opens what is folded around something, as somebody does who looks for it.
    pub(super) async fn unfolds(&self, css: &str) {
        let script = "for (let e = document.querySelector(arguments[0])?.closest('details'); e; e = e.parentElement?.closest('details')) e.open = true";
        self.browser.client().execute(script, vec![css.into()]).await.expect("opened");
    }

    /// Goes to a page through the menu.
    pub(super) async fn through_the_menu(&self, path: &str, then: &str) {
        let menu = self.visible(".main-nav > details > summary").await.expect("a menu");
        menu.click().await.expect("opened");
        self.taps(&format!(".main-nav details a[href='{path}']"), then).await;
    }

    pub(super) async fn types(&self, name: &str, text: &str) {
        let css = format!("main [name='{name}']");
        self.unfolds(&css).await;
        let field = self.visible(&css).await.unwrap_or_else(|| panic!("{}: no field {name}", self.who));
        field.clear().await.expect("emptied");
        field.send_keys(text).await.expect("typing");
    }

    /// Chooses from a list or among buttons.
    pub(super) async fn chooses(&self, name: &str, value: &str) {
        let css = format!("main select[name='{name}'], main input[name='{name}'][value='{value}']");
        self.unfolds(&css).await;
        let script = "const e = [...document.querySelectorAll(arguments[0])].find(e => e.getClientRects().length);
            if (!e) return false;
            if (e.tagName === 'SELECT') e.value = arguments[1]; else e.checked = true;
            e.dispatchEvent(new Event('input', { bubbles: true })); e.dispatchEvent(new Event('change', { bubbles: true }));
            return e.tagName !== 'SELECT' || e.value === arguments[1]";
        let done =
            self.browser.client().execute(script, vec![css.into(), value.into()]).await.expect("an answer");
        assert_eq!(done.as_bool(), Some(true), "{}: {name} has no {value}: {}", self.who, self.words().await);
    }

    /// A day in a date field, so many days from today.
    pub(super) async fn dates(&self, name: &str, days: i64) {
        let script = "const e = document.querySelector(`main [name='${arguments[0]}']`); const d = new Date(Date.now() + arguments[1] * 864e5);
            if (!e) return false; e.value = d.toLocaleDateString('sv'); return true";
        let done =
            self.browser.client().execute(script, vec![name.into(), days.into()]).await.expect("an answer");
        assert_eq!(done.as_bool(), Some(true), "{}: no day {name}", self.who);
    }

    /// The words of the page, for messages.
    pub(super) async fn words(&self) -> String {
        let main = self.browser.client().find(Locator::Css("main")).await.expect("a page");
        main.text().await.unwrap_or_default()
    }

    /// The text of the first element that is found.
    pub(super) async fn text(&self, css: &str) -> String {
        let found = self.visible(css).await.unwrap_or_else(|| panic!("{}: no {css}", self.who));
        found.text().await.expect("words")
    }

    /// The value of the option of a list whose words contain this.
    pub(super) async fn option(&self, name: &str, words: &str) -> String {
        let script = "return [...document.querySelectorAll(`main select[name='${arguments[0]}'] option`)].find(o => o.text.includes(arguments[1]))?.value ?? ''";
        let said =
            self.browser.client().execute(script, vec![name.into(), words.into()]).await.expect("an answer");
        let value = said.as_str().unwrap_or_default().to_owned();
        assert!(!value.is_empty(), "{}: {name} offers no {words}", self.who);
        value
    }
}
