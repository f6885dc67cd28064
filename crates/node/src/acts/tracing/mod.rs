//! Who among the people of this node may be somebody that a child's family is searched for; a person compares and decides.

mod confirm_match;
mod match_tracing;

pub use confirm_match::{ConfirmMatch, ConfirmMatchFacts};
pub use match_tracing::{Candidate, MatchTracing, Matches};
