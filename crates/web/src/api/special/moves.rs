//! Consent, referrals, transfers, acts on many cases, and what goes between members.

use model::{Id, kinds};
use node::acts::exchange::{
    AskInformation, AskMatch, ExportDirectoryDraft, ExportEvidence, ExportLog, ListNetwork, ListRequests,
    ListSharedServices, MakeGuardianKey, ProposeDirectory, SignDirectory, ViewDirectory, ViewMatching,
    ViewMessage,
};
use node::acts::moves::{
    AssignCases, CorrectReferral, GiveConsent, ListMoves, ListReceivers, Named, PastConsent, ReferCase,
    ReferCases, ReferOutside, RenewOutside, RequestTransfer, Sharing, TransferCase,
};
use serde_json::json;

use super::body::Fields;
use super::call::{acts, written};

acts! {
    "give-consent" { case: Id, fields: Fields<kinds::Consent>; recipients: Vec<Id>, withheld: Vec<Id> } => |call| {
        let named = Named { recipients, withheld };
        call.done(call.write(GiveConsent { case, draft: fields.draft()?, named }).await?.id)
    };
    "refer-case" {
        case: Id, to: Id, fields: Fields<kinds::Referral>, groups: Vec<String>;
        service: Option<Id>, days: Option<i64>, past_consent: Option<PastConsent>, listing: Option<Id>
    } => |call| {
        let sharing = Sharing { draft: fields.draft()?, groups, days, past_consent, listing };
        call.done(call.write(ReferCase { case, to, service, sharing }).await?.id)
    };
    "refer-outside" {
        case: Id, receiver: String, authority: bool, fields: Fields<kinds::Referral>, groups: Vec<String>;
        service: Option<Id>, days: Option<i64>, past_consent: Option<PastConsent>, listing: Option<Id>
    } => |call| {
        let sharing = Sharing { draft: fields.draft()?, groups, days, past_consent, listing };
        written(call.write(ReferOutside { case, receiver, authority, service, sharing }).await?)
    };
    "correct-referral" { referral: Id, reason: String } => |call| {
        call.done(call.write(CorrectReferral { referral, reason }).await?.id)
    };
    "renew-outside" { referral: Id } => |call| written(call.write(RenewOutside { referral }).await?);
    "transfer-case" {
        case: Id, to: Id, fields: Fields<kinds::Transfer>; days: Option<i64>, past_consent: Option<PastConsent>
    } => |call| {
        let sharing = Sharing { draft: fields.draft()?, groups: Vec::new(), days, past_consent, listing: None };
        call.done(call.write(TransferCase { case, to, sharing }).await?.id)
    };
    "request-transfer" { case: Id, fields: Fields<kinds::TransferRequest> } => |call| {
        call.done(call.write(RequestTransfer { case, draft: fields.draft()? }).await?.id)
    };
    "assign-cases" { cases: Vec<Id>, to: Id; reason: String } => |call| {
        let rows = call.write(AssignCases { cases, to, reason }).await?;
        Ok(json!({ "act": call.act, "rows": rows }))
    };
    "refer-cases" {
        cases: Vec<Id>, to: Id, fields: Fields<kinds::Referral>, groups: Vec<String>; days: Option<i64>
    } => |call| {
        let sharing = Sharing { draft: fields.draft()?, groups, days, ..Sharing::default() };
        let rows = call.write(ReferCases { cases, to, sharing }).await?;
        Ok(json!({ "act": call.act, "rows": rows }))
    };
    "ask-information" { to: Id, fields: Fields<kinds::Rfi>; case: Option<Id> } => |call| {
        call.done(call.write(AskInformation { to, case, draft: fields.draft()? }).await?.id)
    };
    "ask-match" { case: Id, to: Vec<Id>, fields: Fields<kinds::MatchQuery> } => |call| {
        call.done(call.write(AskMatch { case, to, draft: fields.draft()? }).await?.id)
    };
    "make-guardian-key" { epoch: String } => |call| {
        let key = call.write(MakeGuardianKey { epoch }).await?;
        Ok(json!({ "act": call.act, "key": key }))
    };
    "view-matching" {} => |call| call.look(ViewMatching).await;
    "list-requests" {} => |call| call.look(ListRequests).await;
    "view-message" { eid: String } => |call| call.look(ViewMessage::of(&eid)?).await;
    "list-network" {} => |call| call.look(ListNetwork).await;
    "list-shared-services" {; service_type: Option<String>} => |call| {
        call.look(ListSharedServices { service_type }).await
    };
    "view-directory" {} => |call| call.look(ViewDirectory).await;
    "propose-directory" {
        what: String, days: i64; member: String, entry: String, fingerprint: String, compared_with: String, key: String,
        reason: String, urgent: bool, epoch: String, begins: String, budget: i64
    } => |call| {
        let ask = ProposeDirectory {
            what, member, entry, fingerprint, compared_with, key, reason, days, urgent, epoch, begins, budget,
        };
        call.done(call.write(ask).await?.id)
    };
    "export-directory-draft" { change: Id } => |call| {
        let draft = call.node.perform(call.actor, ExportDirectoryDraft { change }).await?;
        Ok(json!({ "draft": String::from_utf8(draft).unwrap_or_default() }))
    };
    "sign-directory" { change: Id, signed: String } => |call| {
        let now = call.write(SignDirectory::brought(change, signed.as_bytes())?).await?;
        Ok(json!({ "act": call.act, "signatures": now.signatures, "needed": now.needed, "adopted": now.adopted }))
    };
    "export-log" {} => |call| call.look(ExportLog).await;
    "export-evidence" { eid: String; reveal: bool } => |call| call.look(ExportEvidence::of(&eid, reveal)?).await;
    "list-moves" {} => |call| call.look(ListMoves).await;
    "list-receivers" {} => |call| {
        Ok(json!({ "receivers": call.node.perform(call.actor, ListReceivers).await? }))
    };
}
