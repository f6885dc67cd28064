//! What a financial-intelligence unit decides, as data.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::json_text::{JsonLimits, parse_json};

/// An indicator of the unit's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// The unit's code.
    pub code: String,
    /// What it says, in Indonesian.
    pub id: String,
    /// What it says, in English.
    pub en: String,
}

/// A unit's own values. As JSON: `{"fiu", "schema_version", "currency", "country", "report_codes": [], "indicators": [{"code", "id", "en"}]}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Name of the unit.
    pub fiu: String,
    /// Version of its schema, as `schema_version` writes it.
    pub schema_version: String,
    /// Local currency, ISO 4217.
    pub currency: String,
    /// Country, as its list writes it.
    pub country: String,
    /// Report codes that it takes (STR, SAR, …).
    pub report_codes: BTreeSet<String>,
    /// Its indicators for exploitation of children and trafficking.
    pub indicators: Vec<Indicator>,
}

/// Why a profile cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileProblem {
    /// It is no JSON for us.
    #[error("the profile cannot be read: {0}")]
    Unreadable(String),
    /// A value is missing.
    #[error("the profile does not say {0}")]
    Missing(&'static str),
    /// The same indicator twice.
    #[error("the profile names an indicator code twice")]
    Twice,
}

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// [`ProfileProblem`] says what is missing.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProfileProblem> {
        let limits = JsonLimits { bytes: 1 << 20, ..JsonLimits::default() };
        let value =
            parse_json(bytes, &limits).map_err(|finding| ProfileProblem::Unreadable(finding.to_string()))?;
        let text = |name: &'static str| said(&value, name).ok_or(ProfileProblem::Missing(name));
        let list = |name: &'static str| {
            value
                .get(name)
                .and_then(Value::as_array)
                .filter(|items| !items.is_empty())
                .ok_or(ProfileProblem::Missing(name))
        };
        let mut indicators = Vec::new();
        for item in list("indicators")? {
            let field = |name| said(item, name).ok_or(ProfileProblem::Missing(name));
            indicators.push(Indicator { code: field("code")?, id: field("id")?, en: field("en")? });
        }
        let codes: BTreeSet<&str> = indicators.iter().map(|indicator| indicator.code.as_str()).collect();
        if codes.len() != indicators.len() {
            return Err(ProfileProblem::Twice);
        }
        Ok(Self {
            fiu: text("fiu")?,
            schema_version: text("schema_version")?,
            currency: text("currency")?,
            country: text("country")?,
            report_codes: list("report_codes")?.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            indicators,
        })
    }
}

fn said(value: &Value, name: &str) -> Option<String> {
    let text = value.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
