//! What is asked of the index.

use std::fmt;

use super::free::read;
use super::keys::Traits;
use crate::normalise::{BirthDate, Name, Nik, Phone, Region, Sex};

/// A question to the index. `Debug` shows how much is asked, not what.
#[derive(Clone, Default)]
pub struct Query {
    pub(super) names: Vec<Name>,
    /// The last word may be half typed, and the name may be a part of the whole: a search box.
    pub(super) typing: bool,
    pub(super) sex: Option<Sex>,
    pub(super) birth: Option<BirthDate>,
    pub(super) region: Option<Region>,
    pub(super) nik: Option<Nik>,
    pub(super) phones: Vec<Phone>,
    /// Digits a NIK begins with.
    pub(super) nik_prefix: Option<String>,
    /// Digits a number in the international form begins with.
    pub(super) phone_prefix: Option<String>,
}

impl Query {
    /// A search box: words of a name in any order, the last perhaps half typed; a year or date of birth; the digits of
    /// a NIK or a telephone number, or the first few of them. At most 200 characters are read.
    #[must_use]
    pub fn free(text: &str) -> Self {
        read(text)
    }

    /// The form of a new record: every field filled in speaks for or against.
    #[must_use]
    pub fn form(traits: &Traits) -> Self {
        Self {
            names: traits.parsed_names(),
            typing: false,
            sex: traits.sex,
            birth: traits.birth,
            region: traits.region,
            nik: traits.nik,
            phones: traits.phones.clone(),
            nik_prefix: None,
            phone_prefix: None,
        }
    }

    /// Is nothing asked that the index could look up? Sex or region alone are not enough.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
            && self.birth.is_none()
            && self.nik.is_none()
            && self.phones.is_empty()
            && self.nik_prefix.is_none()
            && self.phone_prefix.is_none()
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Query({} names, typing {})", self.names.len(), self.typing)
    }
}
