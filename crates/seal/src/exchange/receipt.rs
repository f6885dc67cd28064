//! Signed statements of a receiver about one envelope.

use serde::{Deserialize, Serialize};

use super::dsse::{Dsse, DsseError};
use super::hash::{Eid, Hash};
use super::member::MemberId;
use super::refusal::Refusal;
use super::text::{Code, Text};
use crate::sign::{SigningKey, VerifyingKey};

/// The payload type of receipts.
pub const RECEIPT_TYPE: &str = "application/vnd.jejaring.receipt.v1+json";

/// What became of an envelope, the lowest first: a higher state overrules a lower one. The names follow the events of ETSI
/// registered electronic mail (EN 319 522).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptState {
    /// Taken over for delivery.
    Accepted,
    /// Handed to the next relay.
    Relayed,
    /// Could not be handed to the next relay.
    RelayFailed,
    /// The next relay refused it.
    RelayRejected,
    /// Expired or impossible.
    NonDelivery,
    /// Refused, with a code.
    Rejected,
    /// Durably stored at the receiver.
    Delivered,
    /// Nobody opened it in the agreed time.
    NonRetrieved,
    /// A person with a current tenure opened it.
    Retrieved,
    /// The answer was sent, or the request was carried out.
    Decided,
}

impl ReceiptState {
    /// Every state, the lowest first.
    pub const ALL: [Self; 10] = [
        Self::Accepted,
        Self::Relayed,
        Self::RelayFailed,
        Self::RelayRejected,
        Self::NonDelivery,
        Self::Rejected,
        Self::Delivered,
        Self::NonRetrieved,
        Self::Retrieved,
        Self::Decided,
    ];

    /// The code on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Relayed => "relayed",
            Self::RelayFailed => "relay_failed",
            Self::RelayRejected => "relay_rejected",
            Self::NonDelivery => "non_delivery",
            Self::Rejected => "rejected",
            Self::Delivered => "delivered",
            Self::NonRetrieved => "non_retrieved",
            Self::Retrieved => "retrieved",
            Self::Decided => "decided",
        }
    }

    /// Whether the receiver has the envelope safely.
    #[must_use]
    pub const fn has_arrived(self) -> bool {
        matches!(self, Self::Delivered | Self::NonRetrieved | Self::Retrieved | Self::Decided)
    }
}

/// A statement about one envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The envelope.
    pub eid: Eid,
    /// What became of it.
    pub state: ReceiptState,
    /// When (ms since 1970, UTC, by the receiver's clock).
    pub at: i64,
    /// Who says so.
    pub by: MemberId,
    /// The post that opened or decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<Code>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Refusal>,
    /// The leaf of the receiver's journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaf: Option<Hash>,
    /// Its place in the tree, once it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_index: Option<u64>,
    /// A checkpoint that covers it, as a signed note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<Text<4096>>,
}

impl Receipt {
    /// Signs it.
    #[must_use]
    pub fn sign(&self, key: &SigningKey) -> Dsse {
        // Strings, numbers and codes: nothing that could fail.
        Dsse::sign(RECEIPT_TYPE, serde_json::to_vec(self).unwrap_or_default(), &[key])
    }

    /// What a receipt says before its signature has been checked: only to find out whose key to check it with.
    ///
    /// # Errors
    /// [`DsseError::Shape`].
    pub fn peek(dsse: &Dsse) -> Result<Self, DsseError> {
        let receipt: Self = serde_json::from_slice(&dsse.payload.0).map_err(|_| DsseError::Shape)?;
        let sound = (receipt.state == ReceiptState::Rejected) == receipt.reason.is_some();
        if sound { Ok(receipt) } else { Err(DsseError::Shape) }
    }

    /// A receipt signed with one of its author's keys.
    ///
    /// # Errors
    /// [`DsseError`].
    pub fn verify(dsse: &Dsse, keys: &[VerifyingKey]) -> Result<Self, DsseError> {
        dsse.verify(RECEIPT_TYPE, keys)?;
        Self::peek(dsse)
    }
}
