//! The tabular package: one CSV for each object that there is something of, and a description of them.

use std::io::{Cursor, Write};

use serde_json::{Map, Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::write::{location, service, service_row, taxonomy, taxonomy_term};
use super::{Listing, check};
use crate::error::FormatError;
use crate::write::neutralise;

/// A table of the package: name and rows.
pub type Table = (&'static str, Vec<Map<String, Value>>);

/// Objects that the package has a table for, with the file of each.
pub const TABLES: [(&str, &str); 11] = [
    ("organization", "organizations.csv"),
    ("service", "services.csv"),
    ("location", "locations.csv"),
    ("service_at_location", "service_at_location.csv"),
    ("address", "addresses.csv"),
    ("phone", "phones.csv"),
    ("schedule", "schedules.csv"),
    ("service_area", "service_areas.csv"),
    ("language", "languages.csv"),
    ("accessibility", "accessibility.csv"),
    ("attribute", "attributes.csv"),
];

/// The rows of every table.
pub fn rows(listings: &[Listing]) -> Vec<Table> {
    let mut tables: Vec<Table> = TABLES.iter().map(|(name, _)| (*name, Vec::new())).collect();
    let mut add = |name: &str, row: Map<String, Value>| {
        if let Some((_, rows)) = tables.iter_mut().find(|(known, _)| *known == name) {
            // An organisation stands once, however many services it has.
            let new = name != "organization" || !rows.iter().any(|other| other.get("id") == row.get("id"));
            if new {
                rows.push(row);
            }
        }
    };
    for one in listings {
        if let Value::Object(organization) = super::organization(one) {
            add("organization", organization);
        }
        add("service", service_row(one));
        let whole = service(one);
        for (field, name) in [
            ("phones", "phone"),
            ("schedules", "schedule"),
            ("service_areas", "service_area"),
            ("languages", "language"),
            ("attributes", "attribute"),
        ] {
            nested(&whole, field, |row| add(name, row));
        }
        let Some(place) = location(one) else { continue };
        let place = Value::Object(place);
        nested(&place, "addresses", |row| add("address", row));
        nested(&place, "accessibility", |row| add("accessibility", row));
        nested(&whole, "service_at_locations", |row| add("service_at_location", row));
        if let Value::Object(row) = place {
            add("location", flat(row));
        }
    }
    tables
}

/// Objects in an array of another object, without what is nested in them.
fn nested(object: &Value, field: &str, mut take: impl FnMut(Map<String, Value>)) {
    for row in object.get(field).and_then(Value::as_array).into_iter().flatten() {
        if let Value::Object(row) = row {
            take(flat(row.clone()));
        }
    }
}

fn flat(mut row: Map<String, Value>) -> Map<String, Value> {
    row.retain(|_, value| !value.is_array() && !value.is_object());
    row
}

/// The package as a ZIP file: tables with something in them, types of services, and `datapackage.json`.
///
/// # Errors
/// [`FormatError::Write`].
pub fn package(listings: &[Listing]) -> Result<Vec<u8>, FormatError> {
    let mut tables = rows(listings);
    let mut types: Vec<&(String, String)> = listings.iter().map(|one| &one.service_type).collect();
    types.sort();
    types.dedup();
    let object = |value: Value| if let Value::Object(object) = value { object } else { Map::new() };
    tables.push(("taxonomy_term", types.into_iter().map(|one| object(taxonomy_term(one))).collect()));
    tables.push(("taxonomy", vec![object(taxonomy())]));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut resources = Vec::new();
    for (name, rows) in &tables {
        if rows.is_empty() {
            continue;
        }
        let file = file_of(name);
        let fields = check::fields(name);
        let columns: Vec<&str> =
            fields.into_iter().filter(|field| rows.iter().any(|row| row.contains_key(*field))).collect();
        zip.start_file(file, SimpleFileOptions::default()).map_err(|_| FormatError::Write)?;
        zip.write_all(&csv(&columns, rows)?).map_err(|_| FormatError::Write)?;
        resources.push(json!({
            "name": name, "path": file, "format": "csv", "mediatype": "text/csv", "profile": "tabular-data-resource",
            "schema": { "fields": columns.iter().map(|column| json!({ "name": column })).collect::<Vec<_>>() },
        }));
    }
    let about =
        json!({ "name": "human_services_data", "profile": "tabular-data-package", "resources": resources });
    zip.start_file("datapackage.json", SimpleFileOptions::default()).map_err(|_| FormatError::Write)?;
    zip.write_all(about.to_string().as_bytes()).map_err(|_| FormatError::Write)?;
    Ok(zip.finish().map_err(|_| FormatError::Write)?.into_inner())
}

fn file_of(name: &str) -> &'static str {
    match name {
        "taxonomy" => "taxonomies.csv",
        "taxonomy_term" => "taxonomy_terms.csv",
        _ => TABLES.iter().find(|(known, _)| *known == name).map_or("others.csv", |(_, file)| file),
    }
}

fn csv(columns: &[&str], rows: &[Map<String, Value>]) -> Result<Vec<u8>, FormatError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns).map_err(|_| FormatError::Write)?;
    for row in rows {
        let cells = columns.iter().map(|column| match row.get(*column) {
            Some(Value::String(text)) => neutralise(text).into_owned(),
            Some(other) => other.to_string(),
            None => String::new(),
        });
        writer.write_record(cells).map_err(|_| FormatError::Write)?;
    }
    writer.into_inner().map_err(|_| FormatError::Write)
}
