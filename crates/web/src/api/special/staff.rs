//! Vetting of staff, services that may help a child, and many rows at once.

use model::{Id, kinds};
use node::acts::moves::{AssignParts, ReferCasesOutside, Sharing, SuggestServices};
use node::acts::staff::{ListVettings, OpenVetting, RequireVetting};
use serde_json::json;

use super::body::Fields;
use super::call::acts;
use crate::error::Fault;

acts! {
    "open-vetting" { account: Id } => |call| call.done(call.write(OpenVetting { account }).await?.id);
    "list-vettings" {} => |call| call.look(ListVettings).await;
    "require-vetting" { role: String, required: bool } => |call| {
        call.write(RequireVetting { role, required }).await?;
        Ok(json!({ "act": call.act }))
    };
    "suggest-services" { case: Id; service_type: Option<String> } => |call| {
        let services = call.node.perform(call.actor, SuggestServices { case, service_type }).await?;
        Ok(json!({ "services": services }))
    };
    "assign-parts" { kind: String, parts: Vec<Id>, to: Id; reason: String } => |call| {
        let kind = kinds::by_slug(&kind).ok_or(Fault::Unreadable)?;
        let rows = call.write(AssignParts { kind, parts, to, reason }).await?;
        Ok(json!({ "act": call.act, "rows": rows }))
    };
    "refer-cases-outside" {
        cases: Vec<Id>, receiver: String, authority: bool, fields: Fields<kinds::Referral>, groups: Vec<String>;
        days: Option<i64>
    } => |call| {
        let sharing = Sharing { draft: fields.draft()?, groups, days, ..Sharing::default() };
        let rows = call.write(ReferCasesOutside { cases, receiver, authority, sharing }).await?;
        Ok(json!({ "act": call.act, "rows": rows }))
    };
}
