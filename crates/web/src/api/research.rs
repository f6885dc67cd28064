//! Estimates and the research desk through the API.

use model::kinds::DataRequest;
use model::{Id, Kind, ProblemCode};
use node::Error;
use node::acts::counting::{ViewEstimate, ViewEstimates};
use node::acts::research::{
    GrantBudget, RequestData, ViewResearchDesk, ViewResearchLedger, ViewResearchTable,
};
use node::counting::Slice;
use node::research::Precision;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::special::{Member, draft, read, written};
use crate::error::Fault;
use crate::session::SignedIn;
use crate::state::WebState;

/// Slug and body of each act that is performed here.
pub(super) const ACTS: &[(&str, &[Member])] = &[
    ("view-estimates", &[]),
    ("view-estimate", &[("estimate", "uuid", true)]),
    ("keep-estimate", &[("period", "string", false), ("region", "string", false), ("form", "string", false)]),
    ("grant-budget", &[("hundredths", "integer", true)]),
    ("request-data", &[("fields", "data-request", true)]),
    ("view-research-desk", &[]),
    ("view-research-ledger", &[]),
    ("build-table", &[("request", "uuid", true), ("by", "strings", true), ("precision", "string", true)]),
    ("view-research-table", &[("request", "uuid", true), ("table", "uuid", true)]),
    ("make-records", &[("request", "uuid", true)]),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfEstimate {
    estimate: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grant {
    hundredths: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    request: Id,
    by: Vec<String>,
    precision: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfTable {
    request: Id,
    table: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfRequest {
    request: Id,
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
    let id = match slug {
        "view-estimates" => return written(node.perform(actor, ViewEstimates).await?),
        "view-estimate" => {
            let OfEstimate { estimate } = read(body)?;
            return written(node.perform(actor, ViewEstimate { estimate }).await?.0);
        }
        "keep-estimate" => {
            let slice: Slice = read(body)?;
            node.estimate_hidden(act, actor, slice).await?.id
        }
        "grant-budget" => {
            let Grant { hundredths } = read(body)?;
            node.perform_as(act, actor, GrantBudget { hundredths }).await?;
            return Ok(json!({ "act": act }));
        }
        "request-data" => {
            let Request { fields } = read(body)?;
            node.perform_as(act, actor, RequestData { draft: draft(DataRequest::META, &fields)? }).await?.id
        }
        "view-research-desk" => return written(node.perform(actor, ViewResearchDesk).await?),
        "view-research-ledger" => return written(node.perform(actor, ViewResearchLedger).await?),
        "build-table" => {
            let Table { request, by, precision } = read(body)?;
            let precision = Precision::from_code(&precision)
                .ok_or_else(|| Error::field("precision", ProblemCode::UnknownCode))?;
            node.build_table(act, actor, request, by, precision).await?.id
        }
        "view-research-table" => {
            let OfTable { request, table } = read(body)?;
            return written(node.perform(actor, ViewResearchTable { request, table }).await?);
        }
        "make-records" => {
            let OfRequest { request } = read(body)?;
            node.make_records(act, actor, request).await?.id
        }
        _ => return Err(Fault::NOT_FOUND),
    };
    Ok(json!({ "act": act, "id": id }))
}
