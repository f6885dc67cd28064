//! `/person/{id}/unhide`: why somebody must know a hidden name.

use axum::extract::State;
use model::Id;
use node::Error;
use node::acts::people::UnhideName;

use crate::casework::form_page::{ActPage, problem, shown};
use crate::casework::{OnePath, may};
use crate::error::Answer;
use crate::forms::{Control, Input};
use crate::frame::{Frame, done};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    if !may(&state, &who, "unhide", "person") {
        return Err(Error::Denied("no-right").into());
    }
    show(&state, &who, id, "", None)
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let reason = posted.text("reason");
    let act = UnhideName { id, reason: reason.to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, &format!("/person/{id}"), "unhide-name")),
        Err(error) => show(&state, &who, id, reason, Some(&shown(error)?)),
    }
}

fn show(state: &WebState, who: &SignedIn, id: Id, reason: &str, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let control = Control::new("reason", f.t("unhide-reason"), Input::Narrative(2_000))
        .required()
        .value(reason)
        .problem(problem(&f, error, "reason"));
    let lead = f.t("unhide-lead").into_owned();
    let (path, back) = (format!("/person/{id}/unhide"), format!("/person/{id}"));
    let mut page = ActPage::new(f, "unhide-name", &path, &back, vec![control]).refused(error);
    page.lead = vec![lead];
    page.answer()
}
