//! Errors of reading and writing tables. None of them repeats what stood in a cell.

use crate::refusal::Refusal;

/// Why a table could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The content guard refused it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// No row was found that could name the columns.
    #[error("no header row was found; put the column names in one row above the data")]
    NoHeader,
    /// The workbook has no sheet of that name, or no visible sheet at all.
    #[error("the workbook has no such visible sheet; name one of its visible sheets")]
    NoSuchSheet,
    /// The workbook or text could not be read further.
    #[error(
        "the table cannot be read from row {row} on; save it again from a spreadsheet and send it once more"
    )]
    Broken {
        /// Row as the spreadsheet counts it; 0 when the table could not be opened at all.
        row: u32,
    },
    /// More rows than allowed.
    #[error("the table has more than {limit} rows; split it")]
    TooManyRows {
        /// The ceiling.
        limit: u32,
    },
    /// More columns than allowed.
    #[error("row {row} has more than {limit} columns; remove the empty columns on the right")]
    TooManyColumns {
        /// Row as the spreadsheet counts it.
        row: u32,
        /// The ceiling.
        limit: u32,
    },
    /// A cell longer than allowed.
    #[error("the cell in row {row}, column {column} is longer than {limit} characters; shorten it")]
    CellTooLong {
        /// Row as the spreadsheet counts it.
        row: u32,
        /// Column letters.
        column: String,
        /// The ceiling.
        limit: usize,
    },
    /// The writer was given a row whose width differs from the header's.
    #[error("row {row} to be written has {found} cells where the header has {expected}")]
    RaggedRow {
        /// Data row, from 1.
        row: usize,
        /// Cells given.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// The bytes could not be written.
    #[error("the table could not be written; see whether there is room on the disk")]
    Write,
}
