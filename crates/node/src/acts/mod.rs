//! Every act of this release. Acts that every kind has are generic; an act has a file of its own where it is special.

mod apart;
mod assign;
mod break_glass;
mod care;
pub mod clock;
pub mod day;
mod edit;
pub(crate) mod effects;
pub mod family;
mod fill_invented;
mod guards;
mod import_cases;
pub mod intake;
mod list;
mod mark_invented;
mod move_along;
mod open;
pub mod operate;
pub mod people;
mod settle_conflict;
pub(crate) mod slugs;
pub mod staff;
pub mod tracing;
mod view;
mod workflow;

pub use assign::Assign;
pub use break_glass::{BreakGlass, BrokenGlass};
pub use edit::Edit;
pub use fill_invented::FillInvented;
pub use import_cases::{BATCH, ImportCases, RowOutcome, RowResult};
pub use list::{List, Listed};
pub use mark_invented::MarkInvented;
pub use move_along::Move;
pub use open::{Open, OpenFacts, Opened};
pub use settle_conflict::{SettleConflict, SettleFacts, Take};
pub use view::{PartList, View, Viewed};

pub use crate::store::list::{Cursor, Envelope, ListQuery, ShownRow, Sort};
pub use crate::store::stage::Stage;
