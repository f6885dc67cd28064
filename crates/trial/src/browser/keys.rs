//! Hands on a keyboard: what people do who use no mouse, and the only way into a page whose scripts are off.

use std::time::Duration;

use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::Value;

use super::session::Browser;
use crate::Error;

/// Tabs after which a page is taken to be without end.
const MOST_TABS: usize = 200;

/// What has the focus, and whether somebody can see that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Focus {
    /// Name of the element in small letters, such as `a`.
    pub tag: String,
    /// Its `name`.
    pub name: String,
    /// Where it leads, if it is a link.
    pub href: String,
    /// Its words, shortened.
    pub text: String,
    /// Whether a ring of at least two pixels surrounds it or the label that it lies in.
    pub ring: bool,
    /// Whether a part of it lies within the window.
    pub on_screen: bool,
}

const FOCUS: &str = "
    const e = document.activeElement ?? document.body;
    const ring = n => { const s = n && getComputedStyle(n); return !!s && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 };
    const b = e.getBoundingClientRect();
    return { tag: e.tagName.toLowerCase(), name: e.getAttribute('name') ?? '', href: e.getAttribute('href') ?? '',
        text: (e.innerText ?? '').trim().slice(0, 60), ring: ring(e) || ring(e.closest('label')),
        on_screen: b.width > 0 && b.height > 0 && b.bottom > 0 && b.right > 0 && b.top < innerHeight && b.left < innerWidth };";

impl Browser {
    /// Puts the focus on the first element that `css` finds and types there. Works without scripts.
    ///
    /// # Errors
    /// When nothing is found or it takes no keys.
    pub async fn press(&self, css: &str, keys: &str) -> Result<(), Error> {
        let found = self.client().find(Locator::Css(css)).await;
        let found = found.map_err(|e| Error::while_doing(&format!("looking for {css}"), e))?;
        found.send_keys(keys).await.map_err(|e| Error::while_doing(&format!("typing into {css}"), e))
    }

    /// Presses keys one after the other, wherever the focus is.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn keys(&self, keys: &str) -> Result<(), Error> {
        let mut pressed = KeyActions::new("keyboard".to_owned());
        for value in keys.chars() {
            pressed = pressed.then(KeyAction::Down { value }).then(KeyAction::Up { value });
            pressed = pressed.then(KeyAction::Pause { duration: Duration::from_millis(2) });
        }
        let done = self.client().perform_actions(pressed).await;
        done.map_err(|e| Error::while_doing("pressing keys", e))
    }

    /// Goes on with Tab until something that suits has the focus. Every stop on the way must show that it has it.
    ///
    /// # Errors
    /// When a stop on the way cannot be seen, or nothing suits before the page ends.
    pub async fn tab_to(&self, what: &str, suits: impl Fn(&Focus) -> bool) -> Result<Focus, Error> {
        for _ in 0..MOST_TABS {
            self.keys(&char::from(Key::Tab).to_string()).await?;
            let focus = self.focus().await?;
            if focus.tag != "body" && !(focus.ring && focus.on_screen) {
                return Err(Error::new(format!("on the way to {what} nobody sees the focus on {focus:?}")));
            }
            if suits(&focus) {
                return Ok(focus);
            }
        }
        Err(Error::new(format!("Tab does not lead to {what}")))
    }

    /// What has the focus.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn focus(&self) -> Result<Focus, Error> {
        let said = self.run(FOCUS).await?;
        let text = |key: &str| said.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let yes = |key: &str| said.get(key).and_then(Value::as_bool).unwrap_or_default();
        Ok(Focus {
            tag: text("tag"),
            name: text("name"),
            href: text("href"),
            text: text("text"),
            ring: yes("ring"),
            on_screen: yes("on_screen"),
        })
    }
}
