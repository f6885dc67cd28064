//! `/person/{id}/distinct`: a record that looks alike is somebody else; and the way back from that.

use axum::extract::State;
use axum::http::Uri;
use model::Id;
use node::Error;
use node::acts::people::DecideDuplicate;

use super::OnePath;
use super::form_page::{ActPage, problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, done};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

/// A pair, and whether it is about to be two people or open again.
#[derive(Clone, Copy)]
struct Pair {
    one: Id,
    other: Id,
    distinct: bool,
}

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(one): OnePath,
    uri: Uri,
) -> Answer {
    let other = query(&uri, "other").and_then(|id| id.parse().ok()).ok_or(Fault::NOT_FOUND)?;
    let distinct = query(&uri, "back").is_none();
    show(&state, &who, Pair { one, other, distinct }, "", None)
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(one): OnePath,
    posted: Posted,
) -> Answer {
    let other = posted.text("other").parse().map_err(|_| Fault::Unreadable)?;
    let pair = Pair { one, other, distinct: posted.text("back") != "1" };
    let reason = posted.text("reason");
    let decide = DecideDuplicate { one, other, distinct: pair.distinct, reason: reason.to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, decide).await {
        Ok(()) | Err(Error::AlreadyDone) => Ok(done(&state, &format!("/person/{one}"), "decide-duplicate")),
        Err(error) => show(&state, &who, pair, reason, Some(&shown(error)?)),
    }
}

fn show(state: &WebState, who: &SignedIn, pair: Pair, reason: &str, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let control = Control::new("reason", f.t("decide-duplicate-reason"), Input::Narrative(2_000))
        .required()
        .value(reason)
        .problem(problem(&f, error, "reason"));
    let title = if pair.distinct { "people-not-this" } else { "decide-duplicate-back" };
    let lead = if pair.distinct { "decide-duplicate-lead" } else { "decide-duplicate-back-lead" };
    let path = format!("/person/{}", pair.one);
    let lead = f.t(lead).into_owned();
    let mut page = ActPage::new(f, title, &format!("{path}/distinct"), &path, vec![control]).refused(error);
    page.lead = vec![lead];
    page.hidden.push(("other".to_owned(), pair.other.to_string()));
    if !pair.distinct {
        page.hidden.push(("back".to_owned(), "1".to_owned()));
    }
    page.answer()
}
