//! Acts about shared hashes, overlapping work and files for receivers outside.

use model::{Draft, Id};

use super::acts::{ActInfo, info};

/// Their policies.
pub(super) fn acts() -> Vec<ActInfo> {
    use crate::acts::harm::{
        ChangeHashList, CheckOverlap, JudgeHash, ListFacts, ListHashLists, LookUpHash, MakeFile,
        OpenHashList, SubscribeHashList, TakeGoaml, WriteGoaml,
    };
    let nobody = Id::from_u128(0);
    let text = String::new;
    let change = ChangeHashList { list: nobody, add: text(), remove: text(), provenance: text() };
    let judge = JudgeHash { kind: text(), hash: text(), opinion: 1, reason: text() };
    let look_up = LookUpHash { kind: text(), hash: text(), content_report: None };
    let check = CheckOverlap { kind: text(), value: text(), holder: text(), purpose: text() };
    let take = TakeGoaml { document: text(), institution: text(), direction: text() };
    let write =
        WriteGoaml { report: nobody, profile: text(), entity: text(), reporter: text(), indicators: text() };
    vec![
        info("list-hash-lists", "hash-list", ListHashLists, |m| m.now),
        info("open-hash-list", "hash-list", OpenHashList { name: text(), role: text() }, |m| m.now),
        info("change-hash-list", "hash-list", change, ListFacts::of),
        info("subscribe-hash-list", "hash-list", SubscribeHashList { list: nobody, on: true }, |m| m.now),
        info("judge-hash", "hash-list", judge, |m| m.now),
        info("look-up-hash", "hash-list", look_up, |m| m.now),
        info("check-overlap", "overlap-query", check, |m| m.now),
        info(
            "make-file",
            "content-report",
            MakeFile { report: nobody, draft: Draft::default() },
            Clone::clone,
        ),
        info("take-goaml", "transaction-report", take, |m| m.now),
        info("write-goaml", "transaction-report", write, Clone::clone),
    ]
}
