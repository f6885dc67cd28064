//! The cookies of a node: session, first factor, form token of guests, language.

use crate::state::Settings;

impl Settings {
    fn cookie_name(&self, what: &str) -> String {
        // The prefix makes browsers refuse the cookie from another host or without TLS; it wants the path to be `/`.
        let prefix = if self.secure && self.base.is_empty() { "__Host-" } else { "" };
        format!("{prefix}{}{what}", self.cookie)
    }
    pub(crate) fn session_cookie(&self) -> String {
        self.cookie_name("")
    }
    pub(crate) fn pending_cookie(&self) -> String {
        self.cookie_name("-first")
    }
    pub(crate) fn form_cookie(&self) -> String {
        self.cookie_name("-form")
    }
    pub(crate) fn lang_cookie(&self) -> String {
        self.cookie_name("-lang")
    }
    fn attributes(&self) -> String {
        let path = if self.base.is_empty() { "/" } else { &self.base };
        let secure = if self.secure { "; Secure" } else { "" };
        format!("; Path={path}; HttpOnly{secure}; SameSite=Strict")
    }
}

/// A cookie that ends with the browser and is never sent from another site.
pub(crate) fn strict(settings: &Settings, name: &str, value: &str) -> String {
    format!("{name}={value}{}", settings.attributes())
}

/// A cookie that stays for a year: a choice, never a secret.
pub(crate) fn lasting(settings: &Settings, name: &str, value: &str) -> String {
    format!("{name}={value}{}; Max-Age=31536000", settings.attributes())
}

/// Takes a cookie away.
pub(crate) fn gone(settings: &Settings, name: &str) -> String {
    format!("{name}={}; Max-Age=0", settings.attributes())
}
