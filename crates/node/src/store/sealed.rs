//! A record as it lies in the database, and as a permit shows it.

use model::field::Groups;
use model::{DataGroup, Id, KindMeta, Record, Value};
use seal::{PersonKey, Place};
use serde::{Serialize, Serializer};

use crate::error::Result;
use crate::held::Reveal;
use crate::keys::open_text;

/// One stored column.
pub(crate) enum Stored {
    /// In the clear.
    Clear(Value),
    /// Sealed, or never filled.
    Sealed(Option<Vec<u8>>),
}

/// A record with its sealed columns still sealed.
pub(crate) struct SealedRecord {
    pub(crate) meta: &'static KindMeta,
    pub(crate) id: Id,
    /// Missing when it was destroyed: the person has been erased.
    pub(crate) key: Option<PersonKey>,
    pub(crate) columns: Vec<Stored>,
    /// Whether a hidden name may be seen all the same.
    pub(crate) name_open: bool,
}

/// One field as somebody may see it.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// The value.
    Value(Value),
    /// There may be something, but not for this reader.
    Hidden,
    /// There was something, and it was erased for good.
    Erased,
}

impl Shown {
    /// The text of a visible value, empty for anything else.
    pub fn to_text(&self) -> String {
        match self {
            Self::Value(value) => value.to_text(),
            Self::Hidden | Self::Erased => String::new(),
        }
    }
}

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Value(Value::Text(text)) => text.serialize(to),
            Self::Value(Value::Int(number)) => number.serialize(to),
            Self::Value(Value::Real(number)) => number.serialize(to),
            Self::Value(Value::Bool(flag)) => flag.serialize(to),
            Self::Value(Value::Bytes(_)) | Self::Hidden | Self::Erased => to.serialize_none(),
        }
    }
}

/// A record as somebody may see it, in the order of its kind's fields.
#[derive(Debug, Clone)]
pub struct ShownRecord {
    meta: &'static KindMeta,
    fields: Vec<Shown>,
}

impl ShownRecord {
    /// The kind.
    pub const fn meta(&self) -> &'static KindMeta {
        self.meta
    }

    /// Fields with what is shown of them.
    pub fn fields(&self) -> impl Iterator<Item = (&'static model::Field, &Shown)> {
        self.meta.fields.iter().zip(&self.fields)
    }

    /// What is shown of one field.
    pub fn get(&self, name: &str) -> Option<&Shown> {
        self.meta.field(name).and_then(|(position, _)| self.fields.get(position))
    }

    /// The text of one field, empty when there is none to see.
    pub fn text(&self, name: &str) -> String {
        self.get(name).map(Shown::to_text).unwrap_or_default()
    }

    /// Whether a field may not be seen.
    pub fn hides(&self, name: &str) -> bool {
        matches!(self.get(name), None | Some(Shown::Hidden))
    }

    /// The visible values as a record; hidden ones are empty.
    pub fn to_record(&self) -> Record {
        let values = self.fields().map(|(field, shown)| match shown {
            Shown::Value(value) => value.clone(),
            Shown::Hidden | Shown::Erased => field.empty(),
        });
        Record::new(values.collect())
    }
}

impl Serialize for ShownRecord {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.collect_map(
            self.fields().filter(|(_, shown)| **shown != Shown::Hidden).map(|(f, shown)| (f.name, shown)),
        )
    }
}

impl SealedRecord {
    /// Everything, for acts that change a record and show nothing of it.
    pub(crate) fn reveal_all(mut self) -> Result<ShownRecord> {
        self.name_open = true;
        self.reveal(Groups::ALL)
    }

    /// Whether this is somebody whose identity is protected: their name and numbers are hidden from whoever did not say why they
    /// must know them.
    pub(crate) fn hides_name(&self) -> bool {
        let protected = self.meta.field("protected_identity").and_then(|(at, _)| self.columns.get(at));
        matches!(protected, Some(Stored::Clear(Value::Bool(Some(true)))))
    }
}

impl Reveal for SealedRecord {
    type Shown = ShownRecord;

    fn reveal(self, groups: Groups) -> Result<ShownRecord> {
        let groups = match self.hides_name() && !self.name_open {
            true => groups.without(DataGroup::Identity),
            false => groups,
        };
        let row = self.id.to_string();
        let mut fields = Vec::with_capacity(self.columns.len());
        for (field, stored) in self.meta.fields.iter().zip(self.columns) {
            fields.push(if !groups.has(field.group) {
                Shown::Hidden
            } else {
                match (stored, &self.key) {
                    (Stored::Clear(value), _) => Shown::Value(value),
                    (Stored::Sealed(None), _) => Shown::Value(field.empty()),
                    (Stored::Sealed(Some(_)), None) => Shown::Erased,
                    (Stored::Sealed(Some(sealed)), Some(key)) => {
                        let place = Place { table: self.meta.table, row: &row, column: field.name };
                        Shown::Value(Value::from(open_text(key, place, &sealed)?))
                    }
                }
            });
        }
        Ok(ShownRecord { meta: self.meta, fields })
    }
}
