//! What the index is told of a person.

use std::fmt;

use crate::normalise::{BirthDate, Name, Nik, Phone, Region, Sex};

/// Names kept of one person, the first being the chief one; the rest is left out.
pub const MAX_NAMES: usize = 8;

/// What is known of a person and can be searched by. Raw names: the index normalises them.
/// `Debug` shows how much is there, not what.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Traits {
    /// The name as written, then aliases and nicknames.
    pub names: Vec<String>,
    /// Sex, if known.
    pub sex: Option<Sex>,
    /// Date or year of birth, if known; of an estimated age the year alone.
    pub birth: Option<BirthDate>,
    /// Where the person lives, if known.
    pub region: Option<Region>,
    /// The national identity number, if known.
    pub nik: Option<Nik>,
    /// Telephone numbers, the family's included.
    pub phones: Vec<Phone>,
}

/// One entry of the index.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonKeys {
    /// The caller's id, for instance the 128 bits of a UUID.
    pub id: u128,
    /// The owner's tag, a small number the caller hands out for each organisation.
    pub org: u32,
    /// What the person can be found by.
    pub traits: Traits,
}

impl Traits {
    /// The names normalised, empty ones and repetitions left out, at most [`MAX_NAMES`].
    pub(super) fn parsed_names(&self) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::with_capacity(self.names.len());
        for raw in &self.names {
            let name = Name::parse(raw);
            if !name.is_empty() && !names.contains(&name) && names.len() < MAX_NAMES {
                names.push(name);
            }
        }
        names
    }
}

impl fmt::Debug for Traits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Traits({} names, {} phones)", self.names.len(), self.phones.len())
    }
}

impl fmt::Debug for PersonKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonKeys({:032x}, org {})", self.id, self.org)
    }
}
