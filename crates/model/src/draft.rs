//! What a person typed, and the way from there to a record: parse, don't validate.
//!
//! A draft keeps every text as it was typed, so a page can give it back beside the problem; nothing typed is lost.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::codes;
use crate::field::{Field, Shape};
use crate::kind::KindMeta;
use crate::record::Record;
use crate::regions;
use crate::time::Date;
use crate::value::Value;

/// Texts by field name, as typed, imported or sent to the API.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Draft(pub BTreeMap<String, String>);

/// What is wrong with one field. Words are the page's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// Nothing there, and something must be.
    Missing,
    /// Longer than the field allows.
    TooLong,
    /// No such code in the list.
    UnknownCode,
    /// Not a date of the form 2026-03-05.
    NotADate,
    /// A date that has not been yet, where only past dates make sense.
    InFuture,
    /// Before 1900, or after 2200.
    DateOutOfRange,
    /// Not a whole number.
    NotANumber,
    /// Below or above the bounds.
    OutOfRange,
    /// Neither yes nor no.
    NotYesNo,
    /// No province or regency has this code.
    UnknownRegion,
    /// Not an id.
    NotAnId,
    /// The kind has no such field, or it is written by acts alone.
    UnknownField,
    /// Holds a picture or video, which this network never keeps.
    Picture,
    /// Not the digits of a hash of that kind.
    NotAHash,
    /// Not a web address.
    NotAnAddress,
    /// Too little or too much to tell one number, account, place or name from another.
    NotAnIdentifier,
}

/// A problem and the field it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The field's name.
    pub field: String,
    /// What is wrong.
    pub code: ProblemCode,
}

impl Draft {
    /// The text of a field, trimmed.
    pub fn text(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |text| text.trim())
    }

    /// Sets a field's text.
    pub fn set(&mut self, field: &str, text: impl Into<String>) {
        self.0.insert(field.to_owned(), text.into());
    }

    /// This draft with one field more; for tests and callers that build drafts in code.
    #[must_use]
    pub fn with(mut self, field: &str, text: impl Into<String>) -> Self {
        self.set(field, text);
        self
    }

    /// The draft that would give this record again.
    pub fn of(meta: &KindMeta, record: &Record) -> Self {
        let texts = meta.fields.iter().zip(record.values());
        Self(texts.map(|(field, value)| (field.name.to_owned(), value.to_text())).collect())
    }

    /// Reads a whole new record. `today` is the civil date where the act happens.
    ///
    /// # Errors
    /// Every problem of every field, in form order.
    pub fn parse(&self, meta: &KindMeta, today: Date) -> Result<Record, Vec<Problem>> {
        let mut record = Record::empty(meta);
        let mut problems = self.strangers(meta);
        for field in meta.fields.iter().filter(|field| !field.computed) {
            self.take(meta, field, field.required, today, &mut record, &mut problems);
        }
        if problems.is_empty() { Ok(record) } else { Err(problems) }
    }

    /// Changes a record: only the fields that the draft mentions; `needed` fields must be filled afterwards. What the
    /// draft does not mention stays, also where the caller may not see it.
    ///
    /// # Errors
    /// Every problem of every field mentioned or needed.
    pub fn apply(
        &self,
        meta: &KindMeta,
        today: Date,
        needed: &[&str],
        record: &Record,
    ) -> Result<Record, Vec<Problem>> {
        let mut changed = record.clone();
        let mut problems = self.strangers(meta);
        for field in meta.fields.iter().filter(|field| !field.computed) {
            let must = field.required || needed.contains(&field.name);
            if self.0.contains_key(field.name) {
                self.take(meta, field, must, today, &mut changed, &mut problems);
            } else if needed.contains(&field.name)
                && changed.get(meta, field.name).is_none_or(Value::is_missing)
            {
                problems.push(Problem { field: field.name.to_owned(), code: ProblemCode::Missing });
            }
        }
        if problems.is_empty() { Ok(changed) } else { Err(problems) }
    }

    fn strangers(&self, meta: &KindMeta) -> Vec<Problem> {
        let writable = |name: &str| meta.field(name).is_some_and(|(_, field)| !field.computed);
        let strange = self.0.keys().filter(|name| !writable(name));
        strange.map(|name| Problem { field: name.clone(), code: ProblemCode::UnknownField }).collect()
    }

    fn take(
        &self,
        meta: &KindMeta,
        field: &Field,
        must: bool,
        today: Date,
        record: &mut Record,
        problems: &mut Vec<Problem>,
    ) {
        let text = self.text(field.name);
        let read = if text.is_empty() {
            if must { Err(ProblemCode::Missing) } else { Ok(field.empty()) }
        } else {
            parse_text(field.shape, text, today)
        };
        match read {
            Ok(value) => {
                record.set(meta, field.name, value);
            }
            Err(code) => problems.push(Problem { field: field.name.to_owned(), code }),
        }
    }
}

/// Reads one text by shape.
///
/// # Errors
/// What is wrong with it.
pub fn parse_text(shape: Shape, text: &str, today: Date) -> Result<Value, ProblemCode> {
    match shape {
        Shape::Line(max) | Shape::Narrative(max) => {
            if text.chars().count() > max {
                Err(ProblemCode::TooLong)
            } else {
                Ok(Value::from(text))
            }
        }
        Shape::Code(list) => parse_code(list, text).map(Value::from),
        Shape::Codes(list) => {
            let codes: Result<Vec<_>, _> =
                text.split_whitespace().map(|code| parse_code(list, code)).collect();
            let mut codes = codes?;
            codes.sort();
            codes.dedup();
            Ok(Value::from(codes.join(" ")))
        }
        Shape::Date { future } => parse_date(text, future, today),
        Shape::Instant => text.parse::<i64>().map(Value::from).map_err(|_| ProblemCode::NotANumber),
        Shape::Number { min, max, .. } => {
            let number: i64 = text.parse().map_err(|_| ProblemCode::NotANumber)?;
            if (min..=max).contains(&number) { Ok(Value::from(number)) } else { Err(ProblemCode::OutOfRange) }
        }
        Shape::YesNo => match text {
            "true" | "yes" => Ok(Value::from(true)),
            "false" | "no" => Ok(Value::from(false)),
            "unknown" => Ok(Value::Bool(None)),
            _ => Err(ProblemCode::NotYesNo),
        },
        Shape::Region => {
            if regions::get(text).is_some() {
                Ok(Value::from(text))
            } else {
                Err(ProblemCode::UnknownRegion)
            }
        }
        Shape::Link(_) => text.parse::<crate::Id>().map(Value::from).map_err(|_| ProblemCode::NotAnId),
    }
}

fn parse_code(list: &str, text: &str) -> Result<String, ProblemCode> {
    let list = codes::list(list).ok_or(ProblemCode::UnknownCode)?;
    list.get(text).map(|code| code.code.to_string()).ok_or(ProblemCode::UnknownCode)
}

fn parse_date(text: &str, future: bool, today: Date) -> Result<Value, ProblemCode> {
    let date: Date = text.parse().map_err(|_| ProblemCode::NotADate)?;
    if !(1900..=2200).contains(&date.year()) {
        return Err(ProblemCode::DateOutOfRange);
    }
    if !future && date > today {
        return Err(ProblemCode::InFuture);
    }
    Ok(Value::from(date.to_string()))
}
