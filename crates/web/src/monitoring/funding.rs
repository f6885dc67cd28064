//! `/monitoring/funding`: need and money side by side, region by region, and the rates of exchange that were noted.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use model::{Id, codes};
use node::Error;
use node::acts::monitoring::{Funding, FundingRow, NoteRate, ViewFunding};
use node::monitoring::written;
use statistics::money::{Layer, Layers};

use super::may;
use super::words::{area, period};
use crate::casework::form_page::{problem, shown};
use crate::error::Answer;
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::i18n::Words;
use crate::money::{money, rupiah};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

/// Layers beside the need; they are never added up.
pub(super) const LAYERS: [Layer; 3] = [Layer::Allocated, Layer::Disbursed, Layer::Spent];

#[derive(Template)]
#[template(path = "monitoring/funding.html")]
struct FundingPage {
    f: Frame,
    chooser: Option<Control>,
    period: String,
    columns: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
    rates: Vec<(String, String, String)>,
    note: Option<Vec<Control>>,
    cut: bool,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let need = query(&uri, "need").and_then(|id| id.parse().ok());
    show(&state, &who, need, &NoteRate::default(), None).await
}

pub(crate) async fn note(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let text = |name: &str| posted.text(name).trim().to_owned();
    let rate = NoteRate {
        currency: text("currency"),
        dated: text("dated"),
        rate: text("rate"),
        source: text("source"),
    };
    match state.node.perform_as(posted.act(&state), &who.session.actor, rate.clone()).await {
        Ok(_) => Ok(done(&state, "/monitoring/funding", "note-rate")),
        Err(error) => show(&state, &who, None, &rate, Some(&shown(error)?)).await,
    }
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    need: Option<Id>,
    rate: &NoteRate,
    error: Option<&Error>,
) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewFunding { need }).await?;
    let f = Frame::of(state, who);
    let w = f.words;
    let mut columns = vec![w.t("funding-need").into_owned(), w.t("funding-places").into_owned()];
    columns.extend(LAYERS.map(|layer| w.t(&format!("money-{}", layer.code())).into_owned()));
    columns.push(w.t("funding-each").into_owned());
    let page = FundingPage {
        chooser: chooser(w, &found),
        period: period(w, &found.period),
        columns,
        rows: found.rows.iter().map(|one| row(w, one)).collect(),
        rates: found
            .rates
            .iter()
            .take(20)
            .map(|one| {
                let day = one.dated.parse().map_or_else(|_| one.dated.clone(), |day| say::date(w, day));
                let rate = say::decimal(w, one.rate.clone());
                (format!("1 {} = Rp\u{a0}{rate}", one.currency), day, one.source.clone())
            })
            .collect(),
        note: may(state, who, "note", "rate").then(|| controls(&f, rate, error)),
        cut: found.cut,
        f,
    };
    draw_with(if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

fn chooser(w: Words, found: &Funding) -> Option<Control> {
    let choices = found
        .needs
        .iter()
        .map(|(id, name)| Choice::new(&id.to_string(), name.clone(), Some(*id) == found.need));
    (found.needs.len() > 1)
        .then(|| Control::new("need", w.t("funding-need"), Input::Select(choices.collect())))
}

fn row(w: Words, one: &FundingRow) -> (String, Vec<String>) {
    let name = if one.area.is_empty() { w.t("funding-nowhere").into_owned() } else { area(&one.area) };
    let need = match one.need {
        None => w.t("release-no-data").into_owned(),
        Some(None) => w.t("release-withheld").into_owned(),
        Some(Some(shown)) => written(w.lang, shown),
    };
    let places = match one.places {
        0 => "–".to_owned(),
        all => {
            w.with("funding-free", &[("free", &one.free.to_string()), ("all", &all.to_string())]).into_owned()
        }
    };
    let mut cells = vec![need, places];
    cells.extend(LAYERS.map(|layer| sum(w, &one.layers, layer)));
    cells.push(each(w, one));
    (name, cells)
}

/// A layer; what no rate of exchange is known for stands apart.
pub(super) fn sum(w: Words, layers: &Layers, layer: Layer) -> String {
    let Some(sum) = layers.of(layer) else { return "–".to_owned() };
    let own = (sum.total != Default::default() || sum.apart.is_empty()).then(|| rupiah(w, sum.total));
    let apart = sum.apart.iter().map(|(currency, amount)| money(w, currency, *amount));
    own.into_iter().chain(apart).collect::<Vec<_>>().join(" + ")
}

/// What was allocated for each child that was reported. Where either is not shown there is no such number.
fn each(w: Words, one: &FundingRow) -> String {
    let allocated = one.layers.of(Layer::Allocated).filter(|sum| sum.apart.is_empty());
    match (one.need, allocated) {
        (Some(Some(need)), Some(sum)) if need >= 1.0 => {
            let whole = i32::try_from(sum.total.rounded() / 1_000).map_or(f64::MAX, f64::from);
            format!("Rp\u{a0}{}", written(w.lang, (whole / need * 1_000.0).round()))
        }
        _ => "–".to_owned(),
    }
}

fn controls(f: &Frame, rate: &NoteRate, error: Option<&Error>) -> Vec<Control> {
    let w = f.words;
    let currencies =
        codes::list("currency").into_iter().flat_map(|list| list.offered()).filter(|code| code.code != "IDR");
    let currencies =
        currencies.map(|code| Choice::new(code.code, code.label(w.lang), code.code == rate.currency));
    let given = |name: &str, input: Input, value: &str| {
        Control::new(name, w.t(&format!("rate-{name}")), input)
            .required()
            .value(value)
            .problem(problem(f, error, name))
    };
    vec![
        given("currency", Input::Select(currencies.collect()), &rate.currency).nothing(""),
        given("dated", Input::Date(None), &rate.dated),
        given("rate", Input::Line(20), &rate.rate),
        given("source", Input::Line(200), &rate.source),
    ]
}
