//! `/submissions`: what arrived from devices: what was recorded, what differs, what was kept, in numbers and by name of form.

use askama::Template;
use axum::extract::State;
use model::{Id, Kind, kinds};
use node::acts::field::ListSubmissions;

use super::devices;
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "field/submissions.html")]
struct SubmissionsPage {
    f: Frame,
    /// Whether somebody may have devices.
    devices: bool,
    counts: Vec<(String, String)>,
    parts: Vec<Part>,
}

struct Part {
    title: String,
    count: i64,
    more: bool,
    rows: Vec<Row>,
}

struct Row {
    id: Id,
    code: String,
    form: String,
    about: String,
    reason: Option<String>,
}

/// What needs somebody comes first.
const ORDER: [&str; 5] = ["conflict", "kept", "received", "applied", "discarded"];

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let listed = state.node.perform(&who.session.actor, ListSubmissions).await?;
    let f = Frame::of(&state, &who);
    let list = kinds::FieldSubmission::META.state_list;
    let mut parts = Vec::new();
    let mut counts = Vec::new();
    for part in ORDER.iter().filter_map(|state| listed.iter().find(|part| part.state == *state)) {
        let title = f.words.code(list, part.state).to_owned();
        counts.push((title.clone(), say::grouped(f.words, part.count)));
        if part.rows.is_empty() {
            continue;
        }
        let row = |row: &node::acts::field::SubmissionRow| Row {
            id: row.id,
            code: row.code.clone(),
            form: row.form.clone(),
            about: format!("{} · {}", say::time(f.words, row.received_at), row.device),
            reason: row.reason.as_ref().map(|code| f.words.code("submission-reason", code).to_owned()),
        };
        let rows: Vec<Row> = part.rows.iter().map(row).collect();
        let more = usize::try_from(part.count).unwrap_or(usize::MAX) > rows.len();
        parts.push(Part { title, count: part.count, more, rows });
    }
    let devices = !devices::posts(&who.session.actor, state.node.now()).is_empty();
    draw(&SubmissionsPage { devices, counts, parts, f })
}
