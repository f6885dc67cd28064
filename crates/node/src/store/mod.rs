//! Kinds in tables: one code for every kind, driven by its declaration.

pub(crate) mod accounts;
pub(crate) mod across;
pub(crate) mod administrators;
pub(crate) mod approval;
mod arms;
pub(crate) mod attempts;
pub(crate) mod calendar;
pub(crate) mod closure;
pub(crate) mod conflict;
pub(crate) mod copy;
pub(crate) mod custody;
pub(crate) mod day;
pub(crate) mod distinct;
pub(crate) mod duty;
pub(crate) mod erasure;
pub(crate) mod family;
pub(crate) mod field_log;
pub(crate) mod fields;
pub(crate) mod granted;
pub(crate) mod guardian;
pub(crate) mod kinship;
pub(crate) mod legal;
pub(crate) mod list;
pub(crate) mod mailbox;
pub(crate) mod matter;
pub(crate) mod merge;
pub(crate) mod note;
pub(crate) mod notification;
pub(crate) mod offer;
pub(crate) mod participation;
pub(crate) mod person;
pub(crate) mod places;
pub(crate) mod reopened;
pub(crate) mod scope;
mod sealed;

pub(crate) mod clocks;
pub(crate) mod report_merge;
pub(crate) mod roster;
pub(crate) mod sign_in_guard;
pub(crate) mod staff;
pub(crate) mod stage;
pub(crate) mod stalled;
pub(crate) mod who;

pub use clocks::{ClockRule, MatterClock};
pub use conflict::Conflict;
pub use roster::{EmergencyLine, Shift};

pub use copy::{Check, Contents, TableContents};
pub use distinct::Distinct;
pub use erasure::Erasure;
pub use family::FamilyFacts;
pub use merge::Merge;
pub use participation::ShownParticipant;
pub use person::PersonFacts;
pub use sealed::{Shown, ShownRecord};
