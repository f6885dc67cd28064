//! `/requests`: what other organisations ask of us and what we asked them, with the clocks; `/requests/new` asks.

use askama::Template;
use axum::extract::State;
use model::{Draft, Id, Kind, Problem, kinds};
use node::Error;
use node::acts::exchange::{AskInformation, ListRequests, RequestRow};

use super::exchange;
use crate::casework::form_page::{ActPage, problem, shown};
use crate::casework::{OnePath, receivers};
use crate::error::Answer;
use crate::forms::{Choice, Control, FieldUse, FormBuilder, Input, Section, typed};
use crate::frame::{Frame, done, draw};
use crate::kinds::{as_declared, today};
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "desk/requests.html")]
struct RequestsPage {
    f: Frame,
    may_ask: bool,
    parts: Vec<Part>,
}

struct Part {
    slug: &'static str,
    title: String,
    empty: String,
    open: Vec<Line>,
    ended: Vec<Line>,
}

/// One question in a few lines.
struct Line {
    href: String,
    code: String,
    who: String,
    state: Badge,
    clock: Option<Badge>,
    priority: Option<Badge>,
    how: Option<String>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let listed = state.node.perform(&who.session.actor, ListRequests).await?;
    let f = Frame::of(&state, &who);
    let parts = vec![
        part(&f, ("incoming-rfi", "requests-received", "requests-received-none"), &listed.received),
        part(&f, ("rfi", "requests-asked", "requests-asked-none"), &listed.asked),
    ];
    let may_ask = node::access::holds_right(&who.session.actor, "ask", "rfi", f.now).allows();
    draw(&RequestsPage { may_ask, parts, f })
}

fn part(f: &Frame, (slug, title, empty): (&'static str, &str, &str), rows: &[RequestRow]) -> Part {
    let said = |ended: bool| {
        let rows = rows.iter().filter(|row| (row.phase == "closed") == ended);
        rows.map(|row| line(f, slug, row)).collect()
    };
    Part {
        slug,
        title: f.t(title).into_owned(),
        empty: f.t(empty).into_owned(),
        open: said(false),
        ended: said(true),
    }
}

fn line(f: &Frame, slug: &str, row: &RequestRow) -> Line {
    let words = f.words;
    let list = if slug == "rfi" { "rfi-state" } else { "incoming-rfi-state" };
    let tone = match row.state.as_str() {
        "asked" | "received" => "waiting",
        "answered" => "open",
        _ => "closed",
    };
    let said = match &row.answer {
        Some(answer) => words.code("rfi-answer", answer),
        None => words.code(list, &row.state),
    };
    let waits = matches!(row.state.as_str(), "asked" | "received");
    let clock = match row.due_at.filter(|_| waits) {
        Some(due) => Some(say::due_soon(words, due, f.now)),
        None => Some(Badge { text: say::ago(words, row.opened_at, f.now), tone: "plain" }),
    };
    let other = if slug == "rfi" { "requests-to" } else { "requests-from" };
    let how = row.delivery.as_ref().filter(|_| waits);
    Line {
        href: f.url(&format!("/{slug}/{}", row.id)),
        code: row.code.clone(),
        who: words.with(other, &[("who", &row.other)]).into_owned(),
        state: Badge { text: said.to_owned(), tone },
        clock,
        priority: say::priority(words, &row.priority).filter(|_| waits),
        how: how.map(|(state, receipt, at)| exchange::words(f, state, receipt.as_deref(), *at)),
    }
}

/// What the form asks; the rest comes with the answer.
const FIELDS: [&str; 5] = ["question", "subject", "known", "needed_by", "urgent"];

fn fields() -> Vec<FieldUse> {
    let meta = kinds::Rfi::META;
    FIELDS.iter().filter_map(|name| meta.field(name)).map(|(_, field)| as_declared(field)).collect()
}

/// What was typed.
#[derive(Default)]
struct Asked {
    to: String,
    case: Option<Id>,
    draft: Draft,
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, &Asked::default(), None).await
}

/// `/case/{id}/ask`: the same form, for a case.
pub(crate) async fn from_case(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    show(&state, &who, &Asked { case: Some(path.0), ..Asked::default() }, None).await
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let asked = Asked {
        to: posted.text("to").to_owned(),
        case: posted.text("case").parse().ok(),
        draft: typed(&posted, &fields()),
    };
    let made = match asked.to.parse::<Id>() {
        Ok(to) => {
            let ask = AskInformation { to, case: asked.case, draft: asked.draft.clone() };
            state.node.perform_as(posted.act(&state), &who.session.actor, ask).await
        }
        Err(_) => Err(Error::field("to", model::ProblemCode::Missing)),
    };
    match made {
        Ok(_) => Ok(done(&state, "/requests", "ask-information")),
        Err(error) => show(&state, &who, &asked, Some(&shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, asked: &Asked, error: Option<&Error>) -> Answer {
    let found = receivers::all(state, who).await?;
    let f = Frame::of(state, who);
    let choices: Vec<Choice> = receivers::organisations(&found, who)
        .into_iter()
        .filter_map(|(organisation, name)| {
            let post = found.iter().find(|one| one.organisation == organisation)?.post.to_string();
            Some(Choice::new(&post, name, post == asked.to))
        })
        .collect();
    let to = Control::new("to", f.t("requests-whom"), Input::Select(choices))
        .required()
        .value(&asked.to)
        .problem(problem(&f, error, "to"));
    let problems: &[Problem] = match error {
        Some(Error::Invalid(problems)) => problems,
        _ => &[],
    };
    let builder =
        FormBuilder::new(f.words, kinds::Rfi::META, today(state), &asked.draft).problems(problems).flat();
    let controls: Vec<Control> =
        builder.build(&fields()).sections.into_iter().flat_map(|section| section.controls).collect();
    let back = asked.case.map_or_else(|| "/requests".to_owned(), |case| format!("/case/{case}"));
    let mut page = ActPage::new(f, "ask-information", "/requests/new", &back, Vec::new());
    page.form.sections =
        vec![Section { title: String::new(), controls: std::iter::once(to).chain(controls).collect() }];
    if let Some(case) = asked.case {
        page.hidden.push(("case".to_owned(), case.to_string()));
    }
    page = page.refused(error);
    page.lead = vec![page.f.t("ask-information-lead").into_owned()];
    page.warning = vec![page.f.t("ask-information-warning").into_owned()];
    page.answer()
}
