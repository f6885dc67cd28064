//! `/participation/{id}`: what is said of somebody's part in a case is corrected, or it ends.

use axum::extract::State;
use axum::http::Uri;
use model::{Id, Kind, kinds};
use node::acts::View;
use node::acts::people::{EditParticipation, EndParticipation};
use node::{Error, ShownParticipant};

use super::id_of;
use super::participant::{note_control, relation_controls, said, yes_no};
use crate::casework::form_page::{ActPage, problem, shown};
use crate::casework::{OnePath, hit};
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, done};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

const CASE: &str = <kinds::Case as Kind>::META.slug;

/// The participation, by looking at its case.
async fn find(state: &WebState, who: &SignedIn, case: Id, id: Id) -> Result<ShownParticipant, Fault> {
    let viewed = state.node.perform(&who.session.actor, View::<kinds::Case>::new(case)).await?;
    viewed.people.into_iter().find(|one| one.id == id).ok_or(Fault::NOT_FOUND)
}

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    uri: Uri,
) -> Answer {
    let case = id_of(&uri, "case")?;
    let one = find(&state, &who, case, id).await?;
    edit_page(&state, &who, case, &one, None)
}

fn edit_page(
    state: &WebState,
    who: &SignedIn,
    case: Id,
    one: &ShownParticipant,
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    let flag = |flag: Option<bool>| flag.map(|yes| yes.to_string()).unwrap_or_default();
    let relation = one.said.relation.as_deref().unwrap_or_default();
    let mut controls = Vec::new();
    if one.role.relations().is_some() {
        let [family, accused] = relation_controls(&f, (relation, relation), error);
        let mut control = if one.role.accused() { accused } else { family };
        control.name = "relation".to_owned();
        control.hint = None;
        controls.push(control);
    }
    if one.role.of_family() {
        controls.push(yes_no(&f, "is_caregiver", &flag(one.said.is_caregiver)));
        controls.push(yes_no(&f, "is_alive", &flag(one.said.is_alive)));
    }
    controls.push(note_control(&f, one.said.note.as_deref().unwrap_or_default(), error));
    let role = f.words.code("participation-role", one.role.code());
    let lead = format!("{} · {role}", hit::name(f.words, &one.record));
    let (path, back) = (format!("/participation/{}", one.id), format!("/{CASE}/{case}"));
    let mut page = ActPage::new(f, "edit-participation", &path, &back, controls).refused(error);
    page.submit = page.f.t("form-save").into_owned();
    page.lead = vec![lead];
    page.hidden.push(("case".to_owned(), case.to_string()));
    page.answer()
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let case: Id = posted.text("case").parse().map_err(|_| Fault::NOT_FOUND)?;
    let mut one = find(&state, &who, case, id).await?;
    let text = |name| posted.text(name);
    one.said = said(one.role, text("relation"), text("is_caregiver"), text("is_alive"), text("note"));
    let act = EditParticipation { id, said: one.said.clone() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, &format!("/{CASE}/{case}"), "edit-participation")),
        Err(error) => edit_page(&state, &who, case, &one, Some(&shown(error)?)),
    }
}

pub(crate) async fn end_form(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    uri: Uri,
) -> Answer {
    let case = id_of(&uri, "case")?;
    let one = find(&state, &who, case, id).await?;
    end_page(&state, &who, case, &one, "", None)
}

fn end_page(
    state: &WebState,
    who: &SignedIn,
    case: Id,
    one: &ShownParticipant,
    reason: &str,
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    let control = Control::new("reason", f.t("participant-end-reason"), Input::Narrative(2_000))
        .required()
        .value(reason)
        .problem(problem(&f, error, "reason"));
    let role = f.words.code("participation-role", one.role.code());
    let lead = vec![
        format!("{} · {role}", hit::name(f.words, &one.record)),
        f.t("participant-end-lead").into_owned(),
    ];
    let (path, back) = (format!("/participation/{}/end", one.id), format!("/{CASE}/{case}"));
    let mut page = ActPage::new(f, "end-participation", &path, &back, vec![control]).refused(error);
    page.lead = lead;
    page.hidden.push(("case".to_owned(), case.to_string()));
    page.answer()
}

pub(crate) async fn end(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let case: Id = posted.text("case").parse().map_err(|_| Fault::NOT_FOUND)?;
    let reason = posted.text("reason");
    let act = EndParticipation { id, reason: reason.to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, &format!("/{CASE}/{case}"), "end-participation")),
        Err(error) => {
            let error = shown(error)?;
            let one = find(&state, &who, case, id).await?;
            end_page(&state, &who, case, &one, reason, Some(&error))
        }
    }
}
