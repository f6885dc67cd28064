//! Consent, referrals, transfers and acts on many cases through the API.

use model::{Draft, Id, Kind, kinds};
use node::acts::exchange::{
    AskInformation, ExportEvidence, ExportLog, ListNetwork, ListRequests, ViewMessage,
};
use node::acts::moves::{
    AssignCases, GiveConsent, ListMoves, ListReceivers, Named, PastConsent, ReferCase, ReferCases,
    ReferOutside, RenewOutside, RequestTransfer, Sharing, TransferCase,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::special::{draft, read, written};
use crate::error::Fault;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Consent {
    case: Id,
    fields: Map<String, Value>,
    #[serde(default)]
    recipients: Vec<Id>,
    #[serde(default)]
    withheld: Vec<Id>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Share {
    listing: Option<Id>,
    case: Option<Id>,
    #[serde(default)]
    cases: Vec<Id>,
    to: Id,
    service: Option<Id>,
    fields: Map<String, Value>,
    #[serde(default)]
    groups: Vec<String>,
    days: Option<i64>,
    past_consent: Option<PastConsent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outside {
    case: Id,
    receiver: String,
    authority: bool,
    service: Option<Id>,
    fields: Map<String, Value>,
    #[serde(default)]
    groups: Vec<String>,
    days: Option<i64>,
    past_consent: Option<PastConsent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Renew {
    referral: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    case: Id,
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Assign {
    cases: Vec<Id>,
    to: Id,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen {
    eid: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Evidence {
    eid: String,
    #[serde(default)]
    reveal: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    to: Id,
    case: Option<Id>,
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

fn shared(asked: &Share, draft: Draft) -> Sharing {
    Sharing {
        draft,
        groups: asked.groups.clone(),
        days: asked.days,
        past_consent: asked.past_consent.clone(),
        listing: asked.listing,
    }
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
        "give-consent" => {
            let asked: Consent = read(body)?;
            let draft = draft(kinds::Consent::META, &asked.fields)?;
            let named = Named { recipients: asked.recipients, withheld: asked.withheld };
            node.perform_as(act, actor, GiveConsent { case: asked.case, draft, named }).await?.id
        }
        "refer-case" => {
            let asked: Share = read(body)?;
            let sharing = shared(&asked, draft(kinds::Referral::META, &asked.fields)?);
            let case = asked.case.ok_or(Fault::Unreadable)?;
            let refer = ReferCase { case, to: asked.to, service: asked.service, sharing };
            node.perform_as(act, actor, refer).await?.id
        }
        "refer-outside" => {
            let asked: Outside = read(body)?;
            let draft = draft(kinds::Referral::META, &asked.fields)?;
            let Outside { case, receiver, authority, service, groups, days, past_consent, .. } = asked;
            let sharing = Sharing { draft, groups, days, past_consent, listing: None };
            let refer = ReferOutside { case, receiver, authority, service, sharing };
            return written(node.perform_as(act, actor, refer).await?);
        }
        "renew-outside" => {
            let Renew { referral } = read(body)?;
            return written(node.perform_as(act, actor, RenewOutside { referral }).await?);
        }
        "transfer-case" => {
            let asked: Share = read(body)?;
            let sharing = shared(&asked, draft(kinds::Transfer::META, &asked.fields)?);
            let case = asked.case.ok_or(Fault::Unreadable)?;
            node.perform_as(act, actor, TransferCase { case, to: asked.to, sharing }).await?.id
        }
        "request-transfer" => {
            let asked: Request = read(body)?;
            let draft = draft(kinds::TransferRequest::META, &asked.fields)?;
            node.perform_as(act, actor, RequestTransfer { case: asked.case, draft }).await?.id
        }
        "refer-cases" => {
            let asked: Share = read(body)?;
            let sharing = shared(&asked, draft(kinds::Referral::META, &asked.fields)?);
            let refer = ReferCases { cases: asked.cases, to: asked.to, sharing };
            return Ok(json!({ "act": act, "rows": node.perform_as(act, actor, refer).await? }));
        }
        "assign-cases" => {
            let Assign { cases, to, reason } = read(body)?;
            let assign = AssignCases { cases, to, reason };
            return Ok(json!({ "act": act, "rows": node.perform_as(act, actor, assign).await? }));
        }
        "ask-information" => {
            let asked: Ask = read(body)?;
            let draft = draft(kinds::Rfi::META, &asked.fields)?;
            let ask = AskInformation { to: asked.to, case: asked.case, draft };
            node.perform_as(act, actor, ask).await?.id
        }
        "export-evidence" => {
            let asked: Evidence = read(body)?;
            let export = ExportEvidence::of(&asked.eid, asked.reveal)?;
            let bundle = node.perform(actor, export).await?;
            return written(bundle);
        }
        "view-message" => {
            let asked: Seen = read(body)?;
            return written(node.perform(actor, ViewMessage::of(&asked.eid)?).await?);
        }
        "list-network" => {
            let Nothing {} = read(body)?;
            return written(node.perform(actor, ListNetwork).await?);
        }
        "export-log" => {
            let Nothing {} = read(body)?;
            return written(node.perform(actor, ExportLog).await?);
        }
        "list-requests" => {
            let Nothing {} = read(body)?;
            let listed = node.perform(actor, ListRequests).await?;
            return written(listed);
        }
        "list-moves" => {
            let Nothing {} = read(body)?;
            let moves = node.perform(actor, ListMoves).await?;
            return written(moves);
        }
        "list-receivers" => {
            let Nothing {} = read(body)?;
            return Ok(json!({ "receivers": node.perform(actor, ListReceivers).await? }));
        }
        _ => return Err(Fault::NOT_FOUND),
    };
    Ok(json!({ "act": act, "id": id }))
}

/// The acts that are performed here.
pub(super) const ACTS: [&str; 16] = [
    "view-message",
    "list-network",
    "export-log",
    "export-evidence",
    "ask-information",
    "list-requests",
    "give-consent",
    "refer-case",
    "refer-outside",
    "renew-outside",
    "transfer-case",
    "request-transfer",
    "refer-cases",
    "assign-cases",
    "list-moves",
    "list-receivers",
];

/// The schema of what is shared past consent.
pub(super) fn past_consent() -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object", "properties": { "reason": text, "legal_basis": text },
        "required": ["reason", "legal_basis"], "additionalProperties": false,
    })
}
