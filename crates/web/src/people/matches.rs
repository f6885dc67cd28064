//! `/matches/{id}`: people who may be the one that a tracing request looks for; a person compares and decides.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::{Id, Kind, kinds};
use node::Error;
use node::acts::tracing::{Candidate, ConfirmMatch, MatchTracing};

use crate::casework::form_page::{problem, shown};
use crate::casework::{OnePath, hit};
use crate::error::{Answer, Fault};
use crate::frame::{Frame, done, draw_with};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

const TRACING: &model::KindMeta = <kinds::TracingRequest as Kind>::META;

#[derive(Template)]
#[template(path = "people/matches.html")]
struct MatchesPage {
    f: Frame,
    id: Id,
    /// What is known of the one sought: label and value.
    sought: Vec<(String, String)>,
    name: String,
    candidates: Vec<CandidateView>,
    loading: bool,
    may_confirm: bool,
    refused: Option<String>,
    missing: Option<(Id, String)>,
}

/// Somebody who may be the one.
struct CandidateView {
    id: Id,
    name: String,
    about: String,
    likely: bool,
    /// Share of the evidence that agrees, in hundredths.
    percent: i64,
    grounds: Vec<String>,
    matters: Vec<(String, String)>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    show(&state, &who, id, None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let person: Id = posted.text("person").parse().map_err(|_| Fault::Unreadable)?;
    let act = ConfirmMatch { id, person, reason: posted.text("reason").to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, &format!("/{}/{id}", TRACING.slug), "confirm-match")),
        Err(error) => show(&state, &who, id, Some((person, shown(error)?))).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, id: Id, wrong: Option<(Id, Error)>) -> Answer {
    let found = state.node.perform(&who.session.actor, MatchTracing { id }).await?;
    let f = Frame::of(state, who);
    let asked = ["relation", "sought_sex", "sought_birth_year", "sought_phone", "region", "place_last"];
    let known = found.sought.fields().filter(|(field, _)| asked.contains(&field.name)).filter_map(
        |(field, shown)| {
            let said = say::value(f.words, field, shown);
            (said.there == say::There::Yes)
                .then(|| (f.words.field(TRACING.slug, field.name).into_owned(), said.text))
        },
    );
    let refused = match &wrong {
        Some((_, Error::Refused(code))) => Some(Fault::from(Error::Refused(code)).told(f.words).text),
        _ => None,
    };
    let missing = wrong
        .as_ref()
        .and_then(|(person, error)| problem(&f, Some(error), "reason").map(|text| (*person, text)));
    let status = match (&refused, &missing) {
        (Some(_), _) => StatusCode::CONFLICT,
        (_, Some(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let page = MatchesPage {
        id,
        sought: known.collect(),
        name: found.sought.text("sought_name"),
        candidates: found.candidates.iter().map(|one| candidate(&f, one)).collect(),
        loading: found.still_loading.is_some(),
        may_confirm: found.may_confirm,
        refused,
        missing,
        f,
    };
    draw_with(status, &page)
}

fn candidate(f: &Frame, one: &Candidate) -> CandidateView {
    let matters = one.matters.iter().map(|matter| {
        let link = hit::matter_link(f, matter);
        let roles = matter.roles.iter().map(|role| f.words.code("participation-role", role));
        (format!("{} ({})", link.label, roles.collect::<Vec<_>>().join(", ")), link.href)
    });
    CandidateView {
        id: one.id,
        name: hit::name(f.words, &one.person),
        about: hit::about(f, &one.person),
        likely: one.likely,
        percent: percent(one.score),
        grounds: one.grounds.iter().map(|code| f.t(&format!("ground-{code}")).into_owned()).collect(),
        matters: matters.collect(),
    }
}

#[allow(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
fn percent(score: f32) -> i64 {
    (score.clamp(0.0, 1.0) * 100.0).round() as i64
}
