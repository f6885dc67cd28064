//! What is sealed inside: one typed structure for each kind. No structure has a field that could hold a file; texts and lists are
//! bounded; a field that is not known is refused.

mod alert;
mod bulk;
mod custody;
mod hashes;
mod matching;
mod money;
mod notice;
mod referral;
mod request;
mod transfer;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::content::{MAX_BULK, MAX_PLAIN};
use super::media;
use super::refusal::Refusal;

pub use alert::{Alert, AlertAck, AlertAckState, Indicator, Opinion, OpinionAbout, OpinionValue};
pub use bulk::{Encoded, ListAbout, ListPart, ListRow, ListedService, ServiceListing};
pub use custody::{CustodyChange, Recall, RecallScope};
pub use hashes::{
    HashAnswer, HashDelta, HashSaid, HashStanding, HashWord, HashWordKind, OneHash, StandingValue,
};
pub use matching::{AskedToken, MatchContact, MatchEvaluate, MatchEvaluated, MatchQuery, MatchUse, POINTS};
pub use money::TransactionFeedback;
pub use notice::{Notice, NoticeAnswer, NoticeResult};
pub use referral::{
    ConsentSaid, Decision, Fact, ReferralDecision, ReferralOffer, ReferralOutcome, TransferDecision,
    TransferOffer, YesNo,
};
pub use request::{AnswerKind, RfiAnswer, RfiAsk};
pub use transfer::{CasePart, TransferCase};

macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident = $kind:literal, $limit:expr;)+) => {
        /// A message of any kind.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Message {
            $($(#[$doc])* $name(Box<$name>),)+
        }

        impl Message {
            /// Every kind.
            pub const KINDS: &'static [&'static str] = &[$($kind),+];

            /// The kind's name on the wire.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self { $(Self::$name(_) => $kind),+ }
            }

            /// Its bytes.
            #[must_use]
            pub fn to_bytes(&self) -> Vec<u8> {
                // Strings, numbers and lists: nothing that could fail.
                match self { $(Self::$name(message) => serde_json::to_vec(message).unwrap_or_default()),+ }
            }

            /// Reads the message of a kind.
            ///
            /// # Errors
            /// [`Refusal::KindNotAccepted`], [`Refusal::VersionTooOld`], [`Refusal::TooLarge`], [`Refusal::MediaRefused`],
            /// [`Refusal::Schema`].
            pub fn parse(kind: &str, version: u16, bytes: &[u8]) -> Result<Self, Refusal> {
                if version < Self::OLDEST {
                    return Err(Refusal::VersionTooOld);
                }
                if version != Self::VERSION {
                    return Err(Refusal::KindNotAccepted);
                }
                match kind {
                    $($kind => read(bytes, $limit).map(|message| Self::$name(Box::new(message))),)+
                    _ => Err(Refusal::KindNotAccepted),
                }
            }
        }

        /// How many bytes of text a kind may have.
        #[must_use]
        pub fn plain_limit(kind: &str) -> usize {
            match kind { $($kind => $limit,)+ _ => MAX_PLAIN }
        }

        $(impl From<$name> for Message {
            fn from(message: $name) -> Self {
                Self::$name(Box::new(message))
            }
        })+
    };
}

messages! {
    /// Somebody is asked to do something for a child.
    ReferralOffer = "referral.offer", MAX_PLAIN;
    /// Yes, no, or somebody else.
    ReferralDecision = "referral.decision", MAX_PLAIN;
    /// What became of it.
    ReferralOutcome = "referral.outcome", MAX_PLAIN;
    /// A case is offered for good.
    TransferOffer = "transfer.offer", MAX_PLAIN;
    /// Yes or no.
    TransferDecision = "transfer.decision", MAX_PLAIN;
    /// The case itself.
    TransferCase = "transfer.case", MAX_PLAIN;
    /// A question.
    RfiAsk = "rfi.ask", MAX_PLAIN;
    /// An answer.
    RfiAnswer = "rfi.answer", MAX_PLAIN;
    /// A warning.
    Alert = "alert", MAX_PLAIN;
    /// What somebody does about a warning.
    AlertAck = "alert.ack", MAX_PLAIN;
    /// Something sent before is corrected, withdrawn or erased.
    Recall = "recall", MAX_PLAIN;
    /// What a member thinks of something shared.
    Opinion = "opinion", MAX_PLAIN;
    /// Another post answers from now on.
    CustodyChange = "custody.change", MAX_PLAIN;
    /// A part of a list.
    ListPart = "list.part", MAX_BULK;
    /// What changed in a list.
    HashDelta = "hash.delta", MAX_BULK;
    /// What somebody thinks of a hash on a list, or would put on it.
    HashWord = "hash.word", MAX_PLAIN;
    /// What the owner of a list says to a challenge.
    HashAnswer = "hash.answer", MAX_PLAIN;
    /// A notice about content.
    Notice = "notice", MAX_PLAIN;
    /// What became of a notice.
    NoticeAnswer = "notice.answer", MAX_PLAIN;
    /// What became of a report about transactions.
    TransactionFeedback = "transaction.feedback", MAX_PLAIN;
    /// Services that a member gives.
    ServiceListing = "service.listing", MAX_PLAIN;
    /// Blinded points for a guardian of private matching.
    MatchEvaluate = "match.evaluate", MAX_PLAIN;
    /// Its answer, with a proof.
    MatchEvaluated = "match.evaluated", MAX_PLAIN;
    /// Do you know this child?
    MatchQuery = "match.query", MAX_PLAIN;
    /// Whoever may know the child wishes to be asked.
    MatchContact = "match.contact", MAX_PLAIN;
}

impl Message {
    /// The version of every kind that this program writes.
    pub const VERSION: u16 = 1;
    /// The oldest version that it reads.
    pub const OLDEST: u16 = 1;

    /// How many bytes of text it may have.
    #[must_use]
    pub fn limit(&self) -> usize {
        plain_limit(self.kind())
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8], limit: usize) -> Result<T, Refusal> {
    if bytes.len() > limit {
        return Err(Refusal::TooLarge);
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|_| Refusal::Schema)?;
    if media::in_json(&value, limit <= MAX_PLAIN) {
        return Err(Refusal::MediaRefused);
    }
    // Read from the bytes again, so that a field written twice is noticed.
    serde_json::from_slice(bytes).map_err(|_| Refusal::Schema)
}
