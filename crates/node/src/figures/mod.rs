//! Case-work indicators (domain model, section 11.2), counted from facts without a database: what is counted is a child, not a
//! row; what is not known stands in a bin of its own; what cannot be is `invalid` and in no other bin.

mod count;
mod load;
mod protect;

pub(crate) use count::count;
pub(crate) use load::load;
pub(crate) use protect::protect;

use std::collections::BTreeMap;

use model::{Date, Id};
use serde::Serialize;

/// A case as figures see it. Disabled, duplicate and transferred-in copies are left out before.
#[derive(Debug, Clone)]
pub(crate) struct CaseFact {
    pub(crate) case: Id,
    /// The child; merged records have one.
    pub(crate) child: Id,
    pub(crate) post: Id,
    pub(crate) open: bool,
    pub(crate) registered: Option<Date>,
    /// Receipt of the report that it came from, else its registration.
    pub(crate) reported: Option<Date>,
    pub(crate) incident: Option<Date>,
    pub(crate) contact: Option<Date>,
    pub(crate) closed: Option<Date>,
    pub(crate) closure_reason: Option<String>,
    pub(crate) region: Option<String>,
}

/// A part as figures see it.
#[derive(Debug, Clone)]
pub(crate) struct PartFact {
    pub(crate) case: Id,
    pub(crate) kind: String,
    pub(crate) state: String,
    /// Type of a service, domain of a goal.
    pub(crate) code: Option<String>,
    /// When it was done or delivered.
    pub(crate) done: Option<Date>,
    /// Of a follow-up: whether it comes after the case's closure, and what was found.
    pub(crate) after_closure: bool,
    pub(crate) safe: Option<String>,
    pub(crate) busy: Option<String>,
}

/// A hand-over as figures see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HandoverFact {
    pub(crate) contested: bool,
    /// Whole days from being raised to being settled.
    pub(crate) days: Option<i64>,
}

/// Everything that figures are counted from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Facts {
    pub(crate) cases: Vec<CaseFact>,
    pub(crate) parts: Vec<PartFact>,
    pub(crate) handovers: Vec<HandoverFact>,
    /// Open matters whose post nobody holds.
    pub(crate) unheld: i64,
    /// Filled and vacant posts by role.
    pub(crate) posts: BTreeMap<String, (i64, i64)>,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entity {
    /// Children, each once.
    Children,
    /// Cases.
    Cases,
    /// Matters.
    Matters,
    /// Hand-overs.
    Handovers,
    /// Goals of case plans.
    Goals,
    /// Posts.
    Posts,
    /// A child and a type of service, each pair once.
    ChildServices,
    /// Follow-ups.
    FollowUps,
    /// Days.
    Days,
}

/// One line of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What the line is: a bin, a code, or one of the fixed lines of the figure.
    pub what: String,
    /// Code list of `what`, where it is a code.
    pub list: Option<&'static str>,
    /// The number; nothing when it is protected or there is no data.
    pub value: Option<i64>,
    /// Of how many, where the line is a share.
    pub of: Option<i64>,
    /// Whether a small number was left out on purpose.
    pub protected: bool,
}

impl Line {
    pub(crate) fn new(what: impl Into<String>, value: i64) -> Self {
        Self { what: what.into(), list: None, value: Some(value), of: None, protected: false }
    }
    pub(crate) fn of(mut self, all: i64) -> Self {
        self.of = Some(all);
        self
    }
    pub(crate) fn coded(mut self, list: &'static str) -> Self {
        self.list = Some(list);
        self
    }
}

/// One figure with its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Its id in the domain model.
    pub id: &'static str,
    /// What its lines count.
    pub counts: Entity,
    /// The lines.
    pub lines: Vec<Line>,
}

/// Ids of all figures, for words.
pub const FIGURES: &[&str] = &[
    "number_of_cases",
    "reporting_delay",
    "time_to_first_contact",
    "assessment_status",
    "case_load",
    "case_closures",
    "case_closure_rate",
    "time_from_case_open_to_close",
    "supervisor_to_caseworker_ratio",
    "average_followup_meetings_per_case",
    "services_provided",
    "goal_progress_per_need",
    "handover_health",
    "lasting_recovery",
];

/// Lines that are no code: bins and fixed lines, for words.
pub const LINES: &[&str] = &[
    "children",
    "cases",
    "d0-3",
    "d4-5",
    "d6-14",
    "d15-30",
    "d31-90",
    "d91",
    "d0-30",
    "d91-180",
    "d181",
    "unknown",
    "invalid",
    "c0-9",
    "c10-19",
    "c20-29",
    "c30",
    "closed",
    "assessed",
    "supervisors",
    "workers",
    "vacant",
    "done",
    "unheld",
    "median-days",
    "contested",
    "lasting",
    "not-reached",
];
