//! Whole stories, from a report to a year after the case was closed, told through HTTP as browsers and programs tell them. Each
//! says what its people see at every stage, and that nobody else sees anything. Everybody and everything in them is invented.

mod scene;

mod at_sea;
mod back_again;
mod consent_taken_back;
mod crossing;
pub(crate) mod crossing_nodes;
mod false_report;
mod guardian;
mod myself;
mod online;
mod plantation;
mod restitution;
mod rotation;
mod transfer;
mod vacant_post;
