//! What the ready roles may do with what comes from other nodes, and with what did not get there.

use super::Scope::{self, Organisation, Own, Unit};
use super::ready::RightsOf;

const INCOMING: &[&str] = &["incoming-referral"];
const LOST: &[&str] = &["undelivered"];

const fn answering(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 10] {
    [
        ("list", &["exchange"], scope),
        ("view", INCOMING, scope),
        ("list", INCOMING, scope),
        ("accept", INCOMING, scope),
        ("reject", INCOMING, scope),
        ("redirect", INCOMING, scope),
        ("finish", INCOMING, scope),
        ("view", LOST, scope),
        ("list", LOST, scope),
        ("settle", LOST, scope),
    ]
}

const SECURITY: &[&str] = &["security-check", "security-finding"];
const CHECK: &[&str] = &["security-check"];
const FINDING: &[&str] = &["security-finding"];

/// The signed list of members: whoever signs it holds an operator's key besides.
const DIRECTORY: &[&str] = &["directory"];

const TAKEN_OVER: &[&str] = &["incoming-transfer"];

const fn taking_over(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 4] {
    [
        ("view", TAKEN_OVER, scope),
        ("list", TAKEN_OVER, scope),
        ("accept", TAKEN_OVER, scope),
        ("reject", TAKEN_OVER, scope),
    ]
}

const ASKING: &[&str] = &["rfi"];
const ASKED: &[&str] = &["incoming-rfi"];

const fn requests(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 10] {
    [
        ("ask", ASKING, scope),
        ("view", ASKING, scope),
        ("list", ASKING, scope),
        ("close", ASKING, scope),
        ("give_up", ASKING, scope),
        ("withdraw", ASKING, scope),
        ("view", ASKED, scope),
        ("list", ASKED, scope),
        ("answer", ASKED, scope),
        ("refuse", ASKED, scope),
    ]
}

const MATCHING: &[&str] = &["match-query"];
const HIT: &[&str] = &["match-hit"];

const fn matching(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 4] {
    [
        ("ask", MATCHING, scope),
        ("view", MATCHING, scope),
        ("list", MATCHING, scope),
        ("close", MATCHING, scope),
    ]
}

const fn reviewing(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 3] {
    [("approve", MATCHING, scope), ("decline", MATCHING, scope), ("assign", MATCHING, scope)]
}

/// Whoever has the child's case decides; nobody else learns that somebody asks.
const fn deciding(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 4] {
    [("view", HIT, scope), ("list", HIT, scope), ("contact", HIT, scope), ("set_aside", HIT, scope)]
}

const WARNED: &[&str] = &["incoming-alert"];
const WARNING: &[&str] = &["network-alert"];

const fn warned(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 6] {
    [
        ("view", WARNED, scope),
        ("list", WARNED, scope),
        ("take", WARNED, scope),
        ("judge", WARNED, scope),
        ("act", WARNED, scope),
        ("dismiss", WARNED, scope),
    ]
}

const fn warning(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 6] {
    [
        ("open", WARNING, scope),
        ("view", WARNING, scope),
        ("list", WARNING, scope),
        ("recall", WARNING, scope),
        ("end", WARNING, scope),
        ("assign", WARNING, scope),
    ]
}

/// Rights by role.
pub(super) const RIGHTS: &[RightsOf] = &[
    ("intake-operator", &answering(Own)),
    ("case-worker", &answering(Own)),
    ("supervisor", &answering(Unit)),
    ("supervisor", &[("assign", INCOMING, Unit), ("assign", LOST, Unit)]),
    ("intake-operator", &[("assign", INCOMING, Own)]),
    ("manager", &answering(Organisation)),
    ("manager", &[("prove", &["exchange"], Organisation)]),
    ("protection-lead", &[("prove", &["exchange"], Organisation)]),
    ("intake-operator", &requests(Own)),
    ("case-worker", &requests(Own)),
    ("legal-officer", &requests(Own)),
    ("supervisor", &requests(Unit)),
    ("manager", &requests(Organisation)),
    ("intake-operator", &[("assign", ASKED, Own)]),
    ("case-worker", &matching(Own)),
    ("supervisor", &matching(Unit)),
    ("supervisor", &reviewing(Unit)),
    ("manager", &matching(Organisation)),
    ("manager", &reviewing(Organisation)),
    ("protection-lead", &matching(Organisation)),
    ("protection-lead", &reviewing(Organisation)),
    ("case-worker", &deciding(Own)),
    ("supervisor", &deciding(Unit)),
    ("supervisor", &[("assign", HIT, Unit)]),
    ("manager", &[("assign", HIT, Organisation)]),
    ("intake-operator", &deciding(Own)),
    ("intake-operator", &warned(Own)),
    ("case-worker", &warned(Own)),
    ("supervisor", &warned(Unit)),
    ("supervisor", &warning(Unit)),
    ("manager", &warned(Organisation)),
    ("manager", &warning(Organisation)),
    ("protection-lead", &warned(Organisation)),
    ("protection-lead", &warning(Organisation)),
    ("intake-operator", &[("assign", WARNED, Own)]),
    ("supervisor", &[("assign", WARNED, Unit)]),
    ("manager", &[("assign", WARNED, Organisation)]),
    ("supervisor", &[("assign", ASKED, Unit), ("assign", ASKING, Unit)]),
    ("manager", &[("assign", ASKED, Organisation), ("assign", ASKING, Organisation)]),
    ("manager", &[("assign", INCOMING, Organisation), ("assign", LOST, Organisation)]),
    ("manager", &[("send", &["list-delivery"], Organisation)]),
    ("protection-lead", &[("send", &["list-delivery"], Organisation)]),
    (
        "administrator",
        &[
            ("open", SECURITY, Organisation),
            ("view", SECURITY, Organisation),
            ("list", SECURITY, Organisation),
            ("edit", SECURITY, Organisation),
            ("assign", CHECK, Organisation),
            ("hold", CHECK, Organisation),
            ("cancel", CHECK, Organisation),
            ("mend", FINDING, Organisation),
        ],
    ),
    ("manager", &[("*", SECURITY, Organisation)]),
    ("protection-lead", &[("*", SECURITY, Organisation)]),
    ("administrator", &[("view", DIRECTORY, Organisation), ("operate", DIRECTORY, Organisation)]),
    ("manager", &[("view", DIRECTORY, Organisation)]),
    ("intake-operator", &taking_over(Own)),
    ("case-worker", &taking_over(Own)),
    ("supervisor", &taking_over(Unit)),
    ("manager", &taking_over(Organisation)),
    ("intake-operator", &[("assign", TAKEN_OVER, Own)]),
    ("supervisor", &[("assign", TAKEN_OVER, Unit)]),
    ("manager", &[("assign", TAKEN_OVER, Organisation)]),
];
