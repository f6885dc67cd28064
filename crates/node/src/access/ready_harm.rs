//! What the ready roles may do with online harm, platforms and money. Who may not see an address does not see one whatever stands here: that
//! follows from the class of the organisation. Transaction reports are for the financial duty alone, not even for those above it.

use super::Scope;
use super::Scope::{Organisation, Own, Unit};
use super::ready::RightsOf;

const REPORT: &[&str] = &["content-report"];
const NOTICE: &[&str] = &["content-notice"];
const ONLINE: &[&str] = &["content-report", "content-notice"];
const CAME: &[&str] = &["incoming-notice"];
const FILE: &[&str] = &["handed-file"];
const REVIEW: &[&str] = &["signal-review"];
const SUBMISSION: &[&str] = &["hash-submission"];
const CHALLENGE: &[&str] = &["hash-challenge"];
const RAISED: &[&str] = &["raised-challenge"];
const LISTS: &[&str] = &["hash-list"];
const NAMED: &[&str] = &["identifier"];
const OVERLAP: &[&str] = &["overlap"];
const QUERY: &[&str] = &["overlap-query"];
const LEAD: &[&str] = &["sector-lead"];
const FLAGGER: &[&str] = &["trusted-flagger"];
const MONEY: &[&str] = &["transaction-report"];

/// Taking in what somebody saw on the internet, without any address.
const fn taking(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 6] {
    [
        ("open", REPORT, scope),
        ("view", REPORT, scope),
        ("list", REPORT, scope),
        ("edit", REPORT, scope),
        ("assign", REPORT, scope),
        ("view", NOTICE, scope),
    ]
}

const fn answering(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 8] {
    [
        ("view", CAME, scope),
        ("list", CAME, scope),
        ("assign", CAME, scope),
        ("remove", CAME, scope),
        ("make_unavailable", CAME, scope),
        ("say_moved", CAME, scope),
        ("dispute", CAME, scope),
        ("appeal", CAME, scope),
    ]
}

const fn following(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 6] {
    [
        ("view", LEAD, scope),
        ("list", LEAD, scope),
        ("assign", LEAD, scope),
        ("take_up", LEAD, scope),
        ("act", LEAD, scope),
        ("find_nothing", LEAD, scope),
    ]
}

const fn naming(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 5] {
    [
        ("open", NAMED, scope),
        ("view", NAMED, scope),
        ("list", NAMED, scope),
        ("edit", NAMED, scope),
        ("mark_wrong", NAMED, scope),
    ]
}

/// Deciding about overlaps, and reviewing who asked.
const DECIDING: [(&str, &[&str], Scope); 10] = [
    ("view", OVERLAP, Own),
    ("list", OVERLAP, Own),
    ("assign", OVERLAP, Own),
    ("ask_contact", OVERLAP, Own),
    ("settle", OVERLAP, Own),
    ("view", QUERY, Own),
    ("list", QUERY, Own),
    ("review", QUERY, Own),
    ("object", QUERY, Own),
    ("list", &["post"], Organisation),
];

const READING: [(&str, &[&str], Scope); 14] = [
    ("look-up", LISTS, Organisation),
    ("judge", LISTS, Organisation),
    ("subscribe", LISTS, Organisation),
    ("list", LISTS, Organisation),
    ("view", REVIEW, Organisation),
    ("list", REVIEW, Organisation),
    ("assign", REVIEW, Organisation),
    ("confirm", REVIEW, Organisation),
    ("reject", REVIEW, Organisation),
    ("leave_open", REVIEW, Organisation),
    ("view", RAISED, Organisation),
    ("list", RAISED, Organisation),
    ("assign", RAISED, Organisation),
    ("give_up", RAISED, Organisation),
];

const KEEPING: [(&str, &[&str], Scope); 8] = [
    ("open", LISTS, Organisation),
    ("change", LISTS, Organisation),
    ("*", CHALLENGE, Organisation),
    ("view", SUBMISSION, Organisation),
    ("list", SUBMISSION, Organisation),
    ("assign", SUBMISSION, Organisation),
    ("take", SUBMISSION, Organisation),
    ("decline", SUBMISSION, Organisation),
];

/// Reporting transactions for an institution: one's own reports, from the suspicion to the unit's feedback. Neither comparing them with cases nor
/// giving feedback, which is the unit's, and nobody to pass them to: whoever knows of a report is the post that made it.
const REPORTING: [(&str, &[&str], Scope); 10] = [
    ("open", MONEY, Own),
    ("view", MONEY, Own),
    ("list", MONEY, Own),
    ("edit", MONEY, Own),
    ("review", MONEY, Own),
    ("report", MONEY, Own),
    ("acknowledge", MONEY, Own),
    ("note_feedback", MONEY, Own),
    ("close", MONEY, Own),
    ("dismiss", MONEY, Own),
];

/// Rights of this area, by role.
pub(super) const RIGHTS: &[RightsOf] = &[
    ("intake-operator", &taking(Own)),
    ("case-worker", &taking(Own)),
    ("case-worker", &naming(Own)),
    ("case-worker", &[("ask", QUERY, Own)]),
    ("supervisor", &taking(Unit)),
    ("supervisor", &[("close", REPORT, Unit), ("ask", QUERY, Own), ("list", NOTICE, Unit)]),
    ("supervisor", &naming(Unit)),
    ("supervisor", &following(Unit)),
    ("supervisor", &DECIDING),
    ("manager", &taking(Organisation)),
    ("manager", &[("close", REPORT, Organisation), ("list", NOTICE, Organisation)]),
    ("manager", &naming(Organisation)),
    ("manager", &[("view", FLAGGER, Organisation)]),
    ("manager", &following(Organisation)),
    ("manager", &answering(Organisation)),
    ("manager", &DECIDING),
    ("protection-lead", &taking(Organisation)),
    ("protection-lead", &naming(Organisation)),
    ("protection-lead", &DECIDING),
    ("police-liaison", &taking(Own)),
    (
        "police-liaison",
        &[("make", FILE, Own), ("view", FILE, Own), ("list", FILE, Own), ("hand_over", FILE, Own)],
    ),
    ("police-liaison", &[("discard", FILE, Own), ("ask", QUERY, Own)]),
    (
        "police-liaison",
        &[("check", NOTICE, Own), ("confirm_host", NOTICE, Own), ("confirm_host_again", NOTICE, Own)],
    ),
    (
        "hotline-analyst",
        &[("*", ONLINE, Organisation), ("make", FILE, Organisation), ("*", FILE, Organisation)],
    ),
    ("hotline-analyst", &answering(Organisation)),
    ("hotline-analyst", &following(Organisation)),
    ("hotline-analyst", &READING),
    ("hotline-analyst", &[("view", FLAGGER, Organisation)]),
    ("hotline-analyst", &KEEPING),
    ("hotline-analyst", &[("ask", QUERY, Own), ("list", &["post"], Organisation)]),
    ("platform-officer", &answering(Organisation)),
    ("platform-officer", &READING),
    ("platform-officer", &[("open", CHALLENGE, Organisation), ("list", &["post"], Organisation)]),
    ("fiu-analyst", &[("*", MONEY, Organisation), ("match", MONEY, Organisation), ("ask", QUERY, Own)]),
    ("fiu-analyst", &following(Organisation)),
    (
        "fiu-analyst",
        &[
            ("view", OVERLAP, Own),
            ("list", OVERLAP, Own),
            ("ask_contact", OVERLAP, Own),
            ("settle", OVERLAP, Own),
        ],
    ),
    ("fiu-analyst", &[("list", &["post"], Organisation)]),
    ("compliance-officer", &REPORTING),
    ("labour-inspector", &following(Organisation)),
    ("labour-inspector", &[("list", &["post"], Organisation)]),
    ("tourism-officer", &following(Organisation)),
    ("tourism-officer", &[("list", &["post"], Organisation)]),
    ("fisheries-officer", &following(Organisation)),
    ("fisheries-officer", &[("list", &["post"], Organisation)]),
];
