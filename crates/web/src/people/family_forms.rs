//! Forms about families: what is known of one, the case of a brother or sister, a link that was wrong.

use axum::extract::State;
use axum::http::Uri;
use model::{Draft, Id};
use node::Error;
use node::acts::family::{EditFamily, JoinFamily, LeaveFamily, OpenFamily, ViewFamily};

use super::family::FAMILY;
use super::id_of;
use crate::casework::OnePath;
use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Control, FieldUse, FormBuilder, Input, typed};
use crate::frame::{Frame, done};
use crate::kinds::{as_declared, today};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

fn fields() -> Vec<FieldUse> {
    FAMILY.fields.iter().filter(|field| !field.computed).map(as_declared).collect()
}

/// `/family/new?case=`: a case gets a family.
pub(crate) async fn new_form(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    new_page(&state, &who, id_of(&uri, "case")?, &Draft::default(), None)
}

pub(crate) async fn new_send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let case: Id = posted.text("case").parse().map_err(|_| Fault::NOT_FOUND)?;
    let draft = typed(&posted, &fields());
    let act = OpenFamily { case, draft: draft.clone() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(opened) => Ok(done(&state, &format!("/family/{}", opened.id), "open-family")),
        Err(error) => new_page(&state, &who, case, &draft, Some(&shown(error)?)),
    }
}

fn new_page(state: &WebState, who: &SignedIn, case: Id, draft: &Draft, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let lead = f.t("family-new-lead").into_owned();
    let mut page =
        form_page(f, state, ("open-family", "/family/new", &format!("/case/{case}")), draft, error);
    page.lead = vec![lead];
    page.hidden.push(("case".to_owned(), case.to_string()));
    page.answer()
}

fn form_page(
    f: Frame,
    state: &WebState,
    (slug, path, back): (&str, &str, &str),
    draft: &Draft,
    error: Option<&Error>,
) -> ActPage {
    let problems = match error {
        Some(Error::Invalid(problems)) => problems.clone(),
        _ => Vec::new(),
    };
    let form = FormBuilder::new(f.words, FAMILY, today(state), draft).problems(&problems).build(&fields());
    let mut page = ActPage::new(f, slug, path, back, Vec::new()).refused(error);
    page.form = form;
    page.submit = page.f.t("form-save").into_owned();
    page
}

/// `/family/{id}/edit`.
pub(crate) async fn edit_form(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let viewed = state.node.perform(&who.session.actor, ViewFamily { id }).await?;
    if !viewed.may_edit {
        return Err(Error::Denied("no-right").into());
    }
    let draft = Draft::of(FAMILY, &viewed.family.to_record());
    edit_page(&state, &who, id, (&draft, viewed.version), None)
}

pub(crate) async fn edit_send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let version: i64 = posted.text("version").parse().map_err(|_| Fault::Unreadable)?;
    let draft = typed(&posted, &fields());
    let act = EditFamily { id, draft: draft.clone(), since: Some(version) };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, &format!("/family/{id}"), "edit-family")),
        Err(error) => edit_page(&state, &who, id, (&draft, version), Some(&shown(error)?)),
    }
}

fn edit_page(
    state: &WebState,
    who: &SignedIn,
    id: Id,
    (draft, version): (&Draft, i64),
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    let (path, back) = (format!("/family/{id}/edit"), format!("/family/{id}"));
    let mut page = form_page(f, state, ("edit-family", &path, &back), draft, error);
    page.hidden.push(("version".to_owned(), version.to_string()));
    page.answer()
}

/// `/family/join`: the case of a brother or sister, found by a search.
pub(crate) async fn join(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let id = |name| posted.text(name).parse::<Id>().map_err(|_| Fault::NOT_FOUND);
    let (case, sibling) = (id("case")?, id("sibling")?);
    let act = JoinFamily { case, sibling };
    let joined = state.node.perform_as(posted.act(&state), &who.session.actor, act).await?;
    Ok(done(&state, &format!("/family/{}", joined.id), "join-family"))
}

/// The address alone: the search comes first.
pub(crate) async fn join_form(State(state): State<WebState>, _: SignedIn, uri: Uri) -> Answer {
    let case = id_of(&uri, "case")?;
    Ok(crate::door::go(&state.settings.url(&format!("/people?sibling={case}"))))
}

/// `/family/leave?case=`: the link was wrong.
pub(crate) async fn leave_form(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    leave_page(&state, &who, id_of(&uri, "case")?, "", None)
}

pub(crate) async fn leave(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let case: Id = posted.text("case").parse().map_err(|_| Fault::NOT_FOUND)?;
    let reason = posted.text("reason");
    let act = LeaveFamily { case, reason: reason.to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, &format!("/case/{case}"), "leave-family")),
        Err(error) => leave_page(&state, &who, case, reason, Some(&shown(error)?)),
    }
}

fn leave_page(state: &WebState, who: &SignedIn, case: Id, reason: &str, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let control = Control::new("reason", f.t("family-leave-reason"), Input::Narrative(2_000))
        .required()
        .value(reason)
        .problem(problem(&f, error, "reason"));
    let lead = f.t("family-leave-lead").into_owned();
    let back = format!("/case/{case}");
    let mut page = ActPage::new(f, "leave-family", "/family/leave", &back, vec![control]).refused(error);
    page.lead = vec![lead];
    page.hidden.push(("case".to_owned(), case.to_string()));
    page.answer()
}
