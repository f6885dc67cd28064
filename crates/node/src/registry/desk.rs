//! Acts of hand-over, of the desk and of supervision.

use model::{Date, Draft, Id};

use super::acts::{ActInfo, info};

/// Their policies.
pub(super) fn acts() -> Vec<ActInfo> {
    let mut acts = handover();
    acts.extend(desk());
    acts.extend(supervision());
    acts
}

fn handover() -> Vec<ActInfo> {
    use crate::acts::handover::{
        AcceptHandover, ContestHandover, DecideHandover, HandOver, MandateTransfer, PostFacts, RaiseHandover,
        ReviewHandover,
    };
    let nobody = Id::from_u128(0);
    let text = String::new;
    vec![
        info("raise-handover", "post", RaiseHandover { post: nobody, reason: text() }, PostFacts::of),
        info(
            "hand-over",
            "handover",
            HandOver { handover: nobody, shares: Vec::new(), brief: Draft::default() },
            Clone::clone,
        ),
        info(
            "accept-handover",
            "handover",
            AcceptHandover { handover: nobody, matters: Vec::new() },
            Clone::clone,
        ),
        info(
            "contest-handover",
            "handover",
            ContestHandover { handover: nobody, matters: Vec::new(), reason: text() },
            Clone::clone,
        ),
        info(
            "decide-handover",
            "handover",
            DecideHandover { handover: nobody, post: nobody, reason: text() },
            Clone::clone,
        ),
        info("review-handover", "handover", ReviewHandover { handover: nobody }, Clone::clone),
        info(
            "mandate-transfer",
            "unit",
            MandateTransfer { from: nobody, to: nobody, parent: None, legal_act: text() },
            |m| m.into(),
        ),
    ]
}

fn desk() -> Vec<ActInfo> {
    use crate::acts::clock::{Climb, Escalate};
    use crate::acts::desk::{
        Approve, EndFeed, FeedFacts, GatherDigests, ListNotes, ListNotifications, NoteDigest, NoteFacts,
        ReadFeed, ReadNotifications, RequestApproval, RequireApproval, SetMailbox, SetNextStep, StartFeed,
        ViewCalendar, WidenNote, WriteNote,
    };
    let nobody = Id::from_u128(0);
    let text = String::new;
    let escalate = Escalate { matter: nobody, climb: Climb { cause: text(), step: 1 } };
    let calendar = ViewCalendar { from: Date::default(), to: Date::default() };
    vec![
        info(
            "request-approval",
            "case",
            RequestApproval { case: nobody, draft: Draft::default(), recipient: None },
            Clone::clone,
        ),
        info("approve", "approval", Approve { approval: nobody, granted: true, note: text() }, Clone::clone),
        info("require-approval", "role", RequireApproval { role: text(), types: Vec::new() }, |m| m.now),
        info(
            "write-note",
            "case",
            WriteNote { matter: nobody, visibility: text(), text: text() },
            Clone::clone,
        ),
        info("list-notes", "case", ListNotes { matter: nobody }, Clone::clone),
        info(
            "widen-note",
            "case",
            WidenNote { note: nobody, visibility: text(), reason: text() },
            NoteFacts::through,
        ),
        info("list-notifications", "notification", ListNotifications, |m| m.now),
        info("read-notifications", "notification", ReadNotifications { ids: Vec::new() }, |m| m.now),
        info("set-next-step", "case", SetNextStep { matter: nobody, text: text() }, Clone::clone),
        info("set-mailbox", "post", SetMailbox { post: nobody, mailbox: text() }, |m| m.into()),
        info("gather-digests", "node", GatherDigests, |_| ()),
        info("note-digest", "node", NoteDigest { post: nobody, told: Vec::new() }, |_| ()),
        info("view-calendar", "matter", calendar, |m| m.now),
        info("start-feed", "account", StartFeed, |m| m.now),
        info("end-feed", "account", EndFeed, |m| m.now),
        info("read-feed", "account", ReadFeed { token: text() }, |_| FeedFacts::default()),
        info("escalate", "node", escalate, |_| ()),
    ]
}

fn supervision() -> Vec<ActInfo> {
    use crate::acts::supervision::{
        CountIndicators, DeclareKin, DrawSample, ExplainAccess, Kin, ListMyLooks, LookFacts, ViewWorkload,
    };
    let period = CountIndicators { from: Date::default(), to: Date::default() };
    let explain = ExplainAccess { review: Id::from_u128(0), text: String::new() };
    vec![
        info("view-workload", "matter", ViewWorkload, |m| m.now),
        info("count-indicators", "statistics", period, |m| m.now),
        info("draw-sample", "quality-review", DrawSample { size: 1, days: 1 }, |m| m.now),
        info("explain-access", "access-review", explain, LookFacts::of_another),
        info("list-my-looks", "access-review", ListMyLooks, |m| m.now),
        info("declare-kin", "account", DeclareKin { kin: Kin::default() }, |m| m.now),
    ]
}
