//! Pages that every kind has: list, look, new, change, step, export. The floor, not the ceiling: a page drawn by hand for a
//! kind takes the place of one of these in [`crate::routes`].

pub(crate) mod edit;
pub(crate) mod export;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod list_query;
pub(crate) mod open;
pub(crate) mod step;
pub(crate) mod view;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use model::time::Zone;
use model::{Date, Field, Id};
use node::registry::{self, KindEntry};

use crate::error::Fault;
use crate::forms::FieldUse;
use crate::state::WebState;

/// The kind named by the first part of an address.
pub(crate) struct KindPath(pub(crate) &'static KindEntry);

/// A kind and the id of one of its records.
pub(crate) struct RecordPath(pub(crate) &'static KindEntry, pub(crate) Id);

/// A kind, the id of one of its records and the name of a step.
pub(crate) struct StepPath(pub(crate) &'static KindEntry, pub(crate) Id, pub(crate) String);

async fn named(parts: &mut Parts, state: &WebState) -> Result<Vec<String>, Fault> {
    let path = Path::<Vec<(String, String)>>::from_request_parts(parts, state).await;
    path.map(|Path(pairs)| pairs.into_iter().map(|(_, value)| value).collect()).map_err(|_| Fault::NOT_FOUND)
}

/// Only the slug is an address, so that one page has one address.
fn kind(slug: Option<&String>) -> Result<&'static KindEntry, Fault> {
    let slug = slug.ok_or(Fault::NOT_FOUND)?;
    registry::kind(slug).filter(|entry| entry.meta.slug == slug).ok_or(Fault::NOT_FOUND)
}

fn id(text: Option<&String>) -> Result<Id, Fault> {
    text.and_then(|text| text.parse().ok()).ok_or(Fault::NOT_FOUND)
}

impl FromRequestParts<WebState> for KindPath {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Fault> {
        Ok(Self(kind(named(parts, state).await?.first())?))
    }
}

impl FromRequestParts<WebState> for RecordPath {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Fault> {
        let path = named(parts, state).await?;
        Ok(Self(kind(path.first())?, id(path.get(1))?))
    }
}

impl FromRequestParts<WebState> for StepPath {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Fault> {
        let path = named(parts, state).await?;
        let action = path.get(2).ok_or(Fault::NOT_FOUND)?.clone();
        Ok(Self(kind(path.first())?, id(path.get(1))?, action))
    }
}

/// The civil date where most of this node's work happens.
pub(crate) fn today(state: &WebState) -> Date {
    state.node.now().date(Zone::default())
}

/// A field in a form, asked for where the declaration requires it.
pub(crate) fn as_declared(field: &'static Field) -> FieldUse {
    FieldUse { field, required: field.required }
}

/// The slug of a verb on a kind, as in `close-case`.
pub(crate) fn act_slug(verb: &str, kind: &str) -> String {
    format!("{}-{kind}", verb.replace('_', "-"))
}
