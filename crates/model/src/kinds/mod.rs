//! The kinds of this release, one file each. `docs/ADDING-A-KIND.md` walks through one.

mod access_review;
mod approval;
mod assessment;
mod assignment;
mod care_arrangement;
mod case;
mod case_plan;
mod concern;
mod conference;
mod conference_decision;
mod consent;
mod consent_review;
mod family;
mod feedback;
mod flag;
mod follow_up;
mod grave_violation_return;
mod handover;
mod hearing;
mod incident;
mod legal_process;
mod measure;
mod person;
mod plan_goal;
mod protection_request;
mod quality_review;
mod raised_challenge;
mod referral;
mod release_path;
mod report;
mod restitution_claim;
mod safety_plan;
mod service;
mod tracing_request;
mod transfer;
mod transfer_request;

mod data_request;
mod list_delivery;
mod publication;

mod breach;
mod document;
mod identity_request;
mod legal_hold;
mod retention_review;
mod subject_request;

mod incoming_alert;
mod incoming_referral;
mod incoming_rfi;
mod incoming_transfer;
mod match_hit;
mod match_query;
mod network_alert;
mod rfi;
mod undelivered;
mod vetting;

mod capability_assessment;
mod civil_comment;
mod commitment;
mod consultation;
mod independent_review;
mod legal_gap;
mod milestone;
mod policy_draft;
mod practice_note;
mod recommendation;
mod self_report;
mod service_listing;
mod state_act;
mod technical_assistance;

mod budget_line;
mod community;
mod content_notice;
mod content_report;
mod field_submission;
mod handed_file;
mod hash_challenge;
mod hash_submission;
mod identifier;
mod incoming_notice;
mod outreach_finding;
mod outreach_round;
mod overlap;
mod overlap_query;
mod pledge;
mod programme;
mod sector_lead;
mod security_check;
mod security_finding;
mod signal_review;
mod transaction;
mod transaction_report;

mod agreement;
mod code_criterion;
mod company;
mod company_pledge;
mod company_report;
mod company_venue;
mod country_statement;
mod mandate;
mod platform_duty;

mod alert_rule;
mod brief;
mod brief_ask;
mod brief_paragraph;
mod campaign;
mod campaign_event;
mod campaign_material;
mod campaign_measure;
mod campaign_service;
mod course;
mod course_module;
mod course_question;
mod indicator;
mod indicator_target;
mod rule_alert;
mod training_session;
mod youth_view;

pub use access_review::AccessReview;
pub use approval::Approval;
pub use assessment::Assessment;
pub use assignment::Assignment;
pub use care_arrangement::CareArrangement;
pub use case::Case;
pub use case_plan::CasePlan;
pub use concern::Concern;
pub use conference::Conference;
pub use conference_decision::ConferenceDecision;
pub use consent::Consent;
pub use consent_review::ConsentReview;
pub use family::Family;
pub use feedback::{Feedback, Satisfaction};
pub use flag::Flag;
pub use follow_up::FollowUp;
pub use grave_violation_return::GraveViolationReturn;
pub use handover::Handover;
pub use hearing::Hearing;
pub use incident::Incident;
pub use legal_process::LegalProcess;
pub use measure::{Change, Measure};
pub use person::Person;
pub use plan_goal::PlanGoal;
pub use protection_request::ProtectionRequest;
pub use quality_review::QualityReview;
pub use raised_challenge::RaisedChallenge;
pub use referral::Referral;
pub use release_path::ReleasePath;
pub use report::Report;
pub use restitution_claim::RestitutionClaim;
pub use safety_plan::SafetyPlan;
pub use service::Service;
pub use transfer::Transfer;
pub use transfer_request::TransferRequest;

pub use breach::Breach;
pub use document::Document;
pub use identity_request::IdentityRequest;
pub use legal_hold::LegalHold;
pub use retention_review::RetentionReview;
pub use subject_request::SubjectRequest;
pub use tracing_request::TracingRequest;

pub use data_request::DataRequest;
pub use incoming_alert::IncomingAlert;
pub use incoming_referral::IncomingReferral;
pub use incoming_rfi::IncomingRfi;
pub use incoming_transfer::IncomingTransfer;
pub use list_delivery::ListDelivery;
pub use match_hit::MatchHit;
pub use match_query::MatchQuery;
pub use network_alert::NetworkAlert;
pub use publication::Publication;
pub use rfi::Rfi;
pub use security_check::SecurityCheck;
pub use security_finding::SecurityFinding;
pub use undelivered::Undelivered;
pub use vetting::Vetting;

pub use capability_assessment::CapabilityAssessment;
pub use civil_comment::CivilComment;
pub use commitment::Commitment;
pub use consultation::Consultation;
pub use independent_review::IndependentReview;
pub use legal_gap::LegalGap;
pub use milestone::Milestone;
pub use policy_draft::PolicyDraft;
pub use practice_note::PracticeNote;
pub use recommendation::Recommendation;
pub use self_report::SelfReport;
pub use service_listing::ServiceListing;
pub use state_act::StateAct;
pub use technical_assistance::TechnicalAssistance;

pub use budget_line::BudgetLine;
pub use community::Community;
pub use content_notice::ContentNotice;
pub use content_report::ContentReport;
pub use field_submission::FieldSubmission;
pub use handed_file::HandedFile;
pub use hash_challenge::HashChallenge;
pub use hash_submission::HashSubmission;
pub use identifier::Identifier;
pub use incoming_notice::IncomingNotice;
pub use outreach_finding::OutreachFinding;
pub use outreach_round::OutreachRound;
pub use overlap::Overlap;
pub use overlap_query::OverlapQuery;
pub use pledge::Pledge;
pub use programme::Programme;
pub use sector_lead::SectorLead;
pub use signal_review::SignalReview;
pub use transaction::Transaction;
pub use transaction_report::TransactionReport;

pub use agreement::Agreement;
pub use code_criterion::CodeCriterion;
pub use company::Company;
pub use company_pledge::CompanyPledge;
pub use company_report::CompanyReport;
pub use company_venue::CompanyVenue;
pub use country_statement::CountryStatement;
pub use mandate::Mandate;
pub use platform_duty::PlatformDuty;

pub use alert_rule::AlertRule;
pub use brief::Brief;
pub use brief_ask::BriefAsk;
pub use brief_paragraph::BriefParagraph;
pub use campaign::Campaign;
pub use campaign_event::CampaignEvent;
pub use campaign_material::CampaignMaterial;
pub use campaign_measure::CampaignMeasure;
pub use campaign_service::CampaignService;
pub use course::Course;
pub use course_module::CourseModule;
pub use course_question::CourseQuestion;
pub use indicator::Indicator;
pub use indicator_target::IndicatorTarget;
pub use rule_alert::RuleAlert;
pub use training_session::TrainingSession;
pub use youth_view::YouthView;

use crate::kind::{Kind, KindMeta};

/// Runs a macro over every kind, so that registries in other crates cannot forget one.
#[macro_export]
macro_rules! for_each_kind {
    ($each:ident) => {
        $each!(
            $crate::kinds::Report,
            $crate::kinds::Case,
            $crate::kinds::Assessment,
            $crate::kinds::PlanGoal,
            $crate::kinds::Service,
            $crate::kinds::FollowUp,
            $crate::kinds::LegalProcess,
            $crate::kinds::Concern,
            $crate::kinds::Incident,
            $crate::kinds::CasePlan,
            $crate::kinds::SafetyPlan,
            $crate::kinds::Conference,
            $crate::kinds::ConferenceDecision,
            $crate::kinds::Measure,
            $crate::kinds::Feedback,
            $crate::kinds::Hearing,
            $crate::kinds::ProtectionRequest,
            $crate::kinds::RestitutionClaim,
            $crate::kinds::ReleasePath,
            $crate::kinds::GraveViolationReturn,
            $crate::kinds::Consent,
            $crate::kinds::ConsentReview,
            $crate::kinds::Assignment,
            $crate::kinds::Referral,
            $crate::kinds::Transfer,
            $crate::kinds::TransferRequest,
            $crate::kinds::Person,
            $crate::kinds::IdentityRequest,
            $crate::kinds::Document,
            $crate::kinds::LegalHold,
            $crate::kinds::SubjectRequest,
            $crate::kinds::Breach,
            $crate::kinds::RetentionReview,
            $crate::kinds::Approval,
            $crate::kinds::Flag,
            $crate::kinds::QualityReview,
            $crate::kinds::Handover,
            $crate::kinds::AccessReview,
            $crate::kinds::CareArrangement,
            $crate::kinds::TracingRequest,
            $crate::kinds::Family,
            $crate::kinds::IncomingReferral,
            $crate::kinds::IncomingTransfer,
            $crate::kinds::Undelivered,
            $crate::kinds::Rfi,
            $crate::kinds::IncomingRfi,
            $crate::kinds::MatchQuery,
            $crate::kinds::MatchHit,
            $crate::kinds::NetworkAlert,
            $crate::kinds::IncomingAlert,
            $crate::kinds::ListDelivery,
            $crate::kinds::Publication,
            $crate::kinds::DataRequest,
            $crate::kinds::Recommendation,
            $crate::kinds::Commitment,
            $crate::kinds::Milestone,
            $crate::kinds::SelfReport,
            $crate::kinds::IndependentReview,
            $crate::kinds::CivilComment,
            $crate::kinds::StateAct,
            $crate::kinds::LegalGap,
            $crate::kinds::CapabilityAssessment,
            $crate::kinds::ServiceListing,
            $crate::kinds::PracticeNote,
            $crate::kinds::TechnicalAssistance,
            $crate::kinds::PolicyDraft,
            $crate::kinds::Consultation,
            $crate::kinds::ContentReport,
            $crate::kinds::ContentNotice,
            $crate::kinds::IncomingNotice,
            $crate::kinds::HandedFile,
            $crate::kinds::SignalReview,
            $crate::kinds::HashChallenge,
            $crate::kinds::HashSubmission,
            $crate::kinds::RaisedChallenge,
            $crate::kinds::Identifier,
            $crate::kinds::Overlap,
            $crate::kinds::OverlapQuery,
            $crate::kinds::SectorLead,
            $crate::kinds::TransactionReport,
            $crate::kinds::FieldSubmission,
            $crate::kinds::Community,
            $crate::kinds::OutreachRound,
            $crate::kinds::OutreachFinding,
            $crate::kinds::Programme,
            $crate::kinds::Pledge,
            $crate::kinds::BudgetLine,
            $crate::kinds::Transaction,
            $crate::kinds::Vetting,
            $crate::kinds::SecurityCheck,
            $crate::kinds::SecurityFinding,
            $crate::kinds::Course,
            $crate::kinds::CourseModule,
            $crate::kinds::CourseQuestion,
            $crate::kinds::TrainingSession,
            $crate::kinds::Campaign,
            $crate::kinds::CampaignMaterial,
            $crate::kinds::CampaignService,
            $crate::kinds::CampaignMeasure,
            $crate::kinds::CampaignEvent,
            $crate::kinds::YouthView,
            $crate::kinds::Indicator,
            $crate::kinds::IndicatorTarget,
            $crate::kinds::AlertRule,
            $crate::kinds::RuleAlert,
            $crate::kinds::Brief,
            $crate::kinds::BriefParagraph,
            $crate::kinds::BriefAsk,
            $crate::kinds::CountryStatement,
            $crate::kinds::Company,
            $crate::kinds::CodeCriterion,
            $crate::kinds::CompanyReport,
            $crate::kinds::CompanyPledge,
            $crate::kinds::CompanyVenue,
            $crate::kinds::PlatformDuty,
            $crate::kinds::Mandate,
            $crate::kinds::Agreement,
        );
    };
}

macro_rules! metas {
    ($($kind:ty),* $(,)?) => {
        /// The declarations of all kinds.
        pub const ALL: &[&KindMeta] = &[ $( <$kind as Kind>::META ),* ];
    };
}
for_each_kind!(metas);

/// The kind with this slug (`follow-up`) or code (`follow_up`).
pub fn by_slug(slug: &str) -> Option<&'static KindMeta> {
    ALL.iter().copied().find(|meta| meta.slug == slug || meta.code == slug)
}

/// The parts of a root kind, in the order in which a page shows them.
pub fn parts_of(root: &str) -> impl Iterator<Item = &'static KindMeta> {
    ALL.iter().copied().filter(move |meta| meta.role == crate::Role::Part(meta.root()) && meta.root() == root)
}

/// Kinds that an act of their own opens, because more has to be true than a form can say.
pub const BY_OWN_ACT: &[&str] = &[
    "consent",
    "consent-review",
    "assignment",
    "referral",
    "transfer",
    "transfer-request",
    "incoming-referral",
    "incoming-transfer",
    "undelivered",
    "rfi",
    "incoming-rfi",
    "match-query",
    "match-hit",
    "incoming-alert",
    "incoming-notice",
    "handed-file",
    "signal-review",
    "overlap",
    "overlap-query",
    "sector-lead",
    "raised-challenge",
    "field-submission",
    "vetting",
    "youth-view",
];

/// Kinds of moves: one post offers something, another one answers.
pub const MOVES: &[&str] = &["assignment", "referral", "transfer", "transfer-request"];

/// Parts of a case that another post may take on while the case stays where it is (domain model, section 7): what somebody does
/// on a day, or answers for by one.
pub const ASSIGNABLE: &[&str] = &[
    "follow-up",
    "service",
    "plan-goal",
    "assessment",
    "hearing",
    "conference-decision",
    "legal-process",
    "protection-request",
    "restitution-claim",
];

/// Kinds that concern no child and are told apart by what they are called, with the field that says it.
const TITLED: &[(&str, &str)] = &[
    ("brief", "title"),
    ("rule-alert", "title"),
    ("alert-rule", "name"),
    ("indicator", "name"),
    ("recommendation", "reference"),
    ("commitment", "title"),
    ("milestone", "title"),
    ("policy-draft", "title"),
    ("practice-note", "title"),
    ("service-listing", "name"),
    ("programme", "title"),
    ("course", "title"),
    ("campaign", "title"),
    ("campaign-material", "title"),
    ("company", "name"),
    ("agreement", "title"),
    ("mandate", "institution"),
    ("company-venue", "name"),
    ("company-pledge", "promise"),
    ("brief-paragraph", "body"),
    ("brief-ask", "sentence"),
    ("legal-gap", "statement"),
    ("country-statement", "statement"),
    ("technical-assistance", "need"),
    ("civil-comment", "organisation"),
    ("consultation", "institution"),
    ("pledge", "donor"),
    ("course-module", "title"),
    ("training-session", "place"),
];

/// The sealed field that a list shows as the title of a record; nothing for whatever concerns a child.
pub fn titled(meta: &'static KindMeta) -> Option<&'static crate::Field> {
    let (_, name) = TITLED.iter().find(|(slug, _)| *slug == meta.slug)?;
    meta.field(name).map(|(_, field)| field)
}

/// Whether custody of records of this kind may be given to another post.
pub fn assignable(meta: &KindMeta) -> bool {
    meta.role == crate::Role::Root || ASSIGNABLE.contains(&meta.slug)
}

/// The data group with which a part is shared when its whole case is: that of the first field that has one of its own.
/// Nothing for what is between posts of one organisation, or between a sender and one receiver: a grant of the case never
/// opens it.
pub fn shared_with(part: &KindMeta) -> Option<crate::field::DataGroup> {
    use crate::field::DataGroup::Record;
    let kept = BY_OWN_ACT.contains(&part.slug) || KEPT.contains(&part.slug);
    let group = part.fields.iter().map(|field| field.group).find(|group| *group != Record);
    (!kept).then(|| group.unwrap_or(Record))
}

/// Further kinds that stay within the organisation.
const KEPT: &[&str] = &[
    "note",
    "flag",
    "task",
    "approval",
    "handover",
    "access-review",
    "subject-request",
    "legal-hold",
    "retention-review",
    "identity-request",
    "quality-review",
    "vetting",
];
