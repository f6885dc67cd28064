//! Custody: which post must answer, from when to when.

use model::{Id, Timestamp};

use crate::db::Tx;
use crate::error::{Error, Result};

/// Starts custody of a root matter.
pub(crate) async fn start(tx: &mut Tx, matter: Id, post: Id) -> Result<()> {
    let tenure = holder(tx, post).await?;
    let id = tx.new_id();
    let now = tx.now;
    let state = if tenure.is_some() { "held" } else { "vacant" };
    tx.run(
        "insert into custody (id, matter_id, post_id, tenure_id, state, from_at) values ($1, $2, $3, $4, $5, $6)",
        &[id.into(), matter.into(), post.into(), tenure.into(), state.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Ends the present custody of a matter and starts the next.
pub(crate) async fn pass(tx: &mut Tx, matter: Id, to: Id) -> Result<()> {
    let now = tx.now;
    tx.run(
        "update custody set to_at = $2 where matter_id = $1 and to_at is null",
        &[matter.into(), now.into()],
    )
    .await?;
    tx.run_one(
        "update matter set custodian_post = $2, version = version + 1, changed_at = $3 where id = $1",
        &[matter.into(), to.into(), now.into()],
    )
    .await?;
    start(tx, matter, to).await
}

/// The tenure that holds a post now; a full one before an acting one.
pub(crate) async fn holder(tx: &mut Tx, post: Id) -> Result<Option<Id>> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select id, acting from tenure
             where post_id = $1 and from_at <= $2 and (to_at is null or to_at > $2) order by id",
            &[post.into(), now.into()],
        )
        .await?;
    let mut acting = None;
    for row in &rows {
        if !row.flag(1)? {
            return row.id(0).map(Some);
        }
        acting = Some(row.id(0)?);
    }
    Ok(acting)
}

/// Open matters in the custody of a post: roots, and parts that were assigned to it on their own.
pub(crate) async fn open_under(tx: &mut Tx, post: Id) -> Result<Vec<Id>> {
    tx.rows(
        "select id from matter where custodian_post = $1 and phase <> 'closed' order by id",
        &[post.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0))
    .collect()
}

/// Brings the custody of a post's open matters in line with whoever holds the post now: the record of the holder before ends
/// and stays, so that history keeps both.
pub(crate) async fn follow_holder(tx: &mut Tx, post: Id) -> Result<()> {
    let holder = holder(tx, post).await?;
    let now = tx.now;
    let rows = tx
        .rows(
            "select c.id, c.matter_id, c.tenure_id from custody c join matter m on m.id = c.matter_id
             where c.post_id = $1 and c.to_at is null and m.phase <> 'closed' order by c.id",
            &[post.into()],
        )
        .await?;
    for row in &rows {
        if row.id_opt(2)? != holder {
            tx.run("update custody set to_at = $2 where id = $1", &[row.id(0)?.into(), now.into()]).await?;
            start(tx, row.id(1)?, post).await?;
        }
    }
    Ok(())
}

/// Organisation and unit of a post that can be given work.
pub(crate) async fn post(tx: &mut Tx, post: Id) -> Result<(Id, Option<Id>)> {
    let row = tx
        .row(
            "select organisation_id, unit_id from post where id = $1 and state <> 'abolished'",
            &[post.into()],
        )
        .await?
        .ok_or(Error::Refused("no-such-post"))?;
    Ok((row.id(0)?, row.id_opt(1)?))
}

/// Until when a post may look at a root matter in an emergency, if it broke the glass and time has not run out.
pub(crate) async fn emergency(tx: &mut Tx, root: Id, post: Id) -> Result<Option<Timestamp>> {
    let now = tx.now;
    let row = tx
        .row(
            "select max(until_at) from matter_grant
             where matter_id = $1 and post_id = $2 and basis = 'break-glass' and until_at > $3",
            &[root.into(), post.into(), now.into()],
        )
        .await?;
    row.map_or(Ok(None), |row| row.time_opt(0))
}
