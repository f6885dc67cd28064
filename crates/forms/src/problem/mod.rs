//! What can be wrong with a form: a code with arguments, at a sheet, row and column, in words with a remedy.

mod code;
mod words;

use std::fmt;

use model::Lang;

pub use code::ProblemCode;

/// Whether a form can be used in spite of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It cannot be used.
    Error,
    /// It can, and somebody should look.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Where in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// Name of the sheet.
    pub sheet: String,
    /// Row as the spreadsheet shows it; 0 for the sheet as a whole.
    pub row: u32,
    /// Name of the column as its header has it; empty for the row as a whole.
    pub column: String,
    /// Letters of the column; empty with the name.
    pub letters: String,
}

impl Place {
    /// A whole sheet.
    #[must_use]
    pub fn sheet(name: &str) -> Self {
        Self { sheet: name.to_owned(), ..Self::default() }
    }

    /// A row of a sheet.
    #[must_use]
    pub fn row(name: &str, row: u32) -> Self {
        Self { sheet: name.to_owned(), row, ..Self::default() }
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Problem {
    /// What is wrong.
    pub code: ProblemCode,
    /// Where.
    pub place: Place,
    /// Names from the form that the words mention, in their order.
    pub arguments: Vec<String>,
}

impl Problem {
    pub(crate) fn new(code: ProblemCode, place: Place, arguments: &[&str]) -> Self {
        Self { code, place, arguments: arguments.iter().map(|&argument| argument.to_owned()).collect() }
    }

    /// Whether the form can be used in spite of it.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        words::fill(words::of(self.code).what(lang), &self.arguments)
    }

    /// What to do, in one sentence.
    #[must_use]
    pub fn remedy(&self, lang: Lang) -> String {
        words::fill(words::of(self.code).remedy(lang), &self.arguments)
    }

    /// Place, what is wrong and what to do, on one line.
    #[must_use]
    pub fn line(&self, lang: Lang) -> String {
        format!("{}: {} {}", self.place.words(lang), self.message(lang), self.remedy(lang))
    }
}

impl Place {
    /// The place in words.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        let (sheet, row, column) = match lang {
            Lang::Id => ("lembar", "baris", "kolom"),
            Lang::En => ("sheet", "row", "column"),
        };
        let mut text = format!("{sheet} {}", self.sheet);
        if self.row > 0 {
            text.push_str(&format!(", {row} {}", self.row));
        }
        if !self.column.is_empty() {
            text.push_str(&format!(", {column} {} ({})", self.letters, self.column));
        }
        text
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(Lang::En))
    }
}
