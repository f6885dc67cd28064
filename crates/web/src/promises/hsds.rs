//! `/hsds/…`: the directory for programs, as the read interface of HSDS 3.0 has it. What is confidential is in no row that these
//! pages are made of.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use formats::hsds;
use model::{Id, Lang, codes};
use node::public::{DirectoryQuery, PublicListing};
use serde_json::{Value, json};

use super::package::{Listings, PackageStream};

use crate::error::{Answer, Fault};
use crate::pieces::Pieces;
use crate::state::WebState;
use crate::visitor::query;

/// Rows of a page when nothing else is asked.
const PER_PAGE: i64 = 50;
/// Rows of a page at most.
const MOST: i64 = 500;

/// Each language is an export of its own: the specification has one text for each field.
fn lang(uri: &Uri) -> Lang {
    query(uri, "lang").and_then(|text| Lang::from_tag(&text)).unwrap_or(Lang::Id)
}

fn number(uri: &Uri, name: &str, usual: i64) -> i64 {
    query(uri, name).and_then(|text| text.parse().ok()).filter(|n| *n > 0).unwrap_or(usual)
}

struct Asked {
    lang: Lang,
    page: i64,
    per_page: i64,
    query: DirectoryQuery,
}

fn asked(uri: &Uri) -> Asked {
    let (page, per_page) = (number(uri, "page", 1), number(uri, "per_page", PER_PAGE).min(MOST));
    let query = DirectoryQuery {
        organisation: query(uri, "organization_id").and_then(|text| text.parse().ok()),
        skip: (page - 1).saturating_mul(per_page),
        limit: per_page,
        ..DirectoryQuery::default()
    };
    Asked { lang: lang(uri), page, per_page, query }
}

fn whole(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

fn page(contents: Vec<Value>, asked: &Asked, total: i64) -> Response {
    Json(hsds::page(contents, (whole(asked.page), whole(asked.per_page)), whole(total))).into_response()
}

pub(crate) async fn about(State(state): State<WebState>) -> Json<Value> {
    Json(json!({
        "version": "3.0", "profile": "https://docs.openreferral.org/en/v3.0/",
        "openapi_url": "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json",
        "services": state.settings.url("/hsds/services"), "package": state.settings.url("/hsds/package.zip"),
    }))
}

pub(crate) async fn services(State(state): State<WebState>, uri: Uri) -> Answer {
    let asked = asked(&uri);
    let found = state.node.directory(asked.query.clone()).await?;
    let full = query(&uri, "full").is_some_and(|text| text == "true");
    let object = |row: &PublicListing| {
        let one = row.to_hsds(asked.lang);
        if full { hsds::service(&one) } else { Value::Object(hsds::service_row(&one)) }
    };
    Ok(page(found.rows.iter().map(object).collect(), &asked, found.total))
}

pub(crate) async fn service(State(state): State<WebState>, Path(id): Path<String>, uri: Uri) -> Answer {
    let row = state.node.listing(id.parse().map_err(|_| Fault::NOT_FOUND)?).await?;
    Ok(Json(hsds::service(&row.to_hsds(lang(&uri)))).into_response())
}

/// Every listing of a choice.
async fn every(state: &WebState, query: DirectoryQuery) -> node::Result<Vec<PublicListing>> {
    let (mut rows, mut listings) = (Vec::new(), Listings::of(&state.node, query));
    while let Some(page) = listings.next().await? {
        rows.extend(page);
    }
    Ok(rows)
}

pub(crate) async fn organizations(State(state): State<WebState>, uri: Uri) -> Answer {
    let asked = asked(&uri);
    let found = state.node.directory_organisations(asked.query.skip, asked.per_page).await?;
    let contents = found.rows.iter().map(|row| hsds::organization(&row.to_hsds(asked.lang))).collect();
    Ok(page(contents, &asked, found.total))
}

pub(crate) async fn organization(State(state): State<WebState>, Path(id): Path<String>, uri: Uri) -> Answer {
    let key: Id = id.parse().map_err(|_| Fault::NOT_FOUND)?;
    let query = DirectoryQuery { organisation: Some(key), ..DirectoryQuery::default() };
    let rows = every(&state, query).await?;
    let first = rows.first().ok_or(Fault::NOT_FOUND)?;
    let mut object = hsds::organization(&first.to_hsds(lang(&uri)));
    if let Some(members) = object.as_object_mut() {
        let services = rows.iter().map(|row| Value::Object(hsds::service_row(&row.to_hsds(lang(&uri)))));
        members.insert("services".into(), services.collect());
    }
    Ok(Json(object).into_response())
}

pub(crate) async fn at_locations(State(state): State<WebState>, uri: Uri) -> Answer {
    let asked = asked(&uri);
    let rows = every(&state, DirectoryQuery::default()).await?;
    let all: Vec<Value> =
        rows.iter().filter_map(|row| hsds::service_at_location(&row.to_hsds(asked.lang))).collect();
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let contents = all.into_iter().skip(whole(asked.query.skip)).take(whole(asked.per_page)).collect();
    Ok(page(contents, &asked, total))
}

pub(crate) async fn at_location(State(state): State<WebState>, Path(id): Path<String>, uri: Uri) -> Answer {
    let rows = every(&state, DirectoryQuery::default()).await?;
    let mut all = rows.iter().filter_map(|row| hsds::service_at_location(&row.to_hsds(lang(&uri))));
    let found = all.find(|at| at.get("id").and_then(Value::as_str) == Some(id.as_str()));
    found.map(|at| Json(at).into_response()).ok_or(Fault::NOT_FOUND)
}

pub(crate) async fn taxonomies(uri: Uri) -> Response {
    page(vec![hsds::taxonomy()], &asked(&uri), 1)
}

pub(crate) async fn taxonomy(Path(id): Path<String>) -> Answer {
    let found = hsds::taxonomy();
    let known = found.get("id").and_then(Value::as_str) == Some(id.as_str());
    if known { Ok(Json(found).into_response()) } else { Err(Fault::NOT_FOUND) }
}

fn terms(lang: Lang) -> Vec<Value> {
    let list = codes::list("service-type").into_iter().flat_map(|list| list.offered());
    list.map(|code| hsds::taxonomy_term(&(code.code.to_owned(), code.label(lang).to_owned()))).collect()
}

pub(crate) async fn taxonomy_terms(uri: Uri) -> Response {
    let asked = asked(&uri);
    let all = terms(asked.lang);
    let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let contents = all.into_iter().skip(whole(asked.query.skip)).take(whole(asked.per_page)).collect();
    page(contents, &asked, total)
}

pub(crate) async fn taxonomy_term(Path(id): Path<String>, uri: Uri) -> Answer {
    let mut all = terms(lang(&uri)).into_iter();
    let found = all.find(|term| term.get("id").and_then(Value::as_str) == Some(id.as_str()));
    found.map(|term| Json(term).into_response()).ok_or(Fault::NOT_FOUND)
}

/// The tabular package, written while it is read: the first tables are on their way before the last are looked up.
pub(crate) async fn package(State(state): State<WebState>, uri: Uri) -> Answer {
    let body = PackageStream::new(&state.node, lang(&uri)).body().await?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"hsds-package.zip\""),
    ];
    Ok((StatusCode::OK, headers, body).into_response())
}
