//! What a run of the linkage gives, and its bytes.

use std::fmt::Write;

use model::Id;

use super::doubt::{Doubt, Estimate, Scale};
use super::drawn::Drawn;

/// The child that a row speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) row: Id,
    /// Name of the child, kept from run to run.
    pub(crate) child: String,
    /// The cluster it would be in with only the decisions that the run before knew.
    pub(crate) undecided: String,
}

/// A join or a split of children since the run before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct History {
    /// `join` or `split`.
    pub(crate) what: &'static str,
    pub(crate) child: String,
    pub(crate) other: String,
}

/// A pair that a person should decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) one: Id,
    pub(crate) other: Id,
    /// log2 of the odds, in 1/1024 bit.
    pub(crate) score: i32,
    /// `narrow`, `bridge`, `niks`, `births`.
    pub(crate) why: &'static str,
    /// Whether the model put both into one cluster.
    pub(crate) joined: bool,
    /// Field, level, weight and household weight, as JSON.
    pub(crate) weights: String,
}

/// Everything a run gives.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    pub(crate) ordinal: i64,
    pub(crate) model: String,
    pub(crate) learned: bool,
    pub(crate) inputs_hash: String,
    pub(crate) compared: u64,
    /// Clusters as the model left them.
    pub(crate) by_model: usize,
    /// Clusters with all decisions obeyed.
    pub(crate) clusters: usize,
    pub(crate) estimate: Estimate,
    pub(crate) scale: Scale,
    pub(crate) members: Vec<Member>,
    pub(crate) history: Vec<History>,
    pub(crate) doubts: Vec<Doubt>,
    /// Clusterings that could as well be true.
    pub(crate) drawn: Vec<Drawn>,
    pub(crate) pairs: Vec<Pair>,
    /// Decisions obeyed.
    pub(crate) decisions: Vec<Id>,
}

impl Outcome {
    pub(crate) fn model_hash(&self) -> String {
        seal::to_hex(&seal::sha256(self.model.as_bytes()))
    }

    /// All of it in one order: the same inputs, decisions and model give the same bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut text = format!(
            "run {}\nmodel {}\ninputs {}\ncompared {}\nclusters {} {}\nestimate {:?}\nscale {:?}\n",
            self.ordinal,
            self.model_hash(),
            self.inputs_hash,
            self.compared,
            self.by_model,
            self.clusters,
            self.estimate,
            self.scale
        );
        for Member { row, child, undecided } in &self.members {
            let _ = writeln!(text, "row {row} {child} {undecided}");
        }
        for History { what, child, other } in &self.history {
            let _ = writeln!(text, "{what} {child} {other}");
        }
        for Doubt { one, other, joined, chance } in &self.doubts {
            let _ = writeln!(text, "doubt {one} {other} {joined} {chance:?}");
        }
        for Pair { one, other, score, why, joined, weights } in &self.pairs {
            let _ = writeln!(text, "pair {one} {other} {score} {why} {joined} {weights}");
        }
        for (number, Drawn { moved, parts }) in self.drawn.iter().enumerate() {
            let _ = writeln!(text, "drawn {number} {moved} {parts:?}");
        }
        for decision in &self.decisions {
            let _ = writeln!(text, "decision {decision}");
        }
        text.into_bytes()
    }

    pub(crate) fn hash(&self) -> String {
        seal::to_hex(&seal::sha256(&self.bytes()))
    }
}
