//! Listings as objects of the specification.

use serde_json::{Map, Value, json};

use super::{Listing, derived};

/// Sets a text that is not empty: an empty one says something that nobody said.
fn put(object: &mut Map<String, Value>, name: &str, text: &str) {
    if !text.is_empty() {
        object.insert(name.to_owned(), text.into());
    }
}

/// Hours west of Greenwich are negative; the specification wants a number, and Indonesia's west is seven hours ahead.
const TIMEZONE: f64 = 7.0;

/// The taxonomy of service types.
const TAXONOMY: &str = "7f6d4a1e-0001-4000-8000-000000000001";

/// A service with what is one to one with it: a row of a list, or of a table.
pub fn service_row(one: &Listing) -> Map<String, Value> {
    let mut object = Map::new();
    put(&mut object, "id", &one.id);
    put(&mut object, "organization_id", &one.organization_id);
    put(&mut object, "name", &one.name);
    put(&mut object, "description", &one.description);
    put(&mut object, "url", &one.url);
    put(&mut object, "email", &one.email);
    put(&mut object, "status", &one.status);
    put(&mut object, "application_process", &one.application);
    put(&mut object, "fees_description", &one.fees);
    put(&mut object, "accreditations", &one.accreditations);
    put(&mut object, "eligibility_description", &one.eligibility);
    if let Some(age) = one.minimum_age {
        object.insert("minimum_age".into(), age.into());
    }
    if let Some(age) = one.maximum_age {
        object.insert("maximum_age".into(), age.into());
    }
    put(&mut object, "assured_date", &one.assured_date);
    put(&mut object, "alert", &one.alert);
    put(&mut object, "last_modified", &one.last_modified);
    object
}

/// What a service has more than one of, or may have none of: the name of its list, and what is in it.
pub(super) const LISTS: [&str; 6] =
    ["phones", "schedules", "service_areas", "languages", "service_at_locations", "attributes"];

/// What is in one of [`LISTS`].
pub(super) fn list(one: &Listing, name: &str) -> Vec<Value> {
    match name {
        "phones" if one.phone.is_empty() => Vec::new(),
        "phones" => {
            vec![json!({ "id": derived(&one.id, "phone"), "service_id": one.id, "number": one.phone })]
        }
        "schedules" => schedule(one).into_iter().collect(),
        "service_areas" => {
            let area = |(_, name): &(String, String)| json!({ "id": derived(&one.id, "area"), "service_id": one.id, "name": name, "extent_type": "text", "extent": name });
            one.area.iter().map(area).collect()
        }
        "languages" => {
            let language = |(code, name): &(String, String)| json!({ "id": derived(&one.id, &format!("language {code}")), "service_id": one.id, "code": code, "name": name });
            one.languages.iter().map(language).collect()
        }
        "service_at_locations" => {
            let at = |location: Map<String, Value>| {
                let location_id = location.get("id").cloned().unwrap_or_default();
                json!({ "id": derived(&one.id, "at"), "service_id": one.id, "location_id": location_id, "location": location })
            };
            location(one).map(at).into_iter().collect()
        }
        _ => vec![json!({
            "id": derived(&one.id, "type"), "link_id": one.id, "link_entity": "service",
            "taxonomy_term_id": term_id(&one.service_type.0), "taxonomy_term": taxonomy_term(&one.service_type),
        })],
    }
}

/// A service with everything.
pub fn service(one: &Listing) -> Value {
    let mut object = service_row(one);
    object.insert("organization".into(), organization(one));
    for name in LISTS {
        let rows = list(one, name);
        if !rows.is_empty() {
            object.insert(name.into(), rows.into());
        }
    }
    Value::Object(object)
}

fn schedule(one: &Listing) -> Option<Value> {
    if one.days.is_empty() {
        return None;
    }
    let mut object = Map::new();
    put(&mut object, "id", &derived(&one.id, "schedule"));
    put(&mut object, "service_id", &one.id);
    put(&mut object, "freq", "WEEKLY");
    put(&mut object, "wkst", "MO");
    put(&mut object, "byday", &one.days.join(","));
    put(&mut object, "opens_at", &one.opens);
    put(&mut object, "closes_at", &one.closes);
    object.insert("timezone".into(), TIMEZONE.into());
    Some(Value::Object(object))
}

/// Where a service stands: a location only if something of it may be known; an address only if it is whole.
pub(super) fn location(one: &Listing) -> Option<Map<String, Value>> {
    let address = one.address.as_ref().filter(|parts| parts.iter().all(|part| !part.is_empty()));
    if address.is_none() && one.position.is_none() {
        return None;
    }
    let id = derived(&one.id, "location");
    let mut object = Map::new();
    put(&mut object, "id", &id);
    put(&mut object, "location_type", "physical");
    put(&mut object, "organization_id", &one.organization_id);
    put(&mut object, "name", &one.name);
    if let Some((latitude, longitude)) = one.position {
        object.insert("latitude".into(), latitude.into());
        object.insert("longitude".into(), longitude.into());
    }
    if let Some([street, city, province, code]) = address {
        let address = json!({
            "id": derived(&one.id, "address"), "location_id": id, "address_1": street, "city": city,
            "state_province": province, "postal_code": code, "country": "ID", "address_type": "physical",
        });
        object.insert("addresses".into(), json!([address]));
    }
    if !one.accessibility.is_empty() {
        let access =
            json!({ "id": derived(&one.id, "access"), "location_id": id, "description": one.accessibility });
        object.insert("accessibility".into(), json!([access]));
    }
    Some(object)
}

/// The service at its location, if it has one that may be known.
pub fn service_at_location(one: &Listing) -> Option<Value> {
    let location = location(one)?;
    let location_id = location.get("id").cloned().unwrap_or_default();
    Some(json!({
        "id": derived(&one.id, "at"), "service_id": one.id, "location_id": location_id, "location": location,
        "service": service_row(one),
    }))
}

/// The organisation of a listing.
pub fn organization(one: &Listing) -> Value {
    json!({ "id": one.organization_id, "name": one.organization, "description": one.organization })
}

fn term_id(code: &str) -> String {
    derived(TAXONOMY, code)
}

/// The taxonomy of service types.
pub fn taxonomy() -> Value {
    json!({ "id": TAXONOMY, "name": "service-type", "description": "Service types of Jejaring", "version": "1" })
}

/// A service type.
pub fn taxonomy_term((code, label): &(String, String)) -> Value {
    json!({
        "id": term_id(code), "code": code, "name": label, "description": label, "taxonomy": "service-type",
        "taxonomy_id": TAXONOMY, "language": "id",
    })
}

/// A page of a list.
pub fn page(contents: Vec<Value>, (number, size): (usize, usize), total: usize) -> Value {
    let pages = total.div_ceil(size.max(1));
    json!({
        "total_items": total, "total_pages": pages, "page_number": number, "size": contents.len(),
        "first_page": number <= 1, "last_page": number >= pages, "empty": contents.is_empty(), "contents": contents,
    })
}
