//! Hand-over and the desk.

use model::{Id, kinds};
use node::acts::desk::{
    ApprovalRecipient, Approve, ReadNotifications, RequestApproval, SetNextStep, WidenNote, WriteNote,
};
use node::acts::handover::{AcceptHandover, ContestHandover, DecideHandover, HandOver, RaiseHandover};
use node::acts::supervision::ExplainAccess;
use serde_json::json;

use super::body::{Fields, OneShare};
use super::call::acts;

acts! {
    "raise-handover" { post: Id, reason: String } => |call| {
        call.done(call.write(RaiseHandover { post, reason }).await?.id)
    };
    "hand-over" { handover: Id, shares: Vec<OneShare>; brief: Fields<kinds::Handover> } => |call| {
        let shares = shares.into_iter().map(Into::into).collect();
        call.done(call.write(HandOver { handover, shares, brief: brief.draft()? }).await?.id)
    };
    "accept-handover" { handover: Id; matters: Vec<Id> } => |call| {
        let taken = call.write(AcceptHandover { handover, matters }).await?;
        Ok(json!({ "act": call.act, "id": handover, "taken": taken.taken, "left": taken.left }))
    };
    "contest-handover" { handover: Id, reason: String; matters: Vec<Id> } => |call| {
        call.done(call.write(ContestHandover { handover, matters, reason }).await?.id)
    };
    "decide-handover" { handover: Id, post: Id, reason: String } => |call| {
        call.done(call.write(DecideHandover { handover, post, reason }).await?.id)
    };
    "request-approval" {
        case: Id, fields: Fields<kinds::Approval>;
        recipient: Option<Id>, receiver: Option<String>, authority: Option<bool>
    } => |call| {
        let outside = receiver.map(|name| ApprovalRecipient::Outside { name, authority: authority == Some(true) });
        let recipient = recipient.map(ApprovalRecipient::Organisation).or(outside);
        call.done(call.write(RequestApproval { case, draft: fields.draft()?, recipient }).await?.id)
    };
    "approve" { approval: Id, granted: bool; note: String } => |call| {
        call.done(call.write(Approve { approval, granted, note }).await?.id)
    };
    "set-next-step" { matter: Id, text: String } => |call| {
        call.done(call.write(SetNextStep { matter, text }).await?.id)
    };
    "write-note" { matter: Id, visibility: String, text: String } => |call| {
        call.done(call.write(WriteNote { matter, visibility, text }).await?.id)
    };
    "widen-note" { note: Id, visibility: String, reason: String } => |call| {
        call.done(call.write(WidenNote { note, visibility, reason }).await?.id)
    };
    "read-notifications" {; ids: Vec<Id>} => |call| {
        call.write(ReadNotifications { ids }).await?;
        call.over()
    };
    "explain-access" { review: Id, text: String } => |call| {
        call.done(call.write(ExplainAccess { review, text }).await?.id)
    };
}
