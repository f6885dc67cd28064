//! `/gaps`: the matrix of one country. Whether a law exists, conforms, works and helps are four columns and never one figure.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use node::acts::instruments::{GapCell, ViewGaps};

use super::may;
use crate::error::Answer;
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "promises/gaps.html")]
struct GapsPage {
    f: Frame,
    country: String,
    chooser: Control,
    rows: Vec<Row>,
    may_open: bool,
}

/// An article in words.
struct Row {
    href: String,
    ties: String,
    article: String,
    state: String,
    cells: Vec<(&'static str, String)>,
    severity: String,
    leads_to: String,
    lawyer: bool,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let country = query(&uri, "country").filter(|text| !text.is_empty());
    let found = state.node.perform(&who.session.actor, ViewGaps { country }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let mut countries = found.countries.clone();
    if !countries.contains(&found.country) {
        countries.push(found.country.clone());
    }
    let choices = countries
        .iter()
        .map(|code| Choice::new(code, w.code("country", code).to_owned(), *code == found.country));
    let page = GapsPage {
        country: w.code("country", &found.country).to_owned(),
        chooser: Control::new("country", w.field("legal-gap", "country"), Input::Select(choices.collect()))
            .required()
            .nothing(""),
        rows: found.cells.iter().map(|cell| row(&f, w, cell)).collect(),
        may_open: may(&state, &who, "open", "legal-gap"),
        f,
    };
    draw(&page)
}

fn tone(code: &str) -> &'static str {
    match code {
        "yes" | "good" => "closed",
        "partial" => "waiting",
        "no" | "poor" => "late",
        _ => "plain",
    }
}

fn row(f: &Frame, w: Words, cell: &GapCell) -> Row {
    let said = |list: &str, code: &str| (tone(code), w.code(list, code).to_owned());
    Row {
        href: f.url(&format!("/legal-gap/{}", cell.id)),
        ties: f.url(&format!("/promises/{}", cell.id)),
        article: w.code("instrument-article", &cell.article).to_owned(),
        state: w.code("gap-state", &cell.state).to_owned(),
        cells: vec![
            said("law-exists", &cell.law_exists),
            said("law-conforms", &cell.conforms),
            said("finding-level", &cell.practice),
            said("finding-level", &cell.outcome),
        ],
        severity: w.code("gap-severity", &cell.severity).to_owned(),
        leads_to: w.count("gaps-leads", cell.leads_to).into_owned(),
        lawyer: cell.legal_review,
    }
}
