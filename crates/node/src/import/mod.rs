//! Lists of cases from elsewhere: spreadsheets of agencies, exports of other systems.
//!
//! Reading a row is pure ([`read_row`]); the act that takes rows in is [`crate::acts::ImportCases`]. A row that cannot be
//! read is named by row, column and problem, never by its content, and does not stop the others.

mod case_row;
mod columns;
pub mod mapping;
pub mod profile;
pub mod roadmap;
mod run;

pub use case_row::{CaseRow, Closing, read_row};
pub use columns::{ColumnMap, ColumnProblem};
pub use run::{Ended, NoteKind, RowNote, RunOptions, Summary, run_import};
