//! Records as JSON, by the shape of their fields.

use model::{Draft, Field, KindMeta, Shape};
use node::acts::{ShownRow, Viewed};
use node::{Shown, ShownParticipant, ShownRecord};
use serde_json::{Map, Value, json};

/// A field's value; `null` when there is none to see. Several codes are a list.
pub(crate) fn field(field: &Field, shown: &Shown) -> Value {
    match field.shape {
        Shape::Codes(_) => match shown {
            Shown::Value(value) => value.to_text().split_whitespace().map(Value::from).collect(),
            Shown::Hidden | Shown::Erased => Value::Null,
        },
        _ => serde_json::to_value(shown).unwrap_or_default(),
    }
}

/// The fields that may be seen; the names of those that may not stand beside them.
pub(crate) fn record(record: &ShownRecord) -> Value {
    let seen = record.fields().filter(|(_, shown)| **shown != Shown::Hidden);
    Value::Object(seen.map(|(f, shown)| (f.name.to_owned(), field(f, shown))).collect())
}

/// One row of a list, as the API gives it.
pub fn row(row: &ShownRow) -> Value {
    let mut members = serde_json::to_value(row).unwrap_or_default();
    let fields: Map<String, Value> =
        row.fields.iter().map(|(f, shown)| (f.name.to_owned(), field(f, shown))).collect();
    if let Some(members) = members.as_object_mut() {
        members.insert("fields".into(), Value::Object(fields));
    }
    members
}

/// A record with its parts, steps and history.
pub(crate) fn viewed(viewed: &Viewed) -> Value {
    let withheld: Vec<&str> =
        viewed.record.fields().filter(|(_, shown)| **shown == Shown::Hidden).map(|(f, _)| f.name).collect();
    let parts: Map<String, Value> = viewed
        .parts
        .iter()
        .map(|part| (part.meta.slug.to_owned(), part.rows.iter().map(|part| row(part)).collect()))
        .collect();
    let history = viewed.history.iter().map(|told| {
        json!({
            "id": told.id, "at": told.at, "act": told.act, "account": told.account, "post": told.post,
            "actor": told.actor, "outcome": told.outcome,
        })
    });
    json!({
        "envelope": viewed.envelope,
        "version": viewed.version,
        "next_step": viewed.next_step,
        "fields": record(&viewed.record),
        "withheld": withheld,
        "child": viewed.child.as_ref().map(|child| record(child)),
        "people": viewed.people.iter().map(participant).collect::<Vec<_>>(),
        "guardian_is_suspect": viewed.guardian_is_suspect,
        "conflicts": viewed.conflicts,
        "parts": parts,
        "steps": viewed.steps.iter().map(|step| step.action).collect::<Vec<_>>(),
        "may_edit": viewed.may_edit,
        "history": history.collect::<Vec<_>>(),
    })
}

/// Somebody who takes part in a case.
fn participant(one: &ShownParticipant) -> Value {
    json!({
        "id": one.id, "person": one.person, "role": one.role.code(), "since": one.from,
        "relation": one.said.relation, "is_caregiver": one.said.is_caregiver, "is_alive": one.said.is_alive,
        "note": one.said.note, "fields": record(&one.record), "do_not_contact": one.withheld,
    })
}

/// What a program sends for fields, as if it had been typed. `None` when a value is no text, number, truth or list of texts.
pub(crate) fn draft(meta: &KindMeta, fields: &Map<String, Value>) -> Option<Draft> {
    let mut draft = Draft::default();
    for (name, value) in fields {
        let text = match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Bool(flag) => flag.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Array(codes) => codes.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?.join(" "),
            Value::Object(_) => return None,
        };
        // Names that the kind does not have are kept: the act answers with a problem that names them.
        draft.set(meta.field(name).map_or(name.as_str(), |(_, field)| field.name), text);
    }
    Some(draft)
}
