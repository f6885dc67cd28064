//! The functions that are known, with the number of their arguments. Source: the ODK XForms specification and XPath 1.0,
//! section 4.

use super::fault::{Fault, FaultCode};

/// As many as one likes.
const MANY: usize = 4096;

/// Name, fewest and most arguments; sorted by name.
const FUNCTIONS: &[(&str, usize, usize)] = &[
    ("abs", 1, 1),
    ("acos", 1, 1),
    ("area", 1, MANY),
    ("asin", 1, 1),
    ("atan", 1, 1),
    ("atan2", 2, 2),
    ("base64-decode", 1, 1),
    ("boolean", 1, 1),
    ("boolean-from-string", 1, 1),
    ("ceiling", 1, 1),
    ("checklist", 3, MANY),
    ("coalesce", 2, 2),
    ("concat", 0, MANY),
    ("contains", 2, 2),
    ("cos", 1, 1),
    ("count", 1, 1),
    ("count-non-empty", 1, 1),
    ("count-selected", 1, 1),
    ("current", 0, 0),
    ("date", 1, 1),
    ("date-time", 1, 1),
    ("decimal-date-time", 1, 1),
    ("decimal-time", 1, 1),
    ("digest", 2, 3),
    ("distance", 1, MANY),
    ("enclosed-area", 1, MANY),
    ("ends-with", 2, 2),
    ("exp", 1, 1),
    ("exp10", 1, 1),
    ("false", 0, 0),
    ("floor", 1, 1),
    ("format-date", 2, 2),
    ("format-date-time", 2, 2),
    ("geofence", 2, 2),
    ("if", 3, 3),
    ("indexed-repeat", 3, 7),
    ("instance", 1, 1),
    ("int", 1, 1),
    ("is-null", 1, 1),
    ("is-selected", 2, 2),
    ("join", 1, MANY),
    ("jr:choice-name", 2, 2),
    ("last", 0, 0),
    ("local-name", 0, 1),
    ("log", 1, 1),
    ("log10", 1, 1),
    ("max", 1, MANY),
    ("min", 1, MANY),
    ("name", 0, 1),
    ("normalize-space", 0, 1),
    ("not", 1, 1),
    ("now", 0, 0),
    ("number", 0, 1),
    ("once", 1, 1),
    ("pi", 0, 0),
    ("position", 0, 1),
    ("pow", 2, 2),
    ("property", 1, 1),
    ("pulldata", 4, 4),
    ("random", 0, 0),
    ("randomize", 1, 2),
    ("regex", 2, 2),
    ("round", 1, 2),
    ("selected", 2, 2),
    ("selected-at", 2, 2),
    ("sin", 1, 1),
    ("sqrt", 1, 1),
    ("starts-with", 2, 2),
    ("string", 0, 1),
    ("string-length", 0, 1),
    ("substr", 2, 3),
    ("substring", 2, 3),
    ("substring-after", 2, 2),
    ("substring-before", 2, 2),
    ("sum", 1, 1),
    ("tan", 1, 1),
    ("today", 0, 0),
    ("translate", 3, 3),
    ("true", 0, 0),
    ("uuid", 0, 1),
    ("weighted-checklist", 4, MANY),
];

/// Fewest and most arguments of a function, or nothing when there is none of this name.
#[must_use]
pub fn arity(name: &str) -> Option<(usize, usize)> {
    FUNCTIONS.iter().find(|(known, ..)| *known == name).map(|(_, least, most)| (*least, *most))
}

/// Whether a function of this name can be evaluated here.
#[must_use]
pub fn is_known(name: &str) -> bool {
    arity(name).is_some()
}

pub(super) fn check(name: &str, arguments: usize) -> Result<(), Fault> {
    let (least, most) = arity(name).ok_or_else(|| Fault::new(FaultCode::UnknownFunction, name))?;
    // Weighted lists come in pairs after the two bounds.
    let pairs = name != "weighted-checklist" || arguments.is_multiple_of(2);
    if (least..=most).contains(&arguments) && pairs {
        Ok(())
    } else {
        Err(Fault::new(FaultCode::Arguments, name))
    }
}
