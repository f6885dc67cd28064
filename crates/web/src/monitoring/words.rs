//! Numbers of indicators in words and pictures.

use model::{Lang, regions};
use node::acts::monitoring::{IndicatorRow, Observations, ObservationsOf};
use node::monitoring::{strata, written};
use statistics::output::{Point, TrendWords, Wording, tiles, trend};
use statistics::publish::{Note, Published, Shown};
use statistics::{Dimension, Layout, Request};

use crate::forms::Choice;
use crate::i18n::Words;
use crate::say::{self, Badge};

/// The country as an area, and all strata together.
pub(super) const COUNTRY: &str = "ID";
pub(super) const ALL: &str = "_T";

/// A number as it is said: with its unit, or that it is withheld.
pub(super) fn number(w: Words, unit: &str, shown: Option<f64>) -> String {
    match shown {
        None => w.t("release-withheld").into_owned(),
        Some(shown) => with_unit(w, unit, shown),
    }
}

fn with_unit(w: Words, unit: &str, shown: f64) -> String {
    let digits = written(w.lang, shown);
    match unit {
        "percent" => format!("{digits}%"),
        "rupiah" => format!("Rp\u{a0}{digits}"),
        "number" | "places" | "score" => digits,
        _ => format!("{digits} {}", w.code("indicator-unit", unit).to_lowercase()),
    }
}

/// The name of an area.
pub(super) fn area(code: &str) -> String {
    if code == COUNTRY { "Indonesia".to_owned() } else { say::region(code) }
}

/// The name of a stratum.
pub(super) fn stratum(w: Words, breakdown: &str, code: &str) -> String {
    let by = strata::dimensions(breakdown);
    let parts = strata::parts(by.len(), code).unwrap_or_default();
    let named = by.iter().zip(parts).filter(|(_, code)| *code != ALL);
    let words: Vec<String> = named.map(|(by, code)| part(w, by, code)).collect();
    if words.is_empty() { w.t("mon-all").into_owned() } else { words.join(", ") }
}

fn part(w: Words, by: &str, code: &str) -> String {
    match strata::list(by) {
        Some(list) if code != ALL => w.code(list, code).to_owned(),
        _ => w.t("mon-all").into_owned(),
    }
}

/// One period by two things at once.
pub(super) struct Cross {
    pub(super) caption: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<(String, Vec<String>)>,
}

/// The latest period of an area by both things that an indicator is broken down by.
fn cross(w: Words, found: &Observations, of_area: &[&ObservationsOf]) -> Option<Cross> {
    let by = strata::dimensions(&found.strata);
    let [columns, rows] = by.as_slice() else { return None };
    let when = of_area.iter().map(|row| row.period.as_str()).max()?;
    let codes = |by: &str| [ALL].into_iter().chain(strata::codes(by)).collect::<Vec<_>>();
    let at = |column: &str, row: &str| {
        let code = strata::joined(&[column, row]);
        of_area.iter().find(|one| one.period == when && one.stratum == code)
    };
    // Codes of which nothing is said at all would only make the table long.
    let here = |row: &&&str| codes(columns).iter().any(|column| at(column, row).is_some());
    let all = codes(rows);
    let said = all.iter().filter(here).map(|row| {
        let value = |column: &&str| match at(column, row) {
            Some(one) => value(w, &found.unit, one),
            None => w.t("release-no-data").into_owned(),
        };
        (part(w, rows, row), codes(columns).iter().map(value).collect())
    });
    let heading = |by: &str| match by {
        "sex" => w.t("mon-by-sex").into_owned(),
        "age_band" => w.t("mon-by-age-band").into_owned(),
        _ => w.t("mon-by-form").into_owned(),
    };
    let words = [("rows", heading(rows)), ("columns", heading(columns)), ("when", period(w, when))];
    Some(Cross {
        caption: w
            .with("mon-by-both", &words.each_ref().map(|(name, said)| (*name, said.as_str())))
            .into_owned(),
        columns: codes(columns).iter().map(|code| part(w, columns, code)).collect(),
        rows: said.collect(),
    })
}

/// `Maret 2026`, `2026, triwulan 1`, `2026`.
pub(super) fn period(w: Words, written: &str) -> String {
    match written.split_once('-') {
        None => written.to_owned(),
        Some((year, part)) => match part.strip_prefix('Q') {
            Some(quarter) => w.with("mon-quarter", &[("year", year), ("quarter", quarter)]).into_owned(),
            None => format!("{} {year}", w.t(&format!("month-{}", part.trim_start_matches('0')))),
        },
    }
}

/// Provinces to choose from, the country first.
pub(super) fn areas(chosen: &str) -> Vec<Choice> {
    let provinces = regions::provinces().map(|one| Choice::new(one.code, one.name, one.code == chosen));
    [Choice::new(COUNTRY, "Indonesia", chosen == COUNTRY)].into_iter().chain(provinces).collect()
}

/// An indicator on a list of indicators.
pub(super) struct Card {
    pub(super) href: String,
    pub(super) reference: String,
    pub(super) name: String,
    pub(super) value: String,
    /// What was counted, in which period, where it comes from, when it was observed.
    pub(super) about: String,
    pub(super) caveat: String,
    pub(super) change: String,
    pub(super) progress: Option<Badge>,
    pub(super) public: bool,
    pub(super) picture: String,
}

/// An indicator in words.
pub(super) fn card(w: Words, row: &IndicatorRow, href: String) -> Card {
    let latest = row.recent.last();
    let value =
        latest.map_or_else(|| w.t("release-no-data").into_owned(), |(_, shown)| number(w, &row.unit, *shown));
    let day = row.at.map(|at| say::date(w, at.date(Default::default()))).unwrap_or_default();
    let counted = w.code("counted-entity", &row.counted_entity).to_owned();
    let when = latest.map(|(when, _)| period(w, when)).unwrap_or_default();
    let about: Vec<String> =
        [counted, when, row.source.clone(), day].into_iter().filter(|part| !part.is_empty()).collect();
    let change = match row.recent.as_slice() {
        [.., (before, Some(earlier)), (_, Some(now))] => {
            let sign = if now > earlier { "+" } else { "" };
            let by = format!("{sign}{}", with_unit(w, &row.unit, now - earlier));
            w.with("mon-change", &[("by", &by), ("before", &period(w, before))]).into_owned()
        }
        _ => String::new(),
    };
    let progress = row.progress.as_deref().map(|code| Badge {
        text: w.t(&format!("progress-{}", code.replace('_', "-"))).into_owned(),
        tone: match code {
            "achieved" | "substantial" => "closed",
            "deterioration" | "limited" => "late",
            _ => "waiting",
        },
    });
    let target = row.target.as_ref().map(|target| target.value);
    let points: Vec<Point> =
        row.recent.iter().map(|(when, shown)| point(w, &row.unit, when, *shown, None)).collect();
    let picture =
        if points.len() > 1 { drawn(w, &row.name, &row.unit, &points, target) } else { String::new() };
    Card {
        href,
        reference: row.reference.clone(),
        name: row.name.clone(),
        value,
        about: about.join(" · "),
        caveat: row.caveat.clone(),
        change,
        progress,
        public: row.public,
        picture,
    }
}

fn point(w: Words, unit: &str, when: &str, shown: Option<f64>, between: Option<(f64, f64)>) -> Point {
    Point { label: when.to_owned(), shown, between, said: number(w, unit, shown) }
}

fn drawn(w: Words, title: &str, unit: &str, points: &[Point], target: Option<f64>) -> String {
    let beside = target
        .map(|n| w.with("mon-target", &[("n", &with_unit(w, unit, n))]).into_owned())
        .unwrap_or_default();
    trend(points, target, &TrendWords { title, number: &|n| written(w.lang, n), target: &beside })
}

/// Everything of an indicator that stands on its page, for staff and for the public alike.
pub(super) struct Told {
    pub(super) name: String,
    pub(super) reference: String,
    pub(super) caveat: String,
    pub(super) facts: Vec<(String, String)>,
    pub(super) area: String,
    pub(super) picture: String,
    pub(super) caption: String,
    pub(super) columns: Vec<String>,
    /// Periods, newest first: their name, a cell for each stratum, the day on which it was observed.
    pub(super) rows: Vec<(String, Vec<String>, String)>,
    /// The latest period by two things at once.
    pub(super) cross: Option<Cross>,
    pub(super) map: String,
    pub(super) map_title: String,
    /// Provinces of the latest period.
    pub(super) places: Vec<(String, String)>,
}

/// An indicator in one area.
pub(super) fn told(w: Words, found: &Observations, wanted: &str) -> Told {
    let [id, en] = &found.name;
    let name = if w.lang == Lang::En { en } else { id }.clone();
    let [id, en] = &found.caveat;
    let caveat = if w.lang == Lang::En { en } else { id }.clone();
    let chosen = if found.rows.iter().any(|row| row.area == wanted) { wanted } else { COUNTRY };
    let of_area: Vec<&ObservationsOf> = found.rows.iter().filter(|row| row.area == chosen).collect();
    let mut columns: Vec<&str> = of_area.iter().map(|row| row.stratum.as_str()).collect();
    columns.sort_unstable_by_key(|code| (*code != ALL, code.to_owned()));
    columns.dedup();
    // By two things at once there is a table of its own; over time they stand by the first.
    columns.retain(|code| *code == ALL || !code.contains('.') || code.ends_with("._T"));
    let whole = of_area.iter().filter(|row| row.stratum == ALL);
    let points: Vec<Point> =
        whole.map(|row| point(w, &found.unit, &row.period, row.shown, row.low.zip(row.high))).collect();
    let caption = format!("{name} — {}", area(chosen));
    let target = found.targets.last().filter(|_| chosen == COUNTRY).map(|target| target.value);
    let picture =
        if points.is_empty() { String::new() } else { drawn(w, &caption, &found.unit, &points, target) };
    let mut periods: Vec<&str> = of_area.iter().map(|row| row.period.as_str()).collect();
    periods.sort_unstable();
    periods.dedup();
    let cell = |when: &str, code: &str| {
        let found_row = of_area.iter().find(|row| row.period == when && row.stratum == code);
        found_row.map_or_else(|| w.t("release-no-data").into_owned(), |row| value(w, &found.unit, row))
    };
    let observed = |when: &str| {
        let row = of_area.iter().find(|row| row.period == when);
        row.map(|row| say::date(w, row.at.date(Default::default()))).unwrap_or_default()
    };
    let rows = periods
        .iter()
        .rev()
        .map(|when| (period(w, when), columns.iter().map(|code| cell(when, code)).collect(), observed(when)))
        .collect();
    let (map, map_title, places) = provinces(w, found, &name);
    Told {
        reference: found.reference.clone(),
        facts: facts(w, found),
        area: chosen.to_owned(),
        columns: columns.iter().map(|code| stratum(w, &found.strata, code)).collect(),
        caption,
        picture,
        rows,
        cross: cross(w, found, &of_area),
        map,
        map_title,
        places,
        name,
        caveat,
    }
}

/// A number with its interval and status.
fn value(w: Words, unit: &str, row: &ObservationsOf) -> String {
    let mut said = number(w, unit, row.shown);
    if let Some((low, high)) = row.low.zip(row.high) {
        said.push_str(&format!(" ({}–{})", written(w.lang, low), written(w.lang, high)));
    }
    match row.status.as_str() {
        "P" => said.push_str(&format!(" {}", w.t("mon-provisional"))),
        "E" => said.push_str(&format!(" {}", w.t("mon-estimated"))),
        _ => {}
    }
    said
}

fn facts(w: Words, found: &Observations) -> Vec<(String, String)> {
    let label = |name: &str| w.field("indicator", name).into_owned();
    let code = |list: &str, code: &str| w.code(list, code).to_owned();
    let mut facts = vec![
        (label("definition"), found.definition.clone()),
        (label("counted_entity"), code("counted-entity", &found.counted_entity)),
        (label("unit"), code("indicator-unit", &found.unit)),
        (label("frequency"), code("indicator-frequency", &found.frequency)),
        (label("strata"), code("indicator-strata", &found.strata)),
        (label("source"), found.source.clone()),
        (label("custodian"), format!("{} · {}", found.custodian, found.organisation)),
        (label("minimum"), found.minimum.to_string()),
    ];
    for target in &found.targets {
        let said = w.with(
            "mon-course",
            &[
                ("base", &with_unit(w, &found.unit, target.base)),
                ("from", &target.base_year.to_string()),
                ("target", &with_unit(w, &found.unit, target.value)),
                ("year", &target.year.to_string()),
            ],
        );
        facts.push((w.t("kind-indicator-target").into_owned(), said.into_owned()));
    }
    facts
}

/// The provinces of the latest period that has any: a map of tiles, its title, and the same as rows.
fn provinces(w: Words, found: &Observations, name: &str) -> (String, String, Vec<(String, String)>) {
    let of = |row: &&ObservationsOf| row.area != COUNTRY && row.stratum == ALL;
    let Some(when) = found.rows.iter().filter(of).map(|row| row.period.as_str()).max() else {
        return (String::new(), String::new(), Vec::new());
    };
    let latest: Vec<&ObservationsOf> =
        found.rows.iter().filter(of).filter(|row| row.period == when).collect();
    let title = format!("{name}, {}", period(w, when));
    let places = latest.iter().map(|row| (area(&row.area), value(w, &found.unit, row))).collect();
    (map(w, &latest, &title).unwrap_or_default(), title, places)
}

fn map(w: Words, latest: &[&ObservationsOf], title: &str) -> Option<String> {
    let shown = |row: &&ObservationsOf| {
        let shown = row.shown.map_or(Shown::Withheld, |shown| Shown::Count(shown.max(0.0).round() as u64));
        (row.area.clone(), shown)
    };
    tile_map(w, latest.iter().map(shown), title)
}

/// A map of tiles, one for each province; where nothing is said there is no data.
pub(crate) fn tile_map(
    w: Words,
    provinces: impl Iterator<Item = (String, Shown)>,
    title: &str,
) -> Option<String> {
    let dimension = Dimension::flat("province", regions::provinces().map(|province| province.code)).ok()?;
    let layout = Layout::new(vec![dimension]).ok()?;
    let mut cells = vec![Shown::NoData; layout.len()];
    for (area, shown) in provinces {
        let at = layout.find(&[area.as_str()]).ok()?;
        if let Some(cell) = cells.get_mut(at) {
            *cell = shown;
        }
    }
    let request = Request::by(&["province"]);
    let published = Published::kept(layout, vec![request.clone()], cells, vec![Note::ReportedNotPrevalence]);
    let text = |key: &str| w.t(key).into_owned();
    let (withheld, no_data, by) = (text("release-withheld"), text("release-no-data"), text("release-by"));
    let wording = Wording {
        lang: w.lang.code(),
        title,
        counted: "",
        source_word: "",
        source: "",
        notes_word: "",
        notes: &[],
        thousands: if w.lang == Lang::Id { '.' } else { ',' },
        withheld: &withheld,
        no_data: &no_data,
        incomplete: "",
        by: &by,
        dimension: &|name| w.t(&format!("dim-{name}")).into_owned(),
        category: &|_, code| say::region(code),
        short: &|code| crate::counting::short(code),
    };
    tiles(&published, &request, &wording).ok()
}
