//! `/person/{id}/rights`: a person, or who speaks for them, asks about their own data.

use axum::extract::State;
use axum::http::Uri;
use model::{Draft, Id, Kind, Problem, kinds};
use node::acts::people::ViewPerson;
use node::{Error, registry};

use crate::casework::OnePath;
use crate::casework::form_page::ActPage;
use crate::error::{Answer, Fault};
use crate::forms::{FormBuilder, typed};
use crate::frame::{Frame, done};
use crate::kinds::{as_declared, today};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

const ASKED: [&str; 7] = [
    "request_type",
    "requester",
    "requester_name",
    "request_text",
    "delivery",
    "delivery_safe",
    "delivery_contact",
];

fn asked() -> Vec<crate::forms::FieldUse> {
    let meta = kinds::SubjectRequest::META;
    ASKED.iter().filter_map(|name| meta.field(name)).map(|(_, field)| as_declared(field)).collect()
}

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    _: Uri,
) -> Answer {
    state.node.perform(&who.session.actor, ViewPerson { id }).await?;
    show(&state, &who, id, (&Draft::default(), &[]), None)
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let actor = &who.session.actor;
    state.node.perform(actor, ViewPerson { id }).await?;
    let typed = typed(&posted, &asked());
    let mut draft = typed.clone();
    draft.set("person", id.to_string());
    let entry = registry::kind("subject-request").ok_or(Fault::NOT_FOUND)?;
    match entry.open(&state.node, posted.act(&state), actor, None, draft).await {
        Ok(opened) => Ok(done(&state, &format!("/subject-request/{}", opened.id), "open-subject-request")),
        Err(Error::Invalid(problems)) => show(&state, &who, id, (&typed, &problems), None),
        Err(error @ Error::Refused(_)) => show(&state, &who, id, (&typed, &[]), Some(&error)),
        Err(error) => Err(error.into()),
    }
}

fn show(
    state: &WebState,
    who: &SignedIn,
    id: Id,
    (draft, problems): (&Draft, &[Problem]),
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    let meta = kinds::SubjectRequest::META;
    let form = FormBuilder::new(f.words, meta, today(state), draft).problems(problems).flat().build(&asked());
    let lead = vec![f.t("request-lead").into_owned()];
    let warning = vec![f.t("request-warning").into_owned()];
    let back = format!("/person/{id}");
    let path = format!("{back}/rights");
    let mut page = ActPage::new(f, "open-subject-request", &path, &back, Vec::new()).refused(error);
    (page.form, page.lead, page.warning) = (form, lead, warning);
    page.answer()
}
