//! Facts of acts about something that belongs to one organisation: an account, a post, a tenure.

use model::{Id, Timestamp};

use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::{Error, Result};

/// Whose it is, and the instant.
#[derive(Debug, Clone, Copy)]
pub struct Within {
    pub(crate) organisation: Id,
    pub(crate) now: Timestamp,
}

impl From<&MatterFacts> for Within {
    fn from(matter: &MatterFacts) -> Self {
        Self { organisation: matter.organisation, now: matter.now }
    }
}

async fn read(tx: &mut Tx, sql: &'static str, id: Id) -> Result<Within> {
    let row = tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?;
    Ok(Within { organisation: row.id(0)?, now: tx.now })
}

/// Whose account it is.
pub(super) async fn account(tx: &mut Tx, id: Id) -> Result<Within> {
    read(tx, "select organisation_id from account where id = $1", id).await
}

/// Whose post it is.
pub(crate) async fn post(tx: &mut Tx, id: Id) -> Result<Within> {
    read(tx, "select organisation_id from post where id = $1", id).await
}

/// Whose tenure it is.
pub(super) async fn tenure(tx: &mut Tx, id: Id) -> Result<Within> {
    read(tx, "select p.organisation_id from tenure t join post p on p.id = t.post_id where t.id = $1", id)
        .await
}

/// A reason that somebody will have to read: not empty, not a book.
pub(crate) fn reason(text: &str) -> Result<String> {
    let text = text.trim();
    match text.chars().count() {
        0..10 => Err(Error::field("reason", model::ProblemCode::Missing)),
        10..=2_000 if crate::carried::carries(text) => {
            Err(Error::field("reason", model::ProblemCode::Picture))
        }
        10..=2_000 => Ok(text.to_owned()),
        _ => Err(Error::field("reason", model::ProblemCode::TooLong)),
    }
}
