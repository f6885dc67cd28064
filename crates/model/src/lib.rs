//! What Jejaring is about: ids, dates, code lists, kinds with their fields and lifecycles.
//!
//! This crate knows nothing of storage, of the network or of pages. It has no I/O, no clock and no chance: instants and
//! random bytes come in as arguments, so that everything here is the same on every machine and in every test.
//!
//! A newcomer starts at [`kind`](mod@kind), which says what a kind is, and then reads one of [`kinds`].

pub mod apart;
pub mod code_number;
pub mod codes;
pub mod draft;
pub mod field;
pub mod frameworks;
pub mod id;
pub mod instruments;
pub mod kind;
#[macro_use]
mod kind_macro;
pub mod kinds;
pub mod laws;
pub mod lifecycle;
pub mod participation;
pub mod record;
pub mod regions;
pub mod roster;
mod split_mix;
pub mod stage_limits;
pub mod terms;
pub mod time;
pub mod value;

pub use codes::Lang;
pub use draft::{Draft, Problem, ProblemCode};
pub use field::{DataGroup, Field, Keep, Shape};
pub use id::Id;
pub use kind::{Kind, KindMeta, Role};
pub use lifecycle::{Lifecycle, Phase, State, Step};
pub use participation::{Participant, ParticipantRole};
pub use record::Record;
pub use split_mix::SplitMix;
pub use time::{Date, Timestamp};
pub use value::{FieldType, Value};
