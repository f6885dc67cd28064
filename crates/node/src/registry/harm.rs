//! Acts about shared hashes, overlapping work and files for receivers outside.

use model::{Draft, Id};

use super::acts::{ActInfo, info};

/// Their policies.
pub(super) fn acts() -> Vec<ActInfo> {
    use crate::acts::harm::{
        AnswerNoticeLink, ChangeHashList, CheckOverlap, ExportHtcds, JudgeHash, ListFacts, ListHashLists,
        LookUpHash, MakeFile, MatchTransactions, OpenHashList, OpenNoticeLink, SendNoticeLink, ShareHashList,
        SubscribeHashList, TakeContentFile, TakeGoaml, TellListOwner, ViewFlaggers, ViewLinks, WriteGoaml,
    };
    use crate::acts::moves::Presented;
    let nobody = Id::from_u128(0);
    let text = String::new;
    let change = ChangeHashList { list: nobody, add: text(), remove: text(), provenance: text() };
    let judge = JudgeHash { kind: text(), hash: text(), opinion: 1, reason: text() };
    let look_up = LookUpHash { kind: text(), hash: text(), content_report: None };
    let check = CheckOverlap { kind: text(), value: text(), holder: text(), purpose: text() };
    let take = TakeGoaml { document: text(), institution: text(), direction: text() };
    let write = WriteGoaml {
        report: nobody,
        profile: text(),
        entity: text(),
        reporter: text(),
        indicators: text(),
        legal_basis: text(),
        schema: text(),
    };
    let share = ShareHashList { list: nobody, member: text(), legal_basis: text(), on: true };
    let tell = TellListOwner { list: nobody, word: text(), hashes: text(), reason: text() };
    let content = TakeContentFile { document: text(), format: text(), partner: text() };
    let open = OpenNoticeLink { number: text(), code: text(), source: None };
    let answer =
        AnswerNoticeLink { number: text(), code: text(), result: text(), note: text(), source: None };
    vec![
        info("list-hash-lists", "hash-list", ListHashLists, |m| m.now),
        info("open-hash-list", "hash-list", OpenHashList { name: text(), role: text() }, |m| m.now),
        info("change-hash-list", "hash-list", change, ListFacts::of),
        info("subscribe-hash-list", "hash-list", SubscribeHashList { list: nobody, on: true }, |m| m.now),
        info("share-hash-list", "hash-list", share, ListFacts::of),
        info("tell-list-owner", "hash-list", tell, |m| m.now),
        info("judge-hash", "hash-list", judge, |m| m.now),
        info("look-up-hash", "hash-list", look_up, |m| m.now),
        info("check-overlap", "overlap-query", check, |m| m.now),
        info(
            "make-file",
            "content-report",
            MakeFile { report: nobody, draft: Draft::default() },
            Clone::clone,
        ),
        info("send-notice-link", "content-notice", SendNoticeLink { notice: nobody }, Clone::clone),
        info("open-notice-link", "content-notice", open, Presented::through),
        info("answer-notice-link", "content-notice", answer, Presented::through),
        info("view-flaggers", "trusted-flagger", ViewFlaggers, |m| m.now),
        info("view-links", "case", ViewLinks { case: nobody }, Clone::clone),
        info(
            "export-htcds",
            "case",
            ExportHtcds { case: nobody, receiver: text(), legal_basis: text() },
            Clone::clone,
        ),
        info("match-transactions", "transaction-report", MatchTransactions { report: nobody }, Clone::clone),
        info("take-content-file", "content-report", content, |m| m.now),
        info("take-goaml", "transaction-report", take, |m| m.now),
        info("write-goaml", "transaction-report", write, Clone::clone),
    ]
}
