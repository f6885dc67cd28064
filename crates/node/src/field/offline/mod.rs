//! The offline app: acts that a device queued without a network come in sealed, each once, and become ordinary acts.
//!
//! Whoever stole a telephone cannot read the queue: each act was sealed to this node as it was made. The name and secret of the
//! device lie within the seal, so a queue speaks for itself, whether the telephone sends it or somebody carries a file to the office.

mod key;
mod ledger;
pub(super) mod parked;

use model::Id;
use serde::Deserialize;
use serde_json::Value;

pub use ledger::{Outcome, Settled};

/// What messages to the node are sealed for (the `info` of RFC 9180).
pub const PURPOSE: &[u8] = b"jejaring/offline/1";

/// Longest sealed act in bytes: it fits into a column while it is held.
pub const LONGEST_SEALED: usize = 48 * 1024;

/// How long a case may be carried without contact, in milliseconds: seven days.
pub const CARRIED_FOR: i64 = 7 * model::time::DAY;

/// Cases that one device may carry.
pub const MOST_CARRIED: i64 = 500;

/// An act as a device queued it: JSON within the seal.
#[derive(Clone, Deserialize)]
pub struct Queued {
    /// The device's name.
    pub user: String,
    /// The device's secret.
    pub secret: String,
    /// Id of the act, made by the device.
    pub act: Id,
    /// Which one of the device's acts it is.
    pub seq: i64,
    /// What the act is called in the API.
    pub slug: String,
    /// What the API takes as its body, without the act's id. `@` before the id of an act stands for the record that it made.
    pub body: Value,
    /// Acts that must have been performed before.
    #[serde(default)]
    pub needs: Vec<Id>,
    /// When it was done, by this node's clock as far as the device knew it then (ms since 1970, UTC).
    pub made_at: i64,
}

/// A device says that it is there, to learn whether it was ended; it can say so while its keys are locked away.
#[derive(Clone, Deserialize)]
pub struct Hello {
    /// The device's name.
    pub user: String,
    /// The device's secret.
    pub secret: String,
}
