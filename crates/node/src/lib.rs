//! The node: acts, access, journal, storage. The only crate that knows SQL.
//!
//! Start at [`Node::perform`]: everything that anyone does goes through it. Then read [`Act`], then one act in [`acts`].

pub mod access;
mod act;
pub mod acts;
mod clock;
mod db;
mod error;
mod held;
mod journal;
mod keys;
mod metrics;
mod node;
pub mod registry;
mod search;
mod store;
mod upkeep;

pub use access::{Actor, Decision, Origin};
pub use act::{Act, Permit};
pub use clock::{Chance, Clock, SeededChance, SetClock, SystemChance, SystemClock};
pub use db::{Effect, Engine, Tx};
pub use error::{Error, Result};
pub use held::{Held, Reveal, Seen};
pub use journal::{Change, Detail, Fault, FaultKind, Outcome, Proof, Verified};
pub use keys::NodeSecrets;
pub use node::{Node, Place};
pub use store::{Shown, ShownRecord};
pub use upkeep::Upkeep;
