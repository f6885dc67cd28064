//! Every act with its policy.

use model::{Draft, Id};

use super::KINDS;
use crate::access::{Actor, Decision, MatterFacts};
use crate::act::Act;
use crate::acts::{BreakGlass, slugs};

/// One act as the API, the routes and the policy matrix know it.
pub struct ActInfo {
    /// Its one name.
    pub slug: &'static str,
    /// The kind it is about.
    pub kind: &'static str,
    /// Its policy, asked about a matter of that kind.
    pub decide: Decide,
}

/// A policy asked about an actor and a matter.
pub type Decide = Box<dyn Fn(&Actor, &MatterFacts) -> Decision + Send + Sync>;

/// Every act: the generic ones of every kind, then the special ones.
pub static ACTS: std::sync::LazyLock<Vec<ActInfo>> = std::sync::LazyLock::new(|| {
    let mut acts = Vec::new();
    for entry in KINDS.iter() {
        for verb in slugs::verbs(entry.meta) {
            // A case has an act of its own to open it: see `special`.
            if (verb, entry.meta.slug) == ("open", "case") {
                continue;
            }
            acts.push(ActInfo {
                slug: slugs::slug(verb, entry.meta.slug),
                kind: entry.meta.slug,
                decide: Box::new(move |actor, facts| (entry.decide)(verb, actor, facts)),
            });
        }
    }
    acts.extend(special());
    acts.extend(people());
    acts
});

/// An act with a file of its own, and its policy asked with facts made from a matter's.
fn info<A: Act>(
    slug: &'static str,
    kind: &'static str,
    sample: A,
    facts: fn(&MatterFacts) -> A::Facts,
) -> ActInfo {
    debug_assert_eq!(slug, sample.slug());
    ActInfo { slug, kind, decide: Box::new(move |actor, matter| sample.policy(actor, &facts(matter))) }
}

/// Acts that are not generic. A new act is added here, or the policy matrix and the API do not know it; a test compares
/// this list with the files of `acts/`.
fn special() -> Vec<ActInfo> {
    use crate::acts::staff::{FoundNode, OpenAccount, OpenPost, OpenUnit, SetDutyPost, StartTenure};
    let nobody = Id::from_u128(0);
    let text = String::new;
    let invented = crate::acts::FillInvented {
        cases: 0,
        looks: 0,
        posts: Vec::new(),
        actor: Actor::public(model::Lang::Id),
    };
    let mut acts = vec![
        info(
            "import-cases",
            "case",
            crate::acts::ImportCases { rows: Vec::new(), post: None, dry_run: true, take_likely: false },
            |m| m.now,
        ),
        info("fill-invented", "case", invented, |_| true),
        info("mark-invented", "node", crate::acts::MarkInvented, |_| false),
        info(
            "found-node",
            "organisation",
            FoundNode { member_id: text(), name: text(), email: text(), admin_name: text() },
            |_| false,
        ),
        info("open-unit", "unit", OpenUnit { name: text() }, |m| m.now),
        info(
            "open-post",
            "post",
            OpenPost { title_id: text(), title_en: text(), role: text(), unit: None, parent: None },
            |m| m.now,
        ),
        info("open-account", "account", OpenAccount { email: text(), name: text(), lang: text() }, |m| m.now),
        info(
            "start-tenure",
            "tenure",
            StartTenure { post: nobody, account: nobody, acting: false, until: None },
            |m| m.now,
        ),
        info("set-duty-post", "organisation", SetDutyPost { post: nobody }, |m| m.now),
        info("break-glass", "case", BreakGlass { id: nobody, reason: text() }, Clone::clone),
    ];
    acts.extend(posts_and_roles());
    acts.extend(accounts());
    acts.extend(own_account());
    acts.extend(operator());
    acts.extend(intake());
    acts
}

/// Posts, tenures and roles.
fn posts_and_roles() -> Vec<ActInfo> {
    use crate::acts::staff::{AbolishPost, EditPost, EditRole, EndTenure, ListPosts, ListRoles, ListUnits};
    let nobody = Id::from_u128(0);
    let text = String::new;
    let edit_post =
        EditPost { post: nobody, title_id: text(), title_en: text(), role: text(), unit: None, parent: None };
    let edit_role =
        EditRole { slug: text(), label_id: text(), label_en: text(), groups: Vec::new(), rights: Vec::new() };
    vec![
        info("list-posts", "post", ListPosts, |m| m.now),
        info("list-units", "unit", ListUnits, |m| m.now),
        info("edit-post", "post", edit_post, |m| m.into()),
        info("abolish-post", "post", AbolishPost { post: nobody }, |m| m.into()),
        info("end-tenure", "tenure", EndTenure { tenure: nobody, successor: None }, |m| m.into()),
        info("list-roles", "role", ListRoles, |m| m.now),
        info("edit-role", "role", edit_role, |m| m.now),
    ]
}

/// What administrators do with accounts.
fn accounts() -> Vec<ActInfo> {
    use crate::acts::staff::{
        DropTotp, InviteAccount, ListAccounts, ResetAccount, ResumeAccount, SuspendAccount,
    };
    let account = Id::from_u128(0);
    let reason = String::new;
    vec![
        info("list-accounts", "account", ListAccounts, |m| m.now),
        info("invite-account", "account", InviteAccount { account }, |m| m.into()),
        info("reset-account", "account", ResetAccount { account }, |m| m.into()),
        info("drop-totp", "account", DropTotp { account, reason: reason() }, |m| m.into()),
        info("suspend-account", "account", SuspendAccount { account, reason: reason() }, |m| m.into()),
        info("resume-account", "account", ResumeAccount { account }, |m| m.into()),
    ]
}

/// The door, and what everybody does with their own account.
fn own_account() -> Vec<ActInfo> {
    use crate::acts::staff::{
        ChangeLanguage, ChangePassword, ConfirmSecondFactor, EndSession, EnrolTotp, ListSessions,
        SecondFactorFacts, SetPassword, SignIn, SignInFacts, SignOut, StartTotp, TokenFacts,
    };
    vec![
        info("sign-in", "session", SignIn::new("", "", "", &[]), |_| SignInFacts::default()),
        info("confirm-second-factor", "session", ConfirmSecondFactor::new("", "", "", &[]), |_| {
            SecondFactorFacts::default()
        }),
        info("set-password", "account", SetPassword::new("", ""), |_| TokenFacts::default()),
        info("change-language", "account", ChangeLanguage { lang: model::Lang::Id }, |m| m.now),
        info("change-password", "account", ChangePassword::new("", "", &[]), |m| m.now),
        info("start-totp", "account", StartTotp, |m| m.now),
        info("enrol-totp", "account", EnrolTotp { code: String::new() }, |m| m.now),
        info("list-sessions", "session", ListSessions, |m| m.now),
        info("end-session", "session", EndSession { session: Id::from_u128(0) }, |m| m.now),
        info("sign-out", "session", SignOut, |m| m.now),
    ]
}

/// What an operator does at the command line.
fn operator() -> Vec<ActInfo> {
    use crate::acts::operate::{MoveNode, RestoreNode, RotateKey};
    use crate::acts::staff::SetFirstPassword;
    let text = String::new;
    let first = SetFirstPassword::new(Id::from_u128(0), "");
    let restore = RestoreNode { taken_at: model::Timestamp::from_millis(0) };
    vec![
        info("set-first-password", "account", first, |_| false),
        info("move-node", "node", MoveNode { from: text(), to: text() }, |_| ()),
        info("restore-node", "node", restore, |_| ()),
        info("turn-clock", "node", crate::acts::clock::TurnClock, |_| ()),
        info("rotate-key", "node", RotateKey { next: seal::NodeKey::from_bytes([0; 32]) }, |_| ()),
    ]
}

/// Acts about people and the cases and reports that lead to them.
fn people() -> Vec<ActInfo> {
    use crate::acts::people::{
        DecideDuplicate, EditPerson, ErasePerson, EraseReason, JoinFacts, JoinReport, MergeFacts,
        MergePeople, NewCase, OpenCase, OpenCaseFacts, ReapplyErasures, SearchPeople, UnmergePeople,
        ViewPerson,
    };
    use crate::store::PersonFacts;
    let nobody = Id::from_u128(0);
    let draft = Draft::default;
    vec![
        info("search-people", "person", SearchPeople::free(""), |m| m.now),
        info("view-person", "person", ViewPerson { id: nobody }, PersonFacts::through),
        info(
            "edit-person",
            "person",
            EditPerson { id: nobody, draft: draft(), since: None },
            PersonFacts::through,
        ),
        info(
            "erase-person",
            "person",
            ErasePerson { id: nobody, reason: EraseReason::SubjectRequest },
            PersonFacts::through,
        ),
        info("open-case", "case", OpenCase::new(NewCase::child(draft(), draft()), nobody), |m| {
            OpenCaseFacts::plain(m.now)
        }),
        info("join-report", "report", JoinReport { report: nobody, case: nobody }, JoinFacts::through),
        info(
            "merge-people",
            "person",
            MergePeople { kept: nobody, merged: nobody, reason: String::new() },
            MergeFacts::through,
        ),
        info(
            "decide-duplicate",
            "person",
            DecideDuplicate { one: nobody, other: nobody, distinct: true, reason: String::new() },
            MergeFacts::through,
        ),
        info(
            "unmerge-people",
            "person",
            UnmergePeople { merge: nobody, reason: String::new() },
            MergeFacts::through,
        ),
        info("reapply-erasures", "person", ReapplyErasures { erasures: Vec::new() }, |m| m.now),
    ]
}

/// The public report, its thread, and what looks over all kinds.
fn intake() -> Vec<ActInfo> {
    use crate::acts::intake::{
        AnswerReporter, FileReport, FilingFacts, OpenReceipt, ViewThread, WriteAsReporter,
    };
    let nobody = Id::from_u128(0);
    let text = String::new;
    let file = FileReport { organisation: None, draft: Draft::default(), work: None, source: None };
    let write = WriteAsReporter { receipt: text(), text: text(), source: None };
    vec![
        info("file-report", "report", file, |m| FilingFacts::from(m)),
        info("open-receipt", "report", OpenReceipt { receipt: text(), source: None }, Clone::clone),
        info("write-as-reporter", "report", write, Clone::clone),
        info("answer-reporter", "report", AnswerReporter { report: nobody, text: text() }, Clone::clone),
        info("my-day", "matter", crate::acts::day::MyDay, |m| m.now),
        info("list-stalled", "matter", crate::acts::day::ListStalled, |m| m.now),
        info("view-thread", "report", ViewThread { report: nobody }, Clone::clone),
    ]
}
