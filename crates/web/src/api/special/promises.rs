//! The network's memory: commitments at a glance, ties, what the public reads, instruments, gaps.

use model::Id;
use node::acts::instruments::{ConfirmStateActs, ViewGaps, ViewInstruments};
use node::acts::promises::{
    CommentCommitment, PublishEntry, TieEntries, UntieEntries, ViewPromises, ViewTies, WithdrawEntry,
};
use serde_json::json;

use super::call::{acts, written};

acts! {
    "view-promises" {} => |call| call.look(ViewPromises).await;
    "view-ties" { id: Id } => |call| {
        let ties = call.node.perform(call.actor, ViewTies { id }).await?;
        Ok(json!({
            "kind": ties.kind, "code": ties.code, "state": ties.state, "from": ties.from, "to": ties.to,
            "cluster": ties.cluster, "practice": ties.practice, "out": ties.out,
        }))
    };
    "tie-entries" { from: Id, to: String } => |call| call.done(call.write(TieEntries { from, to }).await?.id);
    "untie-entries" { from: Id, to: Id } => |call| call.done(call.write(UntieEntries { from, to }).await?.id);
    "publish-entry" { id: Id } => |call| call.done(call.write(PublishEntry { id }).await?.id);
    "withdraw-entry" { id: Id, reason: String } => |call| {
        call.done(call.write(WithdrawEntry { id, reason }).await?.id)
    };
    "comment-commitment" { commitment: Id, organisation: String, comment: String } => |call| {
        call.done(call.write(CommentCommitment { commitment, organisation, comment }).await?.id)
    };
    "view-instruments" {} => |call| {
        written(call.node.perform(call.actor, ViewInstruments).await?.standings)
    };
    "confirm-state-acts" { instrument: String, countries: Vec<String>, checked_against: String } => |call| {
        let confirmed = call.write(ConfirmStateActs { instrument, countries, checked_against }).await?;
        Ok(json!({ "act": call.act, "confirmed": confirmed }))
    };
    "view-gaps" {; country: Option<String>} => |call| call.look(ViewGaps { country }).await;
}
