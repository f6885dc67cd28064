//! Questions and answers.

use serde::{Deserialize, Serialize};

use crate::exchange::text::{Code, Line, Long, Text, Uuid};

/// A question to whoever may know something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RfiAsk {
    /// The asker's number of the question.
    pub request_id: Uuid,
    /// The question.
    pub question: Long,
    /// Whom or what it is about, in a way that the receiver knows: a referral, a number of the receiver's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Line>,
    /// Until when an answer helps (ms since 1970, UTC).
    pub needed_by: i64,
    /// What the asker knows already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Long>,
}

/// How much of an answer it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// Everything that was asked for.
    Full,
    /// A part.
    Partial,
    /// Nothing is held that answers it.
    NothingHeld,
    /// It is not told.
    Refused,
}

impl AnswerKind {
    /// Its code, as in the network's lists.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Partial => "partial",
            Self::NothingHeld => "nothing_held",
            Self::Refused => "refused",
        }
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RfiAnswer {
    /// The question.
    pub request_id: Uuid,
    /// How much of an answer it is.
    pub answer: AnswerKind,
    /// Why it is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Code>,
    /// The answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Text<32_768>>,
}
