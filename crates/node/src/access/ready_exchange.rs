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

/// Rights by role.
pub(super) const RIGHTS: &[RightsOf] = &[
    ("intake-operator", &answering(Own)),
    ("case-worker", &answering(Own)),
    ("supervisor", &answering(Unit)),
    ("supervisor", &[("assign", INCOMING, Unit), ("assign", LOST, Unit)]),
    ("intake-operator", &[("assign", INCOMING, Own)]),
    ("manager", &answering(Organisation)),
    ("manager", &[("assign", INCOMING, Organisation), ("assign", LOST, Organisation)]),
];
