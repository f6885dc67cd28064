//! Referrals and transfers. The words of a decision are the states of the network's own code lists.

use serde::{Deserialize, Serialize};

use crate::exchange::text::{Code, Line, List, Long, Text, Uuid};

/// One thing known, in a data group that was agreed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Code of list `data-group`.
    pub group: Code,
    /// What it is, by the name of the field in the domain model.
    pub name: Code,
    /// The value as text.
    pub value: Long,
}

/// On what an offer rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentSaid {
    /// Code of list `share-basis`.
    pub kind: Code,
    /// Code of list `consent-purpose`.
    pub purpose: Code,
    /// Until when it holds (civil date), if it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Code>,
    /// The article of law, where there was no consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Text<1024>>,
}

/// Somebody is asked to do something for a child. The rest of the case does not travel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferralOffer {
    /// The sender's number of the referral.
    pub referral_id: Uuid,
    /// A pseudonym of the child, another for each receiver.
    pub child_ref: Code,
    /// Age at the time of the offer, as a band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_band: Option<Code>,
    /// Code of list `sex`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Code>,
    /// Code of the regency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Code>,
    /// Why, in words.
    pub reason: Long,
    /// Codes of list `service-type`.
    pub service_types: List<Code, 16>,
    /// Whether it is urgent.
    pub urgent: bool,
    /// Code of list `risk-level`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Code>,
    /// The data groups that it carries.
    pub data_groups: List<Code, 16>,
    /// On what it rests.
    pub consent: ConsentSaid,
    /// What was agreed to be told.
    #[serde(default)]
    pub extract: List<Fact, 200>,
    /// Until when an answer is asked for (ms since 1970, UTC).
    pub respond_by: i64,
}

/// Yes, no, or ask somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It will be done.
    Accept,
    /// It will not.
    Decline,
    /// Somebody else should be asked, by the original sender.
    Redirect,
}

/// The answer to a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferralDecision {
    /// The referral.
    pub referral_id: Uuid,
    /// The answer.
    pub decision: Decision,
    /// Code of list `refusal-reason`, for a no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Code>,
    /// Who should be asked instead, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect_to: Option<Line>,
    /// The post that answers for it at the receiver.
    pub post: Code,
    /// When the child will first be met (civil date).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_contact_by: Option<Code>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Long>,
}

/// What became of a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferralOutcome {
    /// The referral.
    pub referral_id: Uuid,
    /// Code of list `referral-outcome`.
    pub outcome: Code,
    /// On which day (civil date).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Code>,
    /// Codes of list `service-type`.
    #[serde(default)]
    pub services_given: List<Code, 16>,
    /// What the child still needs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining_needs: Option<Long>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Long>,
}

/// A case is offered for good. The preview travels; the whole case follows only after a yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferOffer {
    /// The sender's number of the transfer.
    pub transfer_id: Uuid,
    /// A pseudonym of the child.
    pub child_ref: Code,
    /// Why, in words.
    pub reason: Long,
    /// What a receiver needs to decide.
    pub preview: List<Fact, 100>,
    /// On what it rests.
    pub consent: ConsentSaid,
    /// Kinds of the parts of the case, by slug.
    pub parts: List<Code, 64>,
    /// Clocks that run: what is due when (ms since 1970, UTC).
    #[serde(default)]
    pub clocks: List<(Code, i64), 64>,
    /// Until when an answer is asked for.
    pub respond_by: i64,
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YesNo {
    /// Yes.
    Accept,
    /// No.
    Decline,
}

/// The answer to a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferDecision {
    /// The transfer.
    pub transfer_id: Uuid,
    /// The answer.
    pub decision: YesNo,
    /// Code of list `refusal-reason`, for a no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Code>,
    /// The post that answers for the case from then on.
    pub post: Code,
    /// From when on (ms since 1970, UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custody_from: Option<i64>,
}
