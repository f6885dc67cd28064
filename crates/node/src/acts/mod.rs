//! Every act of this release. Acts that every kind has are generic; an act has a file of its own where it is special.

pub mod day;
mod edit;
pub(crate) mod effects;
mod guards;
pub mod intake;
mod list;
mod move_along;
mod open;
pub(crate) mod slugs;
pub mod staff;
mod view;
mod workflow;

pub use edit::Edit;
pub use list::{List, Listed};
pub use move_along::Move;
pub use open::{Open, OpenFacts, Opened};
pub use view::{PartList, View, Viewed};

pub use crate::store::list::{Cursor, Envelope, ListQuery, ShownRow, Sort};
pub use crate::store::stage::Stage;
