//! `/monitoring/import`: a table of observations, plain or SDMX-CSV, looked through or taken in. Each row that does not stand is told with what
//! to do about it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use formats::{Claim, FormatError, ReadOptions, open_table_with};
use node::Error;
use node::acts::monitoring::{ImportObservations, ObservationOutcome, ObservationRow, ObservationsDone};

use crate::error::{Answer, Fault};
use crate::frame::{Frame, draw_with};
use crate::i18n::Words;
use crate::import::upload::Upload;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "monitoring/import.html")]
struct ImportPage {
    f: Frame,
    problem: Option<String>,
    result: Option<Looked>,
}

/// What came of a file.
struct Looked {
    counts: Vec<String>,
    kept: bool,
    notes: Vec<(String, String, String)>,
    more: bool,
}

/// Rows that a page names.
const SHOWN: usize = 200;
/// Rows of a file.
const MOST: usize = 20_000;

/// Headings by which a column is known: ours, those of SDMX, and what Indonesian tables say.
const HEADINGS: [(&str, &[&str]); 13] = [
    ("indicator", &["indicator", "indikator", "series", "kode indikator", "reference"]),
    ("area", &["area", "ref_area", "wilayah", "provinsi", "kode wilayah", "geography"]),
    ("stratum", &["stratum", "strata", "pilahan"]),
    ("sex", &["sex", "jenis kelamin"]),
    ("age", &["age", "age_band", "kelompok umur"]),
    ("form", &["form", "exploitation_form", "bentuk eksploitasi"]),
    ("period", &["period", "time_period", "periode", "waktu", "tahun", "bulan"]),
    ("value", &["value", "obs_value", "nilai", "jumlah", "angka"]),
    ("base", &["base", "n", "pembagi", "denominator", "base_per"]),
    ("low", &["low", "lower_bound", "batas bawah"]),
    ("high", &["high", "upper_bound", "batas atas"]),
    ("status", &["status", "obs_status"]),
    ("source", &["source", "sumber", "source_detail"]),
];

/// Why a file gives no rows.
enum Unread {
    File(FormatError),
    NoColumn(&'static str),
    TooLong,
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    allowed(&state, &who)?;
    draw_with(StatusCode::OK, &ImportPage { f: Frame::of(&state, &who), problem: None, result: None })
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, sent: Upload) -> Answer {
    allowed(&state, &who)?;
    let take = sent.text("take") == "true";
    let read = tokio::task::spawn_blocking(move || read(&sent.bytes, &sent.name))
        .await
        .map_err(|_| Fault::Drawing)?;
    let mut page = ImportPage { f: Frame::of(&state, &who), problem: None, result: None };
    let w = page.f.words;
    match read {
        Ok(rows) => {
            let done =
                state.node.perform(&who.session.actor, ImportObservations { rows, dry_run: !take }).await?;
            page.result = Some(looked(w, &done, take));
            draw_with(StatusCode::OK, &page)
        }
        Err(why) => {
            page.problem = Some(match why {
                Unread::File(error) => crate::import::words::file(w, &error),
                Unread::NoColumn(name) => {
                    let name = w.t(&format!("obs-column-{name}")).into_owned();
                    w.with("obs-no-column", &[("name", &name)]).into_owned()
                }
                Unread::TooLong => w.t("refused-too-many-observations").into_owned(),
            });
            draw_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn allowed(state: &WebState, who: &SignedIn) -> Result<(), Fault> {
    if super::may(state, who, "import", "indicator") { Ok(()) } else { Err(Error::Denied("no-right").into()) }
}

fn read(bytes: &[u8], name: &str) -> Result<Vec<ObservationRow>, Unread> {
    let ending = name.rsplit_once('.').map_or("csv", |(_, ending)| ending).to_ascii_lowercase();
    let known = |heading: &str| column(heading).is_some();
    let options = ReadOptions { known_name: Some(&known), ..ReadOptions::default() };
    let table = open_table_with(bytes, &Claim::named(&format!("observations.{ending}")), &options)
        .map_err(Unread::File)?;
    let columns: Vec<Option<&'static str>> =
        table.header().names.iter().map(|heading| column(heading)).collect();
    for needed in ["indicator", "period", "value"] {
        if !columns.contains(&Some(needed)) {
            return Err(Unread::NoColumn(needed));
        }
    }
    let mut rows = Vec::new();
    for row in table {
        let row = row.map_err(Unread::File)?;
        let cell = |name: &str| {
            let found = columns.iter().enumerate().filter(|(_, column)| **column == Some(name));
            let mut said =
                found.map(|(at, _)| row.text(at).trim()).filter(|text| !["", "_T", "_Z"].contains(text));
            said.next().unwrap_or_default().to_owned()
        };
        let by = ["stratum", "sex", "age", "form"].map(cell);
        let stratum = by.iter().filter(|code| !code.is_empty()).cloned().collect::<Vec<_>>().join(".");
        let one = ObservationRow {
            number: row.number,
            indicator: cell("indicator"),
            area: cell("area"),
            stratum,
            period: cell("period"),
            value: cell("value"),
            base: cell("base"),
            low: cell("low"),
            high: cell("high"),
            status: cell("status"),
            source: cell("source"),
        };
        if one.indicator.is_empty() && one.value.is_empty() {
            continue;
        }
        if rows.len() >= MOST {
            return Err(Unread::TooLong);
        }
        rows.push(one);
    }
    Ok(rows)
}

fn column(heading: &str) -> Option<&'static str> {
    let heading = heading.trim().to_lowercase();
    HEADINGS.iter().find(|(_, names)| names.contains(&heading.as_str())).map(|(column, _)| *column)
}

fn looked(w: Words, done: &ObservationsDone, take: bool) -> Looked {
    let n = |outcome| i64::try_from(done.count(outcome)).unwrap_or(i64::MAX);
    let kept = if take { "obs-kept" } else { "obs-would-keep" };
    let wrong = done.rows.iter().filter_map(|(number, outcome)| match outcome {
        ObservationOutcome::Wrong(code) | ObservationOutcome::Left(code) => {
            let key = format!("obs-wrong-{code}");
            let place = w.with("obs-row", &[("number", &number.to_string())]).into_owned();
            let remedy = w.t(&format!("{key}.remedy")).into_owned();
            Some((place, w.t(&key).into_owned(), remedy))
        }
        ObservationOutcome::Kept | ObservationOutcome::Same => None,
    });
    let all: Vec<_> = wrong.collect();
    let bad = i64::try_from(all.len()).unwrap_or(i64::MAX);
    Looked {
        counts: vec![
            w.count(kept, n(ObservationOutcome::Kept)).into_owned(),
            w.count("obs-same", n(ObservationOutcome::Same)).into_owned(),
            w.count("obs-wrong", bad).into_owned(),
        ],
        kept: done.kept,
        more: all.len() > SHOWN,
        notes: all.into_iter().take(SHOWN).collect(),
    }
}
