//! JSON Schemas that follow from kinds and code lists.

use model::{Field, KindMeta, Lang, Shape, codes};
use serde_json::{Map, Value, json};

use crate::i18n::Words;

/// The schema of one field as it is sent and shown.
pub(super) fn field(kind: &KindMeta, field: &Field) -> Value {
    let mut schema = match field.shape {
        Shape::Line(max) | Shape::Narrative(max) => json!({ "type": ["string", "null"], "maxLength": max }),
        Shape::Code(list) => json!({ "anyOf": [{ "$ref": list_ref(list) }, { "type": "null" }] }),
        Shape::Codes(list) => json!({ "type": ["array", "null"], "items": { "$ref": list_ref(list) } }),
        Shape::Date { .. } => json!({ "type": ["string", "null"], "format": "date" }),
        Shape::Instant => json!({ "type": ["integer", "null"], "description": "milliseconds UTC" }),
        Shape::Number { min, max, .. } => {
            json!({ "type": ["integer", "null"], "minimum": min, "maximum": max })
        }
        Shape::YesNo => json!({ "type": ["boolean", "null"] }),
        Shape::Region => json!({ "type": ["string", "null"], "pattern": "^[0-9]{2}(\\.[0-9]{2})?$" }),
        Shape::Link(kind) => json!({ "type": ["string", "null"], "format": "uuid", "x-kind": kind }),
    };
    let label = |lang| Words::new(lang).field(kind.slug, field.name).into_owned();
    if let Some(members) = schema.as_object_mut() {
        members.insert("title".into(), label(Lang::En).into());
        members.insert("x-title-id".into(), label(Lang::Id).into());
        members.insert("x-data-group".into(), field.group.code().into());
        if field.computed {
            members.insert("readOnly".into(), true.into());
        }
    }
    schema
}

fn list_ref(list: &str) -> String {
    format!("#/components/schemas/list-{list}")
}

/// The schema of a kind's fields.
pub(super) fn kind(meta: &KindMeta) -> Value {
    let properties: Map<String, Value> =
        meta.fields.iter().map(|each| (each.name.to_owned(), field(meta, each))).collect();
    let required: Vec<&str> = meta.fields.iter().filter(|each| each.required).map(|each| each.name).collect();
    json!({
        "type": "object",
        "title": Words::new(Lang::En).t(&format!("kind-{}", meta.slug)),
        "properties": properties,
        "x-required-to-open": required,
        "additionalProperties": false,
    })
}

/// The code lists that kinds use.
pub(super) fn lists<'a>(kinds: impl Iterator<Item = &'a KindMeta>) -> Map<String, Value> {
    let mut found = Map::new();
    for field in kinds.flat_map(|meta| meta.fields) {
        let (Shape::Code(id) | Shape::Codes(id)) = field.shape else { continue };
        let Some(list) = codes::list(id) else { continue };
        let codes: Vec<&str> = list.codes.iter().map(|code| code.code).collect();
        let schema = json!({ "type": "string", "enum": codes, "x-version": list.version });
        found.insert(format!("list-{id}"), schema);
    }
    found
}
