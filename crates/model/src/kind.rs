//! A kind: what somebody must answer for, or a record that such things are about.
//!
//! A kind is declared once with the [`kind!`](crate::kind!) macro. From the declaration follow the column list, list page,
//! filters, forms, API schema, import and export, field-level access and audit labels. See `docs/ADDING-A-KIND.md`.

use crate::field::{Field, Keep};
use crate::lifecycle::Lifecycle;
use crate::record::Record;
use crate::value::ValueError;

/// Where a kind stands in the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A matter that stands alone and has custody: report, case.
    Root,
    /// A part of the named root kind; it inherits custody and key.
    Part(&'static str),
    /// A record that matters are about and that nobody has custody of: a person.
    Subject,
}

/// A kind's declaration, as everything but typed code sees it.
#[derive(Debug)]
pub struct KindMeta {
    /// In act slugs and addresses: `follow-up`.
    pub slug: &'static str,
    /// Code of list `matter-kind` and first part of label keys: `follow_up`.
    pub code: &'static str,
    /// Table of its typed columns.
    pub table: &'static str,
    /// Prefix of its readable numbers.
    pub prefix: &'static str,
    /// Root, part or subject.
    pub role: Role,
    /// Code list that words the states.
    pub state_list: &'static str,
    /// Fields in the order of the form.
    pub fields: &'static [Field],
    /// States and steps.
    pub lifecycle: Lifecycle,
    /// Field whose date is the matter's due date, if it has one.
    pub due: Option<&'static str>,
    /// Hours until a new record of this kind is due when no field says so.
    pub clock: Option<i64>,
}

impl KindMeta {
    /// Position and declaration of a field.
    pub fn field(&self, name: &str) -> Option<(usize, &'static Field)> {
        self.fields.iter().enumerate().find(|(_, field)| field.name == name)
    }

    /// Fields kept in the clear.
    pub fn clear(&self) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(|field| field.keep == Keep::Clear)
    }

    /// Key of a field's label: `case-risk_level`.
    pub fn label_key(&self, field: &str) -> String {
        format!("{}-{field}", self.slug)
    }

    /// The kind of the root matter that this kind's records belong to: itself, unless it is a part.
    pub const fn root(&self) -> &'static str {
        match self.role {
            Role::Part(root) => root,
            Role::Root | Role::Subject => self.slug,
        }
    }
}

/// A kind as a Rust type; made by [`kind!`](crate::kind!), never by hand.
pub trait Kind: Sized + Send + Sync + 'static {
    /// The declaration.
    const META: &'static KindMeta;

    /// The values in declaration order.
    fn to_record(&self) -> Record;

    /// From values in declaration order.
    ///
    /// # Errors
    /// [`ValueError`] when a value is not of its field's type.
    fn from_record(record: &Record) -> Result<Self, ValueError>;
}
