//! Names of columns, their other names and their languages.

use super::text::LocalText;
use crate::problem::{Place, Problem, ProblemCode};
use crate::sheets::{Line, Sheet};
use formats::column_letters;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// As the header has it.
    pub(super) header: String,
    /// Its one name with us.
    pub(super) base: String,
    /// Language of its texts.
    pub(super) language: Option<String>,
    pub(super) index: usize,
}

/// A sheet whose first row names the columns.
pub(super) struct Table<'a> {
    pub(super) name: &'static str,
    pub(super) columns: Vec<Column>,
    pub(super) rows: &'a [Line],
}

impl<'a> Table<'a> {
    pub(super) fn of(name: &'static str, sheet: &'a Sheet, problems: &mut Vec<Problem>) -> Self {
        let (head, rows) =
            sheet.rows.split_first().map_or((None, &[][..]), |(head, rows)| (Some(head), rows));
        let cells = head.map(|head| head.cells.as_slice()).unwrap_or_default();
        let mut columns: Vec<Column> = Vec::new();
        for (index, header) in cells.iter().enumerate().filter(|(_, header)| !header.is_empty()) {
            let (base, language) = part(header);
            let column = Column { header: header.clone(), base, language, index };
            let same = |other: &&Column| other.base == column.base && other.language == column.language;
            if let Some(first) = columns.iter().find(same) {
                let place = place(name, head.map_or(1, |head| head.number), &column);
                problems.push(Problem::new(ProblemCode::DuplicateColumn, place, &[header, &first.header]));
                continue;
            }
            columns.push(column);
        }
        Self { name, columns, rows }
    }

    /// The column of a name without a language.
    pub(super) fn column(&self, base: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.base == base && column.language.is_none())
    }

    /// The text of a column, empty when there is no such column.
    pub(super) fn text(&self, line: &'a Line, base: &str) -> &'a str {
        self.column(base).map_or("", |column| line.text(column.index))
    }

    /// The texts of a column in all its languages.
    pub(super) fn local(&self, line: &Line, base: &str) -> LocalText {
        let columns = self.columns.iter().filter(|column| column.base == base);
        let texts = columns.map(|column| (column.language.clone(), line.text(column.index).to_owned()));
        LocalText(texts.filter(|(_, text)| !text.is_empty()).collect())
    }

    /// The place of a column in a row.
    pub(super) fn at(&self, line: &Line, base: &str) -> Place {
        let column = self.columns.iter().find(|column| column.base == base);
        column.map_or_else(
            || Place::row(self.name, line.number),
            |column| place(self.name, line.number, column),
        )
    }
}

pub(super) fn place(sheet: &str, row: u32, column: &Column) -> Place {
    Place {
        sheet: sheet.to_owned(),
        row,
        column: column.header.clone(),
        letters: column_letters(column.index),
    }
}

/// Parts `label::Bahasa Indonesia (id)` into its one name and its language.
fn part(header: &str) -> (String, Option<String>) {
    let mut parts: Vec<&str> = header.split("::").map(str::trim).collect();
    // One colon is taken where it cannot belong to a name such as jr:constraintMsg.
    if parts.len() == 1
        && let Some((base, language)) = header.split_once(':')
        && !base.trim().eq_ignore_ascii_case("jr")
    {
        parts = vec![base.trim(), language.trim()];
    }
    let key = |text: &str| text.to_lowercase().replace([' ', '-'], "_");
    let first = parts.first().map(|text| key(text)).unwrap_or_default();
    // `bind::relevant`, `media::image::English`: a family, then the name.
    let (base, rest) = match first.as_str() {
        "bind" | "body" | "control" | "media" | "instance" if parts.len() > 1 => {
            (format!("{first}::{}", parts.get(1).map(|text| key(text)).unwrap_or_default()), 2)
        }
        _ => (first, 1),
    };
    let language = parts.get(rest..).unwrap_or_default().join("::");
    (one_name(&base).to_owned(), (!language.is_empty()).then_some(language))
}

fn one_name(base: &str) -> &str {
    match base {
        "bind::relevant" | "relevance" => "relevant",
        "bind::constraint" => "constraint",
        "bind::jr:constraintmsg" | "jr:constraintmsg" | "constraintmsg" => "constraint_message",
        "bind::jr:requiredmsg" | "jr:requiredmsg" | "requiredmsg" => "required_message",
        "bind::required" => "required",
        "bind::readonly" | "readonly" | "bind::read_only" => "read_only",
        "bind::calculate" | "calculate" => "calculation",
        "bind::saveto" | "saveto" | "bind::entities:saveto" => "save_to",
        "control::appearance" | "body::appearance" => "appearance",
        "control::jr:count" | "body::jr:count" | "jr:count" | "count" => "repeat_count",
        "image" | "media::image" => "image",
        "big_image" | "media::big_image" => "big_image",
        "audio" | "media::audio" => "audio",
        "video" | "media::video" => "video",
        "value" => "name",
        "list" => "list_name",
        "id_string" => "form_id",
        "title" => "form_title",
        other => other,
    }
}
