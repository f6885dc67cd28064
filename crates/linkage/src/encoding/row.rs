//! The filters of one row.

use super::filter::{Encoder, understood};
use super::schema::Schema;
use crate::link::Column;
use crate::normalise::{BirthDate, Nik};

/// A schema for agencies that have agreed on no other: name, sex, birth, region, NIK, telephone and guardian in 1,024 bits each,
/// folded once.
pub const READY_SCHEMA: &str = include_str!("ready.json");

/// The filters of a row, one for each feature of the schema in its order, all zeros where a value is missing. `salt` is the field
/// by which names are salted; `cell` gives what a column holds, trimmed.
#[must_use]
pub fn row_filters<'c>(
    schema: &Schema,
    encoder: &Encoder<'_>,
    salt: Option<Column>,
    cell: impl Fn(Column) -> &'c str,
) -> Vec<Vec<u64>> {
    let salt = salt.map(|column| understood(column, cell(column))).unwrap_or_default();
    let filter = |(nth, column): (usize, Column)| {
        let (value, salt) = match column {
            Column::Name if cell(Column::Name).is_empty() => {
                let whole = format!("{} {}", cell(Column::GivenName), cell(Column::FamilyName));
                (understood(Column::Name, &whole), salt.as_str())
            }
            Column::Nik => (own_nik(cell(Column::Nik), cell(Column::Dob), cell(Column::EventDate)), ""),
            Column::Name | Column::GivenName | Column::FamilyName | Column::GuardianName => {
                (understood(column, cell(column)), salt.as_str())
            }
            column => (understood(column, cell(column)), ""),
        };
        encoder.encode(nth, &value, salt)
    };
    schema.features.iter().map(|feature| feature.column).enumerate().map(filter).collect()
}

/// The NIK of the child: one that tells a birth far from the child's is a guardian's, and who links could not see that.
fn own_nik(nik: &str, dob: &str, event: &str) -> String {
    let event = BirthDate::parse(event).map_or(2024, BirthDate::year);
    let born = Nik::parse(nik).ok().and_then(|nik| nik.facts(event).ok()).map(|facts| facts.birth.year());
    let fits = match (born, BirthDate::parse(dob)) {
        (Some(born), Some(dob)) => born.abs_diff(dob.year()) <= 2,
        (Some(born), None) => event.saturating_sub(born) <= 18,
        (None, _) => false,
    };
    if fits { understood(Column::Nik, nik) } else { String::new() }
}
