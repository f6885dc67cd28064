//! `/hash-lists/{id}/share` and `/hash-lists/{id}/tell`: a list of one's own goes to a member on another node; a reader proposes hashes for a list or
//! says that some stand on it wrongly.

use axum::extract::State;
use node::Error;
use node::acts::harm::{ShareHashList, TellListOwner};

use super::asked;
use crate::casework::OnePath;
use crate::casework::form_page::{ActPage, shown};
use crate::error::Answer;
use crate::forms::{Choice, Input, of_list};
use crate::frame::{Frame, done};
use crate::session::{Posted, SignedIn, must};
use crate::state::WebState;

pub(crate) async fn share_form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    show_share(&state, &who, &path, &Posted::default(), None)
}

pub(crate) async fn share(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    let on = posted.text("on") != "false";
    let said = |name: &str| posted.text(name).to_owned();
    let act = ShareHashList { list: path.0, member: said("member"), legal_basis: said("legal_basis"), on };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(()) => Ok(done(&state, "/hash-lists", "share-hash-list")),
        Err(error) => show_share(&state, &who, &path, &posted, Some(&shown(error)?)),
    }
}

fn show_share(
    state: &WebState,
    who: &SignedIn,
    path: &OnePath,
    posted: &Posted,
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    must(state, who, "change", "hash-list")?;
    let off = posted.text("on") == "false";
    let ways = vec![
        Choice::new("true", f.t("share-hash-list-begin"), !off),
        Choice::new("false", f.t("share-hash-list-end"), off),
    ];
    let bases = of_list(f.words, "outgoing-basis", posted.text("legal_basis"));
    let controls = vec![
        asked(&f, posted, error, ("member", "share-hash-list-member"), Input::Line(80)).required(),
        asked(&f, posted, error, ("on", "share-hash-list-on"), Input::Radios(ways)).required(),
        asked(&f, posted, error, ("legal_basis", "content-notice-legal_basis"), Input::Select(bases)),
    ];
    let action = format!("/hash-lists/{}/share", path.0);
    let mut page = ActPage::new(f, "share-hash-list", &action, "/hash-lists", controls).refused(error);
    page.lead = vec![page.f.t("share-hash-list-lead").into_owned()];
    page.answer()
}

pub(crate) async fn tell_form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    show_tell(&state, &who, &path, &Posted::default(), None)
}

pub(crate) async fn tell(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    let said = |name: &str| posted.text(name).to_owned();
    let act =
        TellListOwner { list: path.0, word: said("word"), hashes: said("hashes"), reason: said("reason") };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(()) => Ok(done(&state, "/hash-lists", "tell-list-owner")),
        Err(error) => show_tell(&state, &who, &path, &posted, Some(&shown(error)?)),
    }
}

fn show_tell(
    state: &WebState,
    who: &SignedIn,
    path: &OnePath,
    posted: &Posted,
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    must(state, who, "judge", "hash-list")?;
    let choice =
        |code: &str| Choice::new(code, f.t(&format!("tell-list-owner-{code}")), posted.text("word") == code);
    let words = vec![choice("submit"), choice("challenge")];
    let controls = vec![
        asked(&f, posted, error, ("word", "tell-list-owner-word"), Input::Radios(words)).required(),
        asked(&f, posted, error, ("hashes", "tell-list-owner-hashes"), Input::Narrative(4_000)).required(),
        asked(&f, posted, error, ("reason", "tell-list-owner-reason"), Input::Line(400)).required(),
    ];
    let action = format!("/hash-lists/{}/tell", path.0);
    let mut page = ActPage::new(f, "tell-list-owner", &action, "/hash-lists", controls).refused(error);
    page.lead = vec![page.f.t("tell-list-owner-lead").into_owned()];
    page.answer()
}
