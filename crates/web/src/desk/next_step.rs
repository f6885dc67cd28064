//! `/{kind}/{id}/next-step`: what is promised to be done next in a matter, in one line.

use axum::extract::State;
use node::Error;
use node::acts::desk::SetNextStep;
use node::registry::KindEntry;

use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::Answer;
use crate::forms::{Control, Input};
use crate::frame::{Frame, done};
use crate::kinds::RecordPath;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
) -> Answer {
    show(&state, &who, (entry, id), None, None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
    posted: Posted,
) -> Answer {
    let set = SetNextStep { matter: id, text: posted.text("text").to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, set).await {
        Ok(_) => Ok(done(&state, &format!("/{}/{id}", entry.meta.slug), "set-next-step")),
        Err(error) => show(&state, &who, (entry, id), Some(posted.text("text")), Some(shown(error)?)).await,
    }
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    (entry, id): (&KindEntry, model::Id),
    typed: Option<&str>,
    error: Option<Error>,
) -> Answer {
    let viewed = entry.view(&state.node, &who.session.actor, id).await?;
    if !viewed.may_edit {
        return Err(Error::Denied("no-right").into());
    }
    let f = Frame::of(state, who);
    let error = error.as_ref();
    let text = typed.map(str::to_owned).or(viewed.next_step).unwrap_or_default();
    let control = Control::new("text", f.t("next-step"), Input::Line(160))
        .hint(f.t("next-step.hint"))
        .value(text)
        .problem(problem(&f, error, "text"));
    let back = format!("/{}/{id}", entry.meta.slug);
    let mut page = ActPage::new(f, "set-next-step", &format!("{back}/next-step"), &back, vec![control]);
    page.about = viewed.envelope.code;
    page.refused(error).answer()
}
