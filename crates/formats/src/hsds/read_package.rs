//! Services of a tabular package, put together from its tables as the nested objects that the JSON form has.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value, json};

use super::check::Check;
use super::check_package::{self, Table};

/// Tables whose rows say to which service they belong, and under which name a service holds them.
const OF_SERVICE: [(&str, &str); 4] = [
    ("phone", "phones"),
    ("schedule", "schedules"),
    ("service_area", "service_areas"),
    ("language", "languages"),
];
/// Columns that hold numbers.
const NUMBERS: [&str; 4] = ["minimum_age", "maximum_age", "latitude", "longitude"];

/// Every service of a package.
pub(super) fn services(bytes: &[u8]) -> Result<Vec<Value>, Check> {
    let mut tables = Tables { tables: check_package::tables(bytes)?, found: BTreeMap::new() };
    let mut services = tables.all("service");
    for service in &mut services {
        let id = text(service, "id");
        let organisation = text(service, "organization_id");
        if let Some(one) = tables.first("organization", "id", &organisation) {
            service.insert("organization".into(), one.into());
        }
        for (table, field) in OF_SERVICE {
            service.insert(field.into(), tables.of(table, "service_id", &id).into());
        }
        let mut attributes = tables.of("attribute", "link_id", &id);
        for attribute in &mut attributes {
            let term = tables.first("taxonomy_term", "id", &text(attribute, "taxonomy_term_id"));
            attribute.insert("taxonomy_term".into(), term.map_or(Value::Null, Value::from));
        }
        service.insert("attributes".into(), attributes.into());
        let mut places = tables.of("service_at_location", "service_id", &id);
        for place in &mut places {
            let at = text(place, "location_id");
            if let Some(mut location) = tables.first("location", "id", &at) {
                location.insert("addresses".into(), tables.of("address", "location_id", &at).into());
                place.insert("location".into(), location.into());
            }
        }
        service.insert("service_at_locations".into(), places.into());
    }
    Ok(services.into_iter().map(|service| json!(service)).collect())
}

type Object = Map<String, Value>;

fn text(object: &Object, name: &str) -> String {
    object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Rows by table and by what a column of them says, found once: a package may have tens of thousands.
struct Tables {
    tables: Vec<(String, Table)>,
    found: BTreeMap<(&'static str, &'static str), BTreeMap<String, Vec<usize>>>,
}

impl Tables {
    fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|(known, _)| known == name).map(|(_, table)| table)
    }

    fn all(&self, name: &str) -> Vec<Object> {
        let rows = |table: &Table| table.rows.iter().map(|row| object(&table.columns, row)).collect();
        self.table(name).map(rows).unwrap_or_default()
    }

    fn of(&mut self, name: &'static str, column: &'static str, id: &str) -> Vec<Object> {
        if !self.found.contains_key(&(name, column)) {
            let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            if let Some(table) = self.table(name)
                && let Some(at) = table.columns.iter().position(|known| known == column)
            {
                for (line, row) in table.rows.iter().enumerate() {
                    let said = row.get(at).filter(|said| !said.is_empty());
                    said.into_iter().for_each(|said| rows.entry(said.clone()).or_default().push(line));
                }
            }
            self.found.insert((name, column), rows);
        }
        let lines = self.found.get(&(name, column)).and_then(|rows| rows.get(id));
        let Some((table, lines)) = self.table(name).zip(lines) else { return Vec::new() };
        let rows = lines.iter().filter_map(|line| table.rows.get(*line));
        rows.map(|row| object(&table.columns, row)).collect()
    }

    fn first(&mut self, name: &'static str, column: &'static str, id: &str) -> Option<Object> {
        self.of(name, column, id).into_iter().next()
    }
}

fn object(columns: &[String], row: &[String]) -> Object {
    let cells = columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
    let value = |column: &str, cell: &str| {
        let number = NUMBERS.contains(&column).then(|| cell.parse::<Number>().ok()).flatten();
        number.map_or_else(|| Value::from(cell), Value::Number)
    };
    cells.map(|(column, cell)| (column.clone(), value(column, cell))).collect()
}
