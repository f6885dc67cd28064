//! Metadata of one field of a kind. Column, form control, filter, API schema, export column, access and audit label all
//! follow from it, so a field is said once.

/// Which kind of record data a field belongs to (domain model, section 8). Roles and consents are given by group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
pub enum DataGroup {
    /// Codes, states, dates of acts: what a list shows; anyone who may see the matter sees it.
    Record = 1,
    /// Names, birth date, numbers of documents.
    Identity = 1 << 1,
    /// Telephone numbers, addresses below the regency.
    Contact = 1 << 2,
    /// Guardians, siblings, household.
    Family = 1 << 3,
    /// Medical and psychological facts.
    Health = 1 << 4,
    /// What happened.
    Incident = 1 << 5,
    /// Who is said to have done it.
    Suspect = 1 << 6,
    /// Plans, services, follow-ups.
    Services = 1 << 7,
    /// Police, prosecution, court.
    Legal = 1 << 8,
    /// Who reported; opened by the custodian of identities only.
    Reporter = 1 << 9,
    /// Addresses of reported content: for hotlines, police and the platform addressed; nothing opens one.
    Address = 1 << 10,
}

impl DataGroup {
    /// Every group, in the order in which pages show them.
    pub const ALL: [Self; 11] = [
        Self::Record,
        Self::Identity,
        Self::Contact,
        Self::Family,
        Self::Health,
        Self::Incident,
        Self::Suspect,
        Self::Services,
        Self::Legal,
        Self::Reporter,
        Self::Address,
    ];

    /// The code of list `data-group`, also used in roles and labels.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Identity => "identity",
            Self::Contact => "contact",
            Self::Family => "family",
            Self::Health => "health",
            Self::Incident => "incident",
            Self::Suspect => "suspect",
            Self::Services => "services",
            Self::Legal => "legal",
            Self::Reporter => "reporter",
            Self::Address => "address",
        }
    }

    /// The group with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }
}

/// A set of data groups: what a role may read or write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Groups(u16);

impl Groups {
    /// No group.
    pub const NONE: Self = Self(0);
    /// Every group except the reporter's identity, which only its custodian opens, and addresses of reported content.
    pub const CASEWORK: Self = Self(0x1ff);
    /// Every group.
    pub const ALL: Self = Self(0x7ff);

    /// This set and one group more.
    #[must_use]
    pub const fn with(self, group: DataGroup) -> Self {
        Self(self.0 | group as u16)
    }
    /// This set without one group.
    #[must_use]
    pub const fn without(self, group: DataGroup) -> Self {
        Self(self.0 & !(group as u16))
    }
    /// Whether everything in this set is in another.
    pub const fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }
    /// Whether the group is in the set.
    pub const fn has(self, group: DataGroup) -> bool {
        self.0 & group as u16 != 0
    }
    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    /// What is in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// The codes of the groups, separated by spaces, as kept in a role's row.
    pub fn to_text(self) -> String {
        let codes: Vec<_> =
            DataGroup::ALL.into_iter().filter(|g| self.has(*g)).map(DataGroup::code).collect();
        codes.join(" ")
    }
    /// The set named by codes separated by spaces; unknown codes grant nothing.
    pub fn from_text(text: &str) -> Self {
        text.split_whitespace().filter_map(DataGroup::from_code).fold(Self::NONE, Self::with)
    }
}

/// How a field is kept at rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// In a typed column that anyone with the file can read: coded lists, dates of acts, regency, birth year, sex.
    Clear,
    /// Sealed under the key of the person or report it is about.
    Sealed,
}

/// What a field's value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One line of at most so many characters.
    Line(usize),
    /// Several lines of at most so many characters.
    Narrative(usize),
    /// One code of the named list.
    Code(&'static str),
    /// Any number of codes of the named list.
    Codes(&'static str),
    /// A civil date; `true` when it may lie in the future.
    Date {
        /// Appointments and due dates may, births and acts may not.
        future: bool,
    },
    /// An instant.
    Instant,
    /// A whole number between two bounds, in the named unit (a label key).
    Number {
        /// Smallest value accepted.
        min: i64,
        /// Largest value accepted.
        max: i64,
        /// Label key of the unit, such as `unit-years`.
        unit: &'static str,
    },
    /// Yes or no; unanswered stays unknown.
    YesNo,
    /// A province or regency by Kemendagri code; places below the regency are never in the clear.
    Region,
    /// Another record of the named kind.
    Link(&'static str),
}

/// One field, said once.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Column name, API name and, behind the kind's slug, label key.
    pub name: &'static str,
    /// Look of the value.
    pub shape: Shape,
    /// Clear or sealed.
    pub keep: Keep,
    /// Whose right opens it.
    pub group: DataGroup,
    /// Must be there when the record is made.
    pub required: bool,
    /// Shown as a column of the list.
    pub listed: bool,
    /// Offered as a filter of the list (clear codes and regions only).
    pub filtered: bool,
    /// Written by acts alone: shown, exported, never on a form or in an import.
    pub computed: bool,
}

impl Field {
    const fn new(shape: Shape, keep: Keep) -> Self {
        Self {
            name: "",
            shape,
            keep,
            group: DataGroup::Record,
            required: false,
            listed: false,
            filtered: false,
            computed: false,
        }
    }
    /// One line of text, sealed.
    pub const fn line(max: usize) -> Self {
        Self::new(Shape::Line(max), Keep::Sealed)
    }
    /// Several lines of text, sealed.
    pub const fn narrative() -> Self {
        Self::new(Shape::Narrative(8_000), Keep::Sealed)
    }
    /// A long text of at most so many characters, sealed: the words of a letter or of a document.
    pub const fn text(max: usize) -> Self {
        Self::new(Shape::Narrative(max), Keep::Sealed)
    }
    /// One code of a list, clear.
    pub const fn code(list: &'static str) -> Self {
        Self::new(Shape::Code(list), Keep::Clear)
    }
    /// Several codes of a list, clear.
    pub const fn codes(list: &'static str) -> Self {
        Self::new(Shape::Codes(list), Keep::Clear)
    }
    /// A date that has been, clear.
    pub const fn date() -> Self {
        Self::new(Shape::Date { future: false }, Keep::Clear)
    }
    /// A date that may lie ahead, clear.
    pub const fn due() -> Self {
        Self::new(Shape::Date { future: true }, Keep::Clear)
    }
    /// An instant, clear.
    pub const fn instant() -> Self {
        Self::new(Shape::Instant, Keep::Clear)
    }
    /// A whole number, clear.
    pub const fn number(min: i64, max: i64, unit: &'static str) -> Self {
        Self::new(Shape::Number { min, max, unit }, Keep::Clear)
    }
    /// Yes, no or not known, clear.
    pub const fn yes_no() -> Self {
        Self::new(Shape::YesNo, Keep::Clear)
    }
    /// A province or regency, clear.
    pub const fn region() -> Self {
        Self::new(Shape::Region, Keep::Clear)
    }
    /// Another record, by id, clear.
    pub const fn link(kind: &'static str) -> Self {
        Self::new(Shape::Link(kind), Keep::Clear)
    }
    /// Sets the name; done by the `kind!` macro.
    #[must_use]
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }
    /// Belongs to a data group other than the record itself.
    #[must_use]
    pub const fn group(mut self, group: DataGroup) -> Self {
        self.group = group;
        self
    }
    /// Sealed although its shape is clear by default, for instance a code that says what happened to one child.
    #[must_use]
    pub const fn sealed(mut self) -> Self {
        self.keep = Keep::Sealed;
        self
    }
    /// Must be there when the record is made.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }
    /// A column of the list.
    #[must_use]
    pub const fn listed(mut self) -> Self {
        self.listed = true;
        self
    }
    /// A column and a filter of the list.
    #[must_use]
    pub const fn filtered(mut self) -> Self {
        self.listed = true;
        self.filtered = true;
        self
    }
    /// Written by acts alone.
    #[must_use]
    pub const fn computed(mut self) -> Self {
        self.computed = true;
        self
    }
    /// The empty value of this field's stored type (before sealing).
    pub const fn empty(&self) -> crate::value::Value {
        use crate::value::Value;
        match self.shape {
            Shape::Number { .. } | Shape::Instant => Value::Int(None),
            Shape::YesNo => Value::Bool(None),
            _ => Value::Text(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_survive_their_text() {
        let some = Groups::NONE.with(DataGroup::Record).with(DataGroup::Legal);
        assert_eq!(Groups::from_text(&some.to_text()), some);
        assert_eq!(Groups::from_text(&Groups::ALL.to_text()), Groups::ALL);
        assert!(!Groups::CASEWORK.has(DataGroup::Reporter));
        assert_eq!(Groups::from_text("everything *"), Groups::NONE);
    }
}
