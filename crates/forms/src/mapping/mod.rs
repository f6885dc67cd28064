//! Where answers go: which question fills which field of which kind, as data, and the way from a checked submission to drafts.
//!
//! Nothing is dropped in silence. A mapping that names what form or kind do not have is refused when it is laid down
//! ([`Mapping::problems`]); an answer that no rule takes is refused when it arrives ([`drafts`]).

mod check;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use model::Draft;
use serde::{Deserialize, Serialize};

pub use check::{MappingCode, MappingProblem};

use crate::form::{Form, ItemId};
use crate::submission::{Answer, Answers, Row};

/// The mapping of one version of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Id of the form.
    pub form: String,
    /// Version of the form.
    pub version: String,
    /// What is made of a submission, in this order.
    pub makes: Vec<Makes>,
    /// Questions whose answers stay in the submission: consent to the interview itself, words that only guide.
    #[serde(default)]
    pub kept: BTreeSet<String>,
}

/// What is made of a submission: a record of a kind, or a step of one that is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Makes {
    /// Slug of the kind.
    pub kind: String,
    /// Step of its lifecycle; a new record when absent.
    #[serde(default)]
    pub step: Option<String>,
    /// Path of a repeat, each row of which makes one; paths below are then within a row.
    #[serde(default)]
    pub each: Option<String>,
    /// Only when this question has this answer: path and code.
    #[serde(default)]
    pub when: Option<(String, String)>,
    /// Fields of the kind and where they come from.
    pub fields: BTreeMap<String, From>,
}

/// Where a field comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum From {
    /// The answer of one question, by its path without the form's name.
    Question(String),
    /// Several answers, each on a line behind the question's label; for narratives.
    Lines(Vec<String>),
    /// A text that is always the same.
    Always(String),
    /// The day on which the form was filled.
    FilledOn,
    /// So many days after the form was filled.
    DaysAfter(u16),
}

/// A draft, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// Slug of the kind.
    pub kind: String,
    /// Step of its lifecycle; a new record when absent.
    pub step: Option<String>,
    /// The fields.
    pub draft: Draft,
}

impl Mapping {
    /// Reads a mapping from JSON.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// What of this mapping does not fit the form or the kinds.
    #[must_use]
    pub fn problems(&self, form: &Form) -> Vec<MappingProblem> {
        check::problems(self, form)
    }

    /// Every path that a rule takes.
    pub(crate) fn taken(&self) -> BTreeSet<String> {
        let mut taken = self.kept.clone();
        for makes in &self.makes {
            let within = |path: &str| match &makes.each {
                Some(each) => format!("{each}/{path}"),
                None => path.to_owned(),
            };
            taken.extend(makes.when.iter().map(|(path, _)| within(path)));
            for from in makes.fields.values() {
                match from {
                    From::Question(path) => drop(taken.insert(within(path))),
                    From::Lines(paths) => taken.extend(paths.iter().map(|path| within(path))),
                    From::Always(_) | From::FilledOn | From::DaysAfter(_) => {}
                }
            }
        }
        taken
    }
}

/// Turns a checked submission into drafts.
///
/// # Errors
/// Every answer that no rule takes, and every value that the field cannot hold; nothing is made then.
pub fn drafts(mapping: &Mapping, form: &Form, answers: &Answers) -> Result<Vec<Mapped>, Vec<MappingProblem>> {
    let mut problems = Vec::new();
    if mapping.form != answers.form || mapping.version != answers.version {
        problems.push(MappingProblem::new(MappingCode::OtherForm, &answers.form, &answers.version));
        return Err(problems);
    }
    find_untaken(&mapping.taken(), form, &answers.tree, "", &mut problems);
    let mut made = Vec::new();
    for makes in &mapping.makes {
        let (rows, base) = match &makes.each {
            Some(each) => (answers.tree.rows(each).iter().collect(), each.as_str()),
            None => (vec![&answers.tree], ""),
        };
        for row in rows {
            if let Some(mapped) = values::make(makes, form, answers, row, base, &mut problems) {
                made.push(mapped);
            }
        }
    }
    if problems.is_empty() { Ok(made) } else { Err(problems) }
}

/// Answers that nobody takes are said, never lost.
fn find_untaken(
    taken: &BTreeSet<String>,
    form: &Form,
    row: &Row,
    base: &str,
    problems: &mut Vec<MappingProblem>,
) {
    for (name, answer) in &row.0 {
        let path = if base.is_empty() { name.clone() } else { format!("{base}/{name}") };
        match answer {
            Answer::Value(None) => {}
            Answer::Value(Some(_)) => {
                let asked =
                    check::item(form, &path).and_then(|id| form.item(id)).and_then(|item| item.question());
                let shown = asked.is_some_and(crate::form::Question::is_shown);
                if shown && !taken.contains(&path) {
                    problems.push(MappingProblem::new(MappingCode::Untaken, &path, ""));
                }
            }
            Answer::Group(inner) => find_untaken(taken, form, inner, &path, problems),
            Answer::Rows(rows) => {
                for inner in rows {
                    find_untaken(taken, form, inner, &path, problems);
                }
            }
        }
    }
    problems.dedup();
}

/// The path of an item without the form's own name.
pub(crate) fn short_path(form: &Form, id: ItemId) -> String {
    form.path(id).split('/').skip(2).collect::<Vec<_>>().join("/")
}
