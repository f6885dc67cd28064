//! JSON from outside: limits, and no picture in any of its texts.

use serde_json::Value;

use crate::finding::Finding;
use crate::picture_text::refuse_picture_text;

/// Ceilings of a JSON document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonLimits {
    /// Bytes.
    pub bytes: usize,
    /// Arrays and objects inside one another.
    pub depth: usize,
    /// Values altogether.
    pub values: usize,
    /// Bytes of one text.
    pub text: usize,
}

impl Default for JsonLimits {
    fn default() -> Self {
        Self { bytes: 16 << 20, depth: 32, values: 500_000, text: 64 << 10 }
    }
}

/// Reads a document.
///
/// # Errors
/// A [`Finding`] with the first reason: too large, no JSON, too deep, a name twice, or a picture written out in a text.
pub(crate) fn parse_json(bytes: &[u8], limits: &JsonLimits) -> Result<Value, Finding> {
    let refuse = |reason: &str| Err(Finding::new(0, "/", reason));
    if bytes.len() > limits.bytes {
        return refuse("the document is too large: split it");
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return refuse("the document is not in UTF-8") };
    if let Err(refusal) = refuse_picture_text(text) {
        return refuse(&refusal.to_string());
    }
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
            return Err(Finding::new(line, "/", "this is not JSON: ask its sender for another copy"));
        }
    };
    let mut left = limits.values;
    look_through(&value, limits, limits.depth, &mut left, "")?;
    Ok(value)
}

fn look_through(
    value: &Value,
    limits: &JsonLimits,
    depth: usize,
    left: &mut usize,
    place: &str,
) -> Result<(), Finding> {
    let refuse = |reason: &str| Err(Finding::new(0, if place.is_empty() { "/" } else { place }, reason));
    if depth == 0 {
        return refuse("values lie too deep in one another");
    }
    let Some(fewer) = left.checked_sub(1) else { return refuse("too many values: split the document") };
    *left = fewer;
    match value {
        Value::String(text) => look_at(text, limits, place),
        Value::Array(items) => items.iter().enumerate().try_for_each(|(number, item)| {
            look_through(item, limits, depth - 1, left, &format!("{place}/{number}"))
        }),
        Value::Object(fields) => fields.iter().try_for_each(|(name, item)| {
            look_at(name, limits, place)?;
            let shown: String =
                name.chars().filter(|c| c.is_alphanumeric() || "-_.:@".contains(*c)).take(60).collect();
            look_through(item, limits, depth - 1, left, &format!("{place}/{shown}"))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

/// A text as it means after its escapes are undone: what the raw document hid shows here.
fn look_at(text: &str, limits: &JsonLimits, place: &str) -> Result<(), Finding> {
    if text.len() > limits.text {
        return Err(Finding::new(
            0,
            place,
            "a text is too long: send its number and where it is held instead",
        ));
    }
    refuse_picture_text(text).map_err(|refusal| Finding::new(0, place, refusal.to_string()))
}
