//! Monitoring through the API: indicators and their shown numbers, trials of rules, briefs, drafts of reports.

use model::{Id, Lang};
use node::acts::monitoring::{
    ImportObservations, NoteRate, ObservationOutcome, ObservationRow, ReadBrief, ViewMonitoring,
    ViewObservations, ViewTreatyReport, ViewTrial,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::special::{Member, read, written};
use crate::error::Fault;
use crate::session::SignedIn;
use crate::state::WebState;

/// Slug and body of each act that is performed here.
pub(super) const ACTS: &[(&str, &[Member])] = &[
    ("view-monitoring", &[("area", "string", false)]),
    ("view-observations", &[("id", "uuid", true)]),
    ("import-observations", &[("rows", "observations", true), ("dry_run", "boolean", false)]),
    ("view-trial", &[("id", "uuid", true)]),
    ("read-brief", &[("id", "uuid", true), ("lang", "string", false)]),
    (
        "note-rate",
        &[
            ("currency", "string", true),
            ("dated", "string", true),
            ("rate", "string", true),
            ("source", "string", true),
        ],
    ),
    ("view-treaty-report", &[("body", "string", true)]),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfOne {
    id: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfArea {
    area: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfBody {
    body: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfBrief {
    id: Id,
    lang: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rate {
    currency: String,
    dated: String,
    rate: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Import {
    rows: Vec<Row>,
    #[serde(default)]
    dry_run: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Row {
    indicator: String,
    area: String,
    stratum: String,
    period: String,
    value: String,
    base: String,
    low: String,
    high: String,
    status: String,
    source: String,
}

/// Rows of observations, for the document: every cell as it would stand in a table.
pub(super) fn observations() -> Value {
    let cells =
        ["indicator", "area", "stratum", "period", "value", "base", "low", "high", "status", "source"];
    let cells: serde_json::Map<String, Value> =
        cells.iter().map(|cell| ((*cell).to_owned(), json!({ "type": "string" }))).collect();
    let row = json!({ "type": "object", "properties": cells, "additionalProperties": false });
    json!({ "type": "array", "items": row })
}

/// Performs one of [`ACTS`]; `body` is without the act's id.
pub(super) async fn perform(
    state: &WebState,
    who: &SignedIn,
    slug: &str,
    act: Id,
    body: Value,
) -> Result<Value, Fault> {
    let (node, actor) = (&state.node, &who.session.actor);
    match slug {
        "view-monitoring" => {
            let OfArea { area } = read(body)?;
            written(node.perform(actor, ViewMonitoring { area }).await?)
        }
        "view-observations" => {
            let OfOne { id } = read(body)?;
            written(node.perform(actor, ViewObservations { id, area: None }).await?)
        }
        "view-trial" => {
            let OfOne { id } = read(body)?;
            written(node.perform(actor, ViewTrial { id }).await?)
        }
        "read-brief" => {
            let OfBrief { id, lang } = read(body)?;
            let lang = lang.and_then(|tag| Lang::from_tag(&tag)).unwrap_or(actor.lang());
            written(node.perform(actor, ReadBrief { id, lang }).await?.text)
        }
        "view-treaty-report" => {
            let OfBody { body } = read(body)?;
            written(node.perform(actor, ViewTreatyReport { body }).await?)
        }
        "note-rate" => {
            let Rate { currency, dated, rate, source } = read(body)?;
            let id = node.perform_as(act, actor, NoteRate { currency, dated, rate, source }).await?.id;
            Ok(json!({ "act": act, "id": id }))
        }
        "import-observations" => import(state, who, act, body).await,
        _ => Err(Fault::NOT_FOUND),
    }
}

async fn import(state: &WebState, who: &SignedIn, act: Id, body: Value) -> Result<Value, Fault> {
    let Import { rows, dry_run } = read(body)?;
    let rows = rows.into_iter().zip(1..).map(|(row, number)| ObservationRow {
        number,
        indicator: row.indicator,
        area: row.area,
        stratum: row.stratum,
        period: row.period,
        value: row.value,
        base: row.base,
        low: row.low,
        high: row.high,
        status: row.status,
        source: row.source,
    });
    let import = ImportObservations { rows: rows.collect(), dry_run };
    let done = state.node.perform_as(act, &who.session.actor, import).await?;
    let rows = done.rows.iter().map(|(number, outcome)| {
        let (what, why) = match outcome {
            ObservationOutcome::Kept => ("kept", ""),
            ObservationOutcome::Same => ("same", ""),
            ObservationOutcome::Wrong(why) => ("wrong", *why),
            ObservationOutcome::Left(why) => ("refused", *why),
        };
        json!({ "row": number, "outcome": what, "why": why })
    });
    Ok(json!({ "act": act, "kept": done.kept, "rows": rows.collect::<Vec<_>>() }))
}
