//! People around a child: who takes part in a case, families, hidden names, fields edited twice apart, the search for a family.

pub(crate) mod apart;
pub(crate) mod choose;
pub(crate) mod compare;
pub(crate) mod family;
pub(crate) mod family_forms;
pub(crate) mod family_whole;
pub(crate) mod matches;
pub(crate) mod participant;
pub(crate) mod participant_change;
pub(crate) mod rows;
pub(crate) mod unhide;

use axum::http::Uri;
use model::Id;

use crate::error::Fault;
use crate::visitor::query;

/// The id under a name in an address.
fn id_of(uri: &Uri, name: &str) -> Result<Id, Fault> {
    query(uri, name).and_then(|id| id.parse().ok()).ok_or(Fault::NOT_FOUND)
}
