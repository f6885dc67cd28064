//! `/anak`: a child tells what happened on the internet, in a few taps. Nothing but that is asked, no detail, no picture, no name; it becomes a
//! report in triage like any other, and the child gets a receipt to read the answer with.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::{Draft, Id, Lang, ProblemCode};
use node::acts::intake::{FileReport, Source};
use node::{Actor, Challenge, Error, ProofOfWork};

use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Form, Input, Section};
use crate::frame::{draw, draw_with};
use crate::public::Around;
use crate::session::{Anyone, Open, Posted};
use crate::state::WebState;
use crate::visitor::Visitor;

/// What a child may choose, in this order. Each is a code of list `online-harm`, said in a child's words.
const HARMS: [&str; 5] = ["bullying", "grooming", "sexual_extortion", "image_spread", "other"];
/// Answers to "are you in danger now".
const DANGER: [&str; 3] = ["true", "false", "unknown"];

#[derive(Template)]
#[template(path = "harm/child.html")]
struct ChildPage {
    a: Around,
    form: Form,
    controls: Vec<Control>,
    act: Id,
    challenge: Challenge,
    refused: Option<String>,
}

#[derive(Template)]
#[template(path = "public/receipt.html")]
struct ReceiptPage {
    a: Around,
    receipt: String,
}

/// What was typed and what came of it.
struct Tried {
    act: Id,
    missing: bool,
    picture: bool,
    refused: Option<String>,
    status: StatusCode,
}

pub(crate) async fn form(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    let act = state.node.new_public_id();
    let tried = Tried { act, missing: false, picture: false, refused: None, status: StatusCode::OK };
    show(&state, &visitor, &Posted::default(), tried).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    Open(posted): Open,
) -> Answer {
    let words = visitor.words;
    let act = posted.text("act").parse().unwrap_or_else(|_| state.node.new_public_id());
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let mut tried = Tried { act, missing: false, picture: false, refused: None, status };
    let harm = posted.text("harm");
    if !HARMS.contains(&harm) {
        tried.missing = true;
        return show(&state, &visitor, &posted, tried).await;
    }
    let source = Some(Source(visitor.source.clone()));
    let draft = draft(&visitor, &posted, harm);
    let file = FileReport { organisation: None, draft, work: work(&posted), source };
    match state.node.perform_as(act, &Actor::public(words.lang), file).await {
        Ok(filed) => {
            let receipt = filed.receipt.grouped().to_string();
            return draw(&ReceiptPage { a: Around::new(&state, &visitor).await?, receipt });
        }
        Err(Error::Invalid(problems)) => {
            tried.picture = problems.iter().any(|problem| problem.code == ProblemCode::Picture);
            tried.refused = (!tried.picture).then(|| words.t("public-not-now").into_owned());
        }
        Err(Error::TooMany(seconds)) => {
            tried.refused = Some(words.count("public-wait", (seconds + 59) / 60).into_owned());
            tried.status = StatusCode::TOO_MANY_REQUESTS;
        }
        Err(Error::AlreadyDone | Error::Conflict) => {
            tried.refused = Some(words.t("public-sent-before").into_owned());
            tried.act = state.node.new_public_id();
            tried.status = StatusCode::CONFLICT;
        }
        Err(error @ (Error::Refused(_) | Error::Storage(_) | Error::Transient)) => {
            tried.status = Fault::from(error).status();
            tried.refused = Some(words.t("public-not-now").into_owned());
        }
        Err(error) => return Err(error.into()),
    }
    show(&state, &visitor, &posted, tried).await
}

/// A report with what the child chose. Where the child wrote nothing, the choice itself is the text.
fn draft(visitor: &Visitor, posted: &Posted, harm: &str) -> Draft {
    let words = visitor.words;
    let chosen = words.t(&format!("child-harm-{}", harm.replace('_', "-"))).into_owned();
    let (place, more) = (posted.text("place").trim(), posted.text("more").trim());
    let mut narrative = words.with("child-told", &[("what", &chosen)]).into_owned();
    if !place.is_empty() {
        narrative = format!("{narrative}\n{}: {place}", words.t("child-place"));
    }
    if !more.is_empty() {
        narrative = format!("{narrative}\n\n{more}");
    }
    let danger = posted.text("danger");
    let danger = if DANGER.contains(&danger) { danger } else { "unknown" };
    let mut draft = Draft::default();
    draft.set("narrative", narrative);
    draft.set("online_harm", harm);
    draft.set("imminent_danger", danger);
    draft.set("language", if words.lang == Lang::En { "en" } else { "id" });
    let contact = posted.text("contact").trim();
    if !contact.is_empty() {
        draft.set("reporter_contact", contact);
        // Only what the child marked as safe is safe.
        draft.set("reporter_safe_contact", if posted.text("safe") == "yes" { "true" } else { "false" });
    }
    draft
}

fn work(posted: &Posted) -> Option<ProofOfWork> {
    let (challenge, nonce) = (posted.text("challenge"), posted.text("nonce"));
    let solved = !challenge.is_empty() && !nonce.is_empty();
    solved.then(|| ProofOfWork { challenge: challenge.to_owned(), nonce: nonce.to_owned() })
}

async fn show(state: &WebState, visitor: &Visitor, posted: &Posted, tried: Tried) -> Answer {
    let a = Around::new(state, visitor).await?;
    let w = a.f.words;
    let choices = |name: &str, prefix: &str, codes: &[&str]| -> Vec<Choice> {
        let label = |code: &&str| w.t(&format!("{prefix}-{}", code.replace('_', "-"))).into_owned();
        codes.iter().map(|code| Choice::new(code, label(code), posted.text(name) == *code)).collect()
    };
    let missing = || w.t("child-choose").into_owned();
    let picture = || w.t("problem-picture").into_owned();
    let controls = vec![
        Control::new("harm", w.t("child-what"), Input::Radios(choices("harm", "child-harm", &HARMS)))
            .required()
            .problem(tried.missing.then(missing)),
        Control::new(
            "danger",
            w.t("child-danger"),
            Input::Radios(choices("danger", "child-danger", &DANGER)),
        ),
        Control::new("place", w.t("child-place"), Input::Line(120))
            .hint(w.t("child-place.hint"))
            .value(posted.text("place")),
        Control::new("more", w.t("child-more"), Input::Narrative(4_000))
            .hint(w.t("child-more.hint"))
            .value(posted.text("more"))
            .problem(tried.picture.then(picture)),
        Control::new("contact", w.t("child-contact"), Input::Line(200))
            .hint(w.t("child-contact.hint"))
            .value(posted.text("contact")),
        Control::new("safe", w.t("child-safe"), Input::Radios(choices("safe", "child-safe", &["yes", "no"])))
            .hint(w.t("child-safe.hint")),
    ];
    let section = Section { title: String::new(), controls: controls.clone() };
    let page = ChildPage {
        form: Form { sections: vec![section], elsewhere: Vec::new() },
        controls,
        act: tried.act,
        challenge: state.node.challenge(state.settings.public.difficulty),
        refused: tried.refused,
        a,
    };
    draw_with(tried.status, &page)
}
