//! What posts are told of: a code and a matter, never a name. Whoever holds the post reads it; who has left it does not.

use model::Id;

use crate::db::Tx;
use crate::error::Result;

/// Tells a post about a matter. The same news that is still unread is not told twice.
pub(crate) async fn tell(tx: &mut Tx, post: Id, code: &'static str, matter: Option<Id>) -> Result<()> {
    let unread = tx
        .row(
            "select id from notification
             where post_id = $1 and code = $2 and read_at is null and coalesce(matter_id, '') = coalesce($3, '')
             order by id limit 1",
            &[post.into(), code.into(), matter.into()],
        )
        .await?;
    if unread.is_some() {
        return Ok(());
    }
    let (id, now) = (tx.new_id(), tx.now);
    tx.run(
        "insert into notification (id, post_id, code, matter_id, at) values ($1, $2, $3, $4, $5)",
        &[id.into(), post.into(), code.into(), matter.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Tells the post above another one, if there is one.
pub(crate) async fn tell_above(tx: &mut Tx, post: Id, code: &'static str, matter: Option<Id>) -> Result<()> {
    let row = tx.row("select parent_post from post where id = $1", &[post.into()]).await?;
    match row.map(|row| row.id_opt(0)).transpose()?.flatten() {
        Some(parent) => tell(tx, parent, code, matter).await,
        None => Ok(()),
    }
}

/// How many things a post was told that nobody has read.
pub(crate) async fn unread(tx: &mut Tx, post: Id) -> Result<i64> {
    let row = tx
        .row("select count(*) from notification where post_id = $1 and read_at is null", &[post.into()])
        .await?;
    row.map_or(Ok(0), |row| row.int(0))
}
