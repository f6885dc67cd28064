//! Services of a tabular package, put together from its tables as the nested objects that the JSON form has.

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
    let tables = Tables(check_package::tables(bytes)?);
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

struct Tables(Vec<(String, Table)>);

impl Tables {
    fn all(&self, name: &str) -> Vec<Object> {
        let table = self.0.iter().find(|(known, _)| known == name).map(|(_, table)| table);
        table
            .map(|table| table.rows.iter().map(|row| object(&table.columns, row)).collect())
            .unwrap_or_default()
    }

    fn of(&self, name: &str, column: &str, id: &str) -> Vec<Object> {
        let mut rows = self.all(name);
        rows.retain(|row| !id.is_empty() && text(row, column) == id);
        rows
    }

    fn first(&self, name: &str, column: &str, id: &str) -> Option<Object> {
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
