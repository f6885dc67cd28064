//! The network's memory through the API: commitments at a glance, ties, what the public reads, instruments, gaps.

use model::Id;
use node::acts::instruments::{ConfirmStateActs, ViewGaps, ViewInstruments};
use node::acts::promises::{
    CommentCommitment, PublishEntry, TieEntries, UntieEntries, ViewPromises, ViewTies, WithdrawEntry,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::special::{Member, read, written};
use crate::error::Fault;
use crate::session::SignedIn;
use crate::state::WebState;

/// Slug and body of each act that is performed here.
pub(super) const ACTS: &[(&str, &[Member])] = &[
    ("view-promises", &[]),
    ("view-ties", &[("id", "uuid", true)]),
    ("tie-entries", &[("from", "uuid", true), ("to", "string", true)]),
    ("untie-entries", &[("from", "uuid", true), ("to", "uuid", true)]),
    ("publish-entry", &[("id", "uuid", true)]),
    ("withdraw-entry", &[("id", "uuid", true), ("reason", "string", true)]),
    (
        "comment-commitment",
        &[("commitment", "uuid", true), ("organisation", "string", true), ("comment", "string", true)],
    ),
    ("view-instruments", &[]),
    (
        "confirm-state-acts",
        &[
            ("instrument", "string", true),
            ("countries", "strings", true),
            ("checked_against", "string", true),
        ],
    ),
    ("view-gaps", &[("country", "string", false)]),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfOne {
    id: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tie {
    from: Id,
    to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Untie {
    from: Id,
    to: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Withdraw {
    id: Id,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Comment {
    commitment: Id,
    organisation: String,
    comment: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Confirm {
    instrument: String,
    countries: Vec<String>,
    checked_against: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfCountry {
    country: Option<String>,
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
        "view-promises" => return written(node.perform(actor, ViewPromises).await?),
        "view-ties" => {
            let OfOne { id } = read(body)?;
            let ties = node.perform(actor, ViewTies { id }).await?;
            return Ok(json!({
                "kind": ties.kind, "code": ties.code, "state": ties.state, "from": ties.from, "to": ties.to,
                "cluster": ties.cluster, "practice": ties.practice, "out": ties.out,
            }));
        }
        "view-instruments" => return written(node.perform(actor, ViewInstruments).await?.standings),
        "view-gaps" => {
            let OfCountry { country } = read(body)?;
            return written(node.perform(actor, ViewGaps { country }).await?);
        }
        "tie-entries" => {
            let Tie { from, to } = read(body)?;
            node.perform_as(act, actor, TieEntries { from, to }).await?.id
        }
        "untie-entries" => {
            let Untie { from, to } = read(body)?;
            node.perform_as(act, actor, UntieEntries { from, to }).await?.id
        }
        "publish-entry" => {
            let OfOne { id } = read(body)?;
            node.perform_as(act, actor, PublishEntry { id }).await?.id
        }
        "withdraw-entry" => {
            let Withdraw { id, reason } = read(body)?;
            node.perform_as(act, actor, WithdrawEntry { id, reason }).await?.id
        }
        "comment-commitment" => {
            let Comment { commitment, organisation, comment } = read(body)?;
            node.perform_as(act, actor, CommentCommitment { commitment, organisation, comment }).await?.id
        }
        "confirm-state-acts" => {
            let Confirm { instrument, countries, checked_against } = read(body)?;
            let confirmed = node
                .perform_as(act, actor, ConfirmStateActs { instrument, countries, checked_against })
                .await?;
            return Ok(json!({ "act": act, "confirmed": confirmed }));
        }
        _ => return Err(Fault::NOT_FOUND),
    };
    Ok(json!({ "act": act, "id": id }))
}
