//! Answers as the texts that drafts hold.

use jiff::ToSpan as _;
use model::Draft;

use super::check::{MappingCode, MappingProblem, item};
use super::{From, Makes, Mapped};
use crate::form::{Form, Question};
use crate::submission::{AnswerValue, Answers, Row};

/// One draft, or nothing when the rule does not apply.
pub(super) fn make(
    makes: &Makes,
    form: &Form,
    answers: &Answers,
    row: &Row,
    base: &str,
    problems: &mut Vec<MappingProblem>,
) -> Option<Mapped> {
    if let Some((path, code)) = &makes.when
        && row.at(path).map(text).as_deref() != Some(code)
    {
        return None;
    }
    let mut draft = Draft::default();
    for (field, from) in &makes.fields {
        let value = match from {
            From::Question(path) => row.at(path).map(text),
            From::Lines(paths) => lines(form, row, base, paths),
            From::Always(text) => Some(text.clone()),
            From::FilledOn => Some(answers.filled_at.day().to_string()),
            From::DaysAfter(days) => {
                let day = answers.filled_at.day().checked_add(i64::from(*days).days());
                if day.is_err() {
                    problems.push(MappingProblem::new(MappingCode::BadDay, field, ""));
                }
                day.ok().map(|day| day.to_string())
            }
        };
        if let Some(value) = value {
            draft.set(field, value);
        }
    }
    Some(Mapped { kind: makes.kind.clone(), step: makes.step.clone(), draft })
}

/// An answer as a draft takes it: codes parted by spaces, days as 2026-03-05.
pub(super) fn text(value: &AnswerValue) -> String {
    match value {
        AnswerValue::Text(text) | AnswerValue::Choice(text) => text.clone(),
        AnswerValue::Integer(number) => number.to_string(),
        AnswerValue::Decimal(number) => number.to_string(),
        AnswerValue::Choices(codes) => codes.join(" "),
        AnswerValue::Date(day) => day.to_string(),
        AnswerValue::Time(time) => format!("{:02}:{:02}", time.hour(), time.minute()),
        AnswerValue::Instant(millis) => millis.to_string(),
        AnswerValue::Point(point) => format!("{} {}", point.latitude, point.longitude),
        AnswerValue::Points(points) => {
            let parts = points.iter().map(|point| format!("{} {}", point.latitude, point.longitude));
            parts.collect::<Vec<_>>().join("; ")
        }
        AnswerValue::Acknowledged => "true".to_owned(),
    }
}

/// Answers for people to read, each behind its question; codes by their labels.
fn lines(form: &Form, row: &Row, base: &str, paths: &[String]) -> Option<String> {
    let language = form.default_language();
    let mut lines = Vec::new();
    for path in paths {
        let Some(value) = row.at(path) else { continue };
        let whole = if base.is_empty() { path.clone() } else { format!("{base}/{path}") };
        let asked = item(form, &whole).and_then(|id| form.item(id));
        let list =
            asked.and_then(|item| item.question()).and_then(Question::list).and_then(|name| form.list(name));
        let label = |code: &String| {
            let known = list.and_then(|list| list.get(code));
            known.map_or_else(|| code.clone(), |choice| choice.label.best(language).to_owned())
        };
        let said = match value {
            AnswerValue::Choice(code) => label(code),
            AnswerValue::Choices(codes) => codes.iter().map(label).collect::<Vec<_>>().join(", "),
            other => text(other),
        };
        let question = asked.map(|item| item.label.text.best(language)).unwrap_or_default();
        lines.push(if question.is_empty() || paths.len() == 1 { said } else { format!("{question} {said}") });
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}
