//! `/data-centre/change`: why a figure is not what it was in the last release.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use node::acts::counting::ExplainChange;

use super::{named, slice};
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "counting/change.html")]
struct ChangePage {
    f: Frame,
    name: String,
    since: String,
    then: String,
    now: String,
    runs: (String, String),
    steps: Vec<(String, String, bool)>,
    sum: String,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let since = query(&uri, "since").and_then(|id| id.parse().ok());
    let explained =
        state.node.perform(&who.session.actor, ExplainChange { since, slice: slice(&uri) }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let signed = |n: i64| match n {
        0 => "0".to_owned(),
        n if n < 0 => format!("−{}", say::grouped(w, -n)),
        n => format!("+{}", say::grouped(w, n)),
    };
    let since = match &explained.since {
        Some(release) => {
            let time = say::time(w, release.at);
            w.with("change-since", &[("code", &release.code), ("time", &time)]).into_owned()
        }
        None => w.with("change-since-first", &[("time", &say::time(w, explained.then.at))]).into_owned(),
    };
    let run = |run: &node::acts::counting::Run| f.url(&format!("/data-centre/run/{}", run.id));
    let change = &explained.change;
    let step = |step: &node::counting::Step| {
        (w.t(&format!("part-{}", step.part.code())).into_owned(), signed(step.by), step.by == 0)
    };
    let page = ChangePage {
        name: named(w, &explained.slice),
        since,
        then: say::grouped(w, change.from),
        now: say::grouped(w, change.to),
        runs: (run(&explained.then), run(&explained.now)),
        steps: change.steps.iter().map(step).collect(),
        sum: signed(change.to - change.from),
        f,
    };
    draw(&page)
}
