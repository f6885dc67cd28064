//! `/referral/{id}/correct`: what was told to another node has changed, and is told again.

use axum::extract::State;
use node::Error;
use node::acts::moves::CorrectReferral;
use node::registry;

use super::OnePath;
use super::form_page::{ActPage, problem, shown};
use crate::error::Answer;
use crate::forms::{Control, Input};
use crate::frame::{Frame, done};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    show(&state, &who, &path, "", None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    let reason = posted.text("reason");
    let correct = CorrectReferral { referral: path.0, reason: reason.to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, correct).await {
        Ok(told) => Ok(done(&state, &format!("/referral/{}", told.id), "correct-referral")),
        Err(error) => show(&state, &who, &path, reason, Some(&shown(error)?)).await,
    }
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    path: &OnePath,
    reason: &str,
    error: Option<&Error>,
) -> Answer {
    let entry = registry::kind("referral").ok_or(Error::NotFound)?;
    let viewed = entry.view(&state.node, &who.session.actor, path.0).await?;
    let here = format!("/referral/{}", path.0);
    let f = Frame::of(state, who);
    let control = Control::new("reason", f.t("correct-referral-reason"), Input::Narrative(2_000))
        .required()
        .value(reason)
        .problem(problem(&f, error, "reason"));
    let lead = f.t("correct-referral-lead").into_owned();
    let mut page = ActPage::new(f, "correct-referral", &format!("{here}/correct"), &here, vec![control]);
    page.about = viewed.envelope.code;
    page.lead = vec![lead];
    page.refused(error).answer()
}
