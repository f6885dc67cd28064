//! Who makes a request, in which language, with which form token: worked out once, before any handler.

use std::sync::OnceLock;

use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::{HeaderMap, Uri};
use model::Lang;
use node::{Node, Session, Way};

use crate::i18n::{Words, from_accept_language};
use crate::state::WebState;
use crate::{cookies, device};

/// Whoever makes a request.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The words of their language.
    pub words: Words,
    /// Their session, if they signed in.
    pub session: Option<Session>,
    /// What every form of theirs must carry.
    pub form_token: String,
    /// The path asked for.
    pub path: String,
    /// What its query held besides language and thanks, so that a page can be asked for again in another language.
    pub query: String,
    /// The act just done, named by the page that sent the visitor here.
    pub done: Option<String>,
    /// Cookies to set on the way back.
    pub(crate) set: Vec<String>,
    /// What tells their network address from another, for acts that count failed attempts.
    pub(crate) source: Vec<u8>,
    /// What their device calls itself.
    pub(crate) device: String,
    /// By which way they sent something that carries a picture or a file.
    pub(crate) carried: OnceLock<Way>,
}

impl Visitor {
    /// Reads a request's cookies, language and session. `quick` leaves the session and every cookie alone: for files, probes
    /// and strangers.
    pub(crate) async fn of(
        state: &WebState,
        headers: &HeaderMap,
        uri: &Uri,
        source: Vec<u8>,
        quick: bool,
    ) -> Self {
        let settings = &state.settings;
        let token = cookie(headers, &settings.session_cookie()).filter(|_| !quick);
        let session = match &token {
            Some(token) => state.node.resume(token).await.ok(),
            None => None,
        };
        let mut set = Vec::new();
        let lang = language(headers, uri, &settings.lang_cookie(), session.as_ref());
        if let Some(lang) = lang.asked.filter(|_| !quick) {
            set.push(cookies::lasting(settings, &settings.lang_cookie(), lang.code()));
        }
        // Titles of posts come from the node in the language of the page, whatever the account's is.
        let session =
            session.map(|session| Session { actor: session.actor.clone().speaking(lang.chosen), ..session });
        let form_token = match &session {
            Some(session) => session.form_token.clone(),
            None if quick => String::new(),
            None => guest_token(state, headers, &mut set),
        };
        let done = query(uri, "done");
        let path = uri.path().to_owned();
        let query = kept(uri);
        let device = device::name(headers);
        let (words, carried) = (Words::new(lang.chosen), OnceLock::new());
        Self { words, session, form_token, path, query, done, set, source, device, carried }
    }
}

/// Something that cannot be guessed, from two ids' random bytes.
fn secret(node: &Node) -> String {
    format!("{}{}", node.new_id(), node.new_id()).replace('-', "")
}

/// Before anybody signed in, a cookie of their own stands for the session in forms.
fn guest_token(state: &WebState, headers: &HeaderMap, set: &mut Vec<String>) -> String {
    let name = state.settings.form_cookie();
    let known = cookie(headers, &name)
        .filter(|token| token.len() == 64 && token.bytes().all(|b| b.is_ascii_hexdigit()));
    known.unwrap_or_else(|| {
        let fresh = secret(&state.node);
        set.push(cookies::strict(&state.settings, &name, &fresh));
        fresh
    })
}

struct Language {
    chosen: Lang,
    asked: Option<Lang>,
}

/// Asked for in the address, chosen before, chosen in the account, asked for by the browser, Indonesian.
fn language(headers: &HeaderMap, uri: &Uri, name: &str, session: Option<&Session>) -> Language {
    let asked = query(uri, "lang").and_then(|tag| Lang::from_tag(&tag));
    let browser =
        || headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(from_accept_language);
    let chosen = asked
        .or_else(|| cookie(headers, name).and_then(|tag| Lang::from_tag(&tag)))
        .or_else(|| session.map(|session| session.lang))
        .or_else(browser)
        .unwrap_or_default();
    Language { chosen, asked }
}

/// The pairs of a query that a link may repeat: ids and codes.
fn kept(uri: &Uri) -> String {
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.=".contains(&b));
    let pairs = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty() && plain(pair));
    let pairs = pairs.filter(|pair| !pair.starts_with("lang=") && !pair.starts_with("done="));
    pairs.map(|pair| format!("{pair}&")).collect()
}

/// The first value of a name in an address's query.
pub(crate) fn query(uri: &Uri, name: &str) -> Option<String> {
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri).ok()?;
    pairs.0.into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// The value of a cookie.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}
