//! `/case/{id}/request-transfer`: somebody to whom a case was referred asks its owner for it.

use axum::extract::State;
use model::{Draft, Id, Kind, kinds};
use node::acts::moves::RequestTransfer;
use node::{Error, registry};

use super::OnePath;
use super::form_page::{ActPage, problem, shown};
use crate::error::Answer;
use crate::forms::{Control, Input};
use crate::frame::{Frame, done};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    show(&state, &who, path.0, "", None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    let reason = posted.text("reason");
    let mut draft = Draft::default();
    draft.set("reason", reason);
    let request = RequestTransfer { case: path.0, draft };
    match state.node.perform_as(posted.act(&state), &who.session.actor, request).await {
        Ok(_) => Ok(done(&state, "/moves", "request-transfer")),
        Err(error) => show(&state, &who, path.0, reason, Some(&shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, case: Id, reason: &str, error: Option<&Error>) -> Answer {
    let entry = registry::kind("case").ok_or(Error::NotFound)?;
    let viewed = entry.view(&state.node, &who.session.actor, case).await?;
    if !viewed.ways.contains(&"request-transfer") {
        return Err(Error::Denied("no-right").into());
    }
    let f = Frame::of(state, who);
    let label = f.words.field(kinds::TransferRequest::META.slug, "reason").into_owned();
    let control = Control::new("reason", label, Input::Narrative(2_000))
        .required()
        .value(reason)
        .problem(problem(&f, error, "reason"));
    let path = format!("/case/{case}");
    let action = format!("{path}/request-transfer");
    let mut page = ActPage::new(f, "request-transfer", &action, &path, vec![control]).refused(error);
    page.about = viewed.envelope.code;
    page.lead = vec![page.f.t("request-transfer-lead").into_owned()];
    page.answer()
}
