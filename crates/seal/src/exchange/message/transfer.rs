//! The case itself, after a yes.

use serde::{Deserialize, Serialize};

use super::Fact;
use crate::exchange::text::{Code, List, Uuid};

/// A part of the case: an assessment, a plan, a service, a visit and their like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CasePart {
    /// Its kind, by slug.
    pub kind: Code,
    /// The state that it is in.
    pub state: Code,
    /// What it says.
    pub facts: List<Fact, 100>,
}

/// The case that was offered and accepted. With its receipt the receiver answers for the child; until then the sender does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferCase {
    /// The sender's number of the transfer.
    pub transfer_id: Uuid,
    /// What is known of the child and of the case.
    pub extract: List<Fact, 300>,
    /// Its parts, the newest first.
    #[serde(default)]
    pub parts: List<CasePart, 200>,
    /// Parts for which there was no room; the sender keeps them and tells them on request.
    #[serde(default)]
    pub left_out: u32,
}
