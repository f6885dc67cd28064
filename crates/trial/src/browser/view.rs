//! What the browser pretends to be.

use std::path::Path;

use serde_json::{Value, json};

/// The size of the page's area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Device pixels to a CSS pixel; more than 1 also makes it a touch screen.
    pub scale: u32,
}

impl Screen {
    /// A cheap phone.
    pub const PHONE: Self = Self { width: 360, height: 800, scale: 2 };
    /// The screen of an office computer.
    pub const DESK: Self = Self { width: 1280, height: 900, scale: 1 };
}

/// How the browser is opened.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// The size of the page's area.
    pub screen: Screen,
    /// What the browser asks for in `Accept-Language`, such as `id` or `en`.
    pub language: &'static str,
    /// Off to prove that a page works without JavaScript. [`super::Browser::axe`] needs it on, and so does clicking: chromedriver
    /// waits for a script of its own. [`super::Browser::press`] does not.
    pub javascript: bool,
}

impl Default for View {
    fn default() -> Self {
        Self { screen: Screen::DESK, language: "id", javascript: true }
    }
}

impl View {
    /// The WebDriver capabilities of this view, with its profile in `profile` and the program `binary`.
    pub(crate) fn capabilities(&self, profile: &Path, binary: &Path) -> serde_json::Map<String, Value> {
        let Screen { width, height, scale } = self.screen;
        let flags = [
            "--headless=new",
            // Containers and root have no sandbox to offer; the browser sees our own pages alone.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
        ];
        let mut flags: Vec<String> = flags.map(str::to_owned).to_vec();
        flags.push(format!("--user-data-dir={}", profile.display()));
        flags.push(format!("--window-size={width},{height}"));
        flags.push(format!("--lang={}", self.language));
        let javascript = if self.javascript { 1 } else { 2 };
        // A window cannot be made narrower than about 500 pixels, so the size is emulated.
        let emulation = json!({ "deviceMetrics": {
            "width": width, "height": height, "pixelRatio": scale, "mobile": scale > 1, "touch": scale > 1,
        }});
        let options = json!({
            "binary": binary,
            "args": flags,
            "mobileEmulation": emulation,
            "prefs": {
                "intl.accept_languages": self.language,
                "profile.managed_default_content_settings.javascript": javascript,
            },
        });
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        capabilities.insert("acceptInsecureCerts".to_owned(), Value::Bool(true));
        capabilities
    }
}
