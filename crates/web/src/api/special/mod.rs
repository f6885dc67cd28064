//! Acts with a body of their own: what they take, and how they are performed.
//!
//! Each area declares its acts in one table ([`call::acts`]); the dispatch and the document are made of the tables.

mod body;
mod call;
mod counting;
mod desk;
mod harm;
mod intake;
mod learning;
mod monitoring;
mod moves;
mod people;
mod practice;
mod promises;
mod research;
mod staff;

use std::future::Future;
use std::pin::Pin;

use serde_json::Value;

use crate::error::Fault;

pub(super) use body::{Member, schema};
pub(super) use call::Call;

/// What a call answers, some day.
type Answer<'a> = Pin<Box<dyn Future<Output = Result<Value, Fault>> + Send + 'a>>;

/// Slug and body of an act.
type Declared = (&'static str, &'static [Member]);

/// The acts of an area, and what performs them.
type Area = (&'static [Declared], for<'a> fn(Call<'a>, &'a str, Value) -> Answer<'a>);

const AREAS: [Area; 12] = [
    (intake::ACTS, intake::perform),
    (people::ACTS, people::perform),
    (desk::ACTS, desk::perform),
    (moves::ACTS, moves::perform),
    (practice::ACTS, practice::perform),
    (counting::ACTS, counting::perform),
    (research::ACTS, research::perform),
    (promises::ACTS, promises::perform),
    (harm::ACTS, harm::perform),
    (staff::ACTS, staff::perform),
    (learning::ACTS, learning::perform),
    (monitoring::ACTS, monitoring::perform),
];

/// Whether an act has a body of its own.
pub(super) fn knows(slug: &str) -> bool {
    all().any(|(known, _)| *known == slug)
}

/// Performs such an act; `body` is without the act's id.
pub(super) async fn perform(call: Call<'_>, slug: &str, body: Value) -> Result<Value, Fault> {
    let area = AREAS.iter().find(|(acts, _)| acts.iter().any(|(known, _)| *known == slug));
    let (_, perform) = area.ok_or(Fault::NOT_FOUND)?;
    perform(call, slug, body).await
}

/// Every act with a body of its own.
pub(super) fn all() -> impl Iterator<Item = &'static Declared> {
    AREAS.into_iter().flat_map(|(acts, _)| acts)
}
