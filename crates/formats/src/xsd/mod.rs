//! Checking XML against an XML Schema (XSD 1.0, <https://www.w3.org/TR/xmlschema-1/>) that is given at run time, because the schemas
//! of financial-intelligence units are theirs and change. No maintained crate does this without a C library.
//!
//! Judged: elements (global, local, by reference), sequence, choice, all, groups, occurrences, wildcards, attributes and their
//! groups, simple types (restriction, list, union, every facet of the common built-in types), simple and complex content,
//! extension and restriction, `xsi:type`, `xsi:nil`, include. **Not judged:** what XSD 1.1 added (assertions, alternatives), identity
//! constraints, substitution groups, redefinition, import of other namespaces than that of XML. A schema that uses one of these is loaded, each
//! is named in [`Schema::unjudged`], and whoever asks must not take silence for "valid".

mod check;
mod content;
mod decimal;
mod load;
mod model;
mod moment;
mod pattern;
mod simple;
mod types;

pub use check::check;
pub(crate) use check::children_places;
pub use load::{LoadProblem, Options, load};
pub use model::Schema;
pub(crate) use moment::{epoch_millis, moment};

pub(crate) const XSD: &str = "http://www.w3.org/2001/XMLSchema";
pub(crate) const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
