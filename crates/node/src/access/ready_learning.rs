//! What the ready roles may do with training, campaigns and views of children: who trains sees scores, somebody else than the writer finds a
//! campaign safe, and few read what children wrote.

use super::Scope;
use super::Scope::{Organisation, Own, Unit};
use super::ready::RightsOf;
use super::ready_desk::HANDING;

type Rights = [(&'static str, &'static [&'static str], Scope)];

/// What anybody who works with training may read; questions with their right answers are not among it.
const TAUGHT: &[&str] = &["course", "course-module", "training-session"];
const COURSES: &[&str] = &["course", "course-module", "course-question", "training-session"];
const TRAINING: &[&str] = &["training"];
const CAMPAIGNS: &[&str] =
    &["campaign", "campaign-material", "campaign-service", "campaign-measure", "campaign-event"];
const CAMPAIGN: &[&str] = &["campaign"];
const VIEWS: &[&str] = &["youth-view"];
/// What children can be asked about.
const TOPICS: &[&str] = &["campaign", "policy-draft"];

const TRAINER: &Rights = &[
    ("*", COURSES, Organisation),
    ("view", TRAINING, Organisation),
    ("require", TRAINING, Organisation),
    ("revoke", TRAINING, Organisation),
    ("list", &["post"], Organisation),
    ("view", CAMPAIGNS, Organisation),
    ("list", CAMPAIGNS, Organisation),
];

/// Approves courses, sees who lacks what, and finds campaigns safe that others wrote.
const MANAGER: &Rights = &[
    ("view", TAUGHT, Organisation),
    ("list", TAUGHT, Organisation),
    ("approve", &["course"], Organisation),
    ("retire", &["course"], Organisation),
    ("enrol", &["training-session"], Organisation),
    ("view", TRAINING, Organisation),
    ("require", TRAINING, Organisation),
    ("revoke", TRAINING, Organisation),
    ("view", CAMPAIGNS, Organisation),
    ("list", CAMPAIGNS, Organisation),
    ("review", CAMPAIGN, Organisation),
    ("send_back", CAMPAIGN, Organisation),
];

const SUPERVISOR: &Rights = &[
    ("view", TAUGHT, Organisation),
    ("list", TAUGHT, Organisation),
    ("enrol", &["training-session"], Organisation),
    ("view", TRAINING, Unit),
];

const CAMPAIGNER: &Rights = &[
    ("*", CAMPAIGNS, Organisation),
    ("*", VIEWS, Organisation),
    ("ask", TOPICS, Organisation),
    ("view", TAUGHT, Organisation),
    ("list", TAUGHT, Organisation),
];

/// Finds campaigns safe, and reads what children wrote before anybody else does.
const GUARDING: &Rights = &[
    ("view", CAMPAIGNS, Organisation),
    ("list", CAMPAIGNS, Organisation),
    ("review", CAMPAIGN, Organisation),
    ("send_back", CAMPAIGN, Organisation),
    ("drop", CAMPAIGN, Organisation),
    ("*", VIEWS, Organisation),
    ("ask", TOPICS, Organisation),
];

/// Rights of this area, by role.
pub(super) const RIGHTS: &[RightsOf] = &[
    ("trainer", TRAINER),
    ("trainer", &HANDING),
    ("manager", MANAGER),
    ("supervisor", SUPERVISOR),
    ("case-worker", &[("view", TAUGHT, Organisation), ("list", &["course"], Organisation)]),
    ("programme-officer", CAMPAIGNER),
    ("policy-officer", CAMPAIGNER),
    ("protection-lead", GUARDING),
    ("protection-lead", &[("view", VIEWS, Own)]),
];
