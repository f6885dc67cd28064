//! Case practice through the API: decisions of conferences, places, the legal board.

use model::{Id, Kind, kinds};
use node::acts::AddDecision;
use node::acts::legal::ListLegalBoard;
use node::acts::places::{LeavePlace, ListPlaces, TakePlace};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::special::{Member, draft, read, written};
use crate::error::Fault;
use crate::session::SignedIn;
use crate::state::WebState;

/// Slug and body of each act that is performed here.
pub(super) const ACTS: &[(&str, &[Member])] = &[
    (
        "add-decision",
        &[("conference", "uuid", true), ("post", "uuid", true), ("fields", "conference-decision", true)],
    ),
    ("take-place", &[("service", "uuid", true), ("band", "uuid", true)]),
    ("leave-place", &[("service", "uuid", true)]),
    ("list-places", &[("service", "uuid", false)]),
    ("list-legal-board", &[("province", "string", false), ("stage", "string", false)]),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decide {
    conference: Id,
    post: Id,
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    service: Id,
    band: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfService {
    service: Option<Id>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Board {
    province: Option<String>,
    stage: Option<String>,
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
        "add-decision" => {
            let Decide { conference, post, fields } = read(body)?;
            let draft = draft(<kinds::ConferenceDecision as Kind>::META, &fields)?;
            node.perform_as(act, actor, AddDecision { conference, post, draft }).await?.id
        }
        "take-place" => {
            let Place { service, band } = read(body)?;
            node.perform_as(act, actor, TakePlace { service, band }).await?.id
        }
        "leave-place" => {
            let OfService { service } = read(body)?;
            let service = service.ok_or(Fault::Unreadable)?;
            node.perform_as(act, actor, LeavePlace { service }).await?.id
        }
        "list-places" => {
            let OfService { service } = read(body)?;
            let listed = node.perform(actor, ListPlaces { service }).await?;
            return written(listed);
        }
        "list-legal-board" => {
            let Board { province, stage } = read(body)?;
            let board = node.perform(actor, ListLegalBoard { province, stage }).await?;
            return written(board);
        }
        _ => return Err(Fault::NOT_FOUND),
    };
    Ok(json!({ "act": act, "id": id }))
}
