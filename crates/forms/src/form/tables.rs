//! Tables beside a form: choices and look-ups given as CSV or XML of text.

use super::choices::{Choice, ChoiceList, Source, is_element_name};
use super::text::LocalText;
use crate::problem::{Place, Problem, ProblemCode};
use crate::sheets::{Sheet, Workbook};
use crate::xml::Element;
use crate::xpath::Expr;

/// A table that a form reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableFile {
    /// Id of the table within the form: the file's name without its ending.
    pub id: String,
    /// Name of the file.
    pub file: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows, each side by side with [`Self::columns`].
    pub rows: Vec<Vec<String>>,
    /// Row of the file in which each row stands.
    pub(crate) numbers: Vec<u32>,
}

impl TableFile {
    /// Where the form says that the table lies (ODK XForms specification, section on URIs).
    #[must_use]
    pub fn address(&self) -> String {
        let scheme = if self.file.ends_with(".csv") { "jr://file-csv" } else { "jr://file" };
        format!("{scheme}/{}", self.file)
    }

    /// A cell of the first row in which a column holds a key.
    #[must_use]
    pub fn cell(&self, column: &str, key_column: &str, key: &str) -> Option<&str> {
        let at = |name: &str| self.columns.iter().position(|own| own == name);
        let (column, key_column) = (at(column)?, at(key_column)?);
        let row = self.rows.iter().find(|row| row.get(key_column).is_some_and(|own| own == key))?;
        row.get(column).map(String::as_str)
    }

    /// The file as devices fetch it. The same table always gives the same bytes.
    #[must_use]
    pub fn content(&self) -> String {
        if self.file.ends_with(".csv") {
            return csv(&self.columns, &self.rows);
        }
        let mut root = Element::new("root");
        for row in &self.rows {
            let mut item = Element::new("item");
            for (column, text) in self.columns.iter().zip(row).filter(|(_, text)| !text.is_empty()) {
                item.push(Element::new(column).saying(text));
            }
            root.push(item);
        }
        // Without a declaration: the engine of ODK Web Forms sets what it reads within an element, where none may stand.
        let text = root.to_document();
        text.split_once("?>").map_or(text.as_str(), |(_, rest)| rest.trim_start()).to_owned()
    }

    /// The type of the content, as HTTP names it.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        if self.file.ends_with(".csv") { "text/csv; charset=utf-8" } else { "text/xml; charset=utf-8" }
    }

    fn of(sheet: &Sheet, id: &str, problems: &mut Vec<Problem>) -> Self {
        let (head, rows) =
            sheet.rows.split_first().map_or((None, &[][..]), |(head, rows)| (Some(head), rows));
        let columns: Vec<String> = head.map(|head| head.cells.clone()).unwrap_or_default();
        for (index, column) in columns.iter().enumerate() {
            let at = || Place {
                sheet: sheet.name.clone(),
                row: head.map_or(1, |head| head.number),
                column: column.clone(),
                letters: formats::column_letters(index),
            };
            if !is_element_name(column) {
                problems.push(Problem::new(ProblemCode::BadColumnName, at(), &[column]));
            }
            if columns.iter().take(index).any(|earlier| earlier == column) {
                problems.push(Problem::new(ProblemCode::DuplicateColumn, at(), &[column, column]));
            }
        }
        let texts = |line: &crate::sheets::Line| {
            (0..columns.len()).map(|column| line.text(column).to_owned()).collect::<Vec<_>>()
        };
        Self {
            id: id.to_owned(),
            file: sheet.name.clone(),
            rows: rows.iter().map(texts).collect(),
            numbers: rows.iter().map(|line| line.number).collect(),
            columns,
        }
    }
}

/// A table of text as CSV (RFC 4180).
pub(crate) fn csv(header: &[String], rows: &[Vec<String>]) -> String {
    let cell = |text: &String| {
        if text.contains([',', '"', '\n', '\r']) || text.trim() != text {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.clone()
        }
    };
    let line = |cells: &Vec<String>| cells.iter().map(cell).collect::<Vec<_>>().join(",") + "\n";
    let mut text = line(&header.to_vec());
    rows.iter().for_each(|row| text.push_str(&line(row)));
    text
}

/// What a form asks of the tables beside it.
#[derive(Default)]
pub(super) struct Tables {
    /// In the order in which they were first asked for.
    pub(super) files: Vec<TableFile>,
    /// Names that were asked for and not given: said once each.
    missing: Vec<String>,
}

/// Whether a name can name a table beside a form.
fn ending(file: &str) -> Option<(&str, &str)> {
    let (stem, ending) = file.rsplit_once('.')?;
    let plain = file.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    // Names of our own lists, and of the one file that the sheet external_choices becomes.
    let ours = stem.starts_with("jejaring_") || stem == "itemsets";
    (plain && !ours && is_element_name(stem) && file.len() <= 100).then_some((stem, ending))
}

impl Tables {
    /// The table of a name; a problem is said at the place that asks for it.
    pub(super) fn take(
        &mut self,
        book: &Workbook,
        file: &str,
        at: &Place,
        problems: &mut Vec<Problem>,
    ) -> Option<&TableFile> {
        let Some((id, _)) = ending(file).filter(|(_, ending)| ["csv", "xml"].contains(ending)) else {
            problems.push(Problem::new(ProblemCode::BadFileName, at.clone(), &[file]));
            return None;
        };
        if !self.files.iter().any(|table| table.file == file) {
            if let Some(other) = self.files.iter().find(|table| table.id == id) {
                problems.push(Problem::new(ProblemCode::ListTwice, at.clone(), &[file, &other.file]));
                return None;
            }
            let Some(sheet) = book.files.iter().find(|sheet| sheet.name == file) else {
                if !self.missing.iter().any(|known| known == file) {
                    problems.push(Problem::new(ProblemCode::MissingFile, at.clone(), &[file]));
                    self.missing.push(file.to_owned());
                }
                return None;
            };
            self.files.push(TableFile::of(sheet, id, problems));
        }
        self.files.iter().find(|table| table.file == file)
    }

    /// Tables that `pulldata` reads in an expression.
    pub(super) fn pulled(&mut self, book: &Workbook, expr: &Expr, at: &Place, problems: &mut Vec<Problem>) {
        let mut named = Vec::new();
        expr.walk(&mut |expr| {
            if let Expr::Call(name, arguments) = expr
                && name == "pulldata"
            {
                named.push(match arguments.first() {
                    Some(Expr::Text(table)) => Some(table.clone()),
                    _ => None,
                });
            }
        });
        for table in named {
            match table {
                Some(table) => drop(self.take(book, &format!("{table}.csv"), at, problems)),
                // Which file it is must be known before anybody fills the form in.
                None => problems.push(Problem::new(ProblemCode::UnnamedTable, at.clone(), &[])),
            }
        }
    }

    /// Files that were given and that nothing reads.
    pub(super) fn look_at_rest(&self, book: &Workbook, problems: &mut Vec<Problem>) {
        for sheet in &book.files {
            if self.files.iter().all(|table| table.file != sheet.name) {
                let place = Place::sheet(&sheet.name);
                problems.push(Problem::new(ProblemCode::UnusedFile, place, &[&sheet.name]));
            }
        }
    }
}

/// What one question takes from a file.
pub(super) struct Asked<'a> {
    pub(super) file: &'a str,
    pub(super) value: &'a str,
    pub(super) label: &'a str,
}

impl Asked<'_> {
    /// The name of the list that comes of it. No list of a sheet has a space in its name.
    pub(super) fn list(&self) -> String {
        format!("{} {} {}", self.file, self.value, self.label)
    }
}

/// The choices that a question takes from a table.
pub(super) fn list(
    table: &TableFile,
    asked: &Asked<'_>,
    at: &Place,
    problems: &mut Vec<Problem>,
) -> ChoiceList {
    let column = |name: &str| table.columns.iter().position(|own| own == name);
    for name in [asked.value, asked.label] {
        if column(name).is_none() {
            problems.push(Problem::new(ProblemCode::MissingFileColumn, at.clone(), &[&table.file, name]));
        }
    }
    let (value, label) = (column(asked.value), column(asked.label));
    let mut choices = Vec::with_capacity(table.rows.len());
    for (row, number) in table.rows.iter().zip(&table.numbers) {
        let text = |at: Option<usize>| at.and_then(|at| row.get(at)).map(String::as_str).unwrap_or_default();
        let (name, shown) = (text(value), text(label));
        let place = || Place::row(&table.file, *number);
        if value.is_some() && name.is_empty() {
            problems.push(Problem::new(ProblemCode::MissingChoiceName, place(), &[]));
        } else if name.contains(char::is_whitespace) {
            problems.push(Problem::new(ProblemCode::SpaceInChoice, place(), &[name]));
        }
        let words = (!shown.is_empty()).then(|| (None, shown.to_owned()));
        choices.push(Choice {
            name: name.to_owned(),
            label: LocalText(words.into_iter().collect()),
            extra: row.clone(),
            row: *number,
        });
    }
    ChoiceList {
        name: asked.list(),
        choices,
        columns: table.columns.clone(),
        source: Source::File {
            id: table.id.clone(),
            file: table.file.clone(),
            value: asked.value.to_owned(),
            label: asked.label.to_owned(),
        },
    }
}
