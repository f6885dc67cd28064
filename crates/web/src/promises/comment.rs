//! `/promises/{id}/comment`: civil society comments on a commitment that is public.

use axum::extract::State;
use node::Error;
use node::acts::promises::CommentCommitment;

use super::may;
use crate::casework::OnePath;
use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::Answer;
use crate::forms::{Control, Input};
use crate::frame::Frame;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    if !may(&state, &who, "comment", "commitment") {
        return Err(Error::Denied("no-right").into());
    }
    show(&state, &who, id, ("", ""), None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let (organisation, comment) = (posted.text("organisation"), posted.text("comment"));
    let act = CommentCommitment {
        commitment: id,
        organisation: organisation.to_owned(),
        comment: comment.to_owned(),
    };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(crate::door::go(&state.settings.url(&format!("/janji/{id}")))),
        Err(error) => show(&state, &who, id, (organisation, comment), Some(&shown(error)?)).await,
    }
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    id: model::Id,
    (organisation, comment): (&str, &str),
    error: Option<&Error>,
) -> Answer {
    let tracked = state.node.tracked(id).await?;
    let f = Frame::of(state, who);
    let label = |name: &str| f.words.field("civil-comment", name).into_owned();
    let controls = vec![
        Control::new("organisation", label("organisation"), Input::Line(160))
            .required()
            .value(organisation)
            .problem(problem(&f, error, "organisation")),
        Control::new("comment", label("comment"), Input::Narrative(8_000))
            .required()
            .value(comment)
            .problem(problem(&f, error, "comment")),
    ];
    let lead = vec![f.t("comment-lead").into_owned()];
    let (path, back) = (format!("/promises/{id}/comment"), format!("/janji/{id}"));
    let mut page = ActPage::new(f, "comment-commitment", &path, &back, controls).refused(error);
    page.about = tracked.row.title;
    page.lead = lead;
    page.answer()
}
