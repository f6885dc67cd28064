//! What a financial-intelligence unit tells an institution about a report of it. That the report exists is for the financial duty alone on
//! both sides: whoever is concerned must not be warned.

use serde::{Deserialize, Serialize};

use crate::exchange::text::{Line, Long};

/// Feedback on a report about transactions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransactionFeedback {
    /// The institution's own number of its report, as it stood there.
    pub reference: Line,
    /// The unit's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiu_reference: Option<Line>,
    /// In words, without an address.
    pub feedback: Long,
}
