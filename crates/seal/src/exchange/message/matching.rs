//! Private matching: points for the guardians, a question for holders, and the wish to be asked.

use serde::{Deserialize, Serialize};

use crate::exchange::hash::Hash;
use crate::exchange::text::{Code, Line, List, Uuid};

/// Most points of one request: as many as fit into an envelope.
pub const POINTS: usize = 512;

/// What points are counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchUse {
    /// A question about one person.
    Query,
    /// The asker's own register.
    Register,
}

/// Points that say nothing, to be evaluated with a guardian's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchEvaluate {
    /// The sender's number of the request; the same points may come again under it.
    pub request_id: Uuid,
    /// The epoch, as the directory names it.
    pub epoch: Code,
    /// Against which budget they count.
    pub r#use: MatchUse,
    /// Points of ristretto255 (RFC 9496), 32 bytes each.
    pub points: List<Hash, POINTS>,
}

/// The evaluated points; none when the budget does not suffice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchEvaluated {
    /// The request.
    pub request_id: Uuid,
    /// Points in the order in which they were asked.
    #[serde(default)]
    pub points: List<Hash, POINTS>,
    /// The proof of RFC 9497: two scalars of 32 bytes.
    #[serde(default)]
    pub proof: List<Hash, 2>,
}

/// One token of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedToken {
    /// Number of the recipe that it was made by.
    pub recipe: u8,
    /// The token.
    pub token: Hash,
}

/// Whether the receiver knows a child. Nobody learns the answer but the receiver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchQuery {
    /// The asker's number of the question.
    pub query_id: Uuid,
    /// How people on both sides call it.
    pub reference: Line,
    /// The epoch of the tokens.
    pub epoch: Code,
    /// The version of the recipes.
    pub recipes: u16,
    /// Why it is asked: code of list `match-purpose`.
    pub purpose: Code,
    /// On which law or agreement it rests.
    pub legal_basis: Code,
    /// Until when an answer helps (ms since 1970, UTC); afterwards the tokens are destroyed.
    pub answer_by: i64,
    /// Tokens, at most one person's.
    pub tokens: List<AskedToken, 24>,
}

/// A person at the receiver decided that the asker may ask: nothing else is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchContact {
    /// The asker's number of the question.
    pub query_id: Uuid,
}
