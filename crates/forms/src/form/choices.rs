//! Lists of choices.

use std::collections::BTreeSet;

use super::columns::{Table, place};
use super::text::LocalText;
use crate::problem::{Place, Problem, ProblemCode};

/// A list of choices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChoiceList {
    /// Name of the list.
    pub name: String,
    /// In the order in which they are offered.
    pub choices: Vec<Choice>,
    /// Names of further columns with a value for any of its choices, for filters.
    pub columns: Vec<String>,
    /// Where the choices lie.
    pub source: Source,
}

/// Where the choices of a list lie.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Source {
    /// In the sheet `choices`, and so within the form.
    #[default]
    Choices,
    /// In the sheet `external_choices`, and so in `itemsets.csv` beside the form.
    External,
    /// In a table beside the form.
    File {
        /// Id of the table within the form.
        id: String,
        /// Name of the file.
        file: String,
        /// The column that holds what is stored.
        value: String,
        /// The column that holds what is shown.
        label: String,
    },
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub name: String,
    /// What is shown.
    pub label: LocalText,
    /// Further columns, side by side with [`ChoiceList::columns`].
    pub extra: Vec<String>,
    /// Row of the sheet; 0 for a choice that we added.
    pub row: u32,
}

impl ChoiceList {
    /// The choice of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.name == name)
    }

    /// Id of the tree that holds the choices.
    #[must_use]
    pub fn instance(&self) -> &str {
        match &self.source {
            Source::File { id, .. } => id,
            _ => &self.name,
        }
    }

    /// Names of the elements that hold what is stored and what is shown.
    #[must_use]
    pub fn elements(&self) -> (&str, &str) {
        match &self.source {
            Source::File { value, label, .. } => (value, label),
            _ => ("name", "label"),
        }
    }

    /// The sheet or file that the choices stand in.
    #[must_use]
    pub fn sheet(&self) -> &str {
        match &self.source {
            Source::Choices => "choices",
            Source::External => "external_choices",
            Source::File { file, .. } => file,
        }
    }

    /// Whether its texts carry languages.
    #[must_use]
    pub fn is_translated(&self) -> bool {
        self.choices.iter().any(|choice| choice.label.is_translated())
    }
}

const OWN: [&str; 3] = ["list_name", "name", "label"];
const MEDIA: [&str; 4] = ["image", "big_image", "audio", "video"];

/// Reads the sheet `choices` or `external_choices`. In the second one name may stand in a list several times: once in each region, say.
pub(super) fn read(
    table: &Table<'_>,
    source: &Source,
    duplicates_allowed: bool,
    problems: &mut Vec<Problem>,
) -> Vec<ChoiceList> {
    for missing in ["list_name", "name"].iter().filter(|base| table.column(base).is_none()) {
        problems.push(Problem::new(ProblemCode::MissingColumn, Place::sheet(table.name), &[missing]));
    }
    let further: Vec<_> = table
        .columns
        .iter()
        .filter(|column| !OWN.contains(&column.base.as_str()) && !MEDIA.contains(&column.base.as_str()))
        .collect();
    for column in &further {
        if !is_element_name(&column.header) {
            let at = place(table.name, 1, column);
            problems.push(Problem::new(ProblemCode::BadColumnName, at, &[&column.header]));
        }
    }
    let mut lists: Vec<ChoiceList> = Vec::new();
    for line in table.rows {
        let (list, name) = (table.text(line, "list_name"), table.text(line, "name"));
        refuse_media(table, line, problems);
        if list.is_empty() {
            if !name.is_empty() {
                problems.push(Problem::new(ProblemCode::MissingList, table.at(line, "list_name"), &[name]));
            }
            continue;
        }
        if !is_list_name(list) && lists.iter().all(|known| known.name != list) {
            problems.push(Problem::new(ProblemCode::BadName, table.at(line, "list_name"), &[list]));
        }
        let label = table.local(line, "label");
        check_choice(table, line, name, &label, problems);
        let extra = further.iter().map(|column| line.text(column.index).to_owned()).collect();
        let choice = Choice { name: name.to_owned(), label, extra, row: line.number };
        match lists.iter_mut().find(|known| known.name == list) {
            Some(known) => known.choices.push(choice),
            None => lists.push(ChoiceList {
                name: list.to_owned(),
                choices: vec![choice],
                columns: further.iter().map(|column| column.header.trim().to_owned()).collect(),
                source: source.clone(),
            }),
        }
    }
    for list in &mut lists {
        drop_empty_columns(list);
        if !duplicates_allowed {
            find_duplicates(list, problems);
        }
    }
    lists
}

fn refuse_media(table: &Table<'_>, line: &crate::sheets::Line, problems: &mut Vec<Problem>) {
    for column in table.columns.iter().filter(|column| MEDIA.contains(&column.base.as_str())) {
        if !line.text(column.index).is_empty() {
            let at = place(table.name, line.number, column);
            problems.push(Problem::new(ProblemCode::MediaColumn, at, &[&column.header]));
        }
    }
}

fn check_choice(
    table: &Table<'_>,
    line: &crate::sheets::Line,
    name: &str,
    label: &LocalText,
    problems: &mut Vec<Problem>,
) {
    if name.is_empty() {
        problems.push(Problem::new(ProblemCode::MissingChoiceName, table.at(line, "name"), &[]));
    } else if name.contains(char::is_whitespace) {
        // An answer with several choices is a text with spaces between their names.
        problems.push(Problem::new(ProblemCode::SpaceInChoice, table.at(line, "name"), &[name]));
    }
    if label.0.iter().any(|(_, text)| text.contains("${")) {
        problems.push(Problem::new(ProblemCode::AnswerInChoice, table.at(line, "label"), &[name]));
    }
    if label.is_empty() {
        problems.push(Problem::new(ProblemCode::MissingChoiceLabel, table.at(line, "label"), &[name]));
    }
}

fn drop_empty_columns(list: &mut ChoiceList) {
    let used: Vec<bool> = (0..list.columns.len())
        .map(|at| list.choices.iter().any(|choice| choice.extra.get(at).is_some_and(|text| !text.is_empty())))
        .collect();
    let keep = |texts: &mut Vec<String>| {
        let mut flags = used.iter();
        texts.retain(|_| flags.next().copied().unwrap_or(false));
    };
    keep(&mut list.columns);
    list.choices.iter_mut().for_each(|choice| keep(&mut choice.extra));
}

fn find_duplicates(list: &ChoiceList, problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for choice in list.choices.iter().filter(|choice| !choice.name.is_empty()) {
        if !seen.insert(&choice.name) {
            let place = Place::row(list.sheet(), choice.row);
            problems.push(Problem::new(ProblemCode::DuplicateChoice, place, &[&choice.name, &list.name]));
        }
    }
}

/// Lists are named within quotation marks in expressions, so nothing that could end those may stand in a name.
fn is_list_name(text: &str) -> bool {
    text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
        && text.len() <= 128
}

/// Whether a text can name an element: letters, digits, `_`, `-`, `.`, not beginning with a digit, `-` or `.`.
pub(super) fn is_element_name(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|first| first.is_alphabetic() || first == '_')
        && text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
        && text.len() <= 128
}
