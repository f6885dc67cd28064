//! Two records of one person: a merge adds ways to the matters and takes none away, so that it can be undone.

use model::{Id, Timestamp};
use seal::Place;

use super::PersonFacts;
use super::participation::{self, Part};
use crate::db::Tx;
use crate::error::{Error, Result};

/// A merge that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Its id.
    pub id: Id,
    /// The record that is kept.
    pub kept: Id,
    /// The record that turned out to be the same person.
    pub merged: Id,
    /// Since when.
    pub at: Timestamp,
}

const COLUMNS: &str =
    "select id, kept_id, merged_id, merged_at from person_merge where undone_at is null and ";

/// Merges that hold into a person, oldest first.
pub(crate) async fn into(tx: &mut Tx, kept: Id) -> Result<Vec<Merge>> {
    let mut sql = crate::db::Sql::from(COLUMNS);
    sql.push("kept_id = $1 order by id");
    let rows = tx.rows(sql, &[kept.into()]).await?;
    rows.iter().map(read).collect()
}

/// One merge that holds.
pub(crate) async fn find(tx: &mut Tx, id: Id) -> Result<Merge> {
    let mut sql = crate::db::Sql::from(COLUMNS);
    sql.push("id = $1");
    read(&tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?)
}

fn read(row: &crate::db::Row) -> Result<Merge> {
    Ok(Merge { id: row.id(0)?, kept: row.id(1)?, merged: row.id(2)?, at: row.time(3)? })
}

/// Lets the kept person take part in everything in which the other does.
pub(crate) async fn start(tx: &mut Tx, kept: &PersonFacts, merged: &PersonFacts, reason: &str) -> Result<Id> {
    let (id, now) = (tx.new_id(), tx.now);
    let key = tx.key_for_writing(merged.key).await?;
    let row = id.to_string();
    let place = Place { table: "person_merge", row: &row, column: "reason" };
    let sealed = tx.seal(&key, place, reason);
    tx.run(
        "insert into person_merge (id, kept_id, merged_id, reason, merged_at) values ($1, $2, $3, $4, $5)",
        &[id.into(), kept.id.into(), merged.id.into(), sealed.into(), now.into()],
    )
    .await?;
    let held = participation::of_person(tx, kept.id).await?;
    for part in participation::of_person(tx, merged.id).await? {
        let there = |known: &Part| (known.matter, known.role) == (part.matter, part.role);
        if !held.iter().any(there) {
            participation::copy(tx, &part, kept.id, id).await?;
        }
    }
    Ok(id)
}

/// Takes the ways away again that the merge added.
pub(crate) async fn undo(tx: &mut Tx, id: Id) -> Result<()> {
    let now = tx.now;
    tx.run_one(
        "update person_merge set undone_at = $2 where id = $1 and undone_at is null",
        &[id.into(), now.into()],
    )
    .await?;
    tx.run(
        "update participation set to_at = $2 where merge_id = $1 and to_at is null",
        &[id.into(), now.into()],
    )
    .await?;
    Ok(())
}
