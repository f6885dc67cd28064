//! An act that was not done, in words: what it is called and what was typed, for whoever decides about it.

use model::draft::parse_text;
use model::{Date, KindMeta};
use serde_json::{Map, Value};

use crate::api::acts::resolve;
use crate::api::json;
use crate::i18n::Words;
use crate::say;

/// Longest line that is shown in bytes; the act itself is kept whole.
const LONGEST: usize = 4_000;

/// What an act is called.
pub(super) fn title(words: Words, slug: &str) -> String {
    words.maybe(slug).map_or_else(|| slug.to_owned(), |name| name.into_owned())
}

/// What was typed: label and value.
pub(super) fn lines(words: Words, slug: &str, body: &Value) -> Vec<(String, String)> {
    let none = Map::new();
    let members = body.as_object().unwrap_or(&none);
    let mut lines = Vec::new();
    if let Some((entry, _)) = resolve(slug) {
        let fields = members.get("fields").and_then(Value::as_object).unwrap_or(&none);
        lines.extend(of_kind(words, entry.meta, fields));
    } else {
        let texts = members.iter().filter_map(|(name, value)| Some((name, value.as_str()?)));
        // Ids say nothing to a person.
        let texts = texts.filter(|(_, text)| text.parse::<model::Id>().is_err() && !text.is_empty());
        lines.extend(texts.map(|(name, text)| (name.clone(), text.to_owned())));
    }
    for (_, text) in &mut lines {
        if text.len() > LONGEST {
            let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST).last();
            text.truncate(end.unwrap_or(0));
        }
    }
    lines
}

fn of_kind(words: Words, meta: &'static KindMeta, fields: &Map<String, Value>) -> Vec<(String, String)> {
    let Some(draft) = json::draft(meta, fields) else { return Vec::new() };
    // Only to read what was written; whether a day may lie ahead was asked before.
    let someday = Date::MAX;
    let mut lines = Vec::new();
    for (name, text) in draft.0.iter().filter(|(_, text)| !text.is_empty()) {
        let Some((_, field)) = meta.field(name) else {
            lines.push((name.to_string(), text.clone()));
            continue;
        };
        let said = match parse_text(field.shape, text, someday) {
            Ok(value) => say::plain(words, field, &value),
            Err(_) => text.clone(),
        };
        lines.push((words.field(meta.slug, field.name).into_owned(), said));
    }
    lines
}
