//! Monitoring through the API: indicators and their shown numbers, trials of rules, briefs, drafts of reports.

use model::{Id, Lang};
use node::acts::monitoring::{
    ImportObservations, NoteRate, ObservationOutcome, ObservationRow, ReadBrief, ViewAgency, ViewMonitoring,
    ViewObservations, ViewTreatyReport, ViewTrial,
};
use serde_json::{Map, Value, json};

use super::body::Shaped;
use super::call::{acts, written};

/// Every cell as it would stand in a table.
const CELLS: [&str; 10] =
    ["indicator", "area", "stratum", "period", "value", "base", "low", "high", "status", "source"];

impl Shaped for ObservationRow {
    fn schema() -> Value {
        let cells: Map<String, Value> =
            CELLS.iter().map(|cell| ((*cell).to_owned(), String::schema())).collect();
        json!({ "type": "object", "properties": cells, "additionalProperties": false })
    }
}

/// What became of a row, and why.
fn said(outcome: ObservationOutcome) -> (&'static str, &'static str) {
    match outcome {
        ObservationOutcome::Kept => ("kept", ""),
        ObservationOutcome::Same => ("same", ""),
        ObservationOutcome::Wrong(why) => ("wrong", why),
        ObservationOutcome::Left(why) => ("left", why),
    }
}

acts! {
    "view-monitoring" {; area: Option<String>} => |call| call.look(ViewMonitoring { area }).await;
    "view-agency" {} => |call| call.look(ViewAgency).await;
    "view-observations" { id: Id; area: Option<String> } => |call| call.look(ViewObservations { id, area }).await;
    "import-observations" { rows: Vec<ObservationRow>; dry_run: bool } => |call| {
        let rows = rows.into_iter().zip(1..).map(|(row, number)| ObservationRow { number, ..row }).collect();
        let done = call.write(ImportObservations { rows, dry_run }).await?;
        let rows = done.rows.iter().map(|(number, outcome)| {
            let (what, why) = said(*outcome);
            json!({ "row": number, "outcome": what, "why": why })
        });
        Ok(json!({ "act": call.act, "kept": done.kept, "rows": rows.collect::<Vec<_>>() }))
    };
    "view-trial" { id: Id } => |call| call.look(ViewTrial { id }).await;
    "read-brief" { id: Id; lang: Option<String> } => |call| {
        let lang = lang.and_then(|tag| Lang::from_tag(&tag)).unwrap_or(call.actor.lang());
        written(call.node.perform(call.actor, ReadBrief { id, lang }).await?.text)
    };
    "note-rate" { currency: String, dated: String, rate: String, source: String } => |call| {
        call.done(call.write(NoteRate { currency, dated, rate, source }).await?.id)
    };
    "view-treaty-report" { body: String } => |call| call.look(ViewTreatyReport { body }).await;
}
