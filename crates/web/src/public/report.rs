//! `/lapor`: anybody tells something, and gets a receipt to come back with.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::{Draft, Id, Kind, Lang, Problem, kinds};
use node::acts::intake::{CONTENT_FIELDS, FileReport, PUBLIC_FIELDS, Source};
use node::{Actor, Challenge, Error, ProofOfWork};

use super::Around;
use crate::error::{Answer, Fault};
use crate::forms::{Control, FieldUse, Form, FormBuilder, Input, typed};
use crate::frame::{draw, draw_with};
use crate::kinds::today;
use crate::session::{Anyone, Open, Posted};
use crate::state::WebState;
use crate::visitor::Visitor;

/// What the form asks, in its order. All but the first two may stay empty.
const ASKED: [&str; 8] = [
    "narrative",
    "imminent_danger",
    "region",
    "incident_date",
    "children",
    "reporter_name",
    "reporter_contact",
    "reporter_safe_contact",
];

#[derive(Template)]
#[template(path = "public/report.html")]
struct ReportPage {
    a: Around,
    form: Form,
    /// Asked of everybody; the rest is about the reader and comes after a word of its own.
    first: Vec<Control>,
    /// Something on the internet, asked of whoever wants to say it.
    on_the_net: Vec<Control>,
    about_you: Vec<Control>,
    act: Id,
    challenge: Challenge,
    /// Why nothing was sent.
    refused: Option<String>,
}

#[derive(Template)]
#[template(path = "public/receipt.html")]
struct ReceiptPage {
    a: Around,
    receipt: String,
}

struct Tried {
    draft: Draft,
    problems: Vec<Problem>,
    act: Id,
    refused: Option<String>,
    status: StatusCode,
}

pub(crate) async fn form(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    let tried = Tried {
        draft: Draft::default(),
        problems: Vec::new(),
        act: state.node.new_public_id(),
        refused: None,
        status: StatusCode::OK,
    };
    show(&state, &visitor, tried).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    Open(posted): Open,
) -> Answer {
    let words = visitor.words;
    let source = Some(Source(visitor.source.clone()));
    let act = posted.text("act").parse().unwrap_or_else(|_| state.node.new_public_id());
    let mut draft = typed(&posted, &asked());
    draft.0.extend(typed(&posted, &of_content()).0);
    // An empty date or choice is not told at all, so that the page never claims what nobody said.
    draft.0.retain(|_, text| !text.trim().is_empty());
    let kept = draft.clone();
    draft.set("language", if words.lang == Lang::En { "en" } else { "id" });
    let file = FileReport { organisation: None, draft, work: work(&posted), source };
    let filed = state.node.perform_as(act, &Actor::public(words.lang), file).await;
    let mut tried = Tried {
        draft: kept,
        problems: Vec::new(),
        act,
        refused: None,
        status: StatusCode::UNPROCESSABLE_ENTITY,
    };
    match filed {
        Ok(filed) => {
            let receipt = filed.receipt.grouped().to_string();
            return draw(&ReceiptPage { a: Around::new(&state, &visitor).await?, receipt });
        }
        Err(Error::Invalid(problems)) => tried.problems = problems,
        Err(Error::TooMany(seconds)) => {
            tried.refused = Some(words.count("public-wait", (seconds + 59) / 60).into_owned());
            tried.status = StatusCode::TOO_MANY_REQUESTS;
        }
        // The same form with another text: it was sent before, and what is new needs a form of its own.
        Err(Error::AlreadyDone | Error::Conflict) => {
            tried.refused = Some(words.t("public-sent-before").into_owned());
            tried.act = state.node.new_public_id();
            tried.status = StatusCode::CONFLICT;
        }
        Err(error @ (Error::Refused(_) | Error::Storage(_) | Error::Transient)) => {
            let fault = Fault::from(error);
            tried.status = fault.status();
            tried.refused = Some(words.t("public-not-now").into_owned());
        }
        Err(error) => return Err(error.into()),
    }
    show(&state, &visitor, tried).await
}

fn work(posted: &Posted) -> Option<ProofOfWork> {
    let (challenge, nonce) = (posted.text("challenge"), posted.text("nonce"));
    let solved = !challenge.is_empty() && !nonce.is_empty();
    solved.then(|| ProofOfWork { challenge: challenge.to_owned(), nonce: nonce.to_owned() })
}

fn asked() -> Vec<FieldUse> {
    let meta = kinds::Report::META;
    debug_assert!(ASKED.iter().all(|name| PUBLIC_FIELDS.contains(name)));
    let field = |name: &&str| meta.field(name).map(|(_, field)| crate::kinds::as_declared(field));
    ASKED.iter().filter_map(field).collect()
}

fn of_content() -> Vec<FieldUse> {
    let meta = kinds::ContentReport::META;
    let field = |name: &&str| meta.field(name).map(|(_, field)| crate::kinds::as_declared(field));
    CONTENT_FIELDS.iter().filter_map(field).collect()
}

async fn show(state: &WebState, visitor: &Visitor, tried: Tried) -> Answer {
    let a = Around::new(state, visitor).await?;
    let mut form = FormBuilder::new(a.f.words, kinds::Report::META, today(state), &tried.draft)
        .problems(&tried.problems)
        .build(&asked());
    let mut controls: Vec<Control> = form.sections.drain(..).flat_map(|section| section.controls).collect();
    for control in &mut controls {
        plain(&a, control);
    }
    controls.sort_by_key(|control| ASKED.iter().position(|name| *name == control.name));
    let about_you =
        controls.split_off(controls.partition_point(|control| !control.name.starts_with("reporter")));
    let net = FormBuilder::new(a.f.words, kinds::ContentReport::META, today(state), &tried.draft)
        .problems(&tried.problems)
        .build(&of_content());
    let mut on_the_net: Vec<Control> =
        net.sections.into_iter().flat_map(|section| section.controls).collect();
    for control in &mut on_the_net {
        plain(&a, control);
    }
    on_the_net.sort_by_key(|control| CONTENT_FIELDS.iter().position(|name| *name == control.name));
    let summary = [controls.clone(), on_the_net.clone(), about_you.clone()].concat();
    form.sections = vec![crate::forms::Section { title: String::new(), controls: summary }];
    let page = ReportPage {
        first: controls,
        on_the_net,
        about_you,
        form,
        act: tried.act,
        challenge: state.node.challenge(state.settings.public.difficulty),
        refused: tried.refused,
        a,
    };
    draw_with(tried.status, &page)
}

/// The form asks in a child's words, not in those of the record.
fn plain(a: &Around, control: &mut Control) {
    let key = format!("public-{}", control.name.replace('_', "-"));
    control.label = a.f.t(&key).into_owned();
    control.hint = a.f.words.maybe(&format!("{key}.hint")).map(|hint| hint.into_owned());
    if let (Input::Radios(choices), "imminent_danger") = (&mut control.input, control.name.as_str()) {
        // Nobody is made to decide what they do not know.
        if !choices.iter().any(|choice| choice.on)
            && let Some(unsure) = choices.iter_mut().find(|choice| choice.code == "unknown")
        {
            unsure.on = true;
        }
    }
}
