//! Taking back what was sent, and telling who answers.

use serde::{Deserialize, Serialize};

use crate::exchange::hash::Eid;
use crate::exchange::text::{Code, Long, Uuid};

/// How far a recall goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecallScope {
    /// Something was wrong; the replacement says what is right.
    Correct,
    /// It is not asked for any more; what was learnt may stay in the receiver's record.
    Withdraw,
    /// The content is destroyed.
    Erase,
}

impl RecallScope {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Withdraw => "withdraw",
            Self::Erase => "erase",
        }
    }
}

/// Something sent before is corrected, withdrawn or erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recall {
    /// The envelope.
    pub eid: Eid,
    /// How far it goes.
    pub scope: RecallScope,
    /// Why.
    pub reason: Long,
    /// The envelope that replaces it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<Eid>,
}

/// Another post answers for a matter from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustodyChange {
    /// The matter, by the number both sides know.
    pub matter: Uuid,
    /// The post.
    pub post: Code,
    /// The post before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Code>,
    /// From when on (ms since 1970, UTC).
    pub from: i64,
}
