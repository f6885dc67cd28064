//! What the ready roles may do at the desk of staff and supervisors: notes, flags, approvals, hand-overs, reviews.

use super::Scope;
use super::Scope::{Organisation, Own, Unit};
use super::ready::RightsOf;

/// Parts of a case that a note may hang on.
const NOTED: &[&str] =
    &["case", "report", "assessment", "plan-goal", "service", "follow-up", "legal-process"];
/// What everybody has who can have custody of something.
const HANDED: &[&str] = &["handover"];
const APPROVAL: &[&str] = &["approval"];
const FLAG: &[&str] = &["flag"];
const SAMPLE: &[&str] = &["quality-review"];
const VETTING: &[&str] = &["vetting"];
const REVIEW: &[&str] = &["access-review"];

/// Taking part in hand-overs of one's own post.
pub(super) const HANDING: [(&str, &[&str], Scope); 7] = [
    ("view", HANDED, Own),
    ("list", HANDED, Own),
    ("edit", HANDED, Own),
    ("offer", HANDED, Own),
    ("accept", HANDED, Own),
    ("contest", HANDED, Own),
    ("decide", HANDED, Own),
];

const fn over(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 17] {
    [
        ("request", APPROVAL, scope),
        ("approve", APPROVAL, scope),
        ("view", APPROVAL, scope),
        ("list", APPROVAL, scope),
        ("*", FLAG, scope),
        ("view", SAMPLE, scope),
        ("list", SAMPLE, scope),
        ("edit", SAMPLE, scope),
        ("conclude", SAMPLE, scope),
        ("draw", SAMPLE, scope),
        ("view", HANDED, scope),
        ("list", HANDED, scope),
        ("edit", HANDED, scope),
        ("offer", HANDED, scope),
        ("decide", HANDED, scope),
        ("accept", HANDED, Own),
        ("contest", HANDED, Own),
    ]
}

const fn reviewing(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 4] {
    [("view", REVIEW, scope), ("list", REVIEW, scope), ("uphold", REVIEW, scope), ("clear", REVIEW, scope)]
}

/// Whether staff may work with children: whoever leads them asks, looks and decides.
const fn vetting(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 7] {
    [
        ("open", VETTING, scope),
        ("view", VETTING, scope),
        ("list", VETTING, scope),
        ("assign", VETTING, scope),
        ("clear", VETTING, scope),
        ("bar", VETTING, scope),
        ("end", VETTING, scope),
    ]
}

/// Whose posts ask for one.
const REQUIRE: [(&str, &[&str], Scope); 1] = [("require", VETTING, Organisation)];

/// Rights of this area, by role.
pub(super) const RIGHTS: &[RightsOf] = &[
    ("intake-operator", &HANDING),
    ("intake-operator", &[("note", &["report", "case"], Own)]),
    ("case-worker", &HANDING),
    (
        "case-worker",
        &[
            ("note", NOTED, Own),
            ("request", APPROVAL, Own),
            ("view", &["approval", "flag"], Own),
            ("list", &["approval", "flag"], Own),
            ("open", FLAG, Own),
            ("edit", FLAG, Own),
            ("resolve", FLAG, Own),
        ],
    ),
    ("supervisor", &over(Unit)),
    ("manager", &over(Organisation)),
    ("manager", &reviewing(Own)),
    ("legal-officer", &HANDING),
    ("legal-officer", &[("note", &["case", "legal-process"], Own), ("list", &["post"], Organisation)]),
    ("protection-lead", &over(Organisation)),
    ("protection-lead", &reviewing(Organisation)),
    ("administrator", &HANDING),
    ("supervisor", &vetting(Unit)),
    ("manager", &vetting(Organisation)),
    ("manager", &REQUIRE),
    ("protection-lead", &vetting(Organisation)),
    ("protection-lead", &REQUIRE),
    ("administrator", &[("list", VETTING, Organisation), ("open", VETTING, Organisation)]),
];
