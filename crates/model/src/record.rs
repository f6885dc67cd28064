//! A record: the values of one kind's fields in declaration order, for code that works on every kind.

use std::str::FromStr;

use crate::field::Field;
use crate::kind::KindMeta;
use crate::value::Value;

/// Values in the order of [`KindMeta::fields`].
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    values: Vec<Value>,
}

impl Record {
    /// From values in declaration order.
    pub fn new(values: Vec<Value>) -> Self {
        Self { values }
    }

    /// A record of a kind in which nothing is filled.
    pub fn empty(meta: &KindMeta) -> Self {
        Self { values: meta.fields.iter().map(Field::empty).collect() }
    }

    /// The values in declaration order.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.values.iter()
    }

    /// The value at a field's position.
    pub fn at(&self, position: usize) -> Option<&Value> {
        self.values.get(position)
    }

    /// The value of a named field.
    pub fn get(&self, meta: &KindMeta, name: &str) -> Option<&Value> {
        meta.field(name).and_then(|(position, _)| self.values.get(position))
    }

    /// The text of a named field; empty where there is none, or where its values are no texts.
    pub fn text(&self, meta: &KindMeta, name: &str) -> &str {
        self.get(meta, name).and_then(Value::text).unwrap_or_default()
    }

    /// The value of a named field as text, of whatever shape it is; empty where nothing was said.
    pub fn to_text(&self, meta: &KindMeta, name: &str) -> String {
        self.get(meta, name).map(Value::to_text).unwrap_or_default()
    }

    /// The same, or `None` where nothing was said.
    pub fn told(&self, meta: &KindMeta, name: &str) -> Option<String> {
        Some(self.to_text(meta, name)).filter(|text| !text.is_empty())
    }

    /// The text of a named field read as something: a date, an id.
    pub fn read<T: FromStr>(&self, meta: &KindMeta, name: &str) -> Option<T> {
        self.text(meta, name).parse().ok()
    }

    /// Whether a named field says yes.
    pub fn is_yes(&self, meta: &KindMeta, name: &str) -> bool {
        self.get(meta, name) == Some(&Value::Bool(Some(true)))
    }

    /// Whether a named field says nothing, or the kind has no such field.
    pub fn lacks(&self, meta: &KindMeta, name: &str) -> bool {
        self.get(meta, name).is_none_or(Value::is_missing)
    }

    /// Replaces the value of a named field; answers whether the kind has that field.
    pub fn set(&mut self, meta: &KindMeta, name: &str, value: Value) -> bool {
        match meta.field(name).and_then(|(position, _)| self.values.get_mut(position)) {
            Some(slot) => {
                *slot = value;
                true
            }
            None => false,
        }
    }

    /// Names of the fields in which two records of a kind differ.
    pub fn changed(&self, meta: &KindMeta, newer: &Self) -> Vec<&'static str> {
        meta.fields
            .iter()
            .zip(self.values.iter().zip(&newer.values))
            .filter(|(_, (old, new))| old != new)
            .map(|(field, _)| field.name)
            .collect()
    }
}
