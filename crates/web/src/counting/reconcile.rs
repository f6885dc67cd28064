//! `/data-centre/reconcile`: one figure taken apart, and the rows behind it for reviewers.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use node::acts::counting::{ListCellRecords, ReconcileFigure, Reconciliation};
use node::counting::{Line, Slice};

use super::{asked, category, chooser, interval, may, named, slice, upset, whole};
use crate::error::Answer;
use crate::forms::Control;
use crate::frame::{Frame, draw};
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "counting/reconcile.html")]
struct ReconcilePage {
    f: Frame,
    name: String,
    chooser: Vec<Control>,
    exact: bool,
    empty: bool,
    sums: Vec<(String, String, bool)>,
    estimate: String,
    interval: String,
    sources: Vec<SourceView>,
    drawing: String,
    overlaps: Vec<(String, String)>,
    reasons: Vec<(String, String)>,
    all: bool,
    by: Vec<ByView>,
    records: Option<String>,
    change: Option<String>,
}

/// One agency in words.
struct SourceView {
    agency: String,
    rows: String,
    children: String,
    repeated: String,
    shared: String,
    differing: String,
}

/// A breakdown in words.
struct ByView {
    title: String,
    lines: Vec<(String, Option<String>, String)>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let wanted = slice(&uri);
    let found = state.node.perform(&who.session.actor, ReconcileFigure { slice: wanted.clone() }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let (figure, query) = (&found.figure, asked(&wanted));
    let number = |n: i64| say::grouped(w, n);
    let less = |n: i64| if n == 0 { number(0) } else { format!("−{}", number(n)) };
    let sums = vec![
        (w.t("rec-sum").into_owned(), number(figure.rows), false),
        (w.t("rec-repeated").into_owned(), less(figure.repeated), false),
        (w.t("rec-shared").into_owned(), less(figure.shared), false),
        (w.t("rec-clusters").into_owned(), number(figure.clusters), true),
    ];
    let why = [("rec-coded", figure.coded), ("rec-dated", figure.dated), ("rec-placed", figure.placed)];
    let link = |path: &str| if query.is_empty() { f.url(path) } else { f.url(&format!("{path}?{query}")) };
    let sees_rows = may(&who, "decide", "linkage-pair", f.now);
    let page = ReconcilePage {
        name: named(w, &wanted),
        chooser: chooser(&f, &wanted, &found.years, &found.forms),
        exact: figure.exact,
        empty: figure.rows == 0,
        sums,
        estimate: number(whole(figure.estimate.count)),
        interval: interval(w, figure.estimate.low, figure.estimate.high),
        sources: sources(w, &found),
        drawing: upset::draw(w, figure),
        overlaps: figure
            .overlaps
            .iter()
            .map(|overlap| (upset::names(w, figure, &overlap.sources), number(overlap.children)))
            .collect(),
        reasons: why.into_iter().map(|(key, n)| (number(n), w.t(key).into_owned())).collect(),
        all: wanted == Slice::default(),
        by: breakdowns(&f, &wanted, &found.by),
        records: sees_rows.then(|| link("/data-centre/records")),
        // Why a narrow figure changed can be about a single child.
        change: (figure.exact || wanted.region.is_none() && wanted.form.is_none())
            .then(|| link("/data-centre/change")),
        f,
    };
    draw(&page)
}

fn sources(w: crate::i18n::Words, found: &Reconciliation) -> Vec<SourceView> {
    let number = |n: i64| say::grouped(w, n);
    found
        .figure
        .sources
        .iter()
        .filter(|line| line.rows > 0)
        .map(|line| SourceView {
            agency: line.agency.clone(),
            rows: number(line.rows),
            children: number(line.children),
            repeated: number(line.repeated),
            shared: number(line.shared),
            differing: number(line.differing),
        })
        .collect()
}

/// Each number leads to the figure that it is.
fn breakdowns(f: &Frame, slice: &Slice, by: &[(&'static str, Vec<Line>)]) -> Vec<ByView> {
    let w = f.words;
    let narrower = |by: &str, code: &str| {
        let mut narrow = slice.clone();
        let code = Some(code.to_owned());
        match by {
            "region" => narrow.region = code,
            "form" => narrow.form = code,
            "period" => narrow.period = code,
            _ => return None,
        }
        (narrow != *slice).then(|| f.url(&format!("/data-centre/reconcile?{}", asked(&narrow))))
    };
    let view = |(by, lines): &(&'static str, Vec<Line>)| ByView {
        title: w.with("rec-by", &[("by", &w.t(&format!("dim-{by}")))]).into_owned(),
        lines: lines
            .iter()
            .map(|line| {
                (category(w, by, &line.code), narrower(by, &line.code), say::grouped(w, line.children))
            })
            .collect(),
    };
    by.iter().filter(|(_, lines)| lines.len() > 1).map(view).collect()
}

#[derive(Template)]
#[template(path = "counting/records.html")]
struct RecordsPage {
    f: Frame,
    name: String,
    back: String,
    rows: Vec<RecordView>,
    more: Option<String>,
}

/// A row in words.
struct RecordView {
    child: String,
    agency: String,
    cells: Vec<(String, Option<String>)>,
}

pub(crate) async fn records(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let wanted = slice(&uri);
    let found = state.node.perform(&who.session.actor, ListCellRecords { slice: wanted.clone() }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let rows = found.rows.iter().map(|record| RecordView {
        child: record.child.clone(),
        agency: record.row.agency.clone(),
        cells: cells(w, &record.row.cells)
            .into_iter()
            .filter(|(_, text)| text.as_deref() != Some(""))
            .collect(),
    });
    let more = (found.more > 0)
        .then(|| w.with("rec-records-more", &[("n", &say::grouped(w, found.more))]).into_owned());
    let query = asked(&wanted);
    let page = RecordsPage {
        name: named(w, &wanted),
        back: f.url(&format!("/data-centre/reconcile{}{query}", if query.is_empty() { "" } else { "?" })),
        rows: rows.collect(),
        more,
        f,
    };
    draw(&page)
}

/// Columns in words; the agency stands above them.
pub(super) fn cells(
    w: crate::i18n::Words,
    cells: &[(&'static str, Option<String>)],
) -> Vec<(String, Option<String>)> {
    let shown = cells.iter().filter(|(heading, _)| *heading != "agency");
    let label = |heading: &str| w.t(&format!("column-{}", heading.replace('_', "-"))).into_owned();
    shown.map(|(heading, text)| (label(heading), text.clone())).collect()
}
