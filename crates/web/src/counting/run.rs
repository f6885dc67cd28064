//! `/data-centre/run/{id}`: a run as a snapshot, and making it again.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::Uri;
use model::Id;
use node::acts::counting::{Linkage, ViewLinkage};

use super::home::days;
use super::{interval, whole};
use crate::door::go;
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "counting/run.html")]
struct RunPage {
    f: Frame,
    title: String,
    time: String,
    action: String,
    inputs: Vec<(String, String, String)>,
    results: Vec<(String, String)>,
    made_of: Vec<(String, String)>,
    thresholds: String,
    levels: Vec<(String, String, String, String, String)>,
    may_link: bool,
    proof: Option<bool>,
    exact: bool,
}

fn real(w: Words, number: f64, places: usize) -> String {
    say::decimal(w, format!("{number:.places$}"))
}

pub(crate) async fn page(
    State(state): State<WebState>,
    who: SignedIn,
    Path(id): Path<Id>,
    uri: Uri,
) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewLinkage { run: id }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let number = |n: i64| say::grouped(w, n);
    let ordinal = found.run.ordinal.to_string();
    let (join, keep) = (real(w, found.thresholds.0, 1), real(w, found.thresholds.1, 1));
    let levels = found.levels.iter().map(|level| {
        (
            w.t(&format!("field-{}", level.field)).into_owned(),
            w.t(&format!("level-{}", level.level)).into_owned(),
            real(w, level.m, 4),
            real(w, level.u, 6),
            real(w, level.weight, 1),
        )
    });
    let page = RunPage {
        title: w.with("run-title", &[("n", &ordinal)]).into_owned(),
        time: say::time(w, found.run.at),
        action: f.url(&format!("/data-centre/run/{id}")),
        inputs: found
            .inputs
            .iter()
            .map(|(list, n)| (list.agency.clone(), days(&f, &list.from, &list.to), number(*n)))
            .collect(),
        results: results(w, &found),
        made_of: made_of(w, &found),
        thresholds: w.with("run-thresholds", &[("join", &join), ("keep", &keep)]).into_owned(),
        levels: levels.collect(),
        may_link: found.may_link,
        proof: query(&uri, "proof").map(|proof| proof == "same"),
        exact: found.exact,
        f,
    };
    draw(&page)
}

fn results(w: Words, found: &Linkage) -> Vec<(String, String)> {
    let run = &found.run;
    let number = |n: i64| say::grouped(w, n);
    let line = |key: &str, value: String| (w.t(key).into_owned(), value);
    let mut lines =
        vec![line("run-records", number(run.records)), line("run-compared", number(run.compared))];
    if found.exact {
        let range = interval(w, run.estimate.low, run.estimate.high);
        lines.extend([
            line("run-by-model", number(run.by_model)),
            line("run-decisions", number(found.decisions)),
            line("rec-clusters", number(run.clusters)),
            line("rec-estimate", format!("{} ({range})", number(whole(run.estimate.count)))),
            line("run-joins", number(found.history.0)),
            line("run-splits", number(found.history.1)),
        ]);
    }
    lines
}

fn made_of(w: Words, found: &Linkage) -> Vec<(String, String)> {
    let run = &found.run;
    let line = |key: &str, value: String| (w.t(key).into_owned(), value);
    vec![
        line("run-model", w.t(if run.learned { "run-learned" } else { "run-given" }).into_owned()),
        line("run-version", run.code_version.clone()),
        line("run-seed", run.seed.to_string()),
        line("run-model-hash", run.model_hash.clone()),
        line("run-inputs-hash", run.inputs_hash.clone()),
        line("run-result-hash", run.result_hash.clone()),
    ]
}

pub(crate) async fn again(
    State(state): State<WebState>,
    who: SignedIn,
    Path(id): Path<Id>,
    _: Posted,
) -> Answer {
    let repeated = state.node.repeat_linkage(&who.session.actor, id).await?;
    let proof = if repeated.same { "same" } else { "differs" };
    Ok(go(&state.settings.url(&format!("/data-centre/run/{id}?proof={proof}"))))
}
