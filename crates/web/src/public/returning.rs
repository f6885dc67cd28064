//! `/lapor/kembali`: a reporter comes back with the receipt, reads what was answered and writes again. The receipt travels in
//! the form and never in an address.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::Id;
use node::acts::intake::{LONGEST_MESSAGE, OpenReceipt, ReporterState, Returned, Source, WriteAsReporter};
use node::{Actor, Error};

use super::Around;
use crate::error::Answer;
use crate::forms::{Control, Input, problem_text};
use crate::frame::{draw, draw_with};
use crate::session::{Anyone, Open};
use crate::state::WebState;
use crate::visitor::Visitor;

/// Digits of a receipt.
const DIGITS: usize = 16;

#[derive(Template)]
#[template(path = "public/return.html")]
struct ReturnPage {
    a: Around,
    receipt: Control,
}

#[derive(Template)]
#[template(path = "public/thread.html")]
struct ThreadPage {
    a: Around,
    /// The receipt as typed, for the next message.
    receipt: String,
    state_title: String,
    state_text: String,
    messages: Vec<Said>,
    text: Control,
    act: Id,
    sent: bool,
    refused: Option<String>,
}

/// One message in the thread.
struct Said {
    mine: bool,
    text: Option<String>,
    at: String,
}

pub(crate) async fn form(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    ask(&state, &visitor, None, StatusCode::OK).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    Open(posted): Open,
) -> Answer {
    let (words, receipt) = (visitor.words, posted.text("receipt"));
    let source = Some(Source(visitor.source.clone()));
    let digits = receipt.chars().filter(char::is_ascii_digit).count();
    if digits != DIGITS {
        let n = i64::try_from(digits).unwrap_or(i64::MAX);
        let problem = words.count("public-receipt-digits", n).into_owned();
        return ask(&state, &visitor, Some(problem), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let mut written = Written::default();
    if posted.has("text") {
        let act = posted.text("act").parse().unwrap_or_else(|_| state.node.new_public_id());
        written = write(&state, &visitor, (act, receipt, posted.text("text")), source.clone()).await?;
    }
    let open = OpenReceipt { receipt: receipt.to_owned(), source };
    let opened = state.node.perform_as(state.node.new_public_id(), &Actor::public(words.lang), open).await;
    match opened {
        Ok(returned) => thread(&state, &visitor, receipt, returned, written).await,
        Err(Error::NotFound) => {
            let problem = words.t("public-receipt-unknown").into_owned();
            ask(&state, &visitor, Some(problem), StatusCode::NOT_FOUND).await
        }
        Err(Error::TooMany(seconds)) => {
            let problem = words.count("public-receipt-wait", (seconds + 59) / 60).into_owned();
            ask(&state, &visitor, Some(problem), StatusCode::TOO_MANY_REQUESTS).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What became of a message.
#[derive(Default)]
struct Written {
    sent: bool,
    kept: String,
    problem: Option<String>,
    refused: Option<String>,
}

async fn write(
    state: &WebState,
    visitor: &Visitor,
    (act, receipt, text): (Id, &str, &str),
    source: Option<Source>,
) -> Result<Written, Error> {
    let words = visitor.words;
    let write = WriteAsReporter { receipt: receipt.to_owned(), text: text.to_owned(), source };
    let kept = text.to_owned();
    match state.node.perform_as(act, &Actor::public(words.lang), write).await {
        Ok(()) => Ok(Written { sent: true, ..Written::default() }),
        Err(Error::Invalid(problems)) => {
            let code = problems.first().map(|problem| problem.code);
            let problem = code.map(|code| match code {
                model::ProblemCode::TooLong => {
                    words.count("problem-too-long", i64::try_from(LONGEST_MESSAGE).unwrap_or(0)).into_owned()
                }
                code => problem_text(words, code, None),
            });
            Ok(Written { kept, problem, ..Written::default() })
        }
        Err(Error::TooMany(seconds)) => {
            let refused = Some(words.count("public-wait", (seconds + 59) / 60).into_owned());
            Ok(Written { kept, refused, ..Written::default() })
        }
        // A wrong receipt is told, and counted, once: when it is opened.
        Err(Error::NotFound) => Ok(Written { kept, ..Written::default() }),
        Err(error) => Err(error),
    }
}

async fn ask(state: &WebState, visitor: &Visitor, problem: Option<String>, status: StatusCode) -> Answer {
    let a = Around::new(state, visitor).await?;
    let receipt = Control::new("receipt", a.f.t("public-receipt"), Input::Code)
        .required()
        .hint(a.f.t("public-receipt.hint"))
        .problem(problem);
    draw_with(status, &ReturnPage { a, receipt })
}

async fn thread(
    state: &WebState,
    visitor: &Visitor,
    receipt: &str,
    returned: Returned,
    written: Written,
) -> Answer {
    let a = Around::new(state, visitor).await?;
    let (title, text) = match returned.state {
        ReporterState::Received => ("public-state-received", "public-state-received.text"),
        ReporterState::BeingRead => ("public-state-being-read", "public-state-being-read.text"),
        ReporterState::Answered => ("public-state-answered", "public-state-answered.text"),
        ReporterState::Closed => ("public-state-closed", "public-state-closed.text"),
    };
    let said = |message: &node::acts::intake::Message| Said {
        mine: message.from_reporter,
        text: message.text.clone(),
        at: a.f.time(&message.sent_at),
    };
    let page = ThreadPage {
        receipt: receipt.to_owned(),
        state_title: a.f.t(title).into_owned(),
        state_text: a.f.t(text).into_owned(),
        messages: returned.thread.messages.iter().map(said).collect(),
        text: Control::new("text", a.f.t("public-message"), Input::Narrative(LONGEST_MESSAGE))
            .required()
            .value(written.kept)
            .problem(written.problem),
        act: state.node.new_public_id(),
        sent: written.sent,
        refused: written.refused,
        a,
    };
    let failed = page.text.problem.is_some() || page.refused.is_some();
    if failed { draw_with(StatusCode::UNPROCESSABLE_ENTITY, &page) } else { draw(&page) }
}
