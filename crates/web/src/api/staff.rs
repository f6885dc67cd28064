//! Vetting of staff, and many rows at once, through the API.

use model::{Id, Kind, kinds};
use node::acts::moves::{AssignParts, ReferCasesOutside, Sharing, SuggestServices};
use node::acts::staff::{ListVettings, OpenVetting, RequireVetting};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::special::{Member, draft, read, written};
use crate::error::Fault;
use crate::session::SignedIn;
use crate::state::WebState;

/// Slug and body of each act that is performed here.
pub(super) const ACTS: &[(&str, &[Member])] = &[
    ("open-vetting", &[("account", "uuid", true)]),
    ("list-vettings", &[]),
    ("require-vetting", &[("role", "string", true), ("required", "boolean", true)]),
    ("suggest-services", &[("case", "uuid", true), ("service_type", "string", false)]),
    (
        "assign-parts",
        &[
            ("kind", "string", true),
            ("parts", "uuids", true),
            ("to", "uuid", true),
            ("reason", "string", false),
        ],
    ),
    (
        "refer-cases-outside",
        &[
            ("cases", "uuids", true),
            ("receiver", "string", true),
            ("authority", "boolean", true),
            ("fields", "referral", true),
            ("groups", "strings", true),
            ("days", "integer", false),
        ],
    ),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whose {
    account: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Require {
    role: String,
    required: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suggest {
    case: Id,
    service_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    kind: String,
    parts: Vec<Id>,
    to: Id,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outside {
    cases: Vec<Id>,
    receiver: String,
    authority: bool,
    fields: Map<String, Value>,
    groups: Vec<String>,
    days: Option<i64>,
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
        "open-vetting" => {
            let Whose { account } = read(body)?;
            node.perform_as(act, actor, OpenVetting { account }).await?.id
        }
        "list-vettings" => {
            let Nothing {} = read(body)?;
            return written(node.perform(actor, ListVettings).await?);
        }
        "require-vetting" => {
            let Require { role, required } = read(body)?;
            node.perform_as(act, actor, RequireVetting { role, required }).await?;
            return Ok(json!({ "act": act }));
        }
        "suggest-services" => {
            let Suggest { case, service_type } = read(body)?;
            let services = node.perform(actor, SuggestServices { case, service_type }).await?;
            return Ok(json!({ "services": services }));
        }
        "assign-parts" => {
            let Parts { kind, parts, to, reason } = read(body)?;
            let kind = kinds::by_slug(&kind).ok_or(Fault::Unreadable)?;
            let assign = AssignParts { kind, parts, to, reason };
            return Ok(json!({ "act": act, "rows": node.perform_as(act, actor, assign).await? }));
        }
        "refer-cases-outside" => {
            let Outside { cases, receiver, authority, fields, groups, days } = read(body)?;
            let draft = draft(<kinds::Referral as Kind>::META, &fields)?;
            let sharing = Sharing { draft, groups, days, ..Sharing::default() };
            let refer = ReferCasesOutside { cases, receiver, authority, sharing };
            return Ok(json!({ "act": act, "rows": node.perform_as(act, actor, refer).await? }));
        }
        _ => return Err(Fault::NOT_FOUND),
    };
    Ok(json!({ "act": act, "id": id }))
}
