//! Somebody with a cheap phone, in Indonesian: finds what is on the page, taps it, and on every page nothing is wider than the screen,
//! one heading says where one is, and the way of the focus is the order of the page.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::driver::Driver;

/// Somebody on the way.
pub(super) struct Walk {
    driver: Driver,
    base: String,
    /// Whoever walks, for messages.
    who: String,
}

/// What a page must be like for somebody who sees it for the first time.
const SANE: &str = "const faults = [];
    const seen = e => e.getClientRects().length && e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
    const scrolls = e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX);
    const over = [document.documentElement, ...[...document.body.querySelectorAll('*')].filter(scrolls)];
    const wide = over.filter(e => e.scrollWidth > e.clientWidth);
    if (wide.length) faults.push(wide[0].scrollWidth - wide[0].clientWidth + ' px too wide: ' + wide[0].className);
    const heads = [...document.querySelectorAll('main h1')].filter(seen);
    if (heads.length !== 1) faults.push(heads.length + ' headings');
    if (document.querySelector('[tabindex]:not([tabindex=\"0\"]):not([tabindex=\"-1\"])')) faults.push('a tabindex of its own');
    const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')].filter(seen);
    if (stops[0]?.getAttribute('href') !== '#main') faults.push('the first stop does not lead past the navigation');
    const small = stops.filter(e => e.matches('main .button, main button') && e.getBoundingClientRect().height < 30);
    if (small.length) faults.push('too small to tap: ' + small[0].innerText);
    for (const form of document.querySelectorAll('main form')) {
        const own = stops.filter(e => form.contains(e) && !e.closest('.choices, .faces, .quick, .sticky, .grid'));
        const back = own.slice(1).find((e, i) => e.getBoundingClientRect().bottom < own[i].getBoundingClientRect().top);
        if (back) faults.push('the focus jumps back to ' + (back.name || back.innerText));
    }
    return faults.join('; ')";

impl Walk {
    pub(super) fn begin(base: String) -> Self {
        Self { driver: Driver::phone(), base, who: "somebody".into() }
    }

    pub(super) fn signs_in(&mut self, email: &str, password: &str) {
        self.driver.forget();
        email.clone_into(&mut self.who);
        self.goes("/sign-in?lang=id");
        self.types("email", email);
        self.types("password", password);
        self.taps("main form button", ".main-nav");
    }

    /// Somebody else takes the phone.
    pub(super) fn signs_out(&self) {
        self.driver.forget();
    }

    /// Half an hour of writing, at whose end the session is gone; the page cannot know of it.
    pub(super) fn writes_too_long(&self) {
        self.driver.run("const now = Date.now; Date.now = () => now() + 40 * 60 * 1000", &[]);
        self.driver.forget();
    }

    /// Signs in in another tab, while this page stays as it is.
    pub(super) fn signs_in_beside(&self, email: &str, password: &str) {
        let script = "const ask = (how, what) => {
                const x = new XMLHttpRequest(); x.open(how, '/sign-in', false);
                if (what) x.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
                x.send(what); return x.responseText };
            const page = new DOMParser().parseFromString(ask('GET'), 'text/html');
            const form = page.querySelector('main form');
            form.elements.email.value = arguments[0]; form.elements.password.value = arguments[1];
            ask('POST', new URLSearchParams(new FormData(form)).toString())";
        self.driver.run(script, &[email.into(), password.into()]);
    }

    /// Taps something that keeps the page, and waits for what shows then.
    pub(super) fn stays_with(&self, css: &str, shown: &str) {
        let here = self.here();
        let found = self.driver.visible(css);
        self.driver.tap(&found.unwrap_or_else(|| panic!("{}: no {css}: {}", self.who, self.told())));
        let begun = Instant::now();
        while !self.sees(shown) {
            assert!(begun.elapsed() < Duration::from_secs(20), "{}: no {shown}: {}", self.who, self.told());
            std::thread::sleep(Duration::from_millis(30));
        }
        assert_eq!(self.here(), here);
    }

    /// What stands in a field.
    pub(super) fn typed(&self, name: &str) -> String {
        self.said(
            "return document.querySelector(`main [name='${arguments[0]}']`)?.value ?? ''",
            &[name.into()],
        )
    }

    /// An address that this person knows: the front page, or where a link on paper leads.
    pub(super) fn goes(&self, path: &str) {
        self.driver.goto(&format!("{}{path}", self.base));
        self.is_sane();
    }

    /// The address of the page.
    pub(super) fn here(&self) -> String {
        self.said("return location.pathname", &[])
    }

    fn said(&self, script: &str, given: &[Value]) -> String {
        self.driver.run(script, given).as_str().unwrap_or_default().to_owned()
    }

    fn is_sane(&self) {
        assert_eq!(self.said(SANE, &[]), "", "{} at {}", self.who, self.here());
    }

    /// Keeps a picture of the page, for whoever wants to look at it.
    pub(super) fn shows(&self, name: &str) {
        self.driver.picture(&format!("first-time-{name}"));
    }

    /// Whether something can be seen without opening anything.
    pub(super) fn sees(&self, css: &str) -> bool {
        self.driver.visible(css).is_some()
    }

    /// Taps the next step, which must be in sight on the page, and waits for what comes of it.
    pub(super) fn taps(&self, css: &str, then: &str) {
        let here = self.here();
        let Some(found) = self.driver.visible(css) else {
            panic!("{}: no {css} in sight on {here}: {}", self.who, self.told());
        };
        self.driver.run("document.documentElement.dataset.left = '1'", &[]);
        self.driver.tap(&found);
        let there = "return !document.documentElement.dataset.left && document.readyState === 'complete' && !!document.querySelector(arguments[0])";
        let begun = Instant::now();
        while self.driver.run(there, &[then.into()]) != Value::Bool(true) {
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "{}: {css} on {here} did not lead to {then} but to {}: {}",
                self.who,
                self.here(),
                self.told()
            );
            std::thread::sleep(Duration::from_millis(30));
        }
        self.is_sane();
    }

    /// Opens what is folded around something, as somebody does who looks for it.
    pub(super) fn unfolds(&self, css: &str) {
        let script = "for (let e = document.querySelector(arguments[0])?.closest('details'); e; e = e.parentElement?.closest('details')) e.open = true";
        self.driver.run(script, &[css.into()]);
    }

    /// Goes to a page through the menu.
    pub(super) fn through_the_menu(&self, path: &str, then: &str) {
        let menu = self.driver.visible(".main-nav > details > summary").expect("a menu");
        self.driver.tap(&menu);
        self.taps(&format!(".main-nav > details a[href='{path}']"), then);
    }

    pub(super) fn types(&self, name: &str, text: &str) {
        let css = format!("main [name='{name}']");
        self.unfolds(&css);
        let field = self.driver.visible(&css);
        let field = field.unwrap_or_else(|| panic!("{}: no field {name}: {}", self.who, self.told()));
        self.driver.write(&field, text);
    }

    /// Chooses from a list or among buttons.
    pub(super) fn chooses(&self, name: &str, value: &str) {
        let css = format!("main select[name='{name}'], main input[name='{name}'][value='{value}']");
        self.unfolds(&css);
        let script = "const e = [...document.querySelectorAll(arguments[0])].find(e => e.getClientRects().length);
            if (!e) return false;
            if (e.tagName === 'SELECT') e.value = arguments[1]; else e.checked = true;
            e.dispatchEvent(new Event('input', { bubbles: true })); e.dispatchEvent(new Event('change', { bubbles: true }));
            return e.tagName !== 'SELECT' || e.value === arguments[1]";
        let done = self.driver.run(script, &[css.into(), value.into()]);
        assert_eq!(done, Value::Bool(true), "{}: {name} has no {value}: {}", self.who, self.told());
    }

    /// Ticks a box.
    pub(super) fn ticks(&self, name: &str) {
        let found = self.driver.visible(&format!("main input[type=checkbox][name='{name}']"));
        self.driver.tap(&found.unwrap_or_else(|| panic!("{}: no box {name}: {}", self.who, self.told())));
    }

    /// A day in a date field.
    pub(super) fn dates(&self, name: &str, day: &str) {
        let script = "const e = document.querySelector(`main [name='${arguments[0]}']`); if (e) e.value = arguments[1]; return !!e";
        let done = self.driver.run(script, &[name.into(), day.into()]);
        assert_eq!(done, Value::Bool(true), "{}: no day {name}: {}", self.who, self.told());
    }

    /// The words of the page.
    pub(super) fn words(&self) -> String {
        self.said("return document.querySelector('main')?.innerText ?? ''", &[])
    }

    /// The first words of the page, for messages: a list of regencies says little.
    fn told(&self) -> String {
        self.words().chars().take(700).collect()
    }

    /// The words of the first element that is found.
    pub(super) fn text(&self, css: &str) -> String {
        self.said("return document.querySelector(arguments[0])?.innerText ?? ''", &[css.into()])
    }

    /// How many elements there are.
    pub(super) fn rows(&self, css: &str) -> u64 {
        self.driver
            .run("return document.querySelectorAll(arguments[0]).length", &[css.into()])
            .as_u64()
            .unwrap_or(0)
    }

    /// The whole numbers that elements show, with their signs, as people write them here.
    pub(super) fn numbers(&self, css: &str) -> Vec<i64> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText.replaceAll('.', '').replace('−', '-').replace('+', '').trim()).join(' ')";
        let text = self.said(script, &[css.into()]);
        text.split_whitespace()
            .map(|one| one.parse().unwrap_or_else(|_| panic!("no number: {one}")))
            .collect()
    }

    /// The value of the last box whose words contain this.
    pub(super) fn box_of(&self, name: &str, words: &str) -> String {
        let script = "return [...document.querySelectorAll(`main input[name='${arguments[0]}']`)].filter(e => e.closest('label')?.textContent.includes(arguments[1])).at(-1)?.value ?? ''";
        let value = self.said(script, &[name.into(), words.into()]);
        assert!(!value.is_empty(), "{}: {name} offers no {words}: {}", self.who, self.told());
        value
    }

    /// What is behind a link that saves a file.
    pub(super) fn fetches(&self, css: &str) -> String {
        let script = "const x = new XMLHttpRequest(); x.open('GET', document.querySelector(arguments[0]).href, false); x.send();
            return x.status === 200 ? x.responseText : 'status ' + x.status";
        self.said(script, &[css.into()])
    }

    /// The value of the choice of a list whose words contain this.
    pub(super) fn choice(&self, name: &str, words: &str) -> String {
        let script = "return [...document.querySelectorAll(`main select[name='${arguments[0]}'] option`)].find(o => o.text.includes(arguments[1]))?.value ?? ''";
        let value = self.said(script, &[name.into(), words.into()]);
        assert!(!value.is_empty(), "{}: {name} offers no {words}: {}", self.who, self.told());
        value
    }
}
