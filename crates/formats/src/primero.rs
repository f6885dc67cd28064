//! Case records as Primero gives them in JSON: an array of records, or an object that holds one under `data`. Fields become
//! columns; what is no field of one value (repeating sections, attachments) is named and counted, so that nothing is lost
//! without a word. Field ids are Primero's own; the mapping to ours is that of its CSV exports.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::FormatError;
use crate::limits::Limits;
use crate::picture_text::refuse_picture_text;
use crate::refusal::{Refusal, RefusalKind};
use crate::table::{Cell, Row, TableReader};

/// Why a field of the export is not a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// A section that repeats (services, follow-ups, notes): it has no place in one row.
    Section,
    /// Attachments: no file is ever taken.
    Attachment,
}

impl LeftOut {
    /// A fixed code for reports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Section => "repeating_section",
            Self::Attachment => "attachment",
        }
    }
}

/// An export, ready to be read as a table.
pub struct PrimeroCases {
    /// The records, one row each; the row after the header is the first record.
    pub table: TableReader,
    /// Fields with a value in at least one record: in how many.
    pub fields: BTreeMap<String, u32>,
    /// Fields that are no column: why, and in how many records.
    pub left_out: BTreeMap<String, (LeftOut, u32)>,
}

/// Names under which Primero keeps attachments.
const ATTACHMENTS: [&str; 5] = ["photos", "recorded_audio", "other_documents", "attachments", "photo"];

/// Whether bytes look like JSON, whatever the file is called.
#[must_use]
pub fn looks_like_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    matches!(bytes.iter().find(|byte| !byte.is_ascii_whitespace()), Some(b'{' | b'['))
}

/// Reads an export.
///
/// # Errors
/// [`FormatError::Refused`] when it is too large, no JSON of case records, or holds a picture; the limits of tables apply.
pub fn open_primero(bytes: &[u8], limits: &Limits) -> Result<PrimeroCases, FormatError> {
    if bytes.len() as u64 > limits.bytes {
        return Err(Refusal::new(RefusalKind::TooLarge, "bytes").into());
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::new(RefusalKind::NotText, "json_encoding"))?;
    refuse_picture_text(text)?;
    let parsed: Value = serde_json::from_str(text).map_err(|_| Refusal::new(RefusalKind::Damaged, "json"))?;
    let records = records(parsed).ok_or(Refusal::new(RefusalKind::UnknownKind, "primero_records"))?;
    if records.len() > limits.rows as usize {
        return Err(FormatError::TooManyRows { limit: limits.rows });
    }
    let (mut fields, mut left_out) = (BTreeMap::new(), BTreeMap::new());
    let mut flat = Vec::with_capacity(records.len());
    for record in records {
        flat.push(flatten(record, &mut fields, &mut left_out));
    }
    if fields.len() > limits.columns as usize {
        return Err(FormatError::TooManyColumns { row: 1, limit: limits.columns });
    }
    let names: Vec<String> = fields.keys().cloned().collect();
    let cell = |record: &BTreeMap<String, String>, name: &String| Cell {
        text: record.get(name).cloned().unwrap_or_default(),
        ..Cell::default()
    };
    let rows = flat.iter().zip(2_u32..).map(|(record, number)| {
        let cells = names.iter().map(|name| cell(record, name)).collect();
        Row { number, cells }
    });
    let rows = rows.collect();
    Ok(PrimeroCases { table: TableReader::of_rows(names, rows, *limits), fields, left_out })
}

fn records(parsed: Value) -> Option<Vec<Value>> {
    match parsed {
        Value::Array(records) => Some(records),
        Value::Object(mut object) => match object.remove("data").or_else(|| object.remove("cases"))? {
            Value::Array(records) => Some(records),
            one @ Value::Object(_) => Some(vec![one]),
            _ => None,
        },
        _ => None,
    }
}

/// One record as texts by field; what is no text is counted.
fn flatten(
    record: Value,
    fields: &mut BTreeMap<String, u32>,
    left_out: &mut BTreeMap<String, (LeftOut, u32)>,
) -> BTreeMap<String, String> {
    let Value::Object(record) = record else { return BTreeMap::new() };
    let mut flat = BTreeMap::new();
    for (name, value) in record {
        match text(&name, &value) {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => {
                *fields.entry(name.clone()).or_default() += 1;
                flat.insert(name, text);
            }
            Err(why) => left_out.entry(name).or_insert((why, 0)).1 += 1,
        }
    }
    flat
}

fn text(name: &str, value: &Value) -> Result<String, LeftOut> {
    if ATTACHMENTS.contains(&name) {
        return if empty(value) { Ok(String::new()) } else { Err(LeftOut::Attachment) };
    }
    match value {
        Value::Null => Ok(String::new()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        Value::String(text) => Ok(text.clone()),
        Value::Array(items) => {
            let texts: Option<Vec<String>> = items.iter().map(scalar).collect();
            match texts {
                Some(texts) => Ok(texts.join("; ")),
                None => Err(LeftOut::Section),
            }
        }
        Value::Object(object) if object.is_empty() => Ok(String::new()),
        Value::Object(_) => Err(LeftOut::Section),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null => Some(String::new()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
