//! Reading a bundle: every object of a kind that we speak is checked, the others are counted and left alone.

use serde_json::{Map, Value};

use super::pattern::terms;
use super::tlp::{EXTENSION, Tlp};
use crate::finding::Finding;
use crate::instant::is_instant;
use crate::json_text::{JsonLimits, parse_json};

/// A bundle that was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct StixBundle {
    /// Objects of kinds that we speak.
    pub objects: Vec<StixObject>,
    /// Objects of other kinds, which were not looked into.
    pub not_read: usize,
}

/// An object of a bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct StixObject {
    /// Its type.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its strictest TLP mark, of version 1.0 or 2.0; `None` when it has none or one that we do not know, which counts as red.
    pub tlp: Option<Tlp>,
    /// Its fields.
    pub fields: Map<String, Value>,
}

impl StixObject {
    /// How far it may go here: what is not marked, or marked in a way that we do not know, goes nowhere.
    #[must_use]
    pub fn handling(&self) -> Tlp {
        self.tlp.unwrap_or(Tlp::Red)
    }
}

/// What a field must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Instant,
    /// An id; of a certain type where one is named.
    Ref(&'static str),
    Refs,
    Count,
    OneOf(&'static [&'static str]),
    Pattern,
}

use Form::{Count, Instant, OneOf, Pattern, Ref, Refs, Text};

const OPINIONS: &[&str] = &["strongly-disagree", "disagree", "neutral", "agree", "strongly-agree"];

/// Fields that an object of a type must have, after STIX 2.1 sections 4 to 6.
const KINDS: &[(&str, &[(&str, Form)])] = &[
    ("identity", &[("name", Text)]),
    ("location", &[]),
    ("indicator", &[("pattern", Pattern), ("pattern_type", OneOf(&["stix"])), ("valid_from", Instant)]),
    ("sighting", &[("sighting_of_ref", Ref(""))]),
    ("grouping", &[("context", Text), ("object_refs", Refs)]),
    ("note", &[("content", Text), ("object_refs", Refs)]),
    ("opinion", &[("opinion", OneOf(OPINIONS)), ("object_refs", Refs)]),
    ("report", &[("name", Text), ("published", Instant), ("object_refs", Refs)]),
    ("relationship", &[("relationship_type", Text), ("source_ref", Ref("")), ("target_ref", Ref(""))]),
    ("observed-data", &[("first_observed", Instant), ("last_observed", Instant), ("number_observed", Count)]),
    (
        "extension-definition",
        &[("name", Text), ("schema", Text), ("version", Text), ("created_by_ref", Ref("identity"))],
    ),
];

/// Fields that may be there, whatever the type.
const OPTIONAL: &[(&str, Form)] = &[
    ("created_by_ref", Ref("identity")),
    ("object_marking_refs", Refs),
    ("valid_until", Instant),
    ("first_seen", Instant),
    ("last_seen", Instant),
    ("confidence", Count),
    ("count", Count),
];

/// Reads a bundle strictly.
///
/// # Errors
/// Every [`Finding`], each with its place; none of them repeats a value.
pub fn read_stix(bytes: &[u8], limits: &JsonLimits) -> Result<StixBundle, Vec<Finding>> {
    let value = parse_json(bytes, limits).map_err(|finding| vec![finding])?;
    let mut findings = Vec::new();
    let mut say = |place: &str, reason: &str| findings.push(Finding::new(0, place, reason));
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    if text("type") != Some("bundle") {
        say("/type", "must be \"bundle\"");
    }
    if !text("id").is_some_and(|id| is_id(id, "bundle")) {
        say("/id", "must be bundle-- and a UUID");
    }
    let objects = match value.get("objects") {
        None => &[],
        Some(Value::Array(objects)) if !objects.is_empty() => objects.as_slice(),
        Some(_) => {
            say("/objects", "must be a list with at least one object");
            &[]
        }
    };
    let marks = own_marks(objects);
    let mut bundle = StixBundle { objects: Vec::new(), not_read: 0 };
    for (number, object) in objects.iter().enumerate() {
        let place = format!("/objects/{number}");
        match object.as_object() {
            Some(fields) => read_object(fields, &place, &marks, &mut bundle, &mut findings),
            None => findings.push(Finding::new(0, place, "must be an object")),
        }
    }
    if findings.is_empty() { Ok(bundle) } else { Err(findings) }
}

/// Marking definitions in the bundle that say a TLP 2.0 mark under an id of their own.
fn own_marks(objects: &[Value]) -> Vec<(&str, Tlp)> {
    let mark = |object: &'_ Value| {
        let code = object.pointer(&format!("/extensions/{EXTENSION}/tlp_2_0"))?.as_str()?;
        Tlp::of_code(code)
    };
    objects.iter().filter_map(|object| Some((object.get("id")?.as_str()?, mark(object)?))).collect()
}

fn read_object(
    fields: &Map<String, Value>,
    place: &str,
    marks: &[(&str, Tlp)],
    bundle: &mut StixBundle,
    findings: &mut Vec<Finding>,
) {
    let mut say =
        |field: &str, reason: &str| findings.push(Finding::new(0, format!("{place}/{field}"), reason));
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let Some(kind) = text("type") else { return say("type", "is missing") };
    let id = text("id").unwrap_or_default();
    if !is_id(id, kind) {
        say("id", "must be the type, -- and a UUID");
    }
    // Whatever can carry a file refuses the bundle, read or not.
    let carries =
        kind == "artifact" || fields.contains_key("payload_bin") || fields.contains_key("content_ref");
    let raster = fields.get("extensions").is_some_and(|value| value.get("raster-image-ext").is_some());
    if carries || raster {
        return say("type", "carries a file or a picture: hashes and references only");
    }
    if kind == "marking-definition" {
        return;
    }
    let Some((_, needed)) = KINDS.iter().find(|(known, _)| *known == kind) else {
        bundle.not_read += 1;
        return;
    };
    if text("spec_version") != Some("2.1") {
        say("spec_version", "must be \"2.1\"");
    }
    for name in ["created", "modified"] {
        if !text(name).is_some_and(is_instant) {
            say(name, "must be an instant with Z");
        }
    }
    for (name, form) in *needed {
        match fields.get(*name) {
            None => say(name, "is missing"),
            Some(value) => check_form(value, *form).unwrap_or_else(|reason| say(name, reason)),
        }
    }
    for (name, form) in OPTIONAL {
        if let Some(value) = fields.get(*name) {
            check_form(value, *form).unwrap_or_else(|reason| say(name, reason));
        }
    }
    if kind == "location" && !["country", "region", "latitude"].iter().any(|name| fields.contains_key(*name))
    {
        say("country", "a location names a country, a region or a position");
    }
    let tlp = mark_of(fields, marks);
    bundle.objects.push(StixObject { kind: kind.to_owned(), id: id.to_owned(), tlp, fields: fields.clone() });
}

/// The strictest mark; a mark that is not known makes it unknown.
fn mark_of(fields: &Map<String, Value>, marks: &[(&str, Tlp)]) -> Option<Tlp> {
    let refs = fields.get("object_marking_refs")?.as_array()?;
    let known = refs.iter().map(|id| {
        let id = id.as_str()?;
        Tlp::of_id(id).or_else(|| marks.iter().find(|(own, _)| *own == id).map(|(_, tlp)| *tlp))
    });
    known.collect::<Option<Vec<Tlp>>>()?.into_iter().max()
}

fn check_form(value: &Value, form: Form) -> Result<(), &'static str> {
    let text = value.as_str();
    let fits = match form {
        Text => text.is_some_and(|text| !text.trim().is_empty()),
        Instant => text.is_some_and(is_instant),
        Ref(kind) => text.is_some_and(|text| is_reference(text, kind)),
        Refs => value.as_array().is_some_and(|refs| {
            !refs.is_empty() && refs.iter().all(|one| one.as_str().is_some_and(|text| is_reference(text, "")))
        }),
        Count => value.as_u64().is_some(),
        OneOf(allowed) => text.is_some_and(|text| allowed.contains(&text)),
        Pattern => text.and_then(terms).is_some_and(|terms| !terms.carries),
    };
    if fits { Ok(()) } else { Err(wanted(form)) }
}

fn wanted(form: Form) -> &'static str {
    match form {
        Text => "must be a text that is not empty",
        Instant => "must be an instant with Z",
        Ref(_) => "must be the id of an object",
        Refs => "must be a list of ids with at least one",
        Count => "must be a whole number",
        OneOf(_) => "must be one of the words that STIX names",
        Pattern => {
            "must be a pattern after STIX 2.1 section 9 without the content of a file: [file:hashes.'MD5' = '…'] OR [url:value = '…']"
        }
    }
}

fn is_reference(text: &str, kind: &str) -> bool {
    match text.rsplit_once("--") {
        Some((found, _)) if kind.is_empty() || found == kind => is_id(text, found),
        _ => false,
    }
}

fn is_id(text: &str, kind: &str) -> bool {
    let Some(uuid) = text.strip_prefix(kind).and_then(|rest| rest.strip_prefix("--")) else { return false };
    let plain =
        kind.len() > 2 && kind.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let groups: Vec<&str> = uuid.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    plain && lengths == [8, 4, 4, 4, 12] && uuid.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
