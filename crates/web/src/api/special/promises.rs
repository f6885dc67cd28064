//! The network's memory: commitments at a glance, ties, what the public reads, instruments, gaps.

use model::Id;
use node::acts::instruments::{ConfirmStateActs, ViewGaps, ViewInstruments};
use node::acts::promises::{
    AdoptFramework, CommentCommitment, MakeCommitments, PublishEntry, TieEntries, UntieEntries, ViewPromises,
    ViewTies, WithdrawEntry,
};
use serde_json::json;

use super::call::{acts, written};

/// Indonesian unless English is asked for.
fn lang(code: Option<&str>) -> model::Lang {
    code.and_then(model::Lang::from_tag).unwrap_or(model::Lang::Id)
}

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
    "adopt-framework" { template: String, lead: String; language: Option<String> } => |call| {
        let language = lang(language.as_deref());
        call.done(call.write(AdoptFramework { template, lead, language }).await?.id)
    };
    "make-commitments" { id: Id; language: Option<String> } => |call| {
        let language = lang(language.as_deref());
        let made = call.write(MakeCommitments { id, language }).await?;
        Ok(json!({ "act": call.act, "id": made.id, "made": made.made, "there": made.there }))
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
