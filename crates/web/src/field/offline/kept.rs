//! An act that was not done, in words: what it is called and what was typed, for whoever decides about it.

use model::draft::parse_text;
use model::{Date, Kind, KindMeta, kinds};
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
    if let Some((entry, _)) = resolve(slug).filter(|_| own(slug).is_empty()) {
        let fields = members.get("fields").and_then(Value::as_object).unwrap_or(&none);
        lines.extend(of_kind(words, entry.meta, fields));
    } else {
        for (member, meta) in own(slug) {
            lines.extend(of_kind(
                words,
                meta,
                members.get(*member).and_then(Value::as_object).unwrap_or(&none),
            ));
        }
        let texts = members.iter().filter_map(|(name, value)| {
            let text = match value {
                Value::Bool(said) => said.to_string(),
                value => value.as_str()?.to_owned(),
            };
            Some((name, text))
        });
        // Ids say nothing to a person, and a form's own writing little.
        let texts = texts.filter(|(name, text)| {
            *name != "xml" && text.parse::<model::Id>().is_err() && !text.starts_with('@') && !text.is_empty()
        });
        lines.extend(texts.map(|(name, text)| (named(words, name), text)));
    }
    for (_, text) in &mut lines {
        if text.len() > LONGEST {
            let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST).last();
            text.truncate(end.unwrap_or(0));
        }
    }
    lines
}

/// What a member of an act's body is called.
fn named(words: Words, name: &str) -> String {
    let key = match name {
        "text" => "queued-text",
        "note" => "queued-note",
        "reason" => "queued-reason",
        "receiver" => "queued-receiver",
        "granted" => "queued-granted",
        "visibility" => "queued-visibility",
        other => return other.to_owned(),
    };
    words.t(key).into_owned()
}

/// Of which kinds the fields are that an act of its own takes.
fn own(slug: &str) -> &'static [(&'static str, &'static KindMeta)] {
    match slug {
        "open-case" => &[("child", kinds::Person::META), ("fields", kinds::Case::META)],
        "refer-case" | "refer-outside" => &[("fields", kinds::Referral::META)],
        "request-approval" => &[("fields", kinds::Approval::META)],
        "give-consent" => &[("fields", kinds::Consent::META)],
        _ => &[],
    }
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
