//! A table of text cells, whatever file it came from.

use std::collections::VecDeque;

use crate::csv_in::{self, CsvRows};
use crate::error::FormatError;
use crate::guard::{Claim, FileKind, admit};
use crate::header;
use crate::limits::Limits;
use crate::refusal::{Refusal, RefusalKind};
use crate::write::restore;
use crate::xlsx_in;

/// What a reader must know about a cell besides its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CellFlag {
    /// A long number was kept as a number and its last digits are gone or cannot be trusted (a NIK has 16 digits,
    /// a spreadsheet number 15).
    PrecisionLost,
    /// The spreadsheet shows an error such as `#N/A`; the text is empty.
    SpreadsheetError,
}

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text, with dates as `yyyy-mm-dd` when the spreadsheet knew them as dates.
    pub text: String,
    /// A warning, if any.
    pub flag: Option<CellFlag>,
}

impl Cell {
    /// A cell from separated text. A long number mangled into powers of ten (`3,27E+15`) is flagged, and the apostrophe
    /// that guards against formulas is taken away.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let flag = is_power_of_ten(text.trim()).then_some(CellFlag::PrecisionLost);
        Self { text: restore(text).to_owned(), flag }
    }
}

fn is_power_of_ten(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    let plain = mantissa.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    let power = exponent.strip_prefix('+').and_then(|power| power.parse::<u16>().ok());
    digits > 1 && plain && power.is_some_and(|power| power >= 9)
}

/// One row with at least one filled cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Number as the spreadsheet shows it, from 1.
    pub number: u32,
    /// Cells from column A on; shorter than the header when the right end is empty.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The trimmed text of a column, empty when the row is shorter.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.text.trim())
    }
}

/// The row that names the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Number as the spreadsheet shows it, from 1.
    pub row: u32,
    /// Trimmed column names; empty where a column has none.
    pub names: Vec<String>,
}

/// Choices of reading.
#[derive(Clone, Copy, Default)]
pub struct ReadOptions<'a> {
    /// Sheet to read; the first visible one when absent.
    pub sheet: Option<&'a str>,
    /// Whether a cell looks like a known column name; used to find the header below title rows.
    pub known_name: Option<&'a dyn Fn(&str) -> bool>,
    /// Ceilings.
    pub limits: Limits,
}

enum Source {
    Csv(Box<CsvRows>),
    Rows(std::vec::IntoIter<Row>),
}

impl Source {
    fn next_row(&mut self) -> Result<Option<Row>, FormatError> {
        match self {
            Self::Csv(rows) => rows.next_row(),
            Self::Rows(rows) => Ok(rows.next()),
        }
    }
}

/// A header and the rows under it, one at a time.
pub struct TableReader {
    header: Header,
    waiting: VecDeque<Row>,
    source: Source,
    limits: Limits,
    given: u32,
    ended: bool,
}

impl TableReader {
    /// A table whose rows are known already.
    pub(crate) fn of_rows(names: Vec<String>, rows: Vec<Row>, limits: Limits) -> Self {
        let source = Source::Rows(rows.into_iter());
        let header = Header { row: 1, names };
        Self { header, waiting: VecDeque::new(), source, limits, given: 0, ended: false }
    }

    /// The row that names the columns.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    fn advance(&mut self) -> Result<Option<Row>, FormatError> {
        let next = match self.waiting.pop_front() {
            Some(row) => Some(row),
            None => self.source.next_row()?,
        };
        let Some(row) = next else { return Ok(None) };
        self.given = self.given.saturating_add(1);
        if self.given > self.limits.rows {
            return Err(FormatError::TooManyRows { limit: self.limits.rows });
        }
        check_row(&row, &self.limits)?;
        Ok(Some(row))
    }
}

impl Iterator for TableReader {
    type Item = Result<Row, FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let item = self.advance().transpose();
        // After an error the position in the file is unknown, so nothing more is given.
        self.ended = !matches!(item, Some(Ok(_)));
        item
    }
}

/// Opens a table after the content guard let it in. See [`open_table_with`].
///
/// # Errors
/// [`FormatError`] when the guard refuses, or no header is found.
pub fn open_table(bytes: &[u8], name: &str) -> Result<TableReader, FormatError> {
    open_table_with(bytes, &Claim::named(name), &ReadOptions::default())
}

/// Opens a table: content guard first, then the header is looked for in the first rows, titles above it skipped.
///
/// # Errors
/// [`FormatError`] when the guard refuses, the sheet is missing, or no header is found.
pub fn open_table_with(
    bytes: &[u8],
    claim: &Claim<'_>,
    options: &ReadOptions<'_>,
) -> Result<TableReader, FormatError> {
    let kind = admit(bytes, claim, &options.limits)?;
    let mut source = match kind {
        FileKind::Xlsx => {
            Source::Rows(xlsx_in::read_rows(bytes, options.sheet, &options.limits)?.into_iter())
        }
        FileKind::Csv | FileKind::Tsv | FileKind::Txt => {
            let text = csv_in::decode(bytes).ok_or(Refusal::new(RefusalKind::NotText, "control_bytes"))?;
            Source::Csv(Box::new(CsvRows::new(text, kind == FileKind::Tsv, options.limits)))
        }
    };
    let mut first = VecDeque::new();
    while let Some(row) = source.next_row()? {
        check_row(&row, &options.limits)?;
        first.push_back(row);
        if first.len() >= header::SEARCHED_ROWS as usize {
            break;
        }
    }
    let header = header::take_header(&mut first, options.known_name).ok_or(FormatError::NoHeader)?;
    Ok(TableReader { header, waiting: first, source, limits: options.limits, given: 0, ended: false })
}

fn check_row(row: &Row, limits: &Limits) -> Result<(), FormatError> {
    if row.cells.len() > limits.columns as usize {
        return Err(FormatError::TooManyColumns { row: row.number, limit: limits.columns });
    }
    for (index, cell) in row.cells.iter().enumerate() {
        if cell.text.len() > limits.cell_chars && cell.text.chars().count() > limits.cell_chars {
            let column = column_letters(index);
            return Err(FormatError::CellTooLong { row: row.number, column, limit: limits.cell_chars });
        }
    }
    Ok(())
}

/// Letters of a column counted from 0: A, B, …, Z, AA, AB, …
#[must_use]
pub fn column_letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut left = index.saturating_add(1);
    while left > 0 {
        let digit = (left - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or_default()));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}
