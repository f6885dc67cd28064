//! Every act of this release. Acts that every kind has are generic; an act has a file of its own where it is special.

mod edit;
pub(crate) mod effects;
mod guards;
mod list;
mod move_along;
mod open;
pub(crate) mod slugs;
pub mod staff;
pub mod upkeep;
mod view;

pub use edit::Edit;
pub use list::{List, Listed};
pub use move_along::Move;
pub use open::{Open, OpenFacts, Opened};
pub use view::{PartList, View, Viewed};

pub use crate::store::list::{Cursor, Envelope, ListQuery, ShownRow, Sort};
