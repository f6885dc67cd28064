//! What the body of an act may hold, and how the document describes it.

use std::marker::PhantomData;

use model::{Draft, Id, Kind};
use node::acts::handover::Share;
use node::acts::moves::PastConsent;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::json;
use crate::error::Fault;

/// One member of a body, for the document: name, schema, whether it must be there.
pub(in crate::api) type Member = (&'static str, fn() -> Value, bool);

/// A type that a body may hold.
pub(super) trait Shaped {
    /// Its JSON schema.
    fn schema() -> Value;
}

macro_rules! shaped {
    ($($type:ty => $schema:tt),* $(,)?) => { $(
        impl Shaped for $type {
            fn schema() -> Value {
                json!($schema)
            }
        }
    )* };
}

shaped! {
    Id => { "type": "string", "format": "uuid" },
    String => { "type": "string" },
    bool => { "type": "boolean" },
    u8 => { "type": "integer" },
    i64 => { "type": "integer" },
}

impl<T: Shaped> Shaped for Option<T> {
    fn schema() -> Value {
        T::schema()
    }
}

impl<T: Shaped> Shaped for Vec<T> {
    fn schema() -> Value {
        json!({ "type": "array", "items": T::schema() })
    }
}

impl Shaped for PastConsent {
    fn schema() -> Value {
        let text = String::schema();
        json!({
            "type": "object",
            "properties": { "reason": text, "legal_basis": text, "life_at_risk": bool::schema() },
            "required": ["reason", "legal_basis"], "additionalProperties": false,
        })
    }
}

/// What one post takes in a hand-over.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OneShare {
    post: Id,
    matters: Vec<Id>,
}

impl From<OneShare> for Share {
    fn from(one: OneShare) -> Self {
        Self { post: one.post, matters: one.matters }
    }
}

impl Shaped for OneShare {
    fn schema() -> Value {
        json!({
            "type": "object",
            "properties": { "post": Id::schema(), "matters": Vec::<Id>::schema() },
            "required": ["post", "matters"],
            "additionalProperties": false,
        })
    }
}

/// Fields of a kind by name.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Fields<K> {
    fields: Map<String, Value>,
    #[serde(skip)]
    of: PhantomData<K>,
}

impl<K> Default for Fields<K> {
    fn default() -> Self {
        Self { fields: Map::new(), of: PhantomData }
    }
}

impl<K: Kind> Fields<K> {
    /// As if they had been typed.
    pub(super) fn draft(&self) -> Result<Draft, Fault> {
        json::draft(K::META, &self.fields).ok_or(Fault::Unreadable)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}

impl<K: Kind> Shaped for Fields<K> {
    fn schema() -> Value {
        json!({ "$ref": format!("#/components/schemas/{}", K::META.slug) })
    }
}

/// The schema of a body.
pub(in crate::api) fn schema(members: &[Member]) -> Value {
    let mut properties = Map::new();
    properties.insert("act".into(), Id::schema());
    properties.extend(members.iter().map(|(name, schema, _)| ((*name).to_owned(), schema())));
    let required: Vec<_> = members.iter().filter(|(_, _, must)| *must).map(|(name, ..)| *name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}
