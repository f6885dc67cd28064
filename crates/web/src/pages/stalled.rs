//! `/stalled`: what does not move where one watches over others' work.

use askama::Template;
use axum::extract::State;
use node::acts::ShownRow;
use node::acts::day::ListStalled;

use super::day::{Next, Part, part};
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "pages/stalled.html")]
struct StalledPage {
    f: Frame,
    parts: Vec<Part>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let stalled = state.node.perform(&who.session.actor, ListStalled).await?;
    let f = Frame::of(&state, &who);
    // Whoever watches over others asks first whose it is.
    let next = |row: &ShownRow| {
        let holder = stalled.holders.get(&row.envelope.custodian).cloned();
        Next { holder, ..Next::state(&f, row) }
    };
    let late = |row: &ShownRow| row.envelope.due_at.map(|due| say::due_soon(f.words, due, f.now));
    let since = |row: &ShownRow| {
        let text = say::ago(f.words, row.envelope.state_since, f.now);
        Some(Badge { text, tone: "plain" })
    };
    let parts = [
        part(&f, ("late", "stalled-late"), &stalled.overdue, &late, &next),
        part(&f, ("unheld", "stalled-unheld"), &stalled.unheld, &late, &next),
        part(&f, ("standing", "stalled-standing"), &stalled.standing, &since, &next),
    ];
    let parts = parts.into_iter().filter(|part| !part.rows.is_empty()).collect();
    draw(&StalledPage { parts, f })
}
