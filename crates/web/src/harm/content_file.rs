//! `/content-report/take`: what a partner sends as a CyberTipline report, a STIX bundle or a CASE document, pasted as text.

use askama::Template;
use axum::extract::State;
use node::Error;
use node::acts::harm::{TakeContentFile, TakenFile};

use super::asked;
use crate::casework::form_page::{ActPage, shown};
use crate::error::Answer;
use crate::forms::{Choice, Input};
use crate::frame::{Frame, done, draw};
use crate::session::{Posted, SignedIn, must};
use crate::state::WebState;

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, &Posted::default(), None)
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let said = |name: &str| posted.text(name).to_owned();
    let take =
        TakeContentFile { document: said("document"), format: said("format"), partner: said("partner") };
    match state.node.perform_as(posted.act(&state), &who.session.actor, take).await {
        Ok(taken) if taken.taken.is_empty() && taken.left.is_empty() => {
            Ok(done(&state, &format!("/content-report/{}", taken.id), "take-content-file"))
        }
        Ok(taken) => told(&state, &who, taken),
        Err(error) => show(&state, &who, &posted, Some(&shown(error)?)),
    }
}

#[derive(Template)]
#[template(path = "harm/taken.html")]
struct TakenPage {
    f: Frame,
    report: String,
    parts: Vec<(String, Vec<(String, usize)>)>,
}

/// What was read and what was not: nobody takes the part for the whole.
fn told(state: &WebState, who: &SignedIn, taken: TakenFile) -> Answer {
    let f = Frame::of(state, who);
    let title = |key: &str| f.t(key).into_owned();
    draw(&TakenPage {
        report: f.url(&format!("/content-report/{}", taken.id)),
        parts: vec![
            (title("content-file-taken-yes"), taken.taken),
            (title("content-file-taken-no"), taken.left),
        ],
        f,
    })
}

fn show(state: &WebState, who: &SignedIn, posted: &Posted, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    must(state, who, "assess", "content-report")?;
    let format = |code: &str| {
        Choice::new(code, f.words.code("file-format", code).to_owned(), posted.text("format") == code)
    };
    let formats = vec![format("cybertipline"), format("stix"), format("case")];
    let controls = vec![
        asked(&f, posted, error, ("format", "handed-file-format"), Input::Radios(formats)).required(),
        asked(&f, posted, error, ("partner", "take-content-file-partner"), Input::Line(160)).required(),
        asked(&f, posted, error, ("document", "take-content-file-document"), Input::Narrative(1_000_000))
            .required(),
    ];
    let list = "/content-report";
    let mut page =
        ActPage::new(f, "take-content-file", "/content-report/take", list, controls).refused(error);
    page.lead = vec![page.f.t("take-content-file-lead").into_owned()];
    page.answer()
}
