//! `/report/{id}/same?with=`: two reports side by side, and what becomes of them; `/report/{id}/unmerge` takes it back.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use model::{Id, Kind, kinds};
use node::Error;
use node::acts::intake::{MergeReports, UnmergeReports};
use node::registry::KindEntry;

use super::refusal;
use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::kinds::RecordPath;
use crate::kinds::view::{Fields, fields_of};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "intake/same.html")]
struct SamePage {
    f: Frame,
    sides: Vec<Side>,
    reason: Control,
    refused: Option<String>,
    action: String,
    back: String,
}

struct Side {
    id: Id,
    code: String,
    state: say::Badge,
    opened: String,
    told: Fields,
}

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
    uri: Uri,
) -> Answer {
    let other = query(&uri, "with").and_then(|id| id.parse().ok()).ok_or(Fault::NOT_FOUND)?;
    show(&state, &who, entry, (id, other), "", None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
    posted: Posted,
) -> Answer {
    let other: Id = posted.text("with").parse().map_err(|_| Fault::NOT_FOUND)?;
    let kept: Id = posted.text("kept").parse().map_err(|_| Fault::NOT_FOUND)?;
    if entry.meta.slug != "report" || ![id, other].contains(&kept) {
        return Err(Fault::NOT_FOUND);
    }
    let merged = if kept == id { other } else { id };
    let reason = posted.text("reason");
    let merge = MergeReports { kept, merged, reason: reason.to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, merge).await {
        Ok(_) => Ok(done(&state, &format!("/report/{kept}"), "merge-reports")),
        Err(error) => show(&state, &who, entry, (id, other), reason, Some(error)).await,
    }
}

async fn side(state: &WebState, who: &SignedIn, f: &Frame, entry: &KindEntry, id: Id) -> Result<Side, Fault> {
    let viewed = entry.view(&state.node, &who.session.actor, id).await?;
    let envelope = &viewed.envelope;
    Ok(Side {
        id,
        code: envelope.code.clone(),
        state: say::state(f.words, kinds::Report::META, &envelope.state, &envelope.phase),
        opened: say::time(f.words, envelope.opened_at),
        told: fields_of(f, &viewed),
    })
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    entry: &KindEntry,
    (id, other): (Id, Id),
    reason: &str,
    error: Option<Error>,
) -> Answer {
    if entry.meta.slug != "report" {
        return Err(Fault::NOT_FOUND);
    }
    let f = Frame::of(state, who);
    let sides = vec![side(state, who, &f, entry, id).await?, side(state, who, &f, entry, other).await?];
    let reason = Control::new("reason", f.t("same-reason"), Input::Narrative(2_000))
        .hint(f.t("same-reason.hint"))
        .required()
        .value(reason)
        .problem(problem(&f, error.as_ref(), "reason"));
    let failed = error.is_some();
    let page = SamePage {
        sides,
        reason,
        refused: refusal(&f, error)?,
        action: f.url(&format!("/report/{id}/same?with={other}")),
        back: f.url("/triage"),
        f,
    };
    draw_with(if failed { StatusCode::CONFLICT } else { StatusCode::OK }, &page)
}

pub(crate) async fn undo_form(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
) -> Answer {
    if entry.meta.slug != "report" {
        return Err(Fault::NOT_FOUND);
    }
    undo_page(&state, &who, id, "", None)
}

pub(crate) async fn undo(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, merged): RecordPath,
    posted: Posted,
) -> Answer {
    if entry.meta.slug != "report" {
        return Err(Fault::NOT_FOUND);
    }
    let reason = posted.text("reason");
    let act = UnmergeReports { merged, reason: reason.to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, &format!("/report/{merged}"), "unmerge-reports")),
        Err(error) => undo_page(&state, &who, merged, reason, Some(&shown(error)?)),
    }
}

fn undo_page(state: &WebState, who: &SignedIn, id: Id, reason: &str, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let control = Control::new("reason", f.t("same-undo-reason"), Input::Narrative(2_000))
        .required()
        .value(reason)
        .problem(problem(&f, error, "reason"));
    let lead = vec![f.t("same-undo-lead").into_owned()];
    let back = format!("/report/{id}");
    let mut page =
        ActPage::new(f, "unmerge-reports", &format!("{back}/unmerge"), &back, vec![control]).refused(error);
    page.lead = lead;
    page.answer()
}
