//! Whether something is HSDS 3.0, by the fields, types and values of the specification (`data/hsds/objects.tsv`), and with the ranges
//! that the specification leaves open: degrees, ages, hours.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use super::check_package;

/// Something that is wrong, and where: `services[3].organization.id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The place.
    pub place: String,
    /// What is wrong and what would be right.
    pub why: String,
}

struct Field {
    name: &'static str,
    kind: &'static str,
    format: &'static str,
    required: bool,
    /// Whether a table needs it, where an object that is nested in another does without.
    in_tables: bool,
}

const TEXT: &str = include_str!("../../data/hsds/objects.tsv");

static OBJECTS: LazyLock<BTreeMap<&'static str, Vec<Field>>> = LazyLock::new(|| {
    let mut objects: BTreeMap<&str, Vec<Field>> = BTreeMap::new();
    for line in TEXT.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        let (object, name, kind, format) = (next(), next(), next(), next());
        let flags = next();
        let (required, in_tables) = (flags.contains('r'), flags.contains(['r', 't']));
        objects.entry(object).or_default().push(Field { name, kind, format, required, in_tables });
    }
    objects
});

/// Names of an object's fields, in the order of the specification.
pub(super) fn fields(object: &str) -> Vec<&'static str> {
    OBJECTS.get(object).into_iter().flatten().map(|field| field.name).collect()
}

/// Fields that every row of an object's table must have.
pub(super) fn required_in_tables(object: &str) -> impl Iterator<Item = &'static str> {
    OBJECTS.get(object).into_iter().flatten().filter(|field| field.in_tables).map(|field| field.name)
}

/// What is wrong with a cell of an object's table, if anything.
pub(super) fn cell(object: &str, column: &str, text: &str) -> Option<String> {
    let field = OBJECTS.get(object)?.iter().find(|field| field.name == column)?;
    match (field.kind, text.parse::<f64>()) {
        ("number", Ok(number)) => out_of_range(field.name, number),
        ("number", Err(_)) => Some("must be a number".into()),
        _ => format_of(field.format, text),
    }
}

/// Checks a value as an object of the specification: `service`, `organization`, …
#[must_use]
pub fn check(object: &str, value: &Value) -> Vec<Check> {
    let mut found = Vec::new();
    walk(object, value, object, &mut found);
    found
}

/// Checks a file: one service, a list of services, a page of a list of services or organisations, or a tabular package. Answers how
/// many objects or rows there are.
///
/// # Errors
/// One [`Check`] when the bytes are neither JSON nor a package.
pub fn check_file(bytes: &[u8]) -> Result<(usize, Vec<Check>), Check> {
    if bytes.starts_with(b"PK") {
        return check_package::check(bytes);
    }
    let whole: Value = serde_json::from_slice(bytes).map_err(|error| Check {
        place: format!("line {}, column {}", error.line(), error.column()),
        why: "not JSON: correct the text here".into(),
    })?;
    let rows = match &whole {
        Value::Array(rows) => rows.as_slice(),
        Value::Object(object) => match object.get("contents") {
            Some(Value::Array(rows)) => rows.as_slice(),
            _ => std::slice::from_ref(&whole),
        },
        _ => std::slice::from_ref(&whole),
    };
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        // Only a service has a status; only an organisation lists services or says nothing of one.
        let object = if row.get("status").is_some() || row.get("organization").is_some() {
            "service"
        } else {
            "organization"
        };
        walk(object, row, &format!("{object}[{at}]"), &mut found);
    }
    Ok((rows.len(), found))
}

fn walk(object: &str, value: &Value, place: &str, found: &mut Vec<Check>) {
    let Some(fields) = OBJECTS.get(object) else { return };
    let Value::Object(members) = value else {
        let why = format!("must be an object of kind {object}");
        return found.push(Check { place: place.to_owned(), why });
    };
    for name in members.keys().filter(|name| !fields.iter().any(|field| field.name == name.as_str())) {
        let why = format!("{object} has no such field: remove or rename it");
        found.push(Check { place: format!("{place}.{name}"), why });
    }
    for field in fields {
        let at = format!("{place}.{}", field.name);
        match members.get(field.name) {
            None | Some(Value::Null) if field.required => {
                found.push(Check { place: at, why: "is missing and must be there".into() });
            }
            None | Some(Value::Null) => {}
            Some(value) => one(field, value, &at, found),
        }
    }
}

fn one(field: &Field, value: &Value, at: &str, found: &mut Vec<Check>) {
    if let Some(object) = field.kind.strip_prefix("array:") {
        match value {
            Value::Array(rows) => {
                for (index, row) in rows.iter().enumerate() {
                    walk(object, row, &format!("{at}[{index}]"), found);
                }
            }
            _ => found.push(Check { place: at.to_owned(), why: format!("must be a list of {object}") }),
        }
        return;
    }
    if let Some(object) = field.kind.strip_prefix("object:") {
        return walk(object, value, at, found);
    }
    if let Some(why) = plain(field, value) {
        found.push(Check { place: at.to_owned(), why });
    }
}

/// What is wrong with a text or a number.
fn plain(field: &Field, value: &Value) -> Option<String> {
    match (field.kind, value) {
        ("number", Value::Number(number)) => out_of_range(field.name, number.as_f64().unwrap_or(f64::NAN)),
        ("number", _) => Some("must be a number".into()),
        ("string", Value::String(text)) => format_of(field.format, text),
        ("string", _) => Some("must be a text".into()),
        _ => None,
    }
}

/// The specification gives no ranges; the earth and life do.
fn out_of_range(name: &str, number: f64) -> Option<String> {
    let most = match name {
        "latitude" => 90.0,
        "longitude" => 180.0,
        "minimum_age" | "maximum_age" if number < 0.0 => return Some("an age is not negative".into()),
        _ => return None,
    };
    (number.abs() > most).then(|| format!("must lie between -{most} and {most} degrees"))
}

fn format_of(format: &str, text: &str) -> Option<String> {
    let right = match format {
        "" => true,
        "uuid" => is_uuid(text),
        "uri" => text.split_once(':').is_some_and(|(scheme, rest)| {
            !rest.is_empty()
                && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && !text.contains(char::is_whitespace)
        }),
        "email" => {
            text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
                && !text.contains(' ')
        }
        "date-time" => text.len() >= 20 && text.as_bytes().get(10) == Some(&b'T'),
        "date" => text.len() == 10 && text.as_bytes().get(4) == Some(&b'-'),
        values if values.contains('|') => {
            return (!values.split('|').any(|value| value == text))
                .then(|| format!("must be one of {}", values.replace('|', ", ")));
        }
        _ => true,
    };
    (!right).then(|| format!("is no {format}"))
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<usize> = text.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}
