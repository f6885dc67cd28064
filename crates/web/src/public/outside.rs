//! `/rujukan`: somebody outside the network opens a referral with the number of a link and a code told by telephone, and answers
//! it. No account and no cookie; number and code travel in forms alone. Whatever looks ahead at the link sees an empty form.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use model::{Draft, Id, Kind, KindMeta, Problem, Step, kinds};
use node::acts::intake::Source;
use node::acts::moves::{AnswerOutside, OpenOutside, OutsideOpened, OutsideTold, OutsideView};
use node::{Actor, Error};

use super::Around;
use super::link::{REFERRAL, ask, in_fours, refused};
use crate::error::{Answer, Fault};
use crate::forms::{FieldUse, Form, FormBuilder, group_title, typed};
use crate::frame::draw_with;
use crate::i18n::Words;
use crate::kinds::step::asked;
use crate::kinds::today;
use crate::say;
use crate::session::{Anyone, Open, Posted};
use crate::state::WebState;
use crate::visitor::Visitor;

const META: &KindMeta = <kinds::Referral as Kind>::META;

#[derive(Template)]
#[template(path = "public/outside_open.html")]
struct OpenPage {
    a: Around,
    number: String,
    shown_number: String,
    code: String,
    /// Whether the number is new and has to be written down.
    new: bool,
    referral: String,
    from: String,
    state: say::Badge,
    lead: String,
    by: Option<String>,
    lines: Vec<(String, String)>,
    groups: Vec<(String, Vec<(String, String)>)>,
    /// What may be answered: code of the step, its words, its form.
    answers: Vec<(&'static str, String, Form)>,
    sent: bool,
    refused: Option<String>,
    act: Id,
}

pub(crate) async fn form(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    ask(&state, &visitor, &REFERRAL, None, (None, StatusCode::OK)).await
}

/// The address of the link. It is not even looked up: programs that look ahead at links spend nothing.
pub(crate) async fn linked(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    Path(number): Path<String>,
) -> Answer {
    ask(&state, &visitor, &REFERRAL, Some(number), (None, StatusCode::OK)).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    Open(posted): Open,
) -> Answer {
    let source = Some(Source(visitor.source.clone()));
    let mut said = Said::default();
    if posted.has("do") {
        said = match answer(&state, &visitor, &posted, source.clone()).await {
            Ok(said) => said,
            Err(error) => return refused(&state, &visitor, &REFERRAL, &posted, error).await,
        };
    }
    let act = if posted.has("do") { state.node.new_public_id() } else { act_of(&state, &posted) };
    let (number, code) = (posted.text("number").to_owned(), posted.text("code").to_owned());
    let open = OpenOutside { number, code, source };
    match state.node.perform_as(act, &Actor::public(visitor.words.lang), open).await {
        Ok(opened) => show(&state, &visitor, &posted, opened, said).await,
        Err(error) => refused(&state, &visitor, &REFERRAL, &posted, error).await,
    }
}

fn act_of(state: &WebState, posted: &Posted) -> Id {
    posted.text("act").parse().unwrap_or_else(|_| state.node.new_public_id())
}

/// What became of an answer.
#[derive(Default)]
struct Said {
    sent: bool,
    action: String,
    draft: Draft,
    problems: Vec<Problem>,
    refused: Option<String>,
}

async fn answer(
    state: &WebState,
    visitor: &Visitor,
    posted: &Posted,
    source: Option<Source>,
) -> Result<Said, Error> {
    let action = posted.text("do").to_owned();
    let step = META.lifecycle.step(&action).ok_or(Error::NotFound)?;
    let draft = typed(posted, &fields_of(step));
    let act = AnswerOutside {
        number: posted.text("number").to_owned(),
        code: posted.text("code").to_owned(),
        action: action.clone(),
        draft: draft.clone(),
        source,
    };
    let public = Actor::public(visitor.words.lang);
    let (problems, refused) = match state.node.perform_as(act_of(state, posted), &public, act).await {
        Ok(()) => return Ok(Said { sent: true, ..Said::default() }),
        Err(Error::Invalid(problems)) => (problems, None),
        Err(Error::Refused(code)) if code != "outside-locked" => {
            (Vec::new(), Some(Fault::from(Error::Refused(code)).told(visitor.words).text))
        }
        Err(error) => return Err(error),
    };
    Ok(Said { sent: false, action, draft, problems, refused })
}

async fn show(
    state: &WebState,
    visitor: &Visitor,
    posted: &Posted,
    opened: OutsideOpened,
    said: Said,
) -> Answer {
    let a = Around::new(state, visitor).await?;
    let (words, view) = (a.f.words, &*opened.view);
    let phase = META.lifecycle.state(&view.state).map_or("closed", |state| state.phase.code());
    let open = view.state == "in_progress";
    let page = OpenPage {
        shown_number: in_fours(&opened.number),
        number: opened.number.clone(),
        code: posted.text("code").to_owned(),
        new: opened.new,
        referral: view.code.clone(),
        from: if words.lang == model::Lang::En { view.from.1.clone() } else { view.from.0.clone() },
        state: say::state(words, META, &view.state, phase),
        lead: a.f.t(lead(&view.state)).into_owned(),
        by: open.then(|| say::time(words, view.respond_by)),
        lines: view.told.as_ref().map(|told| lines(words, told)).unwrap_or_default(),
        groups: view.told.as_ref().map(|told| groups(words, told, today(state))).unwrap_or_default(),
        answers: answers(state, words, view, &said),
        sent: said.sent,
        refused: said.refused,
        act: state.node.new_public_id(),
        a,
    };
    let failed = page.refused.is_some() || !said.problems.is_empty();
    draw_with(if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

/// How an answer is called.
fn title(action: &str) -> &'static str {
    match action {
        "accept" => "outside-accept",
        "reject" => "outside-reject",
        _ => "outside-finish",
    }
}

/// What an answer asks for. A yes needs a day and no words, so that no two forms of the page have a field of one name.
fn fields_of(step: &'static Step) -> Vec<FieldUse> {
    asked(META, step).into_iter().filter(|used| used.required || step.action != "accept").collect()
}

/// What somebody has to know first.
fn lead(state: &str) -> &'static str {
    match state {
        "in_progress" => "outside-lead-asked",
        "accepted" => "outside-lead-accepted",
        "done" => "outside-lead-done",
        "rejected" => "outside-lead-rejected",
        "revoked" => "outside-lead-revoked",
        _ => "outside-lead-ended",
    }
}

/// What is asked for.
fn lines(words: Words, told: &OutsideTold) -> Vec<(String, String)> {
    let types: Vec<_> = told.service_types.iter().map(|code| words.code("service-type", code)).collect();
    let urgent = told.urgent.then(|| words.code("priority", "urgent").to_owned());
    let age = told.age_band.map(|code| words.code("age-band", code).to_owned());
    let all = [
        (words.field(META.slug, "service_types").into_owned(), Some(types.join(", "))),
        (words.field(META.slug, "urgent").into_owned(), urgent),
        (words.field(META.slug, "reason").into_owned(), Some(told.reason.clone())),
        (words.t("outside-age").into_owned(), age),
        (
            words.field(META.slug, "first_contact_by").into_owned(),
            told.first_contact_by.map(|day| say::date(words, day)),
        ),
    ];
    all.into_iter().filter_map(|(label, text)| Some((label, text.filter(|text| !text.is_empty())?))).collect()
}

/// What is told of the child, in its data groups.
fn groups(words: Words, told: &OutsideTold, today: model::Date) -> Vec<(String, Vec<(String, String)>)> {
    let mut groups: Vec<(model::DataGroup, Vec<(String, String)>)> = Vec::new();
    for (group, kind, name, text) in &told.facts {
        let Some((_, field)) = kinds::by_slug(kind).and_then(|meta| meta.field(name)) else { continue };
        let value = model::draft::parse_text(field.shape, text, today);
        let said = value.map_or_else(|_| text.clone(), |value| say::plain(words, field, &value));
        let row = (words.field(kind, name).into_owned(), said);
        match groups.iter_mut().find(|(known, _)| known == group) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((*group, vec![row])),
        }
    }
    groups.into_iter().map(|(group, rows)| (group_title(words, group), rows)).collect()
}

/// Yes and no while it waits, what became of it after a yes.
fn answers(
    state: &WebState,
    words: Words,
    view: &OutsideView,
    said: &Said,
) -> Vec<(&'static str, String, Form)> {
    let steps = META.lifecycle.steps_from(&view.state);
    let steps = steps.filter(|step| ["accept", "reject", "finish"].contains(&step.action));
    let nothing = Draft::default();
    steps
        .map(|step| {
            let mine = said.action == step.action;
            let draft = if mine { &said.draft } else { &nothing };
            let problems = if mine { said.problems.as_slice() } else { &[] };
            let form = FormBuilder::new(words, META, today(state), draft).problems(problems).flat();
            (step.action, words.t(title(step.action)).into_owned(), form.build(&fields_of(step)))
        })
        .collect()
}
