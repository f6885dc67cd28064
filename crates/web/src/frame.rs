//! What every page has around it: language, navigation, account, banner. Each template has it as field `f`.

mod parts;

use std::borrow::Cow;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use model::{Id, Lang, Timestamp};
use node::registry::ACTS;

use crate::assets;
use crate::error::Answer;
use crate::i18n::Words;
use crate::nav::{self, NavItem};
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::Visitor;

/// Around every page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Words of the visitor's language.
    pub words: Words,
    /// The present instant.
    pub now: Timestamp,
    /// Navigation, by rights.
    pub nav: Vec<NavItem>,
    /// Whether the box to look people up in is shown.
    pub may_search: bool,
    /// How many things the visitor's posts were told that nobody has read.
    pub unread: i64,
    /// How the account is called, if somebody signed in.
    pub account: Option<String>,
    /// The name of the visitor's organisation; of the node's to strangers.
    pub organisation: String,
    /// Whether the data is invented.
    pub demo: bool,
    /// Token that every form carries.
    pub form_token: String,
    /// What was just done.
    pub done: Option<String>,
    /// Under what emergency this page is shown, and how long yet.
    pub emergency: Option<String>,
    base: String,
    path: String,
    query: String,
    /// An id for the act of a form on this page.
    pub act: Id,
}

impl Frame {
    /// The frame of a page for a visitor.
    pub fn new(state: &WebState, visitor: &Visitor) -> Self {
        let words = visitor.words;
        let now = state.node.now();
        Self {
            words,
            now,
            nav: nav::items(state, visitor, now),
            may_search: nav::may_search(visitor, now),
            unread: visitor.session.as_ref().map(|session| session.unread).unwrap_or_default(),
            account: visitor.session.as_ref().map(|session| session.name.clone()),
            organisation: match &visitor.session {
                Some(session) => session.organisation.clone(),
                None => state.settings.name.clone(),
            },
            demo: state.settings.demo,
            form_token: visitor.form_token.clone(),
            done: visitor.done.as_deref().and_then(|slug| done_text(words, slug)),
            emergency: None,
            base: state.settings.base.clone(),
            path: visitor.path.clone(),
            query: visitor.query.clone(),
            act: state.node.new_id(),
        }
    }

    /// The frame of a page for somebody signed in.
    pub fn of(state: &WebState, who: &SignedIn) -> Self {
        Self::new(state, &who.visitor)
    }

    /// The same, of a record that an emergency alone opened until then.
    pub fn of_record(state: &WebState, who: &SignedIn, emergency_until: Option<Timestamp>) -> Self {
        let mut frame = Self::of(state, who);
        frame.emergency = emergency_until.map(|until| {
            let until = say::time(frame.words, until);
            frame.words.with("break-glass-until", &[("when", &until)]).into_owned()
        });
        frame
    }

    /// The text under a key.
    pub fn t(&self, key: &str) -> Cow<'static, str> {
        self.words.t(key)
    }

    /// The text under a key with a number in it.
    pub fn count(&self, key: &str, n: &i64) -> Cow<'static, str> {
        self.words.count(key, *n)
    }

    /// Whether the menu leads there: whoever has no such page is given no link to it.
    pub fn leads(&self, path: &str) -> bool {
        let there = self.url(path);
        self.nav.iter().any(|item| item.href == there)
    }

    /// An address of this node.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The address of a file of ours, which changes with its content, so that browsers may keep it.
    pub fn asset(&self, file: &str) -> String {
        self.url(&assets::href(file))
    }

    /// The first letter of the account's name, for narrow screens.
    pub fn initial(&self) -> String {
        self.account.iter().flat_map(|name| name.chars()).take(1).collect()
    }

    /// The navigation in its groups.
    pub fn groups(&self) -> Vec<nav::NavGroup<'_>> {
        nav::groups(self.words, &self.nav)
    }

    /// The entry of the navigation that the visitor is at.
    pub fn here(&self) -> Option<&str> {
        self.nav.iter().find(|item| item.here).map(|item| item.label.as_str())
    }

    /// `id` or `en`.
    pub fn lang(&self) -> &'static str {
        self.words.lang.code()
    }

    /// The languages: code, name in itself, whether it is this one.
    pub fn languages(&self) -> Vec<(&'static str, &'static str, bool)> {
        [(Lang::Id, "Bahasa Indonesia"), (Lang::En, "English")]
            .map(|(lang, name)| (lang.code(), name, lang == self.words.lang))
            .to_vec()
    }

    /// This page in another language.
    pub fn in_language(&self, code: &str) -> String {
        format!("{}?{}lang={code}", self.path, self.query)
    }

    /// A date and time as people write it.
    pub fn time(&self, at: &Timestamp) -> String {
        say::time(self.words, *at)
    }
}

/// Only the name of an act is taken from an address, never a text.
fn done_text(words: Words, slug: &str) -> Option<String> {
    let act = ACTS.iter().find(|act| act.slug == slug)?;
    Some(words.t(&format!("{}.done", act.slug)).into_owned())
}

/// Draws a page.
///
/// # Errors
/// A fault when the template fails, which tests exclude.
pub fn draw(page: &impl Template) -> Answer {
    draw_with(StatusCode::OK, page)
}

/// Draws a page with a status of its own.
///
/// # Errors
/// As [`draw`].
pub fn draw_with(status: StatusCode, page: &impl Template) -> Answer {
    Ok((status, Html(page.render()?)).into_response())
}

/// Sends the browser on after an act, so that reloading does not act again; the next page says what was done.
pub fn done(state: &WebState, path: &str, act: &str) -> Response {
    crate::door::go(&format!("{}?done={act}", state.settings.url(path)))
}
