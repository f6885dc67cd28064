//! What the ready roles may do with programmes and money. Whoever runs programmes keeps their books; whoever watches reads them.

use super::Scope;
use super::Scope::{Organisation, Own};
use super::ready::RightsOf;

type Rights = [(&'static str, &'static [&'static str], Scope)];

const PROGRAMME: &[&str] = &["programme"];
const ALL_KINDS: &[&str] = &["programme", "pledge", "budget-line", "transaction"];

/// Reading the books.
const WATCHING: &Rights = &[
    ("view", ALL_KINDS, Organisation),
    ("list", ALL_KINDS, Organisation),
    ("assign", PROGRAMME, Organisation),
];

/// Keeping them.
const KEEPING: &Rights = &[("*", ALL_KINDS, Organisation), ("import", PROGRAMME, Organisation)];

/// Keeping those of one's own programmes.
const RUNNING: &Rights = &[
    ("view", ALL_KINDS, Organisation),
    ("list", ALL_KINDS, Organisation),
    ("*", ALL_KINDS, Own),
    ("import", PROGRAMME, Own),
];

/// Rights of this area, by role.
pub(super) const RIGHTS: &[RightsOf] = &[
    ("minister", WATCHING),
    ("manager", WATCHING),
    ("policy-officer", KEEPING),
    ("programme-officer", RUNNING),
];
