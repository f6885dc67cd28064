//! `/person/{id}/edit`: changes what is known of a person.

use axum::extract::State;
use axum::http::StatusCode;
use model::{Draft, Problem};
use node::Error;
use node::acts::people::{EditPerson, PersonView, ViewPerson};

use super::form_page::ActPage;
use super::{OnePath, PERSON};
use crate::error::{Answer, Fault};
use crate::forms::{FieldUse, FormBuilder, typed};
use crate::frame::{Frame, done, draw_with};
use crate::kinds::{as_declared, today};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let viewed = state.node.perform(&who.session.actor, ViewPerson { id }).await?;
    if !viewed.may_edit {
        return Err(Error::Denied("no-right").into());
    }
    let draft = Draft::of(PERSON, &viewed.person.to_record());
    show(&state, &who, &viewed, (&draft, &[]), None)
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let actor = &who.session.actor;
    let since = posted.text("version").parse().map_err(|_| Fault::Unreadable)?;
    // Only what was on the form is changed; which fields those are depends on what the visitor may see.
    let sent: Vec<FieldUse> =
        PERSON.fields.iter().filter(|field| posted.has(field.name)).map(as_declared).collect();
    let draft = typed(&posted, &sent);
    let edit = EditPerson { id, draft: draft.clone(), since: Some(since) };
    let (problems, refused) = match state.node.perform_as(posted.act(&state), actor, edit).await {
        Ok(_) => return Ok(done(&state, &format!("/person/{id}"), "edit-person")),
        Err(Error::Invalid(problems)) => (problems, None),
        Err(error @ (Error::Refused(_) | Error::Conflict)) => (Vec::new(), Some(error)),
        Err(error) => return Err(error.into()),
    };
    let viewed = state.node.perform(actor, ViewPerson { id }).await?;
    show(&state, &who, &viewed, (&draft, &problems), refused)
}

fn show(
    state: &WebState,
    who: &SignedIn,
    viewed: &PersonView,
    (draft, problems): (&Draft, &[Problem]),
    error: Option<Error>,
) -> Answer {
    let f = Frame::of(state, who);
    let seen = PERSON.fields.iter().filter(|field| !field.computed && !viewed.person.hides(field.name));
    let fields: Vec<FieldUse> = seen.map(as_declared).collect();
    let theirs = Draft::of(PERSON, &viewed.person.to_record());
    let conflict = matches!(error, Some(Error::Conflict));
    let mut builder = FormBuilder::new(f.words, PERSON, today(state), draft).problems(problems);
    if conflict {
        builder = builder.theirs(&theirs);
    }
    let form = builder.build(&fields);
    let path = format!("/person/{}", viewed.id);
    let mut page = ActPage::new(f, "edit-person", &format!("{path}/edit"), &path, Vec::new());
    page.form = form;
    page.submit = page.f.t("form-save").into_owned();
    page.hidden.push(("version".to_owned(), viewed.version.to_string()));
    if conflict {
        page.refused = Some(page.f.t("form-conflict").into_owned());
        return draw_with(StatusCode::CONFLICT, &page);
    }
    page.refused(error.as_ref()).answer()
}
