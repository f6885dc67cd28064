//! Answers with their types.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::fill::Filled;
use super::rules::Found;
use super::values;
use crate::form::{Form, ItemId, Kind};
use crate::xpath::{Moment, NodeId};

/// A checked submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// Id of the form.
    pub form: String,
    /// Version of the form.
    pub version: String,
    /// Id of the filled form, made by the device: a second copy has the same.
    pub instance_id: String,
    /// Id of the filled form that this one corrects.
    pub replaces: Option<String>,
    /// Name that the form gives it.
    pub instance_name: Option<String>,
    /// When it was filled: as the device says, but not after it arrived.
    pub filled_at: Moment,
    /// The answers.
    pub tree: Row,
    /// Paths of answers to questions that were not asked; they are left out.
    pub dropped: Vec<String>,
    /// Paths of answers that the device had computed otherwise; ours stand.
    pub recalculated: Vec<String>,
}

/// Answers of a form, a group or a row of a repeat, by name, in the form's order. What was not asked is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Row(pub Vec<(String, Answer)>);

/// What stands under a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The answer to a question; nothing when it was left open.
    Value(Option<AnswerValue>),
    /// A group.
    Group(Row),
    /// The rows of a repeat.
    Rows(Vec<Row>),
}

/// An answer by its type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerValue {
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Decimal(f64),
    /// One code.
    Choice(String),
    /// Codes; ranked ones in their order.
    Choices(Vec<String>),
    /// A day.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// An instant, in milliseconds since 1970 UTC.
    Instant(i64),
    /// A place.
    Point(Point),
    /// A line or the border of an area.
    Points(Vec<Point>),
    /// Acknowledged.
    Acknowledged,
}

/// A place on earth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Metres above the sea.
    pub altitude: Option<f64>,
    /// Metres.
    pub accuracy: Option<f64>,
}

impl Row {
    /// What stands under a name here.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Answer> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, answer)| answer)
    }

    /// The answer at a path of names below this row, such as `child/name`; nothing where it leads into a repeat.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&AnswerValue> {
        let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
        match (self.get(first)?, rest) {
            (Answer::Value(value), None) => value.as_ref(),
            (Answer::Group(row), Some(rest)) => row.at(rest),
            _ => None,
        }
    }

    /// The rows of the repeat at a path of names.
    #[must_use]
    pub fn rows(&self, path: &str) -> &[Self] {
        let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
        match (self.get(first), rest) {
            (Some(Answer::Rows(rows)), None) => rows,
            (Some(Answer::Group(row)), Some(rest)) => row.rows(rest),
            _ => &[],
        }
    }
}

/// Reads every answer by its type.
pub(super) fn build(form: &Form, filled: &Filled, off: &BTreeSet<NodeId>, problems: &mut Vec<Found>) -> Row {
    let Some(root) = filled.of(ItemId::ROOT).first() else { return Row::default() };
    row(form, filled, off, ItemId::ROOT, *root, problems)
}

fn row(
    form: &Form,
    filled: &Filled,
    off: &BTreeSet<NodeId>,
    id: ItemId,
    node: NodeId,
    problems: &mut Vec<Found>,
) -> Row {
    let mut answers = Vec::new();
    for child in form.item(id).map(|item| item.children.as_slice()).unwrap_or_default() {
        let Some(item) = form.item(*child) else { continue };
        let nodes: Vec<NodeId> = filled
            .forest
            .children(node)
            .iter()
            .copied()
            .filter(|below| filled.forest.name(*below) == item.name && !off.contains(below))
            .collect();
        let answer = match (&item.kind, nodes.first()) {
            (Kind::Repeat { .. }, _) => {
                let rows = nodes.iter().map(|below| row(form, filled, off, *child, *below, problems));
                Answer::Rows(rows.collect())
            }
            (_, None) => continue,
            (Kind::Group, Some(below)) => Answer::Group(row(form, filled, off, *child, *below, problems)),
            (Kind::Question(question), Some(below)) => {
                let text = filled.forest.text(*below);
                match values::read(form, question, text, item.calculation.is_some()) {
                    Ok(value) => Answer::Value(value),
                    Err(code) => {
                        problems.push(Found::new(*child, *below, code));
                        continue;
                    }
                }
            }
        };
        answers.push((item.name.clone(), answer));
    }
    Row(answers)
}
