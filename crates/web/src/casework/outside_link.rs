//! The link of a referral to somebody outside the network, shown once; and `/referral/{id}/renew-outside`, which issues another.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use node::Error;
use node::acts::moves::{OutsideLink, RenewOutside};
use node::registry;

use super::OnePath;
use super::form_page::{ActPage, shown};
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "casework/outside_link.html")]
struct LinkPage {
    f: Frame,
    /// With host, so that it can be sent as it is.
    address: String,
    /// Where the number is typed by whoever got it on paper.
    typed: String,
    number: String,
    code: String,
    until: String,
    referral: String,
}

/// Shows what was issued.
pub(super) fn page(state: &WebState, who: &SignedIn, headers: &HeaderMap, link: &OutsideLink) -> Answer {
    let f = Frame::of(state, who);
    let typed = typed_at(state, &f, headers);
    draw(&LinkPage {
        address: format!("{typed}/{}", link.number),
        typed,
        number: in_fours(&link.number),
        code: link.code.clone(),
        until: crate::say::time(f.words, link.expires_at),
        referral: f.url(&format!("/referral/{}", link.id)),
        f,
    })
}

/// Where a number is typed, with host, so that it can be sent as it is.
pub(super) fn typed_at(state: &WebState, f: &Frame, headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = if state.settings.secure { "https" } else { "http" };
    format!("{scheme}://{host}{}", f.url("/rujukan"))
}

/// Four groups of four digits, as they are read out.
pub(crate) fn in_fours(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

pub(crate) async fn renew_form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    ask(&state, &who, &path, None).await
}

pub(crate) async fn renew(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    let renew = RenewOutside { referral: path.0 };
    match state.node.perform_as(posted.act(&state), &who.session.actor, renew).await {
        Ok(link) => page(&state, &who, &headers, &link),
        Err(error) => ask(&state, &who, &path, Some(&shown(error)?)).await,
    }
}

async fn ask(state: &WebState, who: &SignedIn, path: &OnePath, error: Option<&Error>) -> Answer {
    let entry = registry::kind("referral").ok_or(Error::NotFound)?;
    let viewed = entry.view(&state.node, &who.session.actor, path.0).await?;
    viewed.offer.as_ref().and_then(|offer| offer.outside.as_ref()).ok_or(Error::NotFound)?;
    let here = format!("/referral/{}", path.0);
    let f = Frame::of(state, who);
    let mut page = ActPage::new(f, "renew-outside", &format!("{here}/renew-outside"), &here, Vec::new());
    page.about = viewed.envelope.code;
    page.lead = vec![page.f.t("renew-outside-lead").into_owned()];
    page.refused(error).answer()
}
