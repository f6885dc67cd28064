//! `/monitoring/rule/{id}`: how often and when a rule would have answered, before it wakes anybody.

use askama::Template;
use axum::extract::State;
use model::{Kind, kinds};
use node::acts::monitoring::ViewTrial;
use node::monitoring::written;

use super::words::{area, period};
use crate::casework::OnePath;
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "monitoring/trial.html")]
struct TrialPage {
    f: Frame,
    name: String,
    code: String,
    state: Badge,
    matter: String,
    headline: Option<String>,
    open: String,
    rows: Vec<(String, String, String, String, bool)>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewTrial { id }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let meta = kinds::AlertRule::META;
    let phase = meta.lifecycle.state(&found.state).map_or("open", |state| state.phase.code());
    let rows = found.answers.iter().map(|one| {
        let shown = one.shown.map_or_else(|| "–".to_owned(), |shown| written(w.lang, shown));
        (area(&one.area), period(w, &one.period), shown, written(w.lang, one.expected), one.opens)
    });
    let page = TrialPage {
        headline: found.tested_on.as_ref().map(|_| w.count("trial-headline", found.would_fire).into_owned()),
        open: w.count("trial-open", found.open).into_owned(),
        state: say::state(w, meta, &found.state, phase),
        matter: f.url(&format!("/alert-rule/{id}")),
        rows: rows.collect(),
        name: found.name,
        code: found.code,
        f,
    };
    draw(&page)
}
