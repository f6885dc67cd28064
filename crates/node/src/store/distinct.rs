//! Pairs of records that somebody found to be two people.

use model::{Id, Timestamp};
use serde::Serialize;

use super::{PersonFacts, person, who};
use crate::access::Actor;
use crate::acts::people::by_person;
use crate::db::Tx;
use crate::error::{Error, Result};

/// A decision that holds: this record and another are two people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Distinct {
    /// The other record.
    pub other: Id,
    /// When it was decided.
    pub at: Timestamp,
    /// Name of whoever decided, for readers of the same organisation.
    pub by: String,
    /// Title of the post for which they did, in the reader's language.
    pub post_title: String,
}

fn in_order(one: Id, other: Id) -> (Id, Id) {
    if one <= other { (one, other) } else { (other, one) }
}

/// Whether a decision about this pair holds.
pub(crate) async fn holds(tx: &mut Tx, one: Id, other: Id) -> Result<bool> {
    let (one, other) = in_order(one, other);
    let sql = "select id from people_distinct where one_id = $1 and other_id = $2 and undone_at is null";
    Ok(tx.row(sql, &[one.into(), other.into()]).await?.is_some())
}

/// Remembers that two records are two people.
pub(crate) async fn decide(
    tx: &mut Tx,
    (one, other): (Id, Id),
    account: Option<Id>,
    post: Option<Id>,
) -> Result<()> {
    if holds(tx, one, other).await? {
        return Ok(());
    }
    let ((one, other), id, now) = (in_order(one, other), tx.new_id(), tx.now);
    tx.run(
        "insert into people_distinct (id, one_id, other_id, account_id, post_id, decided_at)
         values ($1, $2, $3, $4, $5, $6)",
        &[id.into(), one.into(), other.into(), account.into(), post.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Takes a decision back; false when none held.
pub(crate) async fn take_back(tx: &mut Tx, one: Id, other: Id) -> Result<bool> {
    let ((one, other), now) = (in_order(one, other), tx.now);
    let sql =
        "update people_distinct set undone_at = $3 where one_id = $1 and other_id = $2 and undone_at is null";
    Ok(tx.run(sql, &[one.into(), other.into(), now.into()]).await? > 0)
}

/// Whom somebody was found not to be, newest decision first: those whom the reader may view.
pub(crate) async fn from(tx: &mut Tx, reader: &Actor, person: &PersonFacts) -> Result<Vec<Distinct>> {
    let rows = tx
        .rows(
            "select one_id, other_id, account_id, post_id, decided_at from people_distinct
             where undone_at is null and (one_id = $1 or other_id = $1) order by id desc",
            &[person.id.into()],
        )
        .await?;
    let mut found = Vec::new();
    for row in &rows {
        let (one, other) = (row.id(0)?, row.id(1)?);
        let other = if one == person.id { other } else { one };
        match person::facts(tx, other, false).await {
            Ok(facts) if by_person(reader, "view", &facts).allows() => {}
            Ok(_) | Err(Error::NotFound) => continue,
            Err(error) => return Err(error),
        }
        let (by, post_title) = who::name_and_title(tx, reader, (row.id_opt(2)?, row.id_opt(3)?)).await?;
        found.push(Distinct { other, at: row.time(4)?, by, post_title });
    }
    Ok(found)
}
