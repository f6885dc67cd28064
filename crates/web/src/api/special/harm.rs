//! Shared hashes, overlapping work and files for receivers outside.

use model::{Id, kinds};
use node::acts::harm::{
    ChangeHashList, CheckOverlap, JudgeHash, ListHashLists, LookUpHash, MakeFile, OpenHashList,
    SubscribeHashList, TakeGoaml, WriteGoaml,
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
    "take-goaml" { document: String, institution: String, direction: String } => |call| {
        call.done(call.write(TakeGoaml { document, institution, direction }).await?.id)
    };
    "write-goaml" { report: Id, profile: String, entity: String, reporter: String, indicators: String } => |call| {
        let write = WriteGoaml { report, profile, entity, reporter, indicators };
        Ok(json!({ "act": call.act, "text": call.write(write).await?.text }))
    };
}
