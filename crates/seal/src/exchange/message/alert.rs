//! Warnings. A signal is no proof: every indicator begins as something to look into.

use serde::{Deserialize, Serialize};

use crate::exchange::hash::Eid;
use crate::exchange::text::{Code, Line, List, Long, Text, Uuid};

/// A sign by which something may be recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// What it is.
    pub r#type: Code,
    /// Its value.
    pub value: Text<1024>,
}

/// A warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alert {
    /// The sender's number of the warning.
    pub alert_id: Uuid,
    /// What it warns of.
    pub r#type: Code,
    /// Code of list `severity`.
    pub severity: Code,
    /// Codes of the regions concerned.
    #[serde(default)]
    pub area: List<Code, 64>,
    /// Until when it holds (ms since 1970, UTC).
    pub valid_until: i64,
    /// A title without names.
    pub title: Line,
    /// In words.
    pub text: Text<16_384>,
    /// Signs.
    #[serde(default)]
    pub indicators: List<Indicator, 100>,
}

/// What somebody does about a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertAckState {
    /// Somebody has read it.
    Seen,
    /// Somebody answers for it.
    Assigned,
    /// Something was done.
    Acted,
    /// It does not concern this member.
    NotRelevant,
}

impl AlertAckState {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::Assigned => "assigned",
            Self::Acted => "acted",
            Self::NotRelevant => "not_relevant",
        }
    }
}

/// What a receiver does about a warning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlertAck {
    /// The warning.
    pub alert_id: Uuid,
    /// What.
    pub state: AlertAckState,
    /// Which post.
    pub post: Code,
    /// When (ms since 1970, UTC).
    pub at: i64,
}

/// What an opinion is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OpinionAbout {
    /// An envelope.
    Eid(Eid),
    /// An indicator.
    Indicator(Indicator),
}

/// What a member thinks of something shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// What it is about.
    pub about: OpinionAbout,
    /// 0 doubtful, 1 cannot say, 2 confirmed.
    pub value: OpinionValue,
    /// Why.
    pub reason: Long,
}

/// 0, 1 or 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct OpinionValue(u8);

impl TryFrom<u8> for OpinionValue {
    type Error = crate::exchange::text::BadText;

    fn try_from(value: u8) -> Result<Self, Self::Error> {
        if value <= 2 { Ok(Self(value)) } else { Err(crate::exchange::text::BadText("opinion")) }
    }
}

impl From<OpinionValue> for u8 {
    fn from(value: OpinionValue) -> Self {
        value.0
    }
}
