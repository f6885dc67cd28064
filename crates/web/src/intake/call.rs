//! `/calls/new`: one screen for whoever listens: a call, a visit, outreach, an agency, a child. What is typed stays on the
//! screen until it is saved, whatever happens meanwhile; a call without words is two taps.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use model::{Draft, Id, Kind, Problem, kinds};
use node::Error;
use node::acts::intake::{CallerHistory, CheckCaller, LogCall, QUICK};

use super::refusal;
use crate::error::Answer;
use crate::forms::{Control, FieldUse, Form, FormBuilder, Section, typed};
use crate::frame::{Frame, draw, draw_with};
use crate::kinds::today;
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

/// Ways in which somebody comes to the desk, with the channel that each means.
const WAYS: [(&str, &str); 5] = [
    ("phone", "phone"),
    ("walk-in", "walk_in"),
    ("outreach", "outreach"),
    ("agency", "agency"),
    ("child", "phone"),
];

/// What is asked while somebody speaks, in the order in which people tell.
const FIRST: [&str; 5] = ["narrative", "imminent_danger", "imminent_reason", "children", "places"];
/// What is asked when there is time.
const THEN: [&str; 5] = ["region", "incident_date", "suspects", "exploitation_forms", "call_type"];
/// About whoever speaks.
const ABOUT: [&str; 6] = [
    "reporter_kind",
    "reporter_mode",
    "reporter_name",
    "reporter_contact",
    "reporter_safe_contact",
    "language",
];

#[derive(Template)]
#[template(path = "intake/call.html")]
struct CallPage {
    f: Frame,
    ways: Vec<(String, String, bool)>,
    way: &'static str,
    /// A child speaks: other words, and what helps a child to go on.
    child: bool,
    phone: bool,
    quick: Vec<(&'static str, String)>,
    caller: String,
    history: Option<History>,
    form: Form,
    first: Vec<Control>,
    then: Vec<Control>,
    about: Vec<Control>,
    receipt: bool,
    refused: Option<String>,
    act: Id,
}

/// What is remembered of a number.
struct History {
    text: String,
    silent: Option<String>,
    calls: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "intake/call_done.html")]
struct DonePage {
    f: Frame,
    id: Id,
    code: String,
    receipt: Option<String>,
    before: Option<String>,
    way: &'static str,
}

struct Tried {
    draft: Draft,
    caller: String,
    receipt: bool,
    problems: Vec<Problem>,
    refused: Option<String>,
    history: Option<CallerHistory>,
    act: Id,
    status: StatusCode,
}

fn way(text: &str) -> &'static str {
    WAYS.into_iter().find(|(way, _)| *way == text).map_or("phone", |(way, _)| way)
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    if !node::access::holds_right(&who.session.actor, "open", "report", state.node.now()).allows() {
        return Err(Error::Denied("no-right").into());
    }
    let way = way(&query(&uri, "way").unwrap_or_default());
    let mut draft = Draft::default();
    draft.set("imminent_danger", "unknown");
    draft.set("reporter_mode", "confidential");
    match way {
        "child" => draft.set("reporter_kind", "child_self"),
        "agency" => draft.set("reporter_kind", "agency"),
        _ => {}
    }
    let tried = Tried {
        draft,
        caller: String::new(),
        receipt: way == "child",
        problems: Vec::new(),
        refused: None,
        history: None,
        act: state.node.new_id(),
        status: StatusCode::OK,
    };
    show(&state, &who, way, tried)
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let way = way(posted.text("way"));
    let actor = &who.session.actor;
    let mut draft = typed(&posted, &uses(way));
    draft.0.retain(|_, text| !text.trim().is_empty());
    let mut tried = Tried {
        draft: draft.clone(),
        caller: posted.text("caller").to_owned(),
        receipt: posted.text("receipt") == "true",
        problems: Vec::new(),
        refused: None,
        history: None,
        act: posted.act(&state),
        status: StatusCode::OK,
    };
    if posted.text("do") == "check" {
        let check = CheckCaller { caller: tried.caller.clone() };
        tried.history = Some(state.node.perform(actor, check).await?);
        return show(&state, &who, way, tried);
    }
    let quick = QUICK.into_iter().map(|(kind, ..)| kind).find(|kind| *kind == posted.text("quick"));
    if let Some(kind) = quick {
        if draft.text("narrative").is_empty() {
            draft.set("narrative", who.words().code("call-type", kind));
        }
        draft.set("call_type", kind);
        // Nobody was there to be named.
        draft.0.retain(|field, _| !field.starts_with("reporter_"));
    }
    let channel = WAYS.into_iter().find(|(known, _)| *known == way).map_or("phone", |(_, channel)| channel);
    draft.set("channel", channel);
    let call =
        LogCall { draft, caller: tried.caller.clone(), quick: quick.is_some(), receipt: tried.receipt };
    match state.node.perform_as(tried.act, actor, call).await {
        Ok(logged) => {
            let f = Frame::of(&state, &who);
            let before = i64::try_from(logged.before).unwrap_or(i64::MAX);
            draw(&DonePage {
                id: logged.id,
                code: logged.code,
                receipt: logged.receipt.map(|receipt| receipt.grouped().to_string()),
                before: (before > 0).then(|| f.words.count("call-before", before).into_owned()),
                way,
                f,
            })
        }
        Err(Error::Invalid(problems)) => {
            tried.problems = problems;
            tried.status = StatusCode::UNPROCESSABLE_ENTITY;
            show(&state, &who, way, tried)
        }
        Err(error) => {
            tried.refused = refusal(&Frame::of(&state, &who), Some(error))?;
            tried.status = StatusCode::CONFLICT;
            show(&state, &who, way, tried)
        }
    }
}

fn asked(names: &[&str], way: &str) -> Vec<FieldUse> {
    let meta = kinds::Report::META;
    let names = names.iter().filter(|name| **name != "call_type" || way == "phone" || way == "child");
    names.filter_map(|name| meta.field(name)).map(|(_, field)| crate::kinds::as_declared(field)).collect()
}

fn uses(way: &str) -> Vec<FieldUse> {
    [FIRST.as_slice(), &THEN, &ABOUT].iter().flat_map(|names| asked(names, way)).collect()
}

fn controls(f: &Frame, state: &WebState, tried: &Tried, names: &[&str], way: &str) -> Vec<Control> {
    let builder = FormBuilder::new(f.words, kinds::Report::META, today(state), &tried.draft);
    let form = builder.problems(&tried.problems).flat().build(&asked(names, way));
    let mut controls: Vec<Control> = form.sections.into_iter().flat_map(|section| section.controls).collect();
    if way == "child" {
        for control in &mut controls {
            gently(f, control);
        }
    }
    controls
}

/// What is asked of a child is asked in other words, and never twice.
fn gently(f: &Frame, control: &mut Control) {
    let key = format!("call-child-{}", control.name.replace('_', "-"));
    if let Some(label) = f.words.maybe(&key) {
        control.label = label.into_owned();
        control.hint = f.words.maybe(&format!("{key}.hint")).map(|hint| hint.into_owned());
    }
}

fn show(state: &WebState, who: &SignedIn, way: &'static str, tried: Tried) -> Answer {
    let f = Frame::of(state, who);
    let first = controls(&f, state, &tried, &FIRST, way);
    let then = controls(&f, state, &tried, &THEN, way);
    let about = controls(&f, state, &tried, &ABOUT, way);
    let all = [first.clone(), then.clone(), about.clone()].concat();
    let asked_for = |problem: &&Problem| !all.iter().any(|control| control.name == problem.field);
    let elsewhere = tried.problems.iter().filter(asked_for).map(|problem| {
        let label = f.words.field("report", &problem.field);
        format!("{label}: {}", crate::forms::problem_text(f.words, problem.code, None))
    });
    let elsewhere = elsewhere.collect();
    let page = CallPage {
        ways: WAYS
            .map(|(known, _)| {
                let href = f.url(&format!("/calls/new?way={known}"));
                (href, f.t(&format!("call-way-{known}")).into_owned(), known == way)
            })
            .to_vec(),
        way,
        child: way == "child",
        phone: way == "phone" || way == "child",
        quick: QUICK.map(|(kind, ..)| (kind, f.words.code("call-type", kind).to_owned())).to_vec(),
        caller: tried.caller,
        history: tried.history.as_ref().map(|history| told(&f, history)),
        form: Form { sections: vec![Section { title: String::new(), controls: all }], elsewhere },
        first,
        then,
        about,
        receipt: tried.receipt,
        refused: tried.refused,
        act: tried.act,
        f,
    };
    draw_with(tried.status, &page)
}

fn told(f: &Frame, history: &CallerHistory) -> History {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let line = |call: &node::acts::intake::KnownCall| {
        let kind = f.words.code("call-type", &call.call_type);
        (
            f.url(&format!("/report/{}", call.report)),
            format!("{} · {kind} · {}", call.code, say::time(f.words, call.at)),
        )
    };
    History {
        text: f.words.count("call-before", count(history.times)).into_owned(),
        silent: (history.silent > 0)
            .then(|| f.words.count("call-before-silent", count(history.silent)).into_owned()),
        calls: history.calls.iter().take(5).map(line).collect(),
    }
}
