//! `/promises/frameworks`: frameworks that may be adopted; `/policy-draft/{id}/commitments`: what comes back of a policy once it is adopted.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::kinds::{self, PolicyDraft};
use model::{Id, frameworks};
use node::Error;
use node::acts::View;
use node::acts::promises::{AdoptFramework, MakeCommitments, ViewTies};

use super::may;
use crate::casework::OnePath;
use crate::casework::form_page::{problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "promises/frameworks.html")]
struct FrameworksPage {
    f: Frame,
    all: Vec<Shown>,
}

/// A framework in words.
struct Shown {
    code: &'static str,
    title: String,
    sections: Vec<&'static str>,
    /// What, and how long after adoption.
    measures: Vec<(&'static str, String)>,
    lead: Control,
}

#[derive(Template)]
#[template(path = "promises/policy_return.html")]
struct ReturnPage {
    f: Frame,
    id: String,
    code: String,
    title: String,
    review: Option<String>,
    adopted: bool,
    rows: Vec<(String, String, String, Badge)>,
    /// What making commitments would do; nothing when there is nothing to make.
    make: Option<String>,
    refused: Option<String>,
}

pub(crate) async fn list(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, ("", ""), None)
}

fn show(state: &WebState, who: &SignedIn, (code, lead): (&str, &str), error: Option<&Error>) -> Answer {
    if !may(state, who, "open", "policy-draft") {
        return Err(Error::Denied("no-right").into());
    }
    let f = Frame::of(state, who);
    let w = f.words;
    let one = |framework: &'static frameworks::Framework| {
        let mine = framework.code == code;
        let months = |months: i32| w.count("frameworks-months", i64::from(months)).into_owned();
        Shown {
            code: framework.code,
            title: w.code("framework-template", framework.code).to_owned(),
            sections: framework.sections.iter().map(|words| words.text(w.lang)).collect(),
            measures: framework
                .measures
                .iter()
                .map(|measure| (measure.words.text(w.lang), months(measure.months)))
                .collect(),
            lead: Control::new("lead", f.t("frameworks-lead-institution"), Input::Line(160))
                .required()
                .value(if mine { lead } else { "" })
                .problem(if mine { problem(&f, error, "lead") } else { None }),
        }
    };
    let all = frameworks::all().iter().map(one).collect();
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    draw_with(status, &FrameworksPage { all, f })
}

pub(crate) async fn adopt(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let (template, lead) = (posted.text("template").to_owned(), posted.text("lead").to_owned());
    let act = AdoptFramework { template: template.clone(), lead: lead.clone(), language: who.words().lang };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(opened) => Ok(done(&state, &format!("/policy-draft/{}", opened.id), "adopt-framework")),
        Err(error) => show(&state, &who, (&template, &lead), Some(&shown(error)?)),
    }
}

pub(crate) async fn back(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    returned(&state, &who, id, None).await
}

pub(crate) async fn make(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let act = MakeCommitments { id, language: who.words().lang };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, &format!("/policy-draft/{id}/commitments"), "make-commitments")),
        Err(error) => returned(&state, &who, id, Some(&shown(error)?)).await,
    }
}

async fn returned(state: &WebState, who: &SignedIn, id: Id, error: Option<&Error>) -> Answer {
    let viewed = state.node.perform(&who.session.actor, View::<PolicyDraft>::new(id)).await?;
    let ties = state.node.perform(&who.session.actor, ViewTies { id }).await?;
    let f = Frame::of(state, who);
    let w = f.words;
    let made: Vec<_> = ties.to.iter().filter(|tied| tied.kind == "commitment").collect();
    let rows = made.iter().filter_map(|tied| {
        let meta = kinds::by_slug(tied.kind)?;
        let phase = meta.lifecycle.state(&tied.state).map_or("open", |s| s.phase.code());
        let badge = say::state(w, meta, &tied.state, phase);
        Some((f.url(&format!("/commitment/{}", tied.id)), tied.title.clone(), tied.code.clone(), badge))
    });
    let adopted = ["adopted", "due_for_review"].contains(&viewed.envelope.state.as_str());
    let measures = frameworks::get(&viewed.record.text("template")).map_or(0, |one| one.measures.len());
    let left = i64::try_from(measures.saturating_sub(made.len())).unwrap_or(0);
    let may_make = adopted && ties.may_tie && may(state, who, "open", "commitment") && left > 0;
    let review = viewed.record.text("review_on");
    let page = ReturnPage {
        id: id.to_string(),
        code: ties.code.clone(),
        title: viewed.record.text("title"),
        review: review.parse().ok().map(|day| say::date(w, day)),
        adopted,
        make: may_make.then(|| w.count("policy-return-will", left).into_owned()),
        rows: rows.collect(),
        refused: match error {
            Some(Error::Refused(code)) => Some(Fault::from(Error::Refused(code)).told(w).text),
            _ => None,
        },
        f,
    };
    let status = if error.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    draw_with(status, &page)
}
