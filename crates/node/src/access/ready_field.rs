//! What the ready roles may do in the field: whoever visits registers a device and decides about what it sent; administrators
//! publish forms.

use super::Scope;
use super::Scope::{Organisation, Own, Unit};
use super::ready::RightsOf;

const DEVICE: &[&str] = &["device"];
const SENT: &[&str] = &["field-submission"];
const GATEWAY: &[&str] = &["gateway"];
const FORM: &[&str] = &["form"];
const COMMUNITY: &[&str] = &["community"];
/// What belongs to a community.
const ROUNDS: &[&str] = &["outreach-round", "outreach-finding"];

const fn deciding(scope: Scope) -> [(&'static str, &'static [&'static str], Scope); 4] {
    [("view", SENT, scope), ("list", SENT, scope), ("review", SENT, scope), ("discard", SENT, scope)]
}

/// Going out to communities: everybody of the organisation sees where it goes, and writes down what it found.
const REACHING_OUT: [(&str, &[&str], Scope); 5] = [
    ("view", COMMUNITY, Organisation),
    ("list", COMMUNITY, Organisation),
    ("open", COMMUNITY, Own),
    ("edit", COMMUNITY, Own),
    ("*", ROUNDS, Organisation),
];

/// Rights of this area, by role.
pub(super) const RIGHTS: &[RightsOf] = &[
    ("case-worker", &[("open", DEVICE, Own)]),
    ("case-worker", &deciding(Own)),
    ("intake-operator", &[("open", DEVICE, Own)]),
    ("intake-operator", &deciding(Own)),
    ("supervisor", &[("open", DEVICE, Own), ("list", FORM, Organisation), ("assign", SENT, Unit)]),
    ("supervisor", &deciding(Unit)),
    // Not a telephone but a program that looks hashes up.
    ("hotline-analyst", &[("open", DEVICE, Own)]),
    ("platform-officer", &[("open", DEVICE, Own)]),
    ("manager", &[("list", FORM, Organisation), ("view", SENT, Organisation), ("list", SENT, Organisation)]),
    ("case-worker", &REACHING_OUT),
    ("supervisor", &REACHING_OUT),
    ("supervisor", &[("*", COMMUNITY, Organisation)]),
    ("programme-officer", &REACHING_OUT),
    ("programme-officer", &[("*", COMMUNITY, Organisation)]),
    (
        "manager",
        &[
            ("view", COMMUNITY, Organisation),
            ("list", COMMUNITY, Organisation),
            ("view", ROUNDS, Organisation),
            ("list", ROUNDS, Organisation),
        ],
    ),
    (
        "administrator",
        &[("publish", FORM, Organisation), ("list", FORM, Organisation), ("open", GATEWAY, Organisation)],
    ),
];
