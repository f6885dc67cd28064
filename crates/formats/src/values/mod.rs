//! What a cell means. A problem says where it is and of what sort, never what stood there: the content may identify
//! a child.

mod date;
mod number;
mod words;

use std::fmt;

pub use date::{DatePrecision, DateRules, ParsedDate, parse_date};
pub use number::{AgeBand, parse_age, parse_integer, parse_nik};
pub use words::{CodeList, RISK_LEVEL, SEX, STATUS, Sex, code_of, parse_sex, parse_yes_no, split_values};

use crate::table::{Cell, CellFlag, column_letters};

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemCode {
    /// Nothing there, or a word for nothing.
    Empty,
    /// Not a date in any form we read.
    NotADate,
    /// A date that no calendar has, such as 31 February.
    ImpossibleDate,
    /// A year outside the expected range.
    YearOutOfRange,
    /// Neither of the words for a sex.
    NotASex,
    /// Neither yes nor no.
    NotYesNo,
    /// Not a whole number.
    NotANumber,
    /// A number outside its range.
    NumberOutOfRange,
    /// Not an age in years or a band of ages.
    NotAnAge,
    /// Not sixteen digits.
    NotANik,
    /// Not a word of the list.
    NotInList,
    /// The spreadsheet kept a long number as a number and lost its last digits.
    PrecisionLost,
    /// The spreadsheet shows an error value.
    SpreadsheetError,
}

impl ProblemCode {
    /// A fixed code for screens, journal and API.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotADate => "not_a_date",
            Self::ImpossibleDate => "impossible_date",
            Self::YearOutOfRange => "year_out_of_range",
            Self::NotASex => "not_a_sex",
            Self::NotYesNo => "not_yes_no",
            Self::NotANumber => "not_a_number",
            Self::NumberOutOfRange => "number_out_of_range",
            Self::NotAnAge => "not_an_age",
            Self::NotANik => "not_a_nik",
            Self::NotInList => "not_in_list",
            Self::PrecisionLost => "precision_lost",
            Self::SpreadsheetError => "spreadsheet_error",
        }
    }
}

/// The outward shape of a value, which tells a person what to look for without repeating it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Nothing but spaces.
    Blank,
    /// Digits only.
    Digits,
    /// Letters and spaces only.
    Letters,
    /// Digits with signs between them, such as a date or a telephone number.
    DigitsAndSigns,
    /// Anything else.
    Mixed,
}

impl Shape {
    /// The shape of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let has = |test: fn(char) -> bool| text.trim().chars().any(test);
        let (digits, letters) = (has(|c| c.is_ascii_digit()), has(char::is_alphabetic));
        let signs = has(|c| !c.is_ascii_digit() && !c.is_alphabetic() && !c.is_whitespace());
        match (digits, letters, signs) {
            (false, false, false) => Self::Blank,
            (true, false, false) => Self::Digits,
            (false, true, false) => Self::Letters,
            (true, false, true) => Self::DigitsAndSigns,
            _ => Self::Mixed,
        }
    }
}

/// A problem and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    /// Row as the spreadsheet shows it, from 1.
    pub row: u32,
    /// Column letters.
    pub column: String,
    /// Slug of the field.
    pub field: String,
    /// What is wrong.
    pub code: ProblemCode,
    /// What the value looked like.
    pub seen: Shape,
}

impl CellProblem {
    /// Places a problem. `column` counts from 0; of `text` only the [`Shape`] is kept.
    #[must_use]
    pub fn at(code: ProblemCode, row: u32, column: usize, field: &str, text: &str) -> Self {
        Self { row, column: column_letters(column), field: field.to_owned(), code, seen: Shape::of(text) }
    }
}

impl fmt::Display for CellProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}, column {} ({}): {}", self.row, self.column, self.field, self.code.code())
    }
}

impl std::error::Error for CellProblem {}

/// The trimmed text when it says something; `None` for blanks and for words that stand for nothing known.
#[must_use]
pub fn meaningful(text: &str) -> Option<&str> {
    let text = text.trim();
    let nothing = [
        "",
        "-",
        "--",
        "---",
        "?",
        ".",
        "n/a",
        "na",
        "n.a.",
        "null",
        "none",
        "nil",
        "kosong",
        "tidak diketahui",
        "tdk diketahui",
        "tidak ada data",
        "tidak ada",
        "unknown",
        "not known",
        "belum diketahui",
    ];
    (!nothing.iter().any(|word| text.eq_ignore_ascii_case(word))).then_some(text)
}

/// The text of a cell whose flag does not forbid using it.
///
/// # Errors
/// [`ProblemCode::PrecisionLost`] or [`ProblemCode::SpreadsheetError`] after the cell's flag.
pub fn trusted(cell: &Cell) -> Result<&str, ProblemCode> {
    match cell.flag {
        None => Ok(cell.text.trim()),
        Some(CellFlag::PrecisionLost) => Err(ProblemCode::PrecisionLost),
        Some(CellFlag::SpreadsheetError) => Err(ProblemCode::SpreadsheetError),
    }
}
