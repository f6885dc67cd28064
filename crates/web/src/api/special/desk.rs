//! Hand-over and the desk through the API.

use model::{Draft, Id, Kind, kinds};
use node::acts::desk::{Approve, ReadNotifications, RequestApproval, WidenNote, WriteNote};
use node::acts::handover::{AcceptHandover, ContestHandover, DecideHandover, HandOver, RaiseHandover, Share};
use node::acts::supervision::ExplainAccess;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::special::{draft, read};
use crate::error::Fault;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raise {
    post: Id,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Offer {
    handover: Id,
    shares: Vec<OneShare>,
    #[serde(default)]
    brief: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneShare {
    post: Id,
    matters: Vec<Id>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Accept {
    handover: Id,
    #[serde(default)]
    matters: Vec<Id>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contest {
    handover: Id,
    #[serde(default)]
    matters: Vec<Id>,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decide {
    handover: Id,
    post: Id,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    case: Id,
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    approval: Id,
    granted: bool,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    matter: Id,
    visibility: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Widen {
    note: Id,
    visibility: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    #[serde(default)]
    ids: Vec<Id>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Explain {
    review: Id,
    text: String,
}

/// Performs one of these acts; `body` is without the act's id.
pub(super) async fn perform(
    state: &WebState,
    who: &SignedIn,
    slug: &str,
    act: Id,
    body: Value,
) -> Result<Value, Fault> {
    let (node, actor) = (&state.node, &who.session.actor);
    let id = match slug {
        "raise-handover" => {
            let Raise { post, reason } = read(body)?;
            node.perform_as(act, actor, RaiseHandover { post, reason }).await?.id
        }
        "hand-over" => {
            let offer: Offer = read(body)?;
            let brief: Draft = draft(<kinds::Handover as Kind>::META, &offer.brief)?;
            let shares = offer.shares.into_iter().map(|one| Share { post: one.post, matters: one.matters });
            let act_of = HandOver { handover: offer.handover, shares: shares.collect(), brief };
            node.perform_as(act, actor, act_of).await?.id
        }
        "accept-handover" => {
            let Accept { handover, matters } = read(body)?;
            let taken = node.perform_as(act, actor, AcceptHandover { handover, matters }).await?;
            return Ok(json!({ "act": act, "id": handover, "taken": taken.taken, "left": taken.left }));
        }
        "contest-handover" => {
            let Contest { handover, matters, reason } = read(body)?;
            node.perform_as(act, actor, ContestHandover { handover, matters, reason }).await?.id
        }
        "decide-handover" => {
            let Decide { handover, post, reason } = read(body)?;
            node.perform_as(act, actor, DecideHandover { handover, post, reason }).await?.id
        }
        "request-approval" => {
            let asked: Ask = read(body)?;
            let draft = draft(<kinds::Approval as Kind>::META, &asked.fields)?;
            node.perform_as(act, actor, RequestApproval { case: asked.case, draft }).await?.id
        }
        "approve" => {
            let Decision { approval, granted, note } = read(body)?;
            node.perform_as(act, actor, Approve { approval, granted, note }).await?.id
        }
        "write-note" => {
            let Note { matter, visibility, text } = read(body)?;
            node.perform_as(act, actor, WriteNote { matter, visibility, text }).await?.id
        }
        "widen-note" => {
            let Widen { note, visibility, reason } = read(body)?;
            node.perform_as(act, actor, WidenNote { note, visibility, reason }).await?.id
        }
        "read-notifications" => {
            let Read { ids } = read(body)?;
            node.perform_as(act, actor, ReadNotifications { ids }).await?;
            return Ok(json!({ "act": act }));
        }
        "explain-access" => {
            let Explain { review, text } = read(body)?;
            node.perform_as(act, actor, ExplainAccess { review, text }).await?.id
        }
        _ => return Err(Fault::NOT_FOUND),
    };
    Ok(json!({ "act": act, "id": id }))
}

/// The schema of the shares of a hand-over.
pub(super) fn shares() -> Value {
    let id = json!({ "type": "string", "format": "uuid" });
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "properties": { "post": id, "matters": { "type": "array", "items": id } },
            "required": ["post", "matters"],
            "additionalProperties": false,
        },
    })
}
