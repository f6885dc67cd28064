//! The mapping file of a country profile: which sheet holds statements of which kind, which column is which field, and where all of it
//! comes from. A small TOML file, so that a person can read and keep it beside the workbook.

use std::collections::BTreeMap;

use model::{KindMeta, kinds};
use serde::Deserialize;

/// Kinds of statements that a profile may hold.
pub const KINDS: [&str; 5] = ["country-statement", "state-act", "legal-gap", "recommendation", "commitment"];

/// A mapping file.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Where the statements stand, unless a column says so.
    source: Option<String>,
    /// Of what day they are.
    date: Option<String>,
    /// A code of list `confidence`.
    confidence: Option<String>,
    /// ISO 3166-1 alpha-2.
    country: Option<String>,
    /// Its sheets.
    #[serde(default, rename = "sheet")]
    pub(super) sheets: Vec<SheetMapping>,
}

/// One sheet.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct SheetMapping {
    /// Its name in the workbook.
    pub(super) name: String,
    /// What its rows are, one of [`KINDS`].
    kind: String,
    /// Heading → field.
    #[serde(default)]
    pub(super) columns: BTreeMap<String, String>,
    /// Field → what holds for every row.
    #[serde(default)]
    pub(super) fixed: BTreeMap<String, String>,
    /// Field → words of the sheet → code.
    #[serde(default)]
    pub(super) codes: BTreeMap<String, BTreeMap<String, String>>,
}

/// Why a mapping file is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadMapping {
    /// Not TOML, or not of this shape: the line, from 1.
    Unreadable(usize),
    /// It names no sheet.
    NoSheet,
    /// A sheet is named twice.
    Twice(String),
    /// A sheet with a kind that a profile does not hold.
    Kind(String, String),
    /// A sheet with a field that its kind does not have, or that is computed.
    Field(String, String),
    /// A sheet without columns, defaults or fixed texts for these fields.
    Lacks(String, Vec<&'static str>),
}

/// The field that says where a statement stands.
pub(super) fn source_field(meta: &KindMeta) -> &'static str {
    if meta.slug == "state-act" { "source" } else { "source_uri" }
}

impl SheetMapping {
    /// What its rows are.
    pub(super) fn meta(&self) -> Option<&'static KindMeta> {
        KINDS.contains(&self.kind.as_str()).then(|| kinds::by_slug(&self.kind)).flatten()
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.values().chain(self.fixed.keys()).chain(self.codes.keys()).map(String::as_str)
    }

    fn fills(&self, field: &str) -> bool {
        self.columns.values().any(|name| name == field) || self.fixed.contains_key(field)
    }
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// [`BadMapping`], the first one found.
    pub fn read(text: &str) -> Result<Self, BadMapping> {
        let mapping: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            BadMapping::Unreadable(before.matches('\n').count() + 1)
        })?;
        if mapping.sheets.is_empty() {
            return Err(BadMapping::NoSheet);
        }
        let mut seen = std::collections::BTreeSet::new();
        for sheet in &mapping.sheets {
            if !seen.insert(&sheet.name) {
                return Err(BadMapping::Twice(sheet.name.clone()));
            }
            mapping.check(sheet)?;
        }
        Ok(mapping)
    }

    fn check(&self, sheet: &SheetMapping) -> Result<(), BadMapping> {
        let meta = sheet.meta().ok_or_else(|| BadMapping::Kind(sheet.name.clone(), sheet.kind.clone()))?;
        let writable = |name: &str| meta.field(name).is_some_and(|(_, field)| !field.computed);
        if let Some(name) = sheet.names().find(|name| !writable(name)) {
            return Err(BadMapping::Field(sheet.name.clone(), name.to_owned()));
        }
        let given = self.defaults(meta);
        let origin = [source_field(meta), "source_on", "confidence"];
        let must = meta.fields.iter().filter(|field| field.required || origin.contains(&field.name));
        let lacks: Vec<_> = must
            .map(|field| field.name)
            // The precision of a day follows from how it is written.
            .filter(|name| *name != "precision")
            .filter(|name| !sheet.fills(name) && !given.iter().any(|(field, _)| field == name))
            .collect();
        if lacks.is_empty() { Ok(()) } else { Err(BadMapping::Lacks(sheet.name.clone(), lacks)) }
    }

    /// What holds for every row of a kind unless the sheet says otherwise.
    pub(super) fn defaults(&self, meta: &KindMeta) -> Vec<(&'static str, String)> {
        let all = [
            (source_field(meta), &self.source),
            ("source_on", &self.date),
            ("confidence", &self.confidence),
            ("country", &self.country),
        ];
        let has = |name: &str| meta.field(name).is_some();
        all.into_iter()
            .filter_map(|(name, text)| Some((name, text.clone()?)))
            .filter(|(name, _)| has(name))
            .collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use super::*;

    const GOOD: &str = "source = \"https://contoh.invalid/profil\"\ndate = \"2026-01-31\"\nconfidence = \"medium\"\ncountry = \"ID\"\n";

    #[test]
    fn what_is_wrong_with_a_mapping_is_named() {
        let sheet =
            "[[sheet]]\nname = \"Uraian\"\nkind = \"country-statement\"\n[sheet.columns]\nTema = \"theme\"\n";
        let read = |text: String| Mapping::read(&text);
        let whole = format!("{GOOD}{sheet}Pernyataan = \"statement\"\n");
        assert_eq!(read(whole.clone()).unwrap().sheets.len(), 1);
        assert_eq!(
            read(format!("{GOOD}{sheet}")),
            Err(BadMapping::Lacks("Uraian".into(), vec!["statement"]))
        );
        assert_eq!(
            read(whole.replace(GOOD, "country = \"ID\"\n")),
            Err(BadMapping::Lacks("Uraian".into(), vec!["source_uri", "source_on", "confidence"]))
        );
        assert_eq!(read(GOOD.into()), Err(BadMapping::NoSheet));
        assert_eq!(read(format!("{GOOD}salah\n")), Err(BadMapping::Unreadable(5)));
        let kind = whole.replace("country-statement", "case");
        assert_eq!(read(kind), Err(BadMapping::Kind("Uraian".into(), "case".into())));
        let field = whole.replace("\"theme\"", "\"tema\"");
        assert_eq!(read(field), Err(BadMapping::Field("Uraian".into(), "tema".into())));
        assert_eq!(read(format!("{whole}{sheet}")), Err(BadMapping::Twice("Uraian".into())));
    }
}
