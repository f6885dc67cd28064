//! `/data-centre/estimate`: what nobody saw, estimated or refused: a paragraph for whoever decides, everything for whoever checks.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use model::Id;
use node::Error;
use node::acts::counting::{HiddenEstimate, ViewEstimate, ViewEstimates};
use node::counting::{Hidden, Slice};

use super::estimate_tables::Wide;
use super::{category, interval, may, named, whole};
use crate::casework::form_page::shown;
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done, draw, draw_with};
use crate::i18n::Words;
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

/// Bands of age that may be asked for.
const AGES: [&str; 6] = ["0-5", "6-11", "12-14", "15-17", "18+", "unknown"];

#[derive(Template)]
#[template(path = "counting/estimates.html")]
struct ListPage {
    f: Frame,
    refused: Option<String>,
    may_make: bool,
    controls: Vec<Control>,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    time: String,
    figure: String,
    interval: String,
}

pub(crate) async fn list(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, &Posted::default(), None).await
}

pub(crate) async fn make(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let of = |name: &str| Some(posted.text(name).trim().to_owned()).filter(|text| !text.is_empty());
    let slice = Slice {
        period: of("period"),
        region: of("region"),
        form: of("form"),
        sex: of("sex"),
        age: of("age"),
    };
    match state.node.estimate_hidden(posted.act(&state), &who.session.actor, slice).await {
        Ok(opened) => Ok(done(&state, &format!("/data-centre/estimate/{}", opened.id), "keep-estimate")),
        Err(error) => show(&state, &who, &posted, Some(&shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, posted: &Posted, error: Option<&Error>) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewEstimates).await?;
    let f = Frame::of(state, who);
    let w = f.words;
    let row = |one: &HiddenEstimate| Row {
        href: f.url(&format!("/data-centre/estimate/{}", one.id)),
        name: named(w, &one.slice),
        time: say::time(w, one.at),
        figure: one.found.as_ref().map_or_else(
            || w.t("estimate-none").into_owned(),
            |found| say::grouped(w, about(found.estimate)),
        ),
        interval: one.found.as_ref().map(|found| ends(w, found)).unwrap_or_default(),
    };
    let line = |name: &'static str, label: &str, width| {
        Control::new(name, f.t(label), Input::Line(width)).value(posted.text(name).to_owned())
    };
    let regions = crate::forms::of_regions(w, posted.text("region"));
    let listed = |name: &'static str, label: &str, list: &str| {
        let choices = crate::forms::of_list(w, list, posted.text(name));
        Control::new(name, f.t(label), Input::Select(choices)).nothing(f.t("dc-all").into_owned())
    };
    let age = |band: &str| Choice::new(band, category(w, "age", band), posted.text("age") == band);
    let ages: Vec<Choice> = AGES.into_iter().map(age).collect();
    let controls = vec![
        line("period", "dc-period", 7).hint(f.t("release-period.hint")),
        Control::new("region", f.t("dc-region"), Input::Groups(regions)).nothing(f.t("dc-all").into_owned()),
        listed("form", "dc-form", "exploitation-form"),
        listed("sex", "estimate-sex", "sex"),
        Control::new("age", f.t("estimate-age"), Input::Select(ages)).nothing(f.t("dc-all").into_owned()),
    ];
    let refused = error.map(|error| match error {
        Error::Refused(code) => Fault::from(Error::Refused(code)).told(w).text,
        _ => w.t("estimate-period-wrong").into_owned(),
    });
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let page = ListPage {
        refused,
        may_make: may(who, "count", "data-centre", f.now),
        controls,
        rows: found.estimates.iter().map(row).collect(),
        f,
    };
    draw_with(status, &page)
}

/// Three digits that mean something: more would promise what an estimate cannot keep.
fn about(number: f64) -> i64 {
    let step = 10_f64.powf((number.max(1.0).log10().floor() - 2.0).max(0.0));
    whole((number / step).round() * step)
}

fn ends(w: Words, found: &Hidden) -> String {
    interval(w, about(found.low) as f64, about(found.high) as f64)
}

#[derive(Template)]
#[template(path = "counting/estimate.html")]
struct OnePage {
    f: Frame,
    name: String,
    time: String,
    figure: String,
    interval: String,
    refusal: Option<String>,
    text: Vec<String>,
    shares: Vec<(String, String)>,
    whole: bool,
    lists: Vec<(String, String, String)>,
    tables: Vec<Wide>,
    otherwise: Vec<(String, String)>,
    made_of: Vec<(String, String)>,
    run: String,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, Path(id): Path<Id>, _: Uri) -> Answer {
    let (one, exact) = state.node.perform(&who.session.actor, ViewEstimate { estimate: id }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let found = one.found.clone().unwrap_or_default();
    let number = |n: u64| say::grouped(w, i64::try_from(n).unwrap_or(i64::MAX));
    let part = |share: f64| format!("{} %", whole(share * 100.0));
    let line = |key: &str, value: String| (w.t(key).into_owned(), value);
    let names = [
        "estimate-share-linkage",
        "estimate-share-threshold",
        "estimate-share-sampling",
        "estimate-share-choice",
    ];
    let otherwise = |other: &node::counting::Else| {
        let key = if other.combined { "estimate-taken-together" } else { "estimate-left-out" };
        let without = || w.t("estimate-none").into_owned();
        let figure = other.estimate.map_or_else(without, |n| say::grouped(w, whole(n)));
        (w.with(key, &[("lists", &other.lists)]).into_owned(), figure)
    };
    let page = OnePage {
        name: named(w, &one.slice),
        time: say::time(w, one.at),
        figure: say::grouped(w, about(found.estimate)),
        interval: ends(w, &found),
        refusal: one.refusal.as_ref().map(|code| w.t(&format!("estimate-refused-{code}")).into_owned()),
        text: if one.refusal.is_some() { Vec::new() } else { paragraph(w, &found) },
        shares: names.iter().zip(&found.shares).map(|(key, share)| line(key, part(*share))).collect(),
        whole: exact && one.refusal.is_none(),
        lists: found.lists.iter().map(|l| (l.name.clone(), number(l.children), number(l.alone))).collect(),
        tables: super::estimate_tables::all(w, &found),
        otherwise: found.otherwise.iter().map(otherwise).collect(),
        made_of: vec![
            line("run-version", one.code_version.clone()),
            line("run-inputs-hash", one.inputs_hash.clone()),
            line("estimate-seed", found.made_with.seed.to_string()),
            line("estimate-repetitions", number(found.made_with.repetitions)),
            (w.t("estimate-clusterings").into_owned(), clusterings(w, &found)),
        ],
        run: f.url(&format!("/data-centre/run/{}", one.run)),
        f,
    };
    draw(&page)
}

/// How the doubt of the linkage was carried, and how far its share is to be trusted.
fn clusterings(w: Words, found: &Hidden) -> String {
    let of = |n: u64| say::grouped(w, i64::try_from(n).unwrap_or(i64::MAX));
    let made = &found.made_with;
    if made.clusterings < 2 {
        return w.t("estimate-clusterings-none").into_owned();
    }
    // A variance of n draws is off by the root of two over n less one.
    let off = whole(100.0 * (2.0 / (made.clusterings as f64 - 1.0)).sqrt()).to_string();
    let [n, thresholds, tables] = [made.clusterings, made.thresholds, made.tables].map(of);
    let args = [("n", &*n), ("thresholds", &*thresholds), ("tables", &*tables), ("off", &*off)];
    w.with("estimate-clusterings-told", &args).into_owned()
}

/// What the figure means and what it does not, for whoever decides.
fn paragraph(w: Words, found: &Hidden) -> Vec<String> {
    let (estimate, low, high) = (about(found.estimate), about(found.low), about(found.high));
    let [estimate, low, high] = [estimate, low, high].map(|n| say::grouped(w, n));
    let mut text = vec![
        w.with("estimate-text", &[("n", &estimate), ("low", &low), ("high", &high)]).into_owned(),
        w.t("estimate-text-means").into_owned(),
    ];
    if found.spread.1 > found.spread.0 * 1.05 {
        let [least, most] = [found.spread.0, found.spread.1].map(|n| say::grouped(w, about(n)));
        text.push(w.with("estimate-text-spread", &[("low", &least), ("high", &most)]).into_owned());
    }
    text.extend(found.cautions.iter().map(|code| w.t(&format!("estimate-caution-{code}")).into_owned()));
    text
}
