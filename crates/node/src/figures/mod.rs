//! Case-work indicators (domain model, section 11.2), counted from facts without a database: what is counted is a child, not a
//! row; what is not known stands in a bin of its own; what cannot be is `invalid` and in no other bin.

mod count;
mod cross;
mod difficulty;
mod help;
mod incidents;
mod law;
mod load;
mod load_more;
mod plans;
mod protect;
mod simfoni;
mod tables;

pub(crate) use count::count;
pub(crate) use load::load;
pub(crate) use protect::protect;

use std::collections::{BTreeMap, BTreeSet};

use model::kinds::Satisfaction;
use model::{Date, Id};
use serde::Serialize;

/// A case as figures see it. Disabled, duplicate and transferred-in copies are left out before.
#[derive(Debug, Clone)]
pub(crate) struct CaseFact {
    pub(crate) case: Id,
    /// The child; merged records have one.
    pub(crate) child: Id,
    pub(crate) open: bool,
    pub(crate) registered: Option<Date>,
    /// Receipt of the report that it came from, else its registration.
    pub(crate) reported: Option<Date>,
    pub(crate) contact: Option<Date>,
    pub(crate) closed: Option<Date>,
    pub(crate) closure_reason: Option<String>,
    pub(crate) region: Option<String>,
    /// Code of list `sex`, of the child.
    pub(crate) sex: Option<String>,
    /// Year of birth of the child.
    pub(crate) born: Option<i64>,
    /// Whether the media write about it; nothing where nobody said.
    pub(crate) prominent: Option<bool>,
    /// Code of list `workflow`.
    pub(crate) workflow: Option<String>,
    /// Code of list `identification-source`.
    pub(crate) source: Option<String>,
    /// Codes of list `protection-concern`.
    pub(crate) concerns: Vec<String>,
}

/// An incident as figures see it: once for each event of a case, duplicates left out before.
#[derive(Debug, Clone)]
pub(crate) struct IncidentFact {
    pub(crate) incident: Id,
    pub(crate) case: Id,
    /// When it happened.
    pub(crate) on: Option<Date>,
    /// When it was first reported to anybody.
    pub(crate) told: Option<Date>,
    /// Where it happened.
    pub(crate) region: Option<String>,
    /// Code of list `violence-type`.
    pub(crate) violence: Option<String>,
    /// Codes of list `exploitation-form`.
    pub(crate) forms: Vec<String>,
    /// Code of list `incident-location`.
    pub(crate) place: Option<String>,
    /// Code of list `perpetrator-relationship`.
    pub(crate) relation: Option<String>,
}

/// A time in which a post answered for a case.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LoadFact {
    pub(crate) post: Id,
    pub(crate) case: Id,
    /// First and last day of the custody; nothing where it goes on.
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
    /// When the case was closed, if it is.
    pub(crate) closed: Option<Date>,
}

/// A part as figures see it.
#[derive(Debug, Clone)]
pub(crate) struct PartFact {
    pub(crate) case: Id,
    pub(crate) kind: String,
    pub(crate) state: String,
    /// Type of a service or follow-up, domain of a goal.
    pub(crate) code: Option<String>,
    /// When it was done or delivered; of an assessment, when it was made.
    pub(crate) done: Option<Date>,
    /// Of a follow-up: whether it comes after the case's closure, and what was found.
    pub(crate) after_closure: bool,
    pub(crate) safe: Option<String>,
    pub(crate) busy: Option<String>,
    /// Of a follow-up: somebody went and did not see the child.
    pub(crate) unseen: bool,
    /// Of a follow-up: the type of the service that was followed up.
    pub(crate) about: Option<String>,
}

/// A safety plan or a case plan as figures see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlanFact {
    pub(crate) case: Id,
    /// Whether it is a safety plan; otherwise a case plan.
    pub(crate) safety: bool,
    /// Whether it says that the child needs one.
    pub(crate) needed: bool,
    pub(crate) complete: bool,
    pub(crate) approved: bool,
}

/// How a child fared at a moment, as figures see it.
#[derive(Debug, Clone)]
pub(crate) struct MeasureFact {
    pub(crate) case: Id,
    pub(crate) on: Date,
    pub(crate) wellbeing: Option<i64>,
    /// Code of list `severity`.
    pub(crate) severity: Option<String>,
}

/// What a child or carer answered about the help.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OpinionFact {
    pub(crate) case: Id,
    pub(crate) on: Option<Date>,
    pub(crate) said: Satisfaction,
}

/// A referral or transfer, by whoever offered it.
#[derive(Debug, Clone)]
pub(crate) struct MoveFact {
    /// The child; merged records have one.
    pub(crate) child: Id,
    pub(crate) sex: Option<String>,
    pub(crate) referral: bool,
    pub(crate) offer: Id,
    /// Who offered it and to whom: units, or the organisation where it is another one or has no units.
    pub(crate) units: (String, String),
    /// Whether it goes to another organisation.
    pub(crate) outside: bool,
    /// Code of list `share-basis`.
    pub(crate) basis: String,
    pub(crate) offered: Date,
    /// Whole days until it was answered.
    pub(crate) answered: Option<i64>,
    pub(crate) accepted: bool,
    pub(crate) delivered: bool,
    /// Codes of list `service-type`.
    pub(crate) services: Vec<String>,
}

/// A legal track as figures see it.
#[derive(Debug, Clone)]
pub(crate) struct TrackFact {
    pub(crate) case: Id,
    /// The incident that it is about.
    pub(crate) incident: Option<Id>,
    /// When it was reported to the police.
    pub(crate) reported: Option<Date>,
    /// Whether the judgment, in the last instance so far, is a conviction.
    pub(crate) convicted: bool,
    /// State, whole days in it, whether it was left.
    pub(crate) stays: Vec<(String, i64, bool)>,
    /// Restitution that was ordered and paid, by the track or by a claim of the same case.
    pub(crate) ordered: bool,
    pub(crate) paid: bool,
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
    pub(crate) incidents: Vec<IncidentFact>,
    pub(crate) parts: Vec<PartFact>,
    pub(crate) plans: Vec<PlanFact>,
    pub(crate) measures: Vec<MeasureFact>,
    pub(crate) opinions: Vec<OpinionFact>,
    pub(crate) moves: Vec<MoveFact>,
    pub(crate) tracks: Vec<TrackFact>,
    /// Who answered for which case and when. How much work there is, is counted of every child.
    pub(crate) load: Vec<LoadFact>,
    /// Of children who were given a service: what is known of a disability.
    pub(crate) disability: BTreeMap<Id, BTreeSet<difficulty::Said>>,
    /// Children who are left out because a no to statistics is their last word.
    pub(crate) kept_out: i64,
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
    /// Incidents, each once.
    Incidents,
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
    /// Referrals, each once whoever takes part in it.
    Referrals,
}

/// One line of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What the line is: a bin, a code, or one of the fixed lines of the figure.
    pub what: String,
    /// Code list of `what`, where it is a code.
    pub list: Option<&'static str>,
    /// Of a cell of a table: the other codes that it stands for, each with its list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub and: Vec<(&'static str, String)>,
    /// The number; nothing when it is protected or there is no data.
    pub value: Option<i64>,
    /// Of how many, where the line is a share.
    pub of: Option<i64>,
    /// Whether a small number was left out on purpose.
    pub protected: bool,
}

impl Line {
    pub(crate) fn new(what: impl Into<String>, value: i64) -> Self {
        Self {
            what: what.into(),
            list: None,
            and: Vec::new(),
            value: Some(value),
            of: None,
            protected: false,
        }
    }
    pub(crate) fn of(mut self, all: i64) -> Self {
        self.of = Some(all);
        self
    }
    /// Whether its value is a median or a pace: it counts nobody, and `of` says how many stand behind it.
    #[must_use]
    pub fn is_measure(&self) -> bool {
        self.what.starts_with("median-")
            || self.what.starts_with("steps-")
            || self.list == Some("legal-stage")
    }
    /// A median or a pace; nothing where there is no data.
    pub(crate) fn measured(what: &'static str, value: Option<i64>) -> Self {
        Self { value, ..Self::new(what, 0) }
    }
    /// A cell that stands for another code, too.
    pub(crate) fn and(mut self, list: &'static str, code: impl Into<String>) -> Self {
        self.and.push((list, code.into()));
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

impl Figure {
    /// Whether it is a ready table or a return to a ministry, which whoever needs it asks for, and no figure of the first page.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.id.starts_with("table_") || self.id.starts_with("simfoni_")
    }

    /// Whether its lines are cells of a table, whose rows and columns other figures add up.
    #[must_use]
    pub fn is_crossed(&self) -> bool {
        self.lines.iter().any(|line| !line.and.is_empty())
    }
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
    "services_by_sex",
    "services_by_age",
    "completed_case_safety_plans",
    "completed_case_action_plans",
    "completed_supervisor_approved_case_action_plans",
    "client_satisfaction_rate",
    "improved_wellbeing",
    "less_impacted",
    "average_referrals",
    "referral_success",
    "consent_health",
    "legal_path",
    "attention_gap",
    "number_of_incidents",
    "reporting_delay_known",
    "number_of_cases_by_month",
    "case_closures_by_month",
    "case_closures_by_region",
    "services_by_disability",
    "legal_stage_days",
    "table_cases",
    "table_closures",
    "table_concerns",
    "table_sources",
    "table_workflow",
    "table_services",
    "table_follow_ups",
    "table_followed",
    "table_violence",
    "table_moves",
    "simfoni_sex",
    "simfoni_age",
    "simfoni_form",
    "simfoni_place",
    "simfoni_relation",
    "simfoni_service",
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
    "age-0-11",
    "age-12-17",
    "age-18",
    "complete",
    "satisfied",
    "incomplete",
    "improved",
    "lighter",
    "referrals",
    "with-plan",
    "median-referrals",
    "delivered-of-offered",
    "delivered-of-accepted",
    "median-answer",
    "told",
    "investigated",
    "prosecuted",
    "tried",
    "judged",
    "executed",
    "ordered",
    "paid",
    "seen",
    "unseen",
    "median-seen",
    "median-unseen",
    "steps-seen",
    "steps-unseen",
    "incidents",
    "convicted",
    "served",
    "moves",
    "u0-5",
    "u6-12",
    "u13-17",
    "u18-24",
    "u25-44",
    "u45-59",
    "u60",
    "minor",
    "adult",
];
