//! `/data`: everything that was published, as files with addresses that stay, under one licence. Each is made of copies that somebody reviewed.

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use formats::{CsvOptions, write_csv};
use model::{Id, Lang, terms};
use node::public::{Tracked, TrackerQuery};
use serde_json::{Map, Value, json};

use crate::counting::release::public_file;
use crate::error::{Answer, Fault};
use crate::frame::draw;
use crate::i18n::Words;
use crate::public::Around;
use crate::session::Anyone;
use crate::state::WebState;

/// Licence of the data; the program has its own.
const LICENCE: &str = "https://creativecommons.org/licenses/by/4.0/";

#[derive(Template)]
#[template(path = "learning/data.html")]
struct DataPage {
    a: Around,
    sets: Vec<Set>,
}

/// A data set: what it is, what to know of it, its files.
struct Set {
    title: String,
    about: String,
    files: Vec<(String, String)>,
}

/// Names of data sets in addresses, with the keys of what they are called and of what to know.
const SETS: [(&str, &str, &str); 5] = [
    ("komitmen", "data-commitments", "data-commitments.about"),
    ("platform", "data-platforms", "data-platforms.about"),
    ("instrumen", "data-instruments", "data-instruments.about"),
    ("suara", "data-views", "data-views.about"),
    ("istilah", "data-terms", "data-terms.about"),
];

pub(crate) async fn page(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    let releases = state.node.public_releases().await?;
    let a = Around::new(&state, &visitor).await?;
    let w = a.f.words;
    let set = |(name, key, about): (&str, &str, &str)| Set {
        title: w.t(key).into_owned(),
        about: w.t(about).into_owned(),
        files: ["csv", "json"]
            .map(|form| (form.to_uppercase(), a.f.url(&format!("/data/{name}.{form}"))))
            .to_vec(),
    };
    let mut sets: Vec<Set> = SETS.into_iter().map(set).collect();
    sets.push(Set {
        title: w.t("data-directory").into_owned(),
        about: w.t("data-directory.about").into_owned(),
        files: vec![
            ("HSDS JSON".to_owned(), a.f.url("/hsds/services")),
            ("HSDS ZIP".to_owned(), a.f.url("/hsds/package.zip")),
        ],
    });
    for release in &releases {
        let table = w.code("release-table", &release.table);
        let files = [("CSV", "csv"), ("SDMX-CSV", "sdmx"), ("XLSX", "xlsx")];
        sets.push(Set {
            title: format!("{table}, {}", release.period),
            about: w.with("data-release", &[("code", &release.code)]).into_owned(),
            files: files
                .map(|(name, form)| (name.to_owned(), a.f.url(&format!("/data/rilis/{}/{form}", release.id))))
                .to_vec(),
        });
    }
    draw(&DataPage { sets, a })
}

/// Rows with the names of their columns.
struct Rows {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

/// `/data/{file}`: one data set as CSV or JSON. Columns and codes are the same in every language.
pub(crate) async fn file(State(state): State<WebState>, Path(file): Path<String>) -> Answer {
    let (name, form) = file.rsplit_once('.').ok_or(Fault::NOT_FOUND)?;
    let found = match name {
        "komitmen" => commitments(&state).await?,
        "platform" => platforms(&state).await?,
        "instrumen" => instruments(&state).await?,
        "suara" => views(&state).await?,
        "istilah" => glossary(),
        _ => return Err(Fault::NOT_FOUND),
    };
    let cache = (CACHE_CONTROL, "public, max-age=600".to_owned());
    match form {
        "csv" => {
            let mut bytes = Vec::new();
            write_csv(&mut bytes, &found.header, &found.rows, CsvOptions::default())
                .map_err(|_| Fault::Drawing)?;
            let name = format!("attachment; filename=\"{name}.csv\"");
            let kind = (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned());
            Ok(([kind, (CONTENT_DISPOSITION, name), cache], bytes).into_response())
        }
        "json" => {
            let row = |cells: &Vec<String>| {
                let pairs = found.header.iter().zip(cells);
                Value::Object(
                    pairs.map(|(name, cell)| ((*name).to_owned(), json!(cell))).collect::<Map<_, _>>(),
                )
            };
            let rows: Vec<Value> = found.rows.iter().map(row).collect();
            Ok(([cache], Json(json!({ "dataset": name, "licence": LICENCE, "rows": rows }))).into_response())
        }
        _ => Err(Fault::NOT_FOUND),
    }
}

/// `/data/rilis/{id}/{form}`: a published table.
pub(crate) async fn release(State(state): State<WebState>, Path((id, form)): Path<(Id, String)>) -> Answer {
    let found = state.node.public_release(id).await?;
    public_file(Words::new(Lang::Id), &found, &form)
}

async fn commitments(state: &WebState) -> Result<Rows, Fault> {
    let mut rows = Vec::new();
    let mut query = TrackerQuery::default();
    loop {
        let page = state.node.tracker(query.clone()).await?;
        rows.extend(page.rows.iter().map(commitment));
        match page.next {
            Some(after) => query.after = Some(after),
            None => break,
        }
    }
    let header = vec![
        "id",
        "code",
        "title",
        "lead",
        "state",
        "target_on",
        "first_target_on",
        "self_status",
        "independent_status",
        "moved_on",
        "region",
    ];
    Ok(Rows { header, rows })
}

fn commitment(one: &Tracked) -> Vec<String> {
    let day = one.due_at.map(|due| due.date(Default::default()).to_string());
    vec![
        one.id.to_string(),
        one.code.clone(),
        one.title.clone(),
        one.lead.clone(),
        one.state.clone(),
        day.unwrap_or_default(),
        one.first_target.clone(),
        one.self_status.clone().unwrap_or_default(),
        one.independent_status.clone().unwrap_or_default(),
        one.moved_on.clone(),
        one.region.clone().unwrap_or_default(),
    ]
}

async fn platforms(state: &WebState) -> Result<Rows, Fault> {
    let found = state.node.takedowns().await?;
    let said = |n: Option<String>| n.unwrap_or_default();
    let row = |one: &node::public::Takedown| {
        vec![
            one.platform.clone(),
            said(one.notices.map(|n| n.to_string())),
            said(one.median_hours.map(|n| n.to_string())),
            said(one.still_up.map(|n| n.to_string())),
        ]
    };
    Ok(Rows {
        header: vec!["platform", "notices", "median_hours", "still_up"],
        rows: found.iter().map(row).collect(),
    })
}

async fn instruments(state: &WebState) -> Result<Rows, Fault> {
    let found = state.node.standings().await?;
    let row = |one: &node::public::Standing| {
        vec![
            one.instrument.clone(),
            one.country.clone(),
            one.status.to_owned(),
            one.since.map(|year| year.to_string()).unwrap_or_default(),
            one.reservations.to_string(),
            one.reviewed.to_string(),
            one.checked_against.clone(),
        ]
    };
    let header =
        vec!["instrument", "country", "status", "since", "reservations", "reviewed", "checked_against"];
    Ok(Rows { header, rows: found.iter().map(row).collect() })
}

async fn views(state: &WebState) -> Result<Rows, Fault> {
    let mut rows = Vec::new();
    for topic in state.node.topics().await? {
        let (topic, views) = state.node.topic(topic.id).await?;
        let [title, _] = &topic.title;
        let about = |view: node::public::PublicView| {
            let head = [topic.id.to_string(), topic.kind.clone(), title.clone()];
            head.into_iter().chain([view.age_band, view.said, view.answer, view.what_changed]).collect()
        };
        rows.extend(views.into_iter().map(about));
    }
    let header = vec!["topic", "kind", "title", "age_band", "said", "answer", "what_changed"];
    Ok(Rows { header, rows })
}

fn glossary() -> Rows {
    let row = |term: &terms::Term| {
        let cells = [term.lang.code(), term.class.code(), term.term, term.instead, term.note];
        cells.map(str::to_owned).to_vec()
    };
    let header = vec!["lang", "class", "term", "instead", "note"];
    Rows { header, rows: terms::all().iter().map(row).collect() }
}
