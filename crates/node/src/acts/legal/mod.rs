//! The legal track over many cases.

mod list_legal_board;

pub use list_legal_board::ListLegalBoard;

pub use crate::store::legal::{BoardRow, GapRow, LegalBoard, RegionRow};
