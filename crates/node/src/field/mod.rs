//! Field work without a network: forms, devices and what they send.
//!
//! A phone speaks OpenRosa with the web floor; here its user becomes an actor ([`Device`]), forms are kept ([`shelf`]), and a filled
//! form becomes ordinary acts ([`Node::take_submission`](crate::Node::take_submission)). There is no side door: what the
//! policy refuses stays sealed until a person decides.

pub(crate) mod answers;
pub(crate) mod device;
mod entrance;
mod gateway;
pub(crate) mod library;
pub mod offline;
pub(crate) mod plan;
mod propose;
pub(crate) mod shelf;
mod take;
pub(crate) mod target;

pub use device::Device;
pub use entrance::{ChoiceFile, FormFile, FormLine, FormTable, pair};
pub use gateway::{Message, Reply};
pub use propose::{proposable, propose};
pub use take::{Choice, Taken};
pub use target::Target;

/// Bytes as a text that may stand in an address (RFC 4648, section 4).
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    seal::to_base64(bytes)
}

/// Longest message of a gateway in bytes.
pub const LONGEST_MESSAGE: usize = gateway::LONGEST;

/// Longest filled form in bytes of XML. Sealed it fits into one column of 64 KiB.
pub const LONGEST_SUBMISSION: usize = 48 * 1024;
