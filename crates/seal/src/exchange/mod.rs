//! Envelopes between members: sealed to their recipients, signed over exact bytes, answered with signed receipts.
//!
//! Pure: no network, no clock, no storage. The bytes are described in `docs/PROTOCOL.md`.

mod bundle;
mod check;
mod content;
mod directory;
mod dsse;
mod envelope;
mod hash;
mod keys;
mod marking;
mod media;
mod member;
pub mod message;
mod narrowing;
mod receipt;
mod refusal;
mod text;

pub use bundle::{BundleItem, heard, read_bundle, write_bundle};
pub use check::{Checked, check};
pub use content::{MAX_BULK, MAX_PLAIN, MAX_SEALED, Opened, commitment, sealed_content_length};
pub use directory::{
    Anchor, DIRECTORY_TYPE, Directory, DirectoryError, ListedGroup, ListedGuardian, ListedKey, ListedMember,
    ListedSealing, ListedWitness, MemberStatus, Policy, Revoked,
};
pub use dsse::{Dsse, DsseError, MAX_DIRECTORY, MAX_PAYLOAD, Signature, key_hint, pae};
pub use envelope::{
    Delivery, Draft, ENVELOPE_TYPE, KeyFor, LONGEST_LIFE, MAX_RECIPIENTS, Payload, SealInfo, USUAL_LIFE,
};
pub use hash::{Bytes, Eid, Hash};
pub use keys::{SUITE, SealingKey, SealingPublic};
pub use marking::{Level, Marking, Onward, PURPOSES, Pap, Tlp};
pub use media::is_media;
pub use member::{CLASSES, MemberId};
pub use message::Message;
pub use narrowing::NARROWING_LIFE;
pub use receipt::{RECEIPT_TYPE, Receipt, ReceiptState};
pub use refusal::Refusal;
pub use text::{BadText, Code, Line, List, Long, Text, Uuid};
