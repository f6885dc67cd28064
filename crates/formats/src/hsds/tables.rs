//! The tabular package: one CSV for each object that there is something of, and a description of them. It is written table by table as it
//! goes, so that a directory of any length needs no more room than the rows at hand.

use std::collections::{BTreeSet, HashSet};
use std::io::Write;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

use super::write::{list, location, service_row, taxonomy, taxonomy_term};
use super::{Listing, check};
use crate::error::FormatError;
use crate::write::neutralise;

/// A row of a table.
type Object = Map<String, Value>;

/// A table of the package: name and rows.
pub type Table = (&'static str, Vec<Object>);

/// Objects that the package has a table for, with the file of each. What others point at comes before them.
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

/// What a listing adds to a table.
fn of_listing(table: &str, one: &Listing) -> Vec<Object> {
    let of_service = |name: &str| list(one, name).into_iter().filter_map(object).map(flat).collect();
    match table {
        "organization" => object(super::organization(one)).into_iter().collect(),
        "service" => vec![service_row(one)],
        "location" => location(one).map(flat).into_iter().collect(),
        "address" => of_place(one, "addresses"),
        "accessibility" => of_place(one, "accessibility"),
        "phone" => of_service("phones"),
        "schedule" => of_service("schedules"),
        "service_area" => of_service("service_areas"),
        "language" => of_service("languages"),
        "service_at_location" => of_service("service_at_locations"),
        _ => of_service("attributes"),
    }
}

/// What lies in the location of a listing.
fn of_place(one: &Listing, name: &str) -> Vec<Object> {
    let rows = location(one).and_then(|mut place| place.remove(name));
    let rows = rows.as_ref().and_then(Value::as_array).into_iter().flatten();
    rows.cloned().filter_map(object).map(flat).collect()
}

fn object(value: Value) -> Option<Object> {
    if let Value::Object(object) = value { Some(object) } else { None }
}

/// Without what is nested in it: that stands in tables of its own.
fn flat(mut row: Object) -> Object {
    row.retain(|_, value| !value.is_array() && !value.is_object());
    row
}

/// The rows of every table.
pub fn rows(listings: &[Listing]) -> Vec<Table> {
    let of = |table: &'static str| {
        let mut met = HashSet::new();
        // An organisation stands once, however many services it has.
        let once = |one: &&Listing| table != "organization" || met.insert(one.organization_id.clone());
        listings.iter().filter(once).flat_map(|one| of_listing(table, one)).collect()
    };
    TABLES.iter().map(|(table, _)| (*table, of(table))).collect()
}

/// The columns that a table can have something in, in the order of the specification.
fn columns(table: &str) -> Vec<&'static str> {
    static KNOWN: LazyLock<Vec<Table>> = LazyLock::new(|| rows(&[Listing::whole()]));
    let known = |field: &&str| match table {
        "taxonomy" => taxonomy().get(*field).is_some(),
        "taxonomy_term" => taxonomy_term(&(String::new(), String::new())).get(*field).is_some(),
        _ => {
            KNOWN.iter().any(|(name, rows)| *name == table && rows.iter().any(|row| row.contains_key(*field)))
        }
    };
    check::fields(table).into_iter().filter(known).collect()
}

/// A tabular package that is being written: the listings once for each of [`TABLES`], in that order, then the end.
pub struct Package<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    /// The table that is open, and its columns.
    open: Option<(&'static str, Vec<&'static str>)>,
    resources: Vec<Value>,
    organizations: HashSet<u128>,
    types: BTreeSet<(String, String)>,
}

impl<W: Write> std::fmt::Debug for Package<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Package").field("tables", &self.resources.len()).finish_non_exhaustive()
    }
}

impl<W: Write> Package<W> {
    /// An empty package. Nothing is ever written over: `out` may be a line to somebody.
    pub fn begin(out: W) -> Self {
        Self {
            zip: ZipWriter::new_stream(out),
            open: None,
            resources: Vec::new(),
            organizations: HashSet::new(),
            types: BTreeSet::new(),
        }
    }

    /// Adds to a table what some listings have for it. Tables are written one after the other.
    ///
    /// # Errors
    /// [`FormatError::Write`].
    pub fn add(&mut self, table: &'static str, listings: &[Listing]) -> Result<(), FormatError> {
        let mut rows = Vec::new();
        for one in listings {
            self.types.insert(one.service_type.clone());
            let id: String = one.organization_id.chars().filter(char::is_ascii_hexdigit).collect();
            let id = u128::from_str_radix(&id, 16).unwrap_or_default();
            if table != "organization" || self.organizations.insert(id) {
                rows.extend(of_listing(table, one));
            }
        }
        self.write(table, &rows)
    }

    fn write(&mut self, table: &'static str, rows: &[Object]) -> Result<(), FormatError> {
        if rows.is_empty() {
            return Ok(());
        }
        let is_open = matches!(&self.open, Some((open, _)) if *open == table);
        let mut csv = csv::Writer::from_writer(Vec::new());
        if !is_open {
            let (file, columns) = (file_of(table), columns(table));
            self.zip.start_file(file, SimpleFileOptions::default()).map_err(|_| FormatError::Write)?;
            csv.write_record(&columns).map_err(|_| FormatError::Write)?;
            self.resources.push(json!({
                "name": table, "path": file, "format": "csv", "mediatype": "text/csv", "profile": "tabular-data-resource",
                "schema": { "fields": columns.iter().map(|column| json!({ "name": column })).collect::<Vec<_>>() },
            }));
            self.open = Some((table, columns));
        }
        let columns = self.open.as_ref().map(|(_, columns)| columns.as_slice()).unwrap_or_default();
        for row in rows {
            let cells = columns.iter().map(|column| match row.get(*column) {
                Some(Value::String(text)) => neutralise(text).into_owned(),
                Some(other) => other.to_string(),
                None => String::new(),
            });
            csv.write_record(cells).map_err(|_| FormatError::Write)?;
        }
        let bytes = csv.into_inner().map_err(|_| FormatError::Write)?;
        self.zip.write_all(&bytes).map_err(|_| FormatError::Write)
    }

    /// The types of services that were met, and the description of everything.
    ///
    /// # Errors
    /// [`FormatError::Write`].
    pub fn finish(mut self) -> Result<W, FormatError> {
        let types: Vec<Object> = self.types.iter().filter_map(|one| object(taxonomy_term(one))).collect();
        self.write("taxonomy_term", &types)?;
        self.write("taxonomy", object(taxonomy()).as_slice())?;
        let about = json!({ "name": "human_services_data", "profile": "tabular-data-package", "resources": self.resources });
        self.zip
            .start_file("datapackage.json", SimpleFileOptions::default())
            .map_err(|_| FormatError::Write)?;
        self.zip.write_all(about.to_string().as_bytes()).map_err(|_| FormatError::Write)?;
        Ok(self.zip.finish().map_err(|_| FormatError::Write)?.into_inner())
    }
}

/// The package as a ZIP file: tables with something in them, types of services, and `datapackage.json`.
///
/// # Errors
/// [`FormatError::Write`].
pub fn package(listings: &[Listing]) -> Result<Vec<u8>, FormatError> {
    let mut package = Package::begin(Vec::new());
    for (table, _) in TABLES {
        package.add(table, listings)?;
    }
    package.finish()
}

fn file_of(name: &str) -> &'static str {
    match name {
        "taxonomy" => "taxonomies.csv",
        "taxonomy_term" => "taxonomy_terms.csv",
        _ => TABLES.iter().find(|(known, _)| *known == name).map_or("others.csv", |(_, file)| file),
    }
}
