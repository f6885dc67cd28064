//! `/person/{id}/rights`: a person, or who speaks for them, asks about their own data.

use std::collections::HashSet;

use axum::extract::State;
use axum::http::Uri;
use model::{Draft, Id, Kind, ParticipantRole, Problem, kinds};
use node::acts::people::ViewPerson;
use node::{Error, ShownParticipant, registry};

use crate::casework::OnePath;
use crate::casework::form_page::ActPage;
use crate::error::{Answer, Fault};
use crate::forms::{FormBuilder, typed};
use crate::frame::{Frame, done};
use crate::kinds::{as_declared, today};
use crate::people::choose;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

const ASKED: [&str; 8] = [
    "request_type",
    "requester",
    "requester_person",
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
    let around = around(&state, &who, id).await?;
    show(&state, &who, (id, &around), (&Draft::default(), &[]), None)
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let actor = &who.session.actor;
    let around = around(&state, &who, id).await?;
    let typed = typed(&posted, &asked());
    let mut draft = typed.clone();
    draft.set("person", id.to_string());
    let entry = registry::kind("subject-request").ok_or(Fault::NOT_FOUND)?;
    match entry.open(&state.node, posted.act(&state), actor, None, draft).await {
        Ok(opened) => Ok(done(&state, &format!("/subject-request/{}", opened.id), "open-subject-request")),
        Err(Error::Invalid(problems)) => show(&state, &who, (id, &around), (&typed, &problems), None),
        Err(error @ Error::Refused(_)) => show(&state, &who, (id, &around), (&typed, &[]), Some(&error)),
        Err(error) => Err(error.into()),
    }
}

/// Who takes part in the cases about this person as the child: one of them may ask.
async fn around(state: &WebState, who: &SignedIn, id: Id) -> Result<Vec<ShownParticipant>, Fault> {
    let person = state.node.perform(&who.session.actor, ViewPerson { id }).await?;
    let child = ParticipantRole::Child.code();
    let mut people: Vec<ShownParticipant> = Vec::new();
    for case in person.matters.iter().filter(|matter| matter.kind == "case" && matter.roles.contains(&child))
    {
        let others = choose::around(state, who, case.id).await?;
        people.extend(others.into_iter().filter(|one| one.person != id));
    }
    let mut seen = HashSet::new();
    people.retain(|one| seen.insert(one.person));
    Ok(people)
}

fn show(
    state: &WebState,
    who: &SignedIn,
    (id, around): (Id, &[ShownParticipant]),
    (draft, problems): (&Draft, &[Problem]),
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    let meta = kinds::SubjectRequest::META;
    let asked = asked();
    let mut form =
        FormBuilder::new(f.words, meta, today(state), draft).problems(problems).flat().build(&asked);
    choose::each(&f, &mut form, (meta, &asked), around, draft);
    let lead = vec![f.t("request-lead").into_owned()];
    let warning = vec![f.t("request-warning").into_owned()];
    let back = format!("/person/{id}");
    let path = format!("{back}/rights");
    let mut page = ActPage::new(f, "open-subject-request", &path, &back, Vec::new()).refused(error);
    (page.form, page.lead, page.warning) = (form, lead, warning);
    page.answer()
}
