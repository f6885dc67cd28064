//! Shared hashes, overlapping work and files for receivers outside.

use model::{Id, kinds};
use node::acts::harm::{
    ChangeHashList, CheckOverlap, ExportHtcds, JudgeHash, ListHashLists, LookUpHash, MakeFile,
    MatchTransactions, OpenHashList, SendNoticeLink, ShareHashList, SubscribeHashList, TakeContentFile,
    TakeGoaml, TellListOwner, ViewFlaggers, ViewLinks, WriteGoaml,
};
use serde_json::json;

use super::body::Fields;
use super::call::{acts, written};

acts! {
    "list-hash-lists" {} => |call| call.look(ListHashLists).await;
    "open-hash-list" { name: String, role: String } => |call| {
        written(call.write(OpenHashList { name, role }).await?)
    };
    "change-hash-list" { list: Id, provenance: String; add: String, remove: String } => |call| {
        let version = call.write(ChangeHashList { list, add, remove, provenance }).await?;
        Ok(json!({ "act": call.act, "list": list, "version": version }))
    };
    "subscribe-hash-list" { list: Id, on: bool } => |call| {
        call.write(SubscribeHashList { list, on }).await?;
        Ok(json!({ "act": call.act, "list": list }))
    };
    "judge-hash" { kind: String, hash: String, opinion: u8, reason: String } => |call| {
        call.write(JudgeHash { kind, hash, opinion, reason }).await?;
        call.over()
    };
    "look-up-hash" { kind: String, hash: String; content_report: Option<Id> } => |call| {
        written(call.write(LookUpHash { kind, hash, content_report }).await?)
    };
    "check-overlap" { kind: String, value: String, purpose: String; holder: String } => |call| {
        call.write(CheckOverlap { kind, value, holder, purpose }).await?;
        call.over()
    };
    "make-file" { report: Id, fields: Fields<kinds::HandedFile> } => |call| {
        let made = call.write(MakeFile { report, draft: fields.draft()? }).await?;
        Ok(json!({ "act": call.act, "id": made.id, "ending": made.ending, "text": made.text }))
    };
    "take-content-file" { document: String, format: String, partner: String } => |call| {
        let taken = call.write(TakeContentFile { document, format, partner }).await?;
        Ok(json!({ "act": call.act, "id": taken.id, "taken": taken.taken, "left": taken.left }))
    };
    "take-goaml" { document: String, institution: String, direction: String } => |call| {
        call.done(call.write(TakeGoaml { document, institution, direction }).await?.id)
    };
    "write-goaml" {
        report: Id, profile: String, entity: String, reporter: String, indicators: String, legal_basis: String; schema: String
    } => |call| {
        let write = WriteGoaml { report, profile, entity, reporter, indicators, legal_basis, schema };
        let written = call.write(write).await?;
        let findings: Vec<String> = written.findings.iter().map(ToString::to_string).collect();
        Ok(json!({ "act": call.act, "text": written.text, "findings": findings }))
    };
    "share-hash-list" { list: Id, member: String, on: bool; legal_basis: String } => |call| {
        call.write(ShareHashList { list, member, legal_basis, on }).await?;
        Ok(json!({ "act": call.act, "list": list }))
    };
    "tell-list-owner" { list: Id, word: String, hashes: String, reason: String } => |call| {
        call.write(TellListOwner { list, word, hashes, reason }).await?;
        Ok(json!({ "act": call.act, "list": list }))
    };
    "send-notice-link" { notice: Id } => |call| written(call.write(SendNoticeLink { notice }).await?);
    "view-flaggers" {} => |call| call.look(ViewFlaggers).await;
    "view-links" { case: Id } => |call| call.look(ViewLinks { case }).await;
    "export-htcds" { case: Id, receiver: String, legal_basis: String } => |call| {
        let file = call.write(ExportHtcds { case, receiver, legal_basis }).await?;
        Ok(json!({ "act": call.act, "code": file.code, "text": file.text }))
    };
    "match-transactions" { report: Id } => |call| written(call.write(MatchTransactions { report }).await?);
}
