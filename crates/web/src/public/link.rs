//! Links with a number and a code, by which somebody without an account opens what was laid there for them: shown once to whoever issues one,
//! asked for by a page that knows nobody. Number and code travel in forms alone.

use askama::Template;
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode};
use model::Id;
use node::Error;
use node::acts::moves::OutsideLink;

use super::Around;
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, draw, draw_with};
use crate::say;
use crate::session::Posted;
use crate::state::WebState;
use crate::visitor::Visitor;

/// What a link leads to: its address and the keys of its words.
pub(crate) struct Leads {
    pub(crate) to: &'static str,
    title: &'static str,
    lead: &'static str,
    number: &'static str,
    hint: Option<&'static str>,
    open: &'static str,
    once: &'static str,
    print: Option<&'static str>,
    done: &'static str,
}

/// A referral to a service outside the network.
pub(crate) const REFERRAL: Leads = Leads {
    to: "/rujukan",
    title: "outside-title",
    lead: "outside-lead",
    number: "outside-number",
    hint: Some("outside-number.hint"),
    open: "outside-open",
    once: "outside-link-once",
    print: Some("outside-link-print"),
    done: "outside-link-done",
};

/// A notice to a platform or a host outside the network.
pub(crate) const NOTICE: Leads = Leads {
    to: "/pemberitahuan",
    title: "notice-link-title",
    lead: "notice-link-lead",
    number: "notice-link-number",
    hint: None,
    open: "notice-link-open",
    once: "notice-link-once",
    print: None,
    done: "notice-link-done",
};

#[derive(Template)]
#[template(path = "casework/link_issued.html")]
struct IssuedPage {
    f: Frame,
    leads: &'static Leads,
    /// With host, so that it can be sent as it is.
    address: String,
    /// Where the number is typed by whoever got it on paper.
    typed: String,
    number: String,
    code: String,
    until: String,
    back: String,
}

#[derive(Template)]
#[template(path = "public/link.html")]
struct AskPage {
    a: Around,
    leads: &'static Leads,
    /// From the link; nothing when it is typed.
    number: Option<String>,
    typed: Control,
    code: Control,
    refused: Option<String>,
    act: Id,
}

/// Shows what was issued, once. `back` leads to what it is about.
pub(crate) fn issued(
    f: Frame,
    leads: &'static Leads,
    typed: String,
    link: &OutsideLink,
    back: &str,
) -> Answer {
    draw(&IssuedPage {
        address: format!("{typed}/{}", link.number),
        typed,
        number: in_fours(&link.number),
        code: link.code.clone(),
        until: say::time(f.words, link.expires_at),
        back: f.url(back),
        leads,
        f,
    })
}

/// Where a number is typed, with host, so that it can be sent as it is.
pub(crate) fn typed_at(state: &WebState, f: &Frame, leads: &Leads, headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = if state.settings.secure { "https" } else { "http" };
    format!("{scheme}://{host}{}", f.url(leads.to))
}

/// Four groups of four digits, as they are read out.
pub(crate) fn in_fours(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Asks for number and code. The number of a link is not even looked up: programs that look ahead at links spend nothing.
pub(crate) async fn ask(
    state: &WebState,
    visitor: &Visitor,
    leads: &'static Leads,
    number: Option<String>,
    (refused, status): (Option<String>, StatusCode),
) -> Answer {
    let a = Around::new(state, visitor).await?;
    let digits = |number: &String| number.chars().filter(char::is_ascii_digit).count() == 16;
    let number = number.filter(digits).map(|number| in_fours(&number));
    let mut typed = Control::new("number", a.f.t(leads.number), Input::Line(24)).required();
    if let Some(hint) = leads.hint {
        typed = typed.hint(a.f.t(hint));
    }
    let code =
        Control::new("code", a.f.t("outside-code"), Input::Code).required().hint(a.f.t("outside-code.hint"));
    draw_with(status, &AskPage { leads, number, typed, code, refused, act: state.node.new_public_id(), a })
}

/// A wrong number or code is answered alike; what somebody with both may know is said.
pub(crate) async fn refused(
    state: &WebState,
    visitor: &Visitor,
    leads: &'static Leads,
    posted: &Posted,
    error: Error,
) -> Answer {
    let words = visitor.words;
    let (text, status) = match error {
        Error::NotFound => (words.t("outside-unknown").into_owned(), StatusCode::NOT_FOUND),
        Error::TooMany(seconds) => (
            words.count("public-receipt-wait", (seconds + 59) / 60).into_owned(),
            StatusCode::TOO_MANY_REQUESTS,
        ),
        Error::AlreadyDone | Error::Conflict => (words.t("outside-again").into_owned(), StatusCode::CONFLICT),
        Error::Refused(code) => (Fault::from(Error::Refused(code)).told(words).text, StatusCode::CONFLICT),
        other => return Err(other.into()),
    };
    let number = Some(posted.text("number").to_owned()).filter(|number| !number.is_empty());
    ask(state, visitor, leads, number, (Some(text), status)).await
}
