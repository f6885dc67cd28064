//! Records: field ids and their values, as CSV with one record in a row.

use std::collections::BTreeMap;

use super::fields::{Field, FieldType, field, fields};
use crate::finding::Finding;
use crate::guard::Claim;
use crate::limits::Limits;
use crate::picture_text::refuse_picture_text;
use crate::table::{ReadOptions, open_table_with};
use crate::write::{CsvOptions, write_csv};

/// One record: field id → value. Values of a list that takes several are parted by semicolons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HtcdsRecord(pub BTreeMap<String, String>);

/// Why a record was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HtcdsProblem {
    /// The standard has no such field.
    #[error("the standard has no field {0}")]
    NoField(String),
    /// The standard deprecated the field.
    #[error("the standard deprecated {0}: leave it out")]
    Deprecated(String),
    /// A value that the field cannot have.
    #[error("{field} {reason}")]
    Value {
        /// The field.
        field: String,
        /// What would be right.
        reason: &'static str,
    },
    /// The bytes could not be written.
    #[error("the records could not be written")]
    Write,
}

/// Values of the yes-or-no fields on methods of control that differ from those of the picklist.
const CONTROL: &[(&str, &str)] = &[
    ("Threats", "PhysicalThreats"),
    ("PsychoactiveSubstances", "PsychoactiveSubstance"),
    ("UsesChildren", "ThreatensChildrenFamily"),
    ("ThreatOfLawEnforcement", "ThreatsLawEnforcement"),
    ("RestrictsMovement", "Other"),
];
const CONTROL_FIELD: &str = "vic_MethodsOfControl";

/// Writes records as CSV; columns are the fields that any record has, in the order of the standard.
///
/// # Errors
/// [`HtcdsProblem`]: nothing is written that the standard does not know.
pub fn write_htcds(records: &[HtcdsRecord]) -> Result<Vec<u8>, HtcdsProblem> {
    for (id, value) in records.iter().flat_map(|record| &record.0) {
        let known = field(id).ok_or_else(|| HtcdsProblem::NoField(id.clone()))?;
        if known.deprecated {
            return Err(HtcdsProblem::Deprecated(id.clone()));
        }
        judge(known, value).map_err(|reason| HtcdsProblem::Value { field: id.clone(), reason })?;
    }
    let used: Vec<&str> = fields()
        .iter()
        .map(|field| field.id.as_str())
        .filter(|id| records.iter().any(|record| record.0.contains_key(*id)))
        .collect();
    let row = |record: &HtcdsRecord| -> Vec<String> {
        used.iter().map(|id| record.0.get(*id).cloned().unwrap_or_default()).collect()
    };
    let mut out = Vec::new();
    write_csv(&mut out, &used, records.iter().map(row), CsvOptions::default())
        .map_err(|_| HtcdsProblem::Write)?;
    Ok(out)
}

/// Reads records from CSV or XLSX.
///
/// # Errors
/// Every [`Finding`], each with row and field; none of them repeats a value.
pub fn read_htcds(bytes: &[u8], name: &str, limits: &Limits) -> Result<Vec<HtcdsRecord>, Vec<Finding>> {
    let known = |name: &str| field(name).is_some() || control_value(name).is_some();
    let options = ReadOptions { limits: *limits, known_name: Some(&known), ..ReadOptions::default() };
    let one = |error: String| vec![Finding::new(0, "/", error)];
    let table =
        open_table_with(bytes, &Claim::named(name), &options).map_err(|error| one(error.to_string()))?;
    let names = table.header().names.clone();
    let mut findings: Vec<Finding> = names
        .iter()
        .filter(|name| !name.is_empty() && !known(name))
        .map(|_| Finding::new(1, "/header", "a column is no field of the standard"))
        .collect();
    let mut records = Vec::new();
    for row in table {
        let row = row.map_err(|error| one(error.to_string()))?;
        let mut record = HtcdsRecord::default();
        for (column, name) in names.iter().enumerate() {
            let value = row.text(column).trim();
            if !value.is_empty() {
                take(&mut record, name, value, row.number, &mut findings);
            }
        }
        records.push(record);
    }
    if findings.is_empty() { Ok(records) } else { Err(findings) }
}

fn take(record: &mut HtcdsRecord, name: &str, value: &str, row: u32, findings: &mut Vec<Finding>) {
    if let Some(control) = control_value(name) {
        match flag(value) {
            Some(true) => {
                let held = record.0.entry(CONTROL_FIELD.to_owned()).or_default();
                if !held.split(';').any(|known| known == control) {
                    *held = if held.is_empty() { control } else { format!("{held};{control}") };
                }
            }
            Some(false) => {}
            None => findings.push(Finding::new(row, format!("/{name}"), "must be true or false")),
        }
        return;
    }
    let Some(known) = field(name) else { return };
    let value = match known.kind {
        FieldType::Checkbox => flag(value).map_or_else(|| value.to_owned(), |yes| yes.to_string()),
        // The form of the standard has values with a blank at the end.
        FieldType::Multiselect => value.split(';').map(str::trim).collect::<Vec<_>>().join(";"),
        _ => value.to_owned(),
    };
    match judge(known, &value) {
        Ok(()) => {
            let held = record.0.entry(name.to_owned()).or_default();
            *held = if held.is_empty() { value } else { format!("{held};{value}") };
        }
        Err(reason) => findings.push(Finding::new(row, format!("/{name}"), reason)),
    }
}

/// The picklist's value for a yes-or-no field such as `vic_MethodsOfControlDebtBondage`.
fn control_value(name: &str) -> Option<String> {
    let rest = name.strip_prefix(CONTROL_FIELD)?.trim();
    let known = field(CONTROL_FIELD)?;
    let mapped = CONTROL.iter().find(|(other, _)| *other == rest).map_or(rest, |(_, value)| value);
    known.values.iter().find(|value| *value == mapped).cloned()
}

fn flag(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" | "ya" => Some(true),
        "false" | "no" | "0" | "tidak" => Some(false),
        _ => None,
    }
}

fn judge(field: &Field, value: &str) -> Result<(), &'static str> {
    if value.len() > 32_000 {
        return Err("is too long");
    }
    refuse_picture_text(value).map_err(|_| "holds something other than text")?;
    let listed = |value: &str| field.values.is_empty() || field.values.iter().any(|known| known == value);
    let (fits, reason) = match field.kind {
        FieldType::Text => (true, ""),
        FieldType::Date => (crate::xsd::moment("date", value).is_some(), "must be a day (2014-03-04)"),
        FieldType::Number => (value.parse::<f64>().is_ok_and(f64::is_finite), "must be a number"),
        FieldType::Checkbox => (flag(value).is_some(), "must be true or false"),
        FieldType::Picklist => (listed(value), "must be one of the values that the standard lists"),
        FieldType::Multiselect => (
            value.split(';').all(|one| listed(one.trim())),
            "must be values that the standard lists, parted by semicolons",
        ),
    };
    if fits { Ok(()) } else { Err(reason) }
}
