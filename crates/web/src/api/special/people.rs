//! Acts about people around a child, with bodies of their own.

use model::{Draft, Id, Kind, Participant, ParticipantRole, kinds};
use node::acts::family::{EditFamily, JoinFamily, LeaveFamily, OpenFamily};
use node::acts::people::{
    AddParticipant, EditParticipation, EndParticipation, UnhideName, UnmergePeople, Whom,
};
use node::acts::tracing::{ConfirmMatch, MatchTracing};
use node::acts::{SettleConflict, Take};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::special::{Member, draft, read};
use crate::error::Fault;
use crate::session::SignedIn;
use crate::state::WebState;

/// Slug and body of each act that is performed here.
pub(super) const ACTS: &[(&str, &[Member])] = &[
    (
        "add-participant",
        &[
            ("case", "uuid", true),
            ("search", "uuid", true),
            ("role", "string", true),
            ("person", "uuid", false),
            ("fields", "person", false),
            ("relation", "string", false),
            ("is_caregiver", "boolean", false),
            ("is_alive", "boolean", false),
            ("note", "string", false),
            ("confirmed_not_duplicate", "boolean", false),
        ],
    ),
    (
        "edit-participation",
        &[
            ("id", "uuid", true),
            ("relation", "string", false),
            ("is_caregiver", "boolean", false),
            ("is_alive", "boolean", false),
            ("note", "string", false),
        ],
    ),
    ("end-participation", &[("id", "uuid", true), ("reason", "string", true)]),
    ("open-family", &[("case", "uuid", true), ("fields", "family", false)]),
    ("edit-family", &[("id", "uuid", true), ("fields", "family", true), ("version", "integer", false)]),
    ("join-family", &[("case", "uuid", true), ("sibling", "uuid", true)]),
    ("leave-family", &[("case", "uuid", true), ("reason", "string", true)]),
    ("unhide-name", &[("id", "uuid", true), ("reason", "string", true)]),
    ("unmerge-people", &[("id", "uuid", true), ("reason", "string", true)]),
    ("settle-conflict", &[("id", "uuid", true), ("take", "string", true)]),
    ("match-tracing", &[("id", "uuid", true)]),
    ("confirm-match", &[("id", "uuid", true), ("person", "uuid", true), ("reason", "string", true)]),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    case: Option<Id>,
    id: Option<Id>,
    search: Option<Id>,
    #[serde(default)]
    role: String,
    person: Option<Id>,
    #[serde(default)]
    fields: Map<String, Value>,
    relation: Option<String>,
    is_caregiver: Option<bool>,
    is_alive: Option<bool>,
    note: Option<String>,
    #[serde(default)]
    confirmed_not_duplicate: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    id: Option<Id>,
    case: Option<Id>,
    sibling: Option<Id>,
    person: Option<Id>,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    take: String,
    #[serde(default)]
    fields: Map<String, Value>,
    version: Option<i64>,
}

impl Part {
    fn said(&self) -> Participant {
        Participant {
            relation: self.relation.clone(),
            is_caregiver: self.is_caregiver,
            is_alive: self.is_alive,
            note: self.note.clone(),
        }
    }

    fn whom(&self) -> Result<Whom, Fault> {
        Ok(match self.person {
            Some(known) => Whom::Known(known),
            None => Whom::New(draft(<kinds::Person as Kind>::META, &self.fields)?),
        })
    }
}

fn there(id: Option<Id>) -> Result<Id, Fault> {
    id.ok_or(Fault::Unreadable)
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
    if matches!(slug, "add-participant" | "edit-participation") {
        let asked: Part = read(body)?;
        let said = asked.said();
        let done = if slug == "add-participant" {
            let role = ParticipantRole::from_code(&asked.role).ok_or(Fault::Unreadable)?;
            let (case, search) = (there(asked.case)?, there(asked.search)?);
            let (whom, confirmed) = (asked.whom()?, asked.confirmed_not_duplicate);
            node.perform_as(act, actor, AddParticipant { case, whom, role, said, search, confirmed }).await?
        } else {
            node.perform_as(act, actor, EditParticipation { id: there(asked.id)?, said }).await?
        };
        return Ok(json!({ "act": act, "id": done.id }));
    }
    let asked: About = read(body)?;
    let reason = asked.reason.clone();
    let id = match slug {
        "end-participation" => {
            node.perform_as(act, actor, EndParticipation { id: there(asked.id)?, reason }).await?.id
        }
        "open-family" => {
            let draft = family(&asked)?;
            node.perform_as(act, actor, OpenFamily { case: there(asked.case)?, draft }).await?.id
        }
        "edit-family" => {
            let (draft, since) = (family(&asked)?, asked.version);
            node.perform_as(act, actor, EditFamily { id: there(asked.id)?, draft, since }).await?.id
        }
        "join-family" => {
            let (case, sibling) = (there(asked.case)?, there(asked.sibling)?);
            node.perform_as(act, actor, JoinFamily { case, sibling }).await?.id
        }
        "leave-family" => {
            node.perform_as(act, actor, LeaveFamily { case: there(asked.case)?, reason }).await?.id
        }
        "unhide-name" => {
            let shown = node.perform_as(act, actor, UnhideName { id: there(asked.id)?, reason }).await?;
            return Ok(json!({ "act": act, "id": shown.id, "until": shown.until }));
        }
        "unmerge-people" => {
            node.perform_as(act, actor, UnmergePeople { merge: there(asked.id)?, reason }).await?.id
        }
        "settle-conflict" => {
            let take = Take::from_code(&asked.take).ok_or(Fault::Unreadable)?;
            node.perform_as(act, actor, SettleConflict { conflict: there(asked.id)?, take }).await?.id
        }
        "match-tracing" => {
            let found = node.perform(actor, MatchTracing { id: there(asked.id)? }).await?;
            return Ok(json!({ "candidates": found.candidates, "still_loading": found.still_loading }));
        }
        "confirm-match" => {
            let (id, person) = (there(asked.id)?, there(asked.person)?);
            node.perform_as(act, actor, ConfirmMatch { id, person, reason }).await?.id
        }
        _ => return Err(Fault::NOT_FOUND),
    };
    Ok(json!({ "act": act, "id": id }))
}

fn family(asked: &About) -> Result<Draft, Fault> {
    draft(<kinds::Family as Kind>::META, &asked.fields)
}
