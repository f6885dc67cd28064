//! Services that others publish, read into listings. Unknown fields are left where they are; nothing is guessed.

use serde_json::Value;

use super::{Check, Listing, check_file, read_package};

/// Why a file gives no listings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoListings {
    /// It is not what the specification says.
    Wrong(Vec<Check>),
    /// It holds no services.
    Empty,
}

/// Reads a file of services: one, a list, a page of a list, or a tabular package.
///
/// # Errors
/// [`NoListings`]; one service that is wrong keeps the others out as well, so that nothing is half imported.
pub fn read(bytes: &[u8]) -> Result<Vec<Listing>, NoListings> {
    let (_, found) = check_file(bytes).map_err(|check| NoListings::Wrong(vec![check]))?;
    if !found.is_empty() {
        return Err(NoListings::Wrong(found));
    }
    if bytes.starts_with(b"PK") {
        let services = read_package::services(bytes).map_err(|check| NoListings::Wrong(vec![check]))?;
        let listings: Vec<Listing> = services.iter().map(listing).collect();
        return if listings.is_empty() { Err(NoListings::Empty) } else { Ok(listings) };
    }
    let whole: Value = serde_json::from_slice(bytes).map_err(|_| NoListings::Empty)?;
    let rows: Vec<&Value> = match whole.get("contents").or(Some(&whole)) {
        Some(Value::Array(rows)) => rows.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let listings: Vec<Listing> =
        rows.into_iter().filter(|row| row.get("status").is_some()).map(listing).collect();
    if listings.is_empty() { Err(NoListings::Empty) } else { Ok(listings) }
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

fn listing(row: &Value) -> Listing {
    let first = |name: &str| row.get(name).and_then(Value::as_array).and_then(|rows| rows.first());
    let all = |name: &str| row.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let schedule = first("schedules").cloned().unwrap_or_default();
    let place = first("service_at_locations").and_then(|at| at.get("location")).cloned().unwrap_or_default();
    let address = place.get("addresses").and_then(Value::as_array).and_then(|rows| rows.first());
    let number = |name: &str| row.get(name).and_then(Value::as_i64);
    let degree = |name: &str| place.get(name).and_then(Value::as_f64);
    let term =
        first("attributes").and_then(|attribute| attribute.get("taxonomy_term")).cloned().unwrap_or_default();
    Listing {
        id: text(row, "id"),
        organization_id: text(row, "organization_id"),
        organization: row.get("organization").map(|one| text(one, "name")).unwrap_or_default(),
        name: text(row, "name"),
        description: text(row, "description"),
        status: text(row, "status"),
        service_type: (text(&term, "code"), text(&term, "name")),
        eligibility: text(row, "eligibility_description"),
        minimum_age: number("minimum_age"),
        maximum_age: number("maximum_age"),
        application: text(row, "application_process"),
        fees: text(row, "fees_description"),
        accreditations: text(row, "accreditations"),
        languages: all("languages").iter().map(|one| (text(one, "code"), text(one, "name"))).collect(),
        days: text(&schedule, "byday")
            .split(',')
            .map(str::trim)
            .filter(|day| !day.is_empty())
            .map(str::to_owned)
            .collect(),
        opens: text(&schedule, "opens_at"),
        closes: text(&schedule, "closes_at"),
        area: first("service_areas").map(|area| (String::new(), text(area, "name"))),
        phone: first("phones").map(|phone| text(phone, "number")).unwrap_or_default(),
        email: text(row, "email"),
        url: text(row, "url"),
        address: address
            .map(|one| ["address_1", "city", "state_province", "postal_code"].map(|name| text(one, name))),
        position: degree("latitude").zip(degree("longitude")),
        accessibility: String::new(),
        alert: text(row, "alert"),
        assured_date: text(row, "assured_date"),
        last_modified: text(row, "last_modified"),
    }
}
