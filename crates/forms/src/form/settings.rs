//! The sheet `settings`.

use super::choices::is_element_name;
use super::columns::{Table, place};
use crate::problem::{Place, Problem, ProblemCode};

/// What holds for the form as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Title that people see.
    pub title: String,
    /// Id that versions share.
    pub id: String,
    /// Version; empty when none is given.
    pub version: String,
    /// Name of the outermost element.
    pub root: String,
    /// Language that is shown first.
    pub default_language: Option<String>,
    /// Expression for the name of a filled form, as written.
    pub instance_name: String,
    /// Look of the form, such as `pages`.
    pub style: String,
    /// Whether two choices of one list may have one name.
    pub duplicate_choices: bool,
}

const KNOWN: [&str; 9] = [
    "form_title",
    "form_id",
    "version",
    "name",
    "default_language",
    "instance_name",
    "style",
    "allow_choice_duplicates",
    "clean_text_values",
];

impl Settings {
    /// Settings of a form without the sheet; `id` from the name of its file.
    pub(super) fn bare(id: &str) -> Self {
        Self {
            title: id.to_owned(),
            id: id.to_owned(),
            version: String::new(),
            root: "data".to_owned(),
            default_language: None,
            instance_name: String::new(),
            style: String::new(),
            duplicate_choices: false,
        }
    }
}

/// Reads the sheet.
pub(super) fn read(table: Option<&Table<'_>>, fallback: &str, problems: &mut Vec<Problem>) -> Settings {
    let mut settings = Settings::bare(fallback);
    if let Some(table) = table
        && let Some(line) = table.rows.first()
    {
        let given = |base: &str| Some(table.text(line, base)).filter(|text| !text.is_empty());
        let id = given("form_id").unwrap_or(fallback);
        settings.id = id.to_owned();
        settings.title = given("form_title").unwrap_or(id).to_owned();
        settings.version = given("version").unwrap_or_default().to_owned();
        settings.root = given("name").unwrap_or("data").to_owned();
        settings.default_language = given("default_language").map(str::to_owned);
        settings.instance_name = given("instance_name").unwrap_or_default().to_owned();
        settings.style = given("style").unwrap_or_default().to_owned();
        settings.duplicate_choices = given("allow_choice_duplicates").is_some_and(is_yes);
        refuse(table, line, problems);
        if !is_element_name(&settings.root) {
            problems.push(Problem::new(ProblemCode::BadName, table.at(line, "name"), &[&settings.root]));
        }
        if settings.id.contains(char::is_whitespace) {
            problems.push(Problem::new(ProblemCode::BadFormId, table.at(line, "form_id"), &[&settings.id]));
        }
        if let Some(second) = table.rows.get(1) {
            let place = Place::row("settings", second.number);
            problems.push(Problem::new(ProblemCode::SecondSettings, place, &[]));
        }
    }
    if settings.version.is_empty() {
        problems.push(Problem::new(ProblemCode::MissingVersion, Place::sheet("settings"), &[]));
    }
    settings
}

fn refuse(table: &Table<'_>, line: &crate::sheets::Line, problems: &mut Vec<Problem>) {
    for column in &table.columns {
        if KNOWN.contains(&column.base.as_str()) || line.text(column.index).is_empty() {
            continue;
        }
        let code = match column.base.as_str() {
            "public_key" => ProblemCode::EncryptedForm,
            "submission_url" | "auto_send" | "auto_delete" => ProblemCode::SendsElsewhere,
            "omit_instanceid" | "instance_xmlns" | "namespaces" | "prefix" | "delimiter" | "sms_keyword" => {
                ProblemCode::UnsupportedSetting
            }
            _ => ProblemCode::UnknownSetting,
        };
        problems.push(Problem::new(code, place("settings", line.number, column), &[&column.header]));
    }
}

pub(super) fn is_yes(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "yes" | "true" | "true()" | "1" | "ya")
}
