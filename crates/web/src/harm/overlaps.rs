//! `/overlaps`: asking whether somebody else works on the same thing. The answer never comes to whoever asks.

use axum::extract::State;
use node::Error;
use node::acts::harm::CheckOverlap;

use super::asked;
use crate::casework::form_page::{ActPage, shown};
use crate::error::Answer;
use crate::forms::{Input, of_list};
use crate::frame::{Frame, done};
use crate::session::{Posted, SignedIn, must};
use crate::state::WebState;

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, &Posted::default(), None)
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let act = CheckOverlap {
        kind: posted.text("kind").to_owned(),
        value: posted.text("value").to_owned(),
        holder: posted.text("holder").to_owned(),
        purpose: posted.text("purpose").to_owned(),
    };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(()) => Ok(done(&state, "/overlaps", "check-overlap")),
        Err(error) => show(&state, &who, &posted, Some(&shown(error)?)),
    }
}

fn show(state: &WebState, who: &SignedIn, posted: &Posted, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    must(state, who, "ask", "overlap-query")?;
    let kinds = of_list(f.words, "identifier-kind", posted.text("kind"));
    let controls = vec![
        asked(&f, posted, error, ("kind", "overlap-about"), Input::Select(kinds)).required(),
        asked(&f, posted, error, ("value", "overlap-value"), Input::Line(200)).required(),
        asked(&f, posted, error, ("holder", "overlap-holder"), Input::Line(120)),
        asked(&f, posted, error, ("purpose", "overlap-purpose"), Input::Narrative(2_000)).required(),
    ];
    let mut page = ActPage::new(f, "check-overlap", "/overlaps", "/", controls).refused(error);
    page.lead = vec![page.f.t("check-overlap-lead").into_owned()];
    page.answer()
}
