//! A record: the values of one kind's fields in declaration order, for code that works on every kind.

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
