//! What the ready roles may do with indicators, rules and briefs. Nobody here sees a number that may not be shown; whoever writes something
//! does not put it before the public.

use super::Scope;
use super::Scope::Organisation;
use super::ready::RightsOf;

type Rights = [(&'static str, &'static [&'static str], Scope)];

const INDICATOR: &[&str] = &["indicator", "indicator-target"];
const RULE: &[&str] = &["alert-rule"];
const ALERT: &[&str] = &["rule-alert"];
const BRIEF: &[&str] = &["brief", "brief-paragraph", "brief-ask"];
const ALL_KINDS: &[&str] =
    &["indicator", "indicator-target", "alert-rule", "rule-alert", "brief", "brief-paragraph", "brief-ask"];
/// Roots that can be given to another post.
const ROOTS: &[&str] = &["indicator", "alert-rule", "rule-alert", "brief"];
const RATE: &[&str] = &["rate"];

/// Looking at everything, and answering alerts.
const WATCHING: &Rights = &[
    ("view", ALL_KINDS, Organisation),
    ("list", ALL_KINDS, Organisation),
    ("assign", ROOTS, Organisation),
    ("*", ALERT, Organisation),
    ("activate", INDICATOR, Organisation),
    ("publish", INDICATOR, Organisation),
    ("take_back", INDICATOR, Organisation),
    ("retire", INDICATOR, Organisation),
    ("mute", RULE, Organisation),
    ("approve", BRIEF, Organisation),
    ("publish", BRIEF, Organisation),
    ("correct", BRIEF, Organisation),
    ("withdraw", BRIEF, Organisation),
];

/// Setting indicators and rules, and taking numbers in.
const COUNTING: &Rights = &[
    ("*", INDICATOR, Organisation),
    ("import", INDICATOR, Organisation),
    ("*", RULE, Organisation),
    ("*", ALERT, Organisation),
    ("view", BRIEF, Organisation),
    ("list", BRIEF, Organisation),
    ("note", RATE, Organisation),
];

/// Writing briefs from them.
const WRITING: &Rights = &[
    ("*", INDICATOR, Organisation),
    ("import", INDICATOR, Organisation),
    ("*", RULE, Organisation),
    ("*", ALERT, Organisation),
    ("*", BRIEF, Organisation),
    ("note", RATE, Organisation),
];

/// Looking.
const READING: &Rights =
    &[("view", ALL_KINDS, Organisation), ("list", &["indicator", "rule-alert", "brief"], Organisation)];

/// Rights of this area, by role.
pub(super) const RIGHTS: &[RightsOf] = &[
    ("statistician", COUNTING),
    ("policy-officer", WRITING),
    ("manager", WATCHING),
    ("minister", WATCHING),
    ("programme-officer", READING),
];
