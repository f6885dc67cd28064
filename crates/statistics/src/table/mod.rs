//! Counting: dimensions with their categories, the cells they span, and what is counted in each.

mod bins;
mod counting;
mod dimension;
mod layout;
mod request;

pub use bins::Bins;
pub use counting::{Counted, CountedEntity, RowsCounter, SumCounter};
pub use dimension::{Dimension, NodeId, TOTAL, UNKNOWN};
pub use layout::{CellId, Layout, Line};
pub use request::Request;
