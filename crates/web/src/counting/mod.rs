//! Pages of the data centre.

pub(crate) mod change;
pub(crate) mod dashboard;
pub(crate) mod deliver;
mod estimate_tables;
pub(crate) mod estimates;
pub(crate) mod home;
pub(crate) mod pairs;
pub(crate) mod published;
pub(crate) mod reconcile;
pub(crate) mod release;
pub(crate) mod run;
pub(crate) mod send;
mod tables;
mod upset;
mod weights;

pub(crate) use tables::short;

pub(crate) use upset::escape;

use axum::http::Uri;
use model::{Timestamp, regions};
use node::access;
use node::counting::Slice;

use crate::forms::{Choice, ChoiceGroup, Control, Input};
use crate::frame::Frame;
use crate::i18n::Words;
use crate::say;
use crate::session::SignedIn;
use crate::visitor::query;

/// Whether somebody has a right of the data centre.
fn may(who: &SignedIn, verb: &str, kind: &str, now: Timestamp) -> bool {
    access::holds_right(&who.session.actor, verb, kind, now).allows()
}

/// The nearest whole number.
#[allow(clippy::cast_possible_truncation, reason = "children are far fewer than numbers")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

fn interval(w: Words, low: f64, high: f64) -> String {
    let (low, high) = (say::grouped(w, whole(low.floor())), say::grouped(w, whole(high.ceil())));
    w.with("dc-interval", &[("low", &low), ("high", &high)]).into_owned()
}

/// The figure that an address asks for.
fn slice(uri: &Uri) -> Slice {
    let of = |name: &str| query(uri, name).filter(|text| !text.is_empty());
    Slice { period: of("period"), region: of("region"), form: of("form"), ..Slice::default() }
}

/// An address's query for a figure.
fn asked(slice: &Slice) -> String {
    let pairs = [("period", &slice.period), ("region", &slice.region), ("form", &slice.form)];
    let pairs = pairs.into_iter().filter_map(|(name, value)| value.as_ref().map(|v| format!("{name}={v}")));
    pairs.collect::<Vec<_>>().join("&")
}

/// A period in words.
fn period(w: Words, period: &str) -> String {
    match (period.get(..4), period.get(4..).unwrap_or_default()) {
        _ if period == "unknown" => w.t("dc-unknown").into_owned(),
        (Some(year), "") => w.with("rec-year", &[("year", year)]).into_owned(),
        (Some(year), rest) => match rest.strip_prefix("-Q") {
            Some(n) => w.with("rec-quarter", &[("n", n), ("year", year)]).into_owned(),
            None => {
                let month = rest.trim_start_matches('-').trim_start_matches('0');
                format!("{} {year}", w.t(&format!("month-{month}")))
            }
        },
        _ => period.to_owned(),
    }
}

/// The figure in words.
fn named(w: Words, slice: &Slice) -> String {
    let parts = [
        slice.form.as_deref().map(|form| category(w, "form", form)),
        slice.sex.as_deref().map(|sex| category(w, "sex", sex)),
        slice.age.as_deref().map(|age| category(w, "age", age)),
        slice.region.as_deref().map(|region| category(w, "region", region)),
        slice.period.as_deref().map(|text| period(w, text)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { w.t("dc-all").into_owned() } else { parts.join(" · ") }
}

/// A category of a breakdown in words.
pub(crate) fn category(w: Words, dimension: &str, code: &str) -> String {
    match (dimension, code) {
        (_, "_T") => w.t("release-total").into_owned(),
        (_, "unknown") => w.t("dc-unknown").into_owned(),
        ("form", code) => w.code("exploitation-form", code).to_owned(),
        ("sex", code) => w.code("sex", code).to_owned(),
        ("period", code) => period(w, code),
        ("region" | "province", code) => regions::label(code).unwrap_or(code).to_owned(),
        (_, code) => code.to_owned(),
    }
}

/// Controls that choose a figure.
fn chooser(f: &Frame, slice: &Slice, years: &[String], forms: &[String]) -> Vec<Control> {
    let w = f.words;
    let on = |chosen: &Option<String>, code: &str| chosen.as_deref() == Some(code);
    let groups = years.iter().map(|year| {
        let parts = std::iter::once(year.clone()).chain((1..=4).map(|n| format!("{year}-Q{n}")));
        let parts = parts.chain((1..=12).map(|n| format!("{year}-{n:02}")));
        let choices = parts.map(|code| Choice::new(&code, period(w, &code), on(&slice.period, &code)));
        ChoiceGroup { label: year.clone(), choices: choices.collect() }
    });
    let unknown = |chosen: &Option<String>| Choice::new("unknown", w.t("dc-unknown"), on(chosen, "unknown"));
    let mut groups: Vec<ChoiceGroup> = groups.collect();
    groups.push(ChoiceGroup { label: w.t("dc-unknown").into_owned(), choices: vec![unknown(&slice.period)] });
    let regions = crate::forms::of_regions(w, slice.region.as_deref().unwrap_or_default());
    let mut listed: Vec<Choice> = forms
        .iter()
        .map(|form| Choice::new(form, category(w, "form", form), on(&slice.form, form)))
        .collect();
    listed.push(unknown(&slice.form));
    let all = || f.t("dc-all").into_owned();
    vec![
        Control::new("period", f.t("dc-period"), Input::Groups(groups)).nothing(all()),
        Control::new("region", f.t("dc-region"), Input::Groups(regions)).nothing(all()),
        Control::new("form", f.t("dc-form"), Input::Select(listed)).nothing(all()),
    ]
}
