//! What the ready roles may do in the data centre. Its kinds belong to the organisation that counts: whoever delivers a list and
//! whoever counts it are officers of that organisation.

use model::field::{DataGroup, Groups};

use super::Scope;
use super::Scope::{Organisation, Own};
use super::ready::RightsOf;

/// A reviewer compares what two rows say of a child.
pub(super) const REVIEWER: Groups = Groups::NONE
    .with(DataGroup::Record)
    .with(DataGroup::Identity)
    .with(DataGroup::Contact)
    .with(DataGroup::Family);

const CENTRE: &[&str] = &["data-centre"];
const LIST: &[&str] = &["list-delivery"];
const PAIR: &[&str] = &["linkage-pair"];
const RELEASE: &[&str] = &["publication"];
const REQUEST: &[&str] = &["data-request"];
/// The research desk: tables and records that are paid for.
const DESK: &[&str] = &["research-desk"];

const COUNTING: [(&str, &[&str], Scope); 25] = [
    ("view", CENTRE, Organisation),
    ("count", CENTRE, Organisation),
    ("link", CENTRE, Organisation),
    ("deliver", LIST, Organisation),
    ("view", LIST, Organisation),
    ("list", LIST, Organisation),
    ("check", LIST, Organisation),
    ("accept", LIST, Organisation),
    ("withdraw", LIST, Organisation),
    ("list", PAIR, Organisation),
    ("lay-out", RELEASE, Organisation),
    ("view", RELEASE, Organisation),
    ("list", RELEASE, Organisation),
    ("approve", RELEASE, Organisation),
    ("publish", RELEASE, Organisation),
    ("correct", RELEASE, Organisation),
    ("withdraw", RELEASE, Organisation),
    ("open", REQUEST, Organisation),
    ("view", REQUEST, Organisation),
    ("list", REQUEST, Organisation),
    ("edit", REQUEST, Organisation),
    ("assess", REQUEST, Organisation),
    ("refuse", REQUEST, Organisation),
    ("prepare", REQUEST, Organisation),
    ("release", REQUEST, Organisation),
];

/// Rights of this area, by role.
pub(super) const RIGHTS: &[RightsOf] = &[
    ("statistician", &COUNTING),
    ("linkage-reviewer", &[("list", PAIR, Organisation), ("decide", PAIR, Organisation)]),
    (
        "policy-officer",
        &[
            ("view", CENTRE, Organisation),
            ("view", RELEASE, Organisation),
            ("list", RELEASE, Organisation),
            ("view", REQUEST, Own),
        ],
    ),
    (
        "manager",
        &[
            ("view", CENTRE, Organisation),
            ("view", LIST, Organisation),
            ("list", LIST, Organisation),
            ("view", RELEASE, Organisation),
            ("list", RELEASE, Organisation),
            ("approve", RELEASE, Organisation),
            ("publish", RELEASE, Organisation),
            ("view", REQUEST, Organisation),
            ("list", REQUEST, Organisation),
            ("approve", REQUEST, Organisation),
            ("refuse", REQUEST, Organisation),
            ("grant", DESK, Organisation),
        ],
    ),
    // Nothing but protected output, and of one's own seats alone.
    ("researcher", &[("request", DESK, Own), ("use", DESK, Own)]),
];
