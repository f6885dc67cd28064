//! `/research/{id}/table/{table}`: a table as it was told; `/research/{id}/records/{records}`: synthetic records and their codebook.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use model::Id;
use node::acts::research::{RecordsTaken, TableShown, TakeRecords, Told, ViewResearchTable};

use super::{day, precision, value, variables};
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "research/table.html")]
struct TablePage {
    f: Frame,
    back: String,
    title: String,
    heads: Vec<String>,
    rows: Vec<(String, Vec<String>, String)>,
    notes: Vec<String>,
    made_of: Vec<(String, String)>,
    file: String,
}

/// Categories of each row in words, with its cell.
fn rows(w: Words, shown: &TableShown) -> Vec<(Vec<String>, Option<i64>)> {
    let categories = shown.asked.categories();
    let row = |(place, cell): (usize, &Option<i64>)| {
        let mut left = place;
        let mut said: Vec<String> = Vec::with_capacity(categories.len());
        for (name, codes) in categories.iter().rev() {
            let many = codes.len().max(1);
            said.push(codes.get(left % many).map(|code| value(w, name, code)).unwrap_or_default());
            left /= many;
        }
        said.reverse();
        (said, *cell)
    };
    shown.cells.iter().enumerate().map(row).collect()
}

fn made_of(w: Words, told: &Told) -> Vec<(String, String)> {
    let said = |key: &str, text: &str| (w.t(key).into_owned(), text.to_owned());
    vec![
        said("research-identity", &told.identity),
        said("research-inputs", &told.inputs_hash),
        said("research-program", &told.code_version),
        said("research-seed", &told.seed_commitment),
        said("research-made", &say::time(w, told.at)),
    ]
}

fn notes(w: Words, shown: &TableShown) -> Vec<String> {
    let n = shown.asked.precision.deviation().to_string();
    vec![
        w.t("research-note-first").into_owned(),
        w.with("research-note-noise", &[("n", &n)]).into_owned(),
        w.t("research-note-least").into_owned(),
        w.t("research-note-sums").into_owned(),
        w.t("dc-caveat").into_owned(),
        w.with("research-note-ends", &[("day", &day(w, &shown.ends_on))]).into_owned(),
    ]
}

pub(crate) async fn page(
    State(state): State<WebState>,
    who: SignedIn,
    Path((request, table)): Path<(Id, Id)>,
    uri: Uri,
) -> Answer {
    let shown = state.node.perform(&who.session.actor, ViewResearchTable { request, table }).await?;
    if query(&uri, "form").as_deref() == Some("csv") {
        return Ok(file(&shown));
    }
    let f = Frame::of(&state, &who);
    let w = f.words;
    let few = w.t("research-few");
    let said = |(mut said, cell): (Vec<String>, Option<i64>)| {
        let first = if said.is_empty() { String::new() } else { said.remove(0) };
        (first, said, cell.map_or_else(|| few.to_string(), |count| say::grouped(w, count)))
    };
    // Rows of which nothing is told would bury the others; a note says that they are left out.
    let rows: Vec<_> = rows(w, &shown).into_iter().filter(|(_, cell)| cell.is_some()).map(said).collect();
    let page = TablePage {
        back: f.url(&format!("/research/{request}")),
        title: format!("{} · {}", variables(w, &shown.asked.by), precision(w, shown.asked.precision)),
        heads: shown.asked.by.iter().map(|name| w.code("research-variable", name).to_owned()).collect(),
        rows,
        notes: notes(w, &shown),
        made_of: made_of(w, &shown.told),
        file: f.url(&format!("/research/{request}/table/{table}?form=csv")),
        f,
    };
    draw(&page)
}

/// Codes, not words, so that a program reads it in any language. An empty cell is fewer than the least.
fn file(shown: &TableShown) -> axum::response::Response {
    let categories = shown.asked.categories();
    let mut text = format!("{},children\n", shown.asked.by.join(","));
    for (place, cell) in shown.cells.iter().enumerate() {
        let mut left = place;
        let mut codes: Vec<&str> = Vec::with_capacity(categories.len());
        for (_, known) in categories.iter().rev() {
            codes.push(known.get(left % known.len().max(1)).map_or("", String::as_str));
            left /= known.len().max(1);
        }
        codes.reverse();
        let count = cell.map(|count| count.to_string()).unwrap_or_default();
        text.push_str(&format!("{},{count}\n", codes.join(",")));
    }
    csv(&shown.told.identity, text)
}

fn csv(identity: &str, text: String) -> axum::response::Response {
    let name = format!("attachment; filename=\"{identity}.csv\"");
    ([(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)], text)
        .into_response()
}

#[derive(Template)]
#[template(path = "research/records.html")]
struct RecordsPage {
    f: Frame,
    back: String,
    columns: Vec<(String, String)>,
    notes: Vec<String>,
    made_of: Vec<(String, String)>,
    file: String,
    ctdc: String,
}

pub(crate) async fn records(
    State(state): State<WebState>,
    who: SignedIn,
    Path((request, records)): Path<(Id, Id)>,
    uri: Uri,
) -> Answer {
    let taken = state.node.perform(&who.session.actor, TakeRecords { request, records }).await?;
    match query(&uri, "form").as_deref() {
        Some("csv") => return Ok(csv(&taken.told.identity, taken.text)),
        Some("ctdc") => return Ok(csv(&taken.told.identity, formats::ctdc::rename(&taken.text))),
        _ => {}
    }
    let f = Frame::of(&state, &who);
    let w = f.words;
    let column = |(name, codes): &(String, Vec<String>)| {
        let said = codes.iter().map(|code| match value(w, name, code) {
            said if said == *code => said,
            said => format!("{code} = {said}"),
        });
        (format!("{name} ({})", w.code("research-variable", name)), said.collect::<Vec<_>>().join("; "))
    };
    let page = RecordsPage {
        back: f.url(&format!("/research/{request}")),
        columns: taken.codebook.columns.iter().map(column).collect(),
        notes: about(w, &taken),
        made_of: made_of(w, &taken.told),
        file: f.url(&format!("/research/{request}/records/{records}?form=csv")),
        ctdc: f.url(&format!("/research/{request}/records/{records}?form=ctdc")),
        f,
    };
    draw(&page)
}

fn about(w: Words, taken: &RecordsTaken) -> Vec<String> {
    let (epsilon, delta) = taken.codebook.epsilon();
    let (epsilon, delta) = (format!("{epsilon:.2}"), format!("{delta:.0e}"));
    let n = say::grouped(w, taken.told.records);
    vec![
        w.with("research-about-records", &[("n", &n)]).into_owned(),
        w.with("research-about-epsilon", &[("epsilon", &epsilon), ("delta", &delta)]).into_owned(),
        w.t("research-note-first").into_owned(),
        w.with("research-note-ends", &[("day", &day(w, &taken.ends_on))]).into_owned(),
    ]
}
