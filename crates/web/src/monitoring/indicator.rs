//! `/monitoring/indicator/{id}`: one indicator: its line over time, its map, its tables, what must be known to read it; and its files.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use formats::{CsvOptions, write_csv};
use node::acts::monitoring::{Observations, ViewObservations};
use node::monitoring::strata;
use serde_json::json;

use super::words::{ALL, COUNTRY, Told, areas, told};
use crate::casework::OnePath;
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, draw};
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "monitoring/indicator.html")]
struct IndicatorPage {
    f: Frame,
    t: Told,
    here: String,
    chooser: Control,
    matter: String,
    public: Option<String>,
}

pub(crate) async fn page(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    uri: Uri,
) -> Answer {
    let area = query(&uri, "area").filter(|code| !code.is_empty()).unwrap_or_else(|| COUNTRY.to_owned());
    let found =
        state.node.perform(&who.session.actor, ViewObservations { id, area: Some(area.clone()) }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let t = told(w, &found, &area);
    let page = IndicatorPage {
        here: f.url(&format!("/monitoring/indicator/{id}")),
        chooser: Control::new("area", w.t("mon-area"), Input::Select(areas(&t.area))),
        matter: f.url(&format!("/indicator/{id}")),
        public: (found.state == "published").then(|| f.url(&format!("/publik/indikator/{id}"))),
        t,
        f,
    };
    draw(&page)
}

/// The codes of a stratum for every dimension of the dataflow; all of them where the indicator is not broken down by it.
fn dimensions(breakdown: &str, stratum: &str) -> [String; 3] {
    let by = strata::dimensions(breakdown);
    let parts = strata::parts(by.len(), stratum).unwrap_or_default();
    ["sex", "age_band", "form"].map(|name| {
        let code = by.iter().zip(&parts).find(|(by, _)| **by == name).map_or(ALL, |(_, code)| code);
        match code {
            // As SDMX has them (CL_SEX).
            "female" => "F".to_owned(),
            "male" => "M".to_owned(),
            other => other.to_owned(),
        }
    })
}

/// An indicator as a file. A number that is withheld is an empty cell with its status, as SDMX has it.
pub(super) fn file(found: &Observations, form: &str) -> Result<Response, Fault> {
    let status = |row: &node::acts::monitoring::ObservationsOf| match row.shown {
        None => ("Q".to_owned(), "C"),
        Some(_) => (row.status.clone(), "F"),
    };
    let text = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    let name = found.reference.to_lowercase();
    if form == "json" {
        let rows: Vec<_> = found
            .rows
            .iter()
            .map(|row| {
                json!({ "area": row.area, "stratum": row.stratum, "period": row.period, "value": row.shown, "low": row.low,
                    "high": row.high, "status": status(row).0, "source": row.source })
            })
            .collect();
        let [name_id, name_en] = &found.name;
        let [caveat_id, caveat_en] = &found.caveat;
        let body = json!({
            "reference": found.reference, "name": { "id": name_id, "en": name_en }, "definition": found.definition,
            "caveat": { "id": caveat_id, "en": caveat_en }, "unit": found.unit, "counted_entity": found.counted_entity,
            "frequency": found.frequency, "strata": found.strata, "minimum": found.minimum, "source": found.source,
            "custodian": found.custodian, "organisation": found.organisation, "targets": found.targets, "observations": rows,
        });
        return Ok(axum::Json(body).into_response());
    }
    let (header, ending): (Vec<&str>, &str) = match form {
        "csv" => (
            vec![
                "indicator",
                "area",
                "stratum",
                "period",
                "value",
                "low",
                "high",
                "status",
                "confidentiality",
                "unit",
                "counted",
                "source",
            ],
            "csv",
        ),
        "sdmx" => (
            vec![
                "STRUCTURE",
                "STRUCTURE_ID",
                "ACTION",
                "INDICATOR",
                "REF_AREA",
                "SEX",
                "AGE",
                "EXPLOITATION_FORM",
                "TIME_PERIOD",
                "OBS_VALUE",
                "LOWER_BOUND",
                "UPPER_BOUND",
                "OBS_STATUS",
                "CONF_STATUS",
                "UNIT_MEASURE",
                "COUNTED_ENTITY",
                "SOURCE",
            ],
            "sdmx.csv",
        ),
        _ => return Err(Fault::NOT_FOUND),
    };
    let rows = found.rows.iter().map(|row| {
        let (obs, conf) = status(row);
        let mut cells: Vec<String> = match ending {
            "csv" => Vec::new(),
            _ => vec!["dataflow".into(), "JEJARING:DF_INDICATORS(1.0)".into(), "I".into()],
        };
        cells.extend([found.reference.clone(), row.area.clone()]);
        match ending {
            "csv" => cells.push(row.stratum.clone()),
            _ => cells.extend(dimensions(&found.strata, &row.stratum)),
        }
        cells.push(row.period.clone());
        cells.extend([text(row.shown), text(row.low), text(row.high), obs, conf.to_owned()]);
        cells.extend([found.unit.clone(), found.counted_entity.clone(), row.source.clone()]);
        cells
    });
    let mut bytes = Vec::new();
    write_csv(&mut bytes, &header, rows.collect::<Vec<_>>(), CsvOptions::default())
        .map_err(|_| Fault::Drawing)?;
    let kind = "text/csv; charset=utf-8".to_owned();
    let name = format!("attachment; filename=\"{name}.{ending}\"");
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], bytes).into_response())
}
