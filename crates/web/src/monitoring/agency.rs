//! `/monitoring/agency`: one's own organisation on a page: caseload, services, promises, training, money, indicators. Every number says what it
//! counts, where it comes from and of which day it is.

use askama::Template;
use axum::extract::State;
use node::Act;
use node::acts::monitoring::{Agency, IndicatorRow, ViewAgency, ViewFunding};
use node::acts::supervision::ViewWorkload;

use super::funding::{LAYERS, sum};
use super::may;
use super::words::{COUNTRY, number, period};
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "monitoring/agency.html")]
struct AgencyPage {
    f: Frame,
    name: String,
    parts: Vec<Part>,
}

/// One part of the page.
struct Part {
    id: &'static str,
    title: String,
    /// What the numbers count, where they come from, of which day they are, how to read them.
    about: String,
    columns: Vec<String>,
    rows: Vec<Line>,
    empty: String,
    /// Where more stands.
    ways: Vec<(String, String)>,
}

/// One number, or several beside each other.
struct Line {
    name: String,
    href: Option<String>,
    cells: Vec<String>,
}

/// Title, what the numbers are, and what to do where there are none.
const CASELOAD: [&str; 3] = ["agency-caseload", "agency-caseload.about", "agency-caseload.none"];
const INDICATORS: [&str; 3] = ["agency-indicators", "agency-indicators.about", "agency-indicators.none"];

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewAgency).await?;
    let funding = if may(&state, &who, "list", "programme") {
        Some(state.node.perform(&who.session.actor, ViewFunding::default()).await?)
    } else {
        None
    };
    let f = Frame::of(&state, &who);
    let w = f.words;
    let ways = |all: &[(&str, &str, &str, &str)]| {
        all.iter()
            .filter(|(_, _, verb, kind)| may(&state, &who, verb, kind))
            .map(|(label, path, ..)| (w.t(label).into_owned(), f.url(path)))
            .collect::<Vec<_>>()
    };
    let mut caseload = ways(&[("kind-case.plural", "/case", "list", "case")]);
    if ViewWorkload.policy(&who.session.actor, &state.node.now()).allows() {
        caseload.insert(0, (w.t("workload").into_owned(), f.url("/workload")));
    }
    let mut parts = vec![
        Part { ways: caseload, ..numbers(&f, ("caseload", CASELOAD), &found.caseload) },
        services(
            w,
            &found,
            ways(&[("kind-service-listing.plural", "/service-listing", "list", "service-listing")]),
        ),
        promises(w, &found, ways(&[("view-promises", "/promises", "list", "commitment")])),
        training(w, &found, ways(&[("view-training", "/training", "view", "training")])),
    ];
    if let Some(funding) = funding {
        let country = funding.rows.iter().find(|row| row.area == COUNTRY);
        let rows = LAYERS.map(|layer| {
            let said = country.map_or_else(|| "–".to_owned(), |row| sum(w, &row.layers, layer));
            Line { name: w.t(&format!("money-{}", layer.code())).into_owned(), href: None, cells: vec![said] }
        });
        parts.push(Part {
            rows: rows.into(),
            ways: ways(&[
                ("view-money", "/money", "list", "programme"),
                ("view-funding", "/monitoring/funding", "list", "programme"),
            ]),
            ..plain(w, &found, "money", ["agency-money", "agency-money.about"])
        });
    }
    parts.push(Part {
        ways: ways(&[("kind-indicator.plural", "/indicator", "list", "indicator")]),
        ..numbers(&f, ("indicators", INDICATORS), &found.indicators)
    });
    draw(&AgencyPage { name: found.name, parts, f })
}

/// A part of the page whose numbers are of today.
fn plain(w: Words, found: &Agency, id: &'static str, [title, about]: [&str; 2]) -> Part {
    let day = say::date(w, found.at.date(Default::default()));
    Part {
        id,
        title: w.t(title).into_owned(),
        about: w.with(about, &[("day", &day)]).into_owned(),
        columns: vec![w.t("agency-number").into_owned()],
        rows: Vec::new(),
        empty: String::new(),
        ways: Vec::new(),
    }
}

fn lines(w: Words, all: &[(&str, i64)]) -> Vec<Line> {
    let line =
        |(key, n): &(&str, i64)| Line { name: w.t(key).into_owned(), href: None, cells: vec![n.to_string()] };
    all.iter().map(line).collect()
}

fn services(w: Words, found: &Agency, ways: Vec<(String, String)>) -> Part {
    let of = &found.services;
    let mut rows = lines(
        w,
        &[
            ("agency-published", of.published),
            ("agency-due", of.due),
            ("agency-unassured", of.unassured),
            ("agency-places", of.places),
        ],
    );
    let free = match of.counted_on {
        Some(day) => w
            .with("agency-free-since", &[("n", &of.free.to_string()), ("day", &say::date(w, day))])
            .into_owned(),
        None => w.t("release-no-data").into_owned(),
    };
    rows.push(Line { name: w.t("agency-free").into_owned(), href: None, cells: vec![free] });
    Part { rows, ways, ..plain(w, found, "services", ["agency-services", "agency-services.about"]) }
}

fn promises(w: Words, found: &Agency, ways: Vec<(String, String)>) -> Part {
    let of = &found.promises;
    let rows = lines(
        w,
        &[
            ("agency-open", of.open),
            ("agency-overdue", of.overdue),
            ("agency-still", of.still),
            ("agency-unheld", of.unheld),
            ("agency-done", of.done),
        ],
    );
    Part { rows, ways, ..plain(w, found, "promises", ["agency-promises", "agency-promises.about"]) }
}

fn training(w: Words, found: &Agency, ways: Vec<(String, String)>) -> Part {
    let of = &found.training;
    let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let rows = lines(
        w,
        &[
            ("agency-posts", n(of.posts)),
            ("agency-covered", n(of.covered)),
            ("agency-gaps", n(of.gaps)),
            ("agency-vacant", n(of.vacant)),
        ],
    );
    Part { rows, ways, ..plain(w, found, "training", ["agency-training", "agency-training.about"]) }
}

/// Indicators, each with its latest number.
fn numbers(f: &Frame, (id, words): (&'static str, [&str; 3]), rows: &[IndicatorRow]) -> Part {
    let [title, about, none] = words;
    let w = f.words;
    let line = |row: &IndicatorRow| {
        let latest = row.recent.last();
        let value = latest
            .map_or_else(|| w.t("release-no-data").into_owned(), |(_, shown)| number(w, &row.unit, *shown));
        let day = row.at.map(|at| say::date(w, at.date(Default::default()))).unwrap_or_default();
        let when = latest.map(|(when, _)| period(w, when)).unwrap_or_default();
        let counted = w.code("counted-entity", &row.counted_entity).to_owned();
        Line {
            name: row.name.clone(),
            href: Some(f.url(&format!("/monitoring/indicator/{}", row.id))),
            cells: vec![value, when, counted, format!("{} · {day}. {}", row.source, row.caveat)],
        }
    };
    let columns = ["agency-number", "mon-period", "indicator-counted_entity", "mon-source"];
    Part {
        id,
        title: w.t(title).into_owned(),
        about: w.t(about).into_owned(),
        columns: columns.map(|key| w.t(key).into_owned()).to_vec(),
        rows: rows.iter().map(line).collect(),
        empty: w.t(none).into_owned(),
        ways: Vec::new(),
    }
}
