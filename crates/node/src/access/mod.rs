//! Who may do what: actors with the posts they hold, roles as data, facts about the matter, and a pure decision.

mod actor;
mod decision;
mod facts;
pub(crate) mod known;
pub(crate) mod load;
mod policy;
#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "tests know their sizes")]
mod proofs;
pub(crate) mod ready;
mod ready_counting;
mod ready_desk;
mod ready_exchange;
mod ready_field;
mod ready_harm;
mod ready_learning;
mod ready_money;
mod ready_monitoring;
mod ready_promises;
mod right;
mod roles;

pub use actor::{Actor, Holding, Origin};
pub use decision::{Decision, Rule};
pub use facts::{Grant, MatterFacts, Parties};
pub(crate) use policy::PART;
pub use policy::{by_scope, holds_right, in_organisation};
pub use right::{Right, Role, Scope};
pub(crate) use roles::Roles;
