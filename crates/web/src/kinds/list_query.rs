//! From the query of a list's address to the list act's query, and back.

use std::collections::BTreeMap;

use axum::extract::Query;
use axum::http::Uri;
use model::KindMeta;
use node::acts::{Cursor, ListQuery, Sort};

/// Rows on a page.
const PAGE: i64 = 50;

/// Reads an address. What the kind does not filter by is left out.
pub(crate) fn read(uri: &Uri, meta: &KindMeta) -> ListQuery {
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri).map(|query| query.0).unwrap_or_default();
    let mut query = ListQuery { limit: PAGE, ..ListQuery::default() };
    for (name, value) in pairs {
        let value = value.trim();
        match name.as_str() {
            _ if value.is_empty() => {}
            "sort" => query.sort = sort(value),
            "overdue" => query.overdue = value == "1",
            "after" => query.after = cursor(value),
            "root" => query.root = value.parse().ok(),
            "limit" => query.limit = value.parse().unwrap_or(PAGE).clamp(1, 200),
            name if filters(meta).any(|known| known == name) => {
                query.filters.insert(name.to_owned(), value.to_owned());
            }
            _ => {}
        }
    }
    query
}

/// Names that a list can be narrowed by.
pub fn filters(meta: &KindMeta) -> impl Iterator<Item = &'static str> {
    let fields = meta.fields.iter().filter(|field| field.filtered).map(|field| field.name);
    ["phase", "state"].into_iter().chain(fields)
}

fn sort(text: &str) -> Sort {
    match text {
        "oldest" => Sort::Oldest,
        "due" => Sort::Due,
        _ => Sort::Newest,
    }
}

/// How an order is called in addresses.
pub(crate) const fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => "newest",
        Sort::Oldest => "oldest",
        Sort::Due => "due",
    }
}

fn cursor(text: &str) -> Option<Cursor> {
    let (key, id) = text.split_once('_')?;
    Some(Cursor { key: key.parse().ok()?, id: id.parse().ok()? })
}

/// A place in a list, as an address holds it.
pub(crate) fn cursor_text(cursor: Cursor) -> String {
    format!("{}_{}", cursor.key, cursor.id)
}

/// The query of the same list from another place on. Values are codes, so nothing needs escaping.
pub(crate) fn text(query: &ListQuery, after: Option<Cursor>) -> String {
    let mut pairs: BTreeMap<&str, String> =
        query.filters.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
    if query.sort != Sort::Newest {
        pairs.insert("sort", sort_name(query.sort).to_owned());
    }
    if query.overdue {
        pairs.insert("overdue", "1".to_owned());
    }
    if let Some(root) = query.root {
        pairs.insert("root", root.to_string());
    }
    if let Some(after) = after {
        pairs.insert("after", cursor_text(after));
    }
    let plain = |value: &str| {
        value.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect::<String>()
    };
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", plain(value))).collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use model::Kind;
    use model::kinds::Case;

    use super::*;

    #[test]
    fn an_address_survives_reading_and_writing() {
        let uri: Uri =
            "/case?phase=open&risk_level=high&sort=due&overdue=1&nonsense=1&child=x".parse().unwrap();
        let query = read(&uri, Case::META);
        assert_eq!(query.filters.len(), 2, "only what the kind filters by");
        assert_eq!(text(&query, None), "overdue=1&phase=open&risk_level=high&sort=due");
        let uri: Uri = "/case?after=12_01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
        let query = read(&uri, Case::META);
        assert_eq!(query.after.map(cursor_text).as_deref(), Some("12_01890a5d-ac96-774b-bcce-b302099a8057"));
    }
}
