//! Whether a file is valid: schema, ruleset, code lists.

use std::sync::LazyLock;

use super::rules::Ruleset;
use super::{VERSION, codes};
use crate::carried::{refuse_carried, refuse_in_element};
use crate::finding::Finding;
use crate::xml::{Element, XmlLimits, parse};
use crate::xsd::{self, Schema};

const ACTIVITIES: &[u8] = include_bytes!("../../data/iati/iati-activities-schema.xsd");
const ORGANISATIONS: &[u8] = include_bytes!("../../data/iati/iati-organisations-schema.xsd");
const COMMON: &[u8] = include_bytes!("../../data/iati/iati-common.xsd");

/// The official schemas; both are our own data, so they always load, which a test shows.
static SCHEMAS: LazyLock<[Option<Schema>; 2]> = LazyLock::new(|| [ACTIVITIES, ORGANISATIONS].map(loaded));

static RULES: LazyLock<Option<Ruleset>> =
    LazyLock::new(|| Ruleset::parse(include_bytes!("../../data/iati/ruleset.json")).ok());

fn loaded(main: &[u8]) -> Option<Schema> {
    let mut included = |name: &str| (name == "iati-common.xsd").then(|| COMMON.to_vec());
    xsd::load(main, xsd::Options::default(), &mut included).ok()
}

/// The schema for a root element.
pub(super) fn schema_of(root: &str) -> Option<&'static Schema> {
    let [activities, organisations] = &*SCHEMAS;
    match root {
        "iati-activities" => activities.as_ref(),
        "iati-organisations" => organisations.as_ref(),
        _ => None,
    }
}

/// The standard ruleset.
#[must_use]
pub fn standard_rules() -> Option<&'static Ruleset> {
    RULES.as_ref()
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IatiVerdict {
    /// What makes the file invalid; empty when it is valid.
    pub errors: Vec<Finding>,
    /// What the standard advises against.
    pub warnings: Vec<Finding>,
    /// Activities or organisations in it.
    pub records: usize,
}

/// Checks a file. `now` is in milliseconds since 1970, UTC: some rules forbid days to come.
#[must_use]
pub fn check_iati(bytes: &[u8], limits: &XmlLimits, now: i64) -> IatiVerdict {
    match root_of(bytes, limits) {
        Ok(root) => judge(&root, now),
        Err(errors) => IatiVerdict { errors, ..IatiVerdict::default() },
    }
}

/// The document, without a picture or a file anywhere in it.
pub(super) fn root_of(bytes: &[u8], limits: &XmlLimits) -> Result<Element, Vec<Finding>> {
    let one = |line, reason: &str| vec![Finding::new(line, "/", reason)];
    refuse_carried(bytes).map_err(|refusal| one(0, &refusal.to_string()))?;
    let root = parse(bytes, limits).map_err(|problem| one(problem.line, problem.reason))?;
    let mut carried = Vec::new();
    refuse_in_element(&root, &mut carried);
    if carried.is_empty() { Ok(root) } else { Err(carried) }
}

pub(super) fn judge(root: &Element, now: i64) -> IatiVerdict {
    let place = format!("/{}", root.name.local);
    let mut verdict = IatiVerdict { records: root.children.len(), ..IatiVerdict::default() };
    let (Some(schema), Some(rules)) = (schema_of(&root.name.local), standard_rules()) else {
        let reason =
            "the root must be iati-activities or iati-organisations: this is no file of the IATI Standard 2";
        verdict.errors.push(Finding::new(root.line, place, reason));
        return verdict;
    };
    if root.attribute("version") != Some(VERSION) {
        let reason = "must say 2.03, the version that is judged here: convert the file to that version";
        verdict.errors.push(Finding::new(root.line, format!("{place}/@version"), reason));
    }
    verdict.errors.extend(xsd::check(schema, root));
    let (errors, warnings) = rules.judge(root, now);
    verdict.errors.extend(errors);
    verdict.warnings = warnings;
    codes::judge(root, &mut verdict.errors, &mut verdict.warnings);
    for list in [&mut verdict.errors, &mut verdict.warnings] {
        list.sort();
        list.dedup();
    }
    verdict
}
