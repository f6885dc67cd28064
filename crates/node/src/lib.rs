//! The node: acts, access, journal, storage. The only crate that knows SQL.
//!
//! Start at [`Node::perform`]: everything that anyone does goes through it. Then read [`Act`], then one act in [`acts`].

pub mod access;
mod act;
pub mod acts;
mod blank;
mod callers;
mod carried;
mod challenge;
mod clock;
pub(crate) mod consent;
pub mod counting;
mod db;
mod desk;
mod door;
mod error;
pub mod exchange;
pub mod field;
pub mod figures;
mod harm;
mod held;
pub mod import;
mod journal;
mod keys;
mod matrix;
mod metrics;
pub mod monitoring;
mod node;
mod operate;
mod passwords;
pub mod public;
mod readiness;
pub mod registry;
pub mod research;
mod search;
mod session;
mod settings;
mod store;
mod upkeep;

pub use access::{Actor, Decision, Origin};
pub use act::{Act, IntoAct, Permit};
pub use blank::Blank;
pub use carried::{Way, noting};
pub use challenge::{Challenge, DIFFICULTY, ProofOfWork};
pub use clock::{Chance, Clock, SeededChance, SetClock, SystemChance, SystemClock};
pub use db::{Effect, Engine, Tx};
pub use desk::{Desk, Reading};
pub use error::{Error, Result};
pub use held::{Held, Reveal, Seen};
pub use journal::read::Told;
pub use journal::{Change, Detail, Fault, FaultKind, Outcome, Proof, Verified};
pub use keys::NodeSecrets;
pub use matrix::policy_table;
pub use node::{Node, Place};
pub use operate::{Examination, Growth};
pub use readiness::Readiness;
pub use search::Loading;
pub use session::Session;
pub use settings::{CONNECTIONS, Settings};
pub use store::process::Connections;
pub use store::{
    Check, Conflict, Contents, Distinct, Erasure, FamilyFacts, Merge, PersonFacts, Shown, ShownParticipant,
    ShownRecord, TableContents,
};
pub use store::{ClockRule, EmergencyLine, MatterClock, Shift};
pub use upkeep::Upkeep;
