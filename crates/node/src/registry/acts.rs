//! Every act with its policy.

use model::{Draft, Id};

use super::KINDS;
use crate::access::{Actor, Decision, MatterFacts};
use crate::act::Act;
use crate::acts::{BreakGlass, clock, slugs};

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
            // A case has an act of its own to open it: see `special`. So have moves and consents, which are not edited either.
            let own = model::kinds::BY_OWN_ACT.contains(&entry.meta.slug) && matches!(verb, "open" | "edit");
            if (verb, entry.meta.slug) == ("open", "case") || own {
                continue;
            }
            acts.push(ActInfo {
                slug: slugs::slug(verb, entry.meta.slug),
                kind: entry.meta.slug,
                decide: Box::new(move |actor, facts| entry.decide(verb, actor, facts)),
            });
        }
    }
    acts.extend(special());
    acts.extend(people());
    acts.extend(desk());
    acts.extend(roster());
    acts.extend(moves());
    acts.extend(super::desk::acts());
    acts.extend(super::exchange::acts());
    acts.extend(families());
    acts.extend(super::counting::acts());
    acts.extend(super::research::acts());
    acts.extend(super::promises::acts());
    acts.extend(super::harm::acts());
    acts.extend(super::field::acts());
    acts.extend(super::money::acts());
    acts.extend(vettings());
    acts.extend(super::learning::acts());
    acts.extend(super::monitoring::acts());
    acts
});

/// An act with a file of its own, and its policy asked with facts made from a matter's.
pub(super) fn info<A: Act>(
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
        info(
            "settle-conflict",
            "case",
            crate::acts::SettleConflict { conflict: nobody, take: crate::acts::Take::Held },
            |m| m.clone().into(),
        ),
        info("break-glass", "case", BreakGlass { id: nobody, reason: text() }, Clone::clone),
    ];
    acts.extend(posts_and_roles());
    acts.extend(accounts());
    acts.extend(own_account());
    acts.extend(operator());
    acts.extend(
        clock::HANDS.first().map(|hand| info("turn-clock", "node", clock::TurnClock::of(hand, ""), |_| ())),
    );
    acts.extend(intake());
    acts.extend(practice());
    acts
}

/// Decisions of conferences, places of services, the board of legal tracks.
fn practice() -> Vec<ActInfo> {
    use crate::acts::AddDecision;
    use crate::acts::conference::{ListSeats, Member, NoteAttendance, SeatMember, UnseatMember};
    use crate::acts::legal::ListLegalBoard;
    use crate::acts::places::{EditPlace, LeavePlace, ListPlaces, OpenPlace, PlaceFacts, TakePlace};
    let nobody = Id::from_u128(0);
    let text = String::new;
    let open = OpenPlace { name: text(), service_type: text(), region: None, bands: Vec::new() };
    let decide = AddDecision { conference: nobody, post: nobody, draft: Draft::default() };
    vec![
        info("add-decision", "conference", decide, Clone::clone),
        info(
            "seat-member",
            "conference",
            SeatMember { conference: nobody, member: Member::Post(nobody), heard: false },
            Clone::clone,
        ),
        info(
            "note-attendance",
            "conference",
            NoteAttendance { seat: nobody, present: true, conflict: false, note: text() },
            Clone::clone,
        ),
        info("unseat-member", "conference", UnseatMember { seat: nobody }, Clone::clone),
        info("list-seats", "conference", ListSeats { conference: nobody }, Clone::clone),
        info("open-place", "place", open, |m| m.now),
        info("edit-place", "place", EditPlace { band: nobody, places: 0 }, |m| m.into()),
        info("list-places", "place", ListPlaces::default(), |m| PlaceFacts::plain(m.now)),
        info("take-place", "service", TakePlace { service: nobody, band: nobody }, Clone::clone),
        info("leave-place", "service", LeavePlace { service: nobody }, Clone::clone),
        info("list-legal-board", "legal-process", ListLegalBoard::default(), |m| m.now),
    ]
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
        info("end-tenure", "tenure", EndTenure::now(nobody), |m| m.into()),
        info("list-roles", "role", ListRoles, |m| m.now),
        info("edit-role", "role", edit_role, |m| m.now),
    ]
}

/// Vetting of staff.
fn vettings() -> Vec<ActInfo> {
    use crate::acts::staff::{ListVettings, OpenVetting, RequireVetting};
    let require = RequireVetting { role: String::new(), required: true };
    vec![
        info("open-vetting", "vetting", OpenVetting { account: Id::from_u128(0) }, |m| m.now),
        info("list-vettings", "vetting", ListVettings, |m| m.now),
        info("require-vetting", "vetting", require, |m| m.now),
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
        info("review-looks", "node", clock::ReviewLooks::of(Default::default(), ""), |_| ()),
        info("rotate-key", "node", RotateKey { next: seal::NodeKey::from_bytes([0; 32]) }, |_| ()),
    ]
}

/// Acts about people and the cases and reports that lead to them.
fn people() -> Vec<ActInfo> {
    use crate::acts::people::{AddParticipant, EditParticipation, EndParticipation, Whom};
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
        info(
            "add-participant",
            "case",
            AddParticipant {
                case: nobody,
                whom: Whom::New(draft()),
                role: model::ParticipantRole::Guardian,
                said: model::Participant::default(),
                search: nobody,
                confirmed: false,
            },
            |m| m.clone().into(),
        ),
        info(
            "edit-participation",
            "case",
            EditParticipation { id: nobody, said: model::Participant::default() },
            |m| m.clone().into(),
        ),
        info("end-participation", "case", EndParticipation { id: nobody, reason: String::new() }, |m| {
            m.clone().into()
        }),
        info("reapply-erasures", "person", ReapplyErasures { erasures: Vec::new() }, |m| m.now),
    ]
}

/// Families, hidden names, and who in the index may be somebody that is sought.
fn families() -> Vec<ActInfo> {
    use crate::acts::family::{
        CloseFamily, EditFamily, GiveFamilyConsent, JoinFamily, LeaveFamily, OpenFamily, ViewFamily,
    };
    use crate::acts::moves::Named;
    use crate::acts::people::UnhideName;
    use crate::acts::tracing::{ConfirmMatch, MatchTracing};
    let nobody = Id::from_u128(0);
    let draft = Draft::default;
    let reason = String::new;
    vec![
        info("open-family", "family", OpenFamily { case: nobody, draft: draft() }, Clone::clone),
        info("join-family", "family", JoinFamily { case: nobody, sibling: nobody }, |m| m.clone().into()),
        info("leave-family", "family", LeaveFamily { case: nobody, reason: reason() }, Clone::clone),
        info("view-family", "family", ViewFamily { id: nobody }, |m| m.clone().into()),
        info("edit-family", "family", EditFamily { id: nobody, draft: draft(), since: None }, |m| {
            m.clone().into()
        }),
        info(
            "close-family",
            "family",
            CloseFamily { id: nobody, closure_reason: String::new(), note: String::new() },
            |m| m.clone().into(),
        ),
        info(
            "give-family-consent",
            "family",
            GiveFamilyConsent { id: nobody, draft: draft(), named: Named::default() },
            |m| m.clone().into(),
        ),
        info("unhide-name", "person", UnhideName { id: nobody, reason: reason() }, |m| {
            crate::store::PersonFacts::through(m)
        }),
        info("match-tracing", "tracing-request", MatchTracing { id: nobody }, Clone::clone),
        info(
            "confirm-match",
            "tracing-request",
            ConfirmMatch { id: nobody, person: nobody, reason: reason() },
            |m| m.clone().into(),
        ),
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

/// The intake desk: calls, identities of reporters, clocks, the board, duplicates; and rights of the person.
fn desk() -> Vec<ActInfo> {
    use crate::acts::intake::{
        CheckCaller, LogCall, MeetClock, MergeReports, MergeReportsFacts, ReporterFacts, SetClock,
        UnmergeReports, ViewBoard, ViewReporter,
    };
    use crate::acts::rights::{AccessCopy, ViewProcessing};
    let nobody = Id::from_u128(0);
    let text = String::new;
    let call = LogCall { draft: Draft::default(), caller: text(), quick: false, receipt: false };
    let merge = MergeReports { kept: nobody, merged: nobody, reason: text() };
    let unmerge = UnmergeReports { merged: nobody, reason: text() };
    let meet = MeetClock { report: nobody, clock: text(), note: text() };
    vec![
        info("log-call", "report", call, |m| m.now),
        info("check-caller", "report", CheckCaller { caller: text() }, |m| m.now),
        info("view-board", "report", ViewBoard, |m| m.now),
        info("view-reporter", "report", ViewReporter { report: nobody }, ReporterFacts::through),
        info("meet-clock", "report", meet, Clone::clone),
        info("set-clock", "clock", SetClock { clock: text(), minutes: 0, urgent_minutes: 0 }, |m| m.now),
        info("merge-reports", "report", merge, MergeReportsFacts::through),
        info("unmerge-reports", "report", unmerge, MergeReportsFacts::through),
        info("access-copy", "subject-request", AccessCopy { request: nobody }, Clone::clone),
        info("view-processing", "processing", ViewProcessing, |m| m.now),
    ]
}

/// The duty roster and the numbers to call.
fn roster() -> Vec<ActInfo> {
    use crate::acts::roster::{
        AssureEmergencyLine, DropShift, OpenEmergencyLine, PlanShifts, RetireEmergencyLine, SetDutyHours,
        ViewRoster,
    };
    let nobody = Id::from_u128(0);
    let (text, day) = (String::new, model::Date::default());
    let plan = PlanShifts {
        duty: text(),
        post: nobody,
        stand_in: None,
        first_day: day,
        weeks: 1,
        days: text(),
        from: text(),
        to: text(),
    };
    let open = OpenEmergencyLine {
        label_id: text(),
        label_en: text(),
        number: text(),
        assured_by: text(),
        assured_on: day,
    };
    let assure = AssureEmergencyLine { line: nobody, assured_by: text(), assured_on: day };
    let hours = SetDutyHours { duty: text(), days: text(), from: text(), to: text() };
    vec![
        info("view-roster", "roster", ViewRoster, |m| m.now),
        info("plan-shifts", "roster", plan, |m| m.now),
        info("drop-shift", "roster", DropShift { shift: nobody }, |m| m.into()),
        info("set-duty-hours", "roster", hours, |m| m.now),
        info("open-emergency-line", "emergency-line", open, |m| m.now),
        info("assure-emergency-line", "emergency-line", assure, |m| m.into()),
        info("retire-emergency-line", "emergency-line", RetireEmergencyLine { line: nobody }, |m| m.into()),
    ]
}

/// How matters move, and what was consented to.
fn moves() -> Vec<ActInfo> {
    use crate::acts::moves::{
        AnswerOutside, AssignCases, AssignParts, CorrectReferral, GiveConsent, ListMoves, ListReceivers,
        Named, OpenOutside, Presented, ReferCase, ReferCases, ReferCasesOutside, ReferOutside, RenewOutside,
        RequestTransfer, Sharing, SuggestServices, TransferCase, ViewConsents,
    };
    let (case, to) = (Id::from_u128(0), Id::from_u128(0));
    let sharing = Sharing::default;
    let consent = GiveConsent { case, draft: Draft::default(), named: Named::default() };
    let assign = AssignCases { cases: Vec::new(), to, reason: String::new() };
    let kind = <model::kinds::FollowUp as model::Kind>::META;
    let parts = AssignParts { kind, parts: Vec::new(), to, reason: String::new() };
    let (receiver, sharing_outside) = (String::new(), sharing());
    let outside =
        ReferCasesOutside { cases: Vec::new(), receiver, authority: false, sharing: sharing_outside };
    vec![
        info("suggest-services", "case", SuggestServices { case, service_type: None }, Clone::clone),
        info("assign-parts", "follow-up", parts, |m| m.now),
        info("refer-cases-outside", "case", outside, |m| m.now),
        info("give-consent", "case", consent, Clone::clone),
        info("view-consents", "case", ViewConsents { case }, Clone::clone),
        info("refer-case", "case", ReferCase { case, to, service: None, sharing: sharing() }, Clone::clone),
        info("transfer-case", "case", TransferCase { case, to, sharing: sharing() }, Clone::clone),
        info("request-transfer", "case", RequestTransfer { case, draft: Draft::default() }, Clone::clone),
        info("assign-cases", "case", assign, |m| m.now),
        info("refer-cases", "case", ReferCases { cases: Vec::new(), to, sharing: sharing() }, |m| m.now),
        info(
            "refer-outside",
            "case",
            ReferOutside {
                case,
                receiver: String::new(),
                authority: false,
                service: None,
                sharing: sharing(),
            },
            Clone::clone,
        ),
        info("renew-outside", "referral", RenewOutside { referral: case }, Clone::clone),
        info(
            "correct-referral",
            "referral",
            CorrectReferral { referral: case, reason: String::new() },
            Clone::clone,
        ),
        info(
            "open-outside",
            "referral",
            OpenOutside { number: String::new(), code: String::new(), source: None },
            Presented::through,
        ),
        info(
            "answer-outside",
            "referral",
            AnswerOutside {
                number: String::new(),
                code: String::new(),
                action: String::new(),
                draft: Draft::default(),
                source: None,
            },
            Presented::through,
        ),
        info("list-moves", "referral", ListMoves, |m| m.now),
        info("list-receivers", "post", ListReceivers, |m| m.now),
    ]
}
