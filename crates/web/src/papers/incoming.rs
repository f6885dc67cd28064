//! `/case/{id}/incoming`: a document that came in gives its text; the file itself is read in memory and forgotten. A file with
//! anything but text in it is refused whole.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use formats::{Claim, Limits, extract_text};
use model::{Draft, Id};
use node::{Error, registry};

use crate::error::{Answer, Fault};
use crate::frame::{Frame, done, draw_with};
use crate::import::upload::Upload;
use crate::kinds::RecordPath;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "papers/incoming.html")]
struct IncomingPage {
    f: Frame,
    action: String,
    back: String,
    paper: String,
    problem: Option<String>,
}

/// Characters of a document that are kept.
const LONGEST: usize = 24_000;

async fn may(state: &WebState, who: &SignedIn, id: Id) -> Result<(), Fault> {
    let case = registry::kind("case").ok_or(Fault::NOT_FOUND)?;
    let viewed = case.view(&state.node, &who.session.actor, id).await?;
    let may = viewed.parts.iter().any(|part| part.meta.slug == "document" && part.may_open);
    if may { Ok(()) } else { Err(Error::Denied("no-right").into()) }
}

pub(crate) async fn form(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
) -> Answer {
    if entry.meta.slug != "case" {
        return Err(Fault::NOT_FOUND);
    }
    may(&state, &who, id).await?;
    show(&state, &who, id, None)
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
    upload: Upload,
) -> Answer {
    if entry.meta.slug != "case" {
        return Err(Fault::NOT_FOUND);
    }
    may(&state, &who, id).await?;
    let words = who.words();
    let extracted = match extract_text(&upload.bytes, &Claim::named(&upload.name), &Limits::default()) {
        Ok(extracted) => extracted,
        Err(refusal) => {
            // The reason is a word of ours, never what stood in the file.
            let reason = crate::import::words::file(words, &refusal);
            return show(&state, &who, id, Some(reason));
        }
    };
    let body: String = extracted.chars().take(LONGEST).collect();
    if body.trim().is_empty() {
        return show(&state, &who, id, Some(words.t("incoming-empty").into_owned()));
    }
    let whole = extracted.chars().count() <= LONGEST;
    let subject = words.t(if whole { "incoming-subject" } else { "incoming-subject-cut" });
    let mut draft = Draft::default();
    draft.set("direction", "incoming");
    draft.set("template", "received_text");
    draft.set("subject", subject);
    draft.set("body", body);
    let document = registry::kind("document").ok_or(Fault::NOT_FOUND)?;
    match document.open(&state.node, state.node.new_id(), &who.session.actor, Some(id), draft).await {
        // What is still to be said of it is asked where it is recorded as received.
        Ok(opened) => Ok(done(&state, &format!("/document/{}", opened.id), "open-document")),
        Err(Error::Invalid(_)) => show(&state, &who, id, Some(words.t("incoming-unfit").into_owned())),
        Err(error) => Err(error.into()),
    }
}

fn show(state: &WebState, who: &SignedIn, id: Id, problem: Option<String>) -> Answer {
    let f = Frame::of(state, who);
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = IncomingPage {
        action: f.url(&format!("/case/{id}/incoming")),
        back: f.url(&format!("/case/{id}")),
        paper: f.url(&format!("/document/new?parent={id}")),
        problem,
        f,
    };
    draw_with(status, &page)
}
