//! What a bundle proves.

use crate::exchange::{Code, Eid, MemberId, ReceiptState, Refusal};

/// What is proven. Instants are milliseconds since 1970 (UTC), by the clock of whoever signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    /// The network.
    pub network: String,
    /// Version of its directory.
    pub directory_version: u64,
    /// Content address of the envelope.
    pub eid: Eid,
    /// Who sent it.
    pub from: MemberId,
    /// The post that sent it.
    pub from_post: Code,
    /// To whom.
    pub to: Vec<MemberId>,
    /// What kind of message.
    pub kind: Code,
    /// When it was written.
    pub created: i64,
    /// What the receivers state, in the order of the bundle.
    pub receipts: Vec<Stated>,
    /// Whether the revealed content is what the sender committed to; `None` when nothing was revealed.
    pub content: Option<Vec<u8>>,
}

/// What one receipt states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// Who.
    pub by: MemberId,
    /// What became of the envelope.
    pub state: ReceiptState,
    /// When.
    pub at: i64,
    /// The post that opened or decided.
    pub post: Option<Code>,
    /// Why it was refused.
    pub reason: Option<Refusal>,
    /// Its place in a journal that witnesses countersigned; `None` when only the signature speaks.
    pub logged: Option<Logged>,
}

/// A place in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The journal.
    pub origin: String,
    /// Position of the leaf.
    pub index: u64,
    /// Entries in the journal at the checkpoint.
    pub size: u64,
    /// Witnesses that countersigned, with the seconds since 1970 at which they did.
    pub witnesses: Vec<(String, u64)>,
}
