//! People around a child: who takes part, families, names, tracing.

use model::{Id, Participant, ParticipantRole, kinds};
use node::acts::family::{EditFamily, JoinFamily, LeaveFamily, OpenFamily};
use node::acts::people::{
    AddParticipant, EditParticipation, EndParticipation, UnhideName, UnmergePeople, Whom,
};
use node::acts::tracing::{ConfirmMatch, MatchTracing};
use node::acts::{SettleConflict, Take};
use serde_json::json;

use super::body::Fields;
use super::call::acts;
use crate::error::Fault;

acts! {
    "add-participant" {
        case: Id, search: Id, role: String;
        person: Option<Id>, fields: Fields<kinds::Person>, relation: Option<String>, is_caregiver: Option<bool>,
        is_alive: Option<bool>, note: Option<String>, confirmed_not_duplicate: bool
    } => |call| {
        let role = ParticipantRole::from_code(&role).ok_or(Fault::Unreadable)?;
        let whom = match person {
            Some(known) => Whom::Known(known),
            None => Whom::New(fields.draft()?),
        };
        let said = Participant { relation, is_caregiver, is_alive, note };
        let add = AddParticipant { case, whom, role, said, search, confirmed: confirmed_not_duplicate };
        call.done(call.write(add).await?.id)
    };
    "edit-participation" {
        id: Id; relation: Option<String>, is_caregiver: Option<bool>, is_alive: Option<bool>, note: Option<String>
    } => |call| {
        let said = Participant { relation, is_caregiver, is_alive, note };
        call.done(call.write(EditParticipation { id, said }).await?.id)
    };
    "end-participation" { id: Id, reason: String } => |call| {
        call.done(call.write(EndParticipation { id, reason }).await?.id)
    };
    "open-family" { case: Id; fields: Fields<kinds::Family> } => |call| {
        call.done(call.write(OpenFamily { case, draft: fields.draft()? }).await?.id)
    };
    "edit-family" { id: Id, fields: Fields<kinds::Family>; version: Option<i64> } => |call| {
        call.done(call.write(EditFamily { id, draft: fields.draft()?, since: version }).await?.id)
    };
    "join-family" { case: Id, sibling: Id } => |call| call.done(call.write(JoinFamily { case, sibling }).await?.id);
    "leave-family" { case: Id, reason: String } => |call| {
        call.done(call.write(LeaveFamily { case, reason }).await?.id)
    };
    "unhide-name" { id: Id, reason: String } => |call| {
        let shown = call.write(UnhideName { id, reason }).await?;
        Ok(json!({ "act": call.act, "id": shown.id, "until": shown.until }))
    };
    "unmerge-people" { id: Id, reason: String } => |call| {
        call.done(call.write(UnmergePeople { merge: id, reason }).await?.id)
    };
    "settle-conflict" { id: Id, take: String } => |call| {
        let take = Take::from_code(&take).ok_or(Fault::Unreadable)?;
        call.done(call.write(SettleConflict { conflict: id, take }).await?.id)
    };
    "match-tracing" { id: Id } => |call| {
        let found = call.node.perform(call.actor, MatchTracing { id }).await?;
        Ok(json!({ "candidates": found.candidates, "still_loading": found.still_loading }))
    };
    "confirm-match" { id: Id, person: Id, reason: String } => |call| {
        call.done(call.write(ConfirmMatch { id, person, reason }).await?.id)
    };
}
