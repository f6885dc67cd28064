//! `/person/{id}/merge` and `/person/{id}/unmerge`: two records turn out to be one person, or two after all.

use axum::extract::State;
use axum::http::Uri;
use model::Id;
use node::Error;
use node::acts::people::{MergePeople, UnmergePeople, ViewPerson};

use super::form_page::{ActPage, problem, shown};
use super::{OnePath, hit};
use crate::door::go;
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

/// The other record is found by a search.
pub(crate) async fn form(State(state): State<WebState>, _: SignedIn, OnePath(id): OnePath) -> Answer {
    Ok(go(&state.settings.url(&format!("/people?merge={id}"))))
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let other: Id = posted.text("other").parse().map_err(|_| Fault::Unreadable)?;
    let (kept, reason) = (posted.text("kept"), posted.text("reason"));
    if posted.text("step") == "start" {
        return show(&state, &who, (id, other), ("", ""), None).await;
    }
    let Ok(keep) = kept.parse::<Id>() else {
        let error = Error::field("kept", model::ProblemCode::Missing);
        return show(&state, &who, (id, other), ("", reason), Some(&error)).await;
    };
    let merged = if keep == other { id } else { other };
    let merge = MergePeople { kept: keep, merged, reason: reason.to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, merge).await {
        Ok(_) | Err(Error::AlreadyDone) => Ok(done(&state, &format!("/person/{keep}"), "merge-people")),
        Err(error) => show(&state, &who, (id, other), (kept, reason), Some(&shown(error)?)).await,
    }
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    (id, other): (Id, Id),
    (kept, reason): (&str, &str),
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    let mut choices = Vec::new();
    for person in [id, other] {
        let viewed = state.node.perform(&who.session.actor, ViewPerson { id: person }).await?;
        let numbers = viewed.matters.iter().map(|matter| matter.code.clone()).collect::<Vec<_>>().join(", ");
        let label = [hit::name(f.words, &viewed.person), hit::about(&f, &viewed.person), numbers].join(" · ");
        let code = person.to_string();
        choices.push(Choice::new(&code, label, code == kept));
    }
    let controls = vec![
        Control::new("kept", f.t("merge-kept"), Input::Radios(choices))
            .hint(f.t("merge-kept.hint"))
            .required()
            .problem(problem(&f, error, "kept")),
        reason_control(&f, reason, error),
    ];
    let lead = f.t("merge-lead").into_owned();
    let mut page =
        ActPage::new(f, "merge-people", &format!("/person/{id}/merge"), &format!("/person/{id}"), controls)
            .refused(error);
    page.hidden.push(("other".to_owned(), other.to_string()));
    page.lead = vec![lead];
    page.answer()
}

fn reason_control(f: &Frame, reason: &str, error: Option<&Error>) -> Control {
    Control::new("reason", f.t("merge-reason"), Input::Narrative(2_000))
        .required()
        .value(reason)
        .problem(problem(f, error, "reason"))
}

pub(crate) async fn undo_form(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    uri: Uri,
) -> Answer {
    let merge = query(&uri, "merge").and_then(|merge| merge.parse().ok()).ok_or(Fault::NOT_FOUND)?;
    show_undo(&state, &who, (id, merge), "", None)
}

pub(crate) async fn undo(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let merge = posted.text("merge").parse().map_err(|_| Fault::Unreadable)?;
    let reason = posted.text("reason");
    let undo = UnmergePeople { merge, reason: reason.to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, undo).await {
        Ok(_) => Ok(done(&state, &format!("/person/{id}"), "unmerge-people")),
        Err(error) => show_undo(&state, &who, (id, merge), reason, Some(&shown(error)?)),
    }
}

fn show_undo(
    state: &WebState,
    who: &SignedIn,
    (id, merge): (Id, Id),
    reason: &str,
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    let control = reason_control(&f, reason, error);
    let lead = f.t("unmerge-lead").into_owned();
    let path = format!("/person/{id}");
    let mut page =
        ActPage::new(f, "unmerge-people", &format!("{path}/unmerge"), &path, vec![control]).refused(error);
    page.hidden.push(("merge".to_owned(), merge.to_string()));
    page.lead = vec![lead];
    page.answer()
}
