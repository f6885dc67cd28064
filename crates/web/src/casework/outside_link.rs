//! The link of a referral to somebody outside the network, shown once; and `/referral/{id}/renew-outside`, which issues another.

use axum::extract::State;
use axum::http::HeaderMap;
use node::Error;
use node::acts::moves::{OutsideLink, RenewOutside};
use node::registry;

use super::OnePath;
use super::form_page::{ActPage, shown};
use crate::error::Answer;
use crate::frame::Frame;
use crate::public::link::{REFERRAL, issued, typed_at};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

/// Shows what was issued.
pub(super) fn page(state: &WebState, who: &SignedIn, headers: &HeaderMap, link: &OutsideLink) -> Answer {
    let f = Frame::of(state, who);
    let typed = typed_at(state, &f, &REFERRAL, headers);
    issued(f, &REFERRAL, typed, link, &format!("/referral/{}", link.id))
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
