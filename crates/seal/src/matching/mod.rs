//! Private matching: asking whether somebody else knows a person without telling whom one asks about.
//!
//! A token is SHA-256(F₁(x) ‖ F₂(x)), where F₁ and F₂ are verifiable oblivious pseudorandom functions (RFC 9497,
//! ristretto255-SHA512) whose keys two guardians of different interest hold. Who wants a token blinds x and sends it to both
//! ([`Blinding`]); a guardian evaluates points that tell it nothing and proves that it used its published key ([`GuardianKey`]);
//! who asked checks the proof and takes the blinding off. Neither guardian alone can compute a token, so nobody can try all names
//! against a table without passing both budgets ([`Allowance`]).
//!
//! A holder keeps the tokens of its register in memory ([`TokenTable`]). Keys, and with them all tokens, live for one [`Epoch`].

mod allowance;
mod epoch;
mod guardian;
mod oblivious;
mod snapshot;
mod table;
mod token;

pub use allowance::{Allowance, OverBudget, Used, shown_from};
pub use epoch::{Epoch, EpochId, EpochProblem};
pub use guardian::{GuardianKey, GuardianPublicKey};
pub use oblivious::{BLINDED_BATCH, Blinding, Evaluation, Output};
pub use snapshot::SnapshotProblem;
pub use table::{Candidate, LABELS, MOST_PEOPLE, TableBuilder, TableFull, TokenTable};
pub use token::MatchToken;

/// Why a step of private matching failed. Says nothing of what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MatchingError {
    /// Nothing to blind, an empty text, or one over 65,535 bytes.
    #[error("a matching token was made of nothing or of too long a text; report this as a fault")]
    BadInput,
    /// More points than a batch may have, or another number of answers than questions.
    #[error("wrong number of points: send at most {BLINDED_BATCH} and expect as many answers")]
    BadBatch,
    /// Bytes that are no point of the group, no key or no proof.
    #[error("not a point, key or proof of private matching: it was altered on the way; ask again")]
    BadEncoding,
    /// The guardian did not use the key that the directory names.
    #[error(
        "the guardian's proof does not hold: it did not use its published key; tell the network's operators"
    )]
    BadProof,
}

impl From<voprf::Error> for MatchingError {
    fn from(error: voprf::Error) -> Self {
        match error {
            voprf::Error::Input | voprf::Error::Info | voprf::Error::DeriveKeyPair => Self::BadInput,
            voprf::Error::Batch => Self::BadBatch,
            voprf::Error::ProofVerification => Self::BadProof,
            voprf::Error::Deserialization | voprf::Error::Protocol => Self::BadEncoding,
        }
    }
}
