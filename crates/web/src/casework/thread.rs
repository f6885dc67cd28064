//! `/report/{id}/answer`: an answer to whoever told a report; it waits until they come back with their receipt.

use axum::extract::State;
use model::Id;
use node::Error;
use node::acts::intake::{AnswerReporter, LONGEST_MESSAGE};

use super::form_page::{ActPage, problem, shown};
use crate::error::Answer;
use crate::forms::{Control, Input};
use crate::frame::{Frame, done};
use crate::kinds::{RecordPath, StepPath, step};
use crate::session::{SignedIn, Typed};
use crate::state::WebState;

/// The step that shares this address.
const STEP: &str = "answer";

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, report): RecordPath,
) -> Answer {
    if entry.meta.slug != "report" {
        // Other kinds have a step of this name.
        return step::form(State(state), who, StepPath(entry, report, STEP.to_owned())).await;
    }
    show(&state, &who, report, "", None)
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, report): RecordPath,
    typed: Typed,
) -> Answer {
    if entry.meta.slug != "report" {
        return step::send(State(state), who, StepPath(entry, report, STEP.to_owned()), typed).await;
    }
    let posted = typed.whole()?;
    let text = posted.text("text");
    let answer = AnswerReporter { report, text: text.to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, answer).await {
        Ok(_) => Ok(done(&state, &format!("/report/{report}"), "answer-reporter")),
        Err(error) => show(&state, &who, report, text, Some(&shown(error)?)),
    }
}

fn show(state: &WebState, who: &SignedIn, report: Id, text: &str, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let control = Control::new("text", f.t("thread-answer"), Input::Narrative(LONGEST_MESSAGE))
        .hint(f.t("thread-answer.hint"))
        .required()
        .value(text)
        .problem(problem(&f, error, "text"));
    let back = format!("/report/{report}");
    ActPage::new(f, "answer-reporter", &format!("{back}/answer"), &back, vec![control])
        .refused(error)
        .answer()
}
