//! goAML: reports of suspicious transactions (STR) and activities (SAR) for a financial-intelligence unit.
//!
//! The unit's schema version, code lists and indicators are **data** ([`Profile`]), and its XSD is given at run time
//! ([`crate::xsd`]): nothing here is the unit's own list, and nothing of it is shipped. The order of elements is that of schema 5.

mod profile;
mod read;
mod report;
mod write;

pub use profile::{Indicator, Profile, ProfileProblem};
pub use read::{GoamlFacts, Moved, Named, read_goaml};
pub use report::{
    Account, Activity, Address, Entity, Involved, Party, Person, Phone, Report, Side, Transaction,
};
pub use write::{GoamlProblem, write_goaml};
