//! Tenures that begin or end by their dates: the post's state and the custody of its matters follow, and who ran out of posts
//! is signed out. What stays without a living holder climbs to the post above.

use model::Id;

use super::BATCH;
use crate::acts::handover;
use crate::db::Tx;
use crate::error::Result;
use crate::store::accounts;

/// A post says `filled` or `acting` although nobody holds it, or the reverse; or an open matter is in the custody of a tenure
/// that has ended.
const UNSETTLED: &str = "select p.id from post p where p.state <> 'abolished' and (
       (p.state = 'vacant') = exists (select 1 from tenure t where t.post_id = p.id and t.from_at <= $1
                                        and (t.to_at is null or t.to_at > $1))
       or exists (select 1 from custody c join tenure t on t.id = c.tenure_id join matter m on m.id = c.matter_id
                  where c.post_id = p.id and c.to_at is null and m.phase <> 'closed'
                    and t.to_at is not null and t.to_at <= $1)
       or exists (select 1 from custody c join matter m on m.id = c.matter_id
                  where c.post_id = p.id and c.to_at is null and c.state = 'vacant' and m.phase <> 'closed'
                    and m.kind <> 'handover'))
     order by p.id limit $2";

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    let now = tx.now;
    Ok(tx.row(UNSETTLED, &[now.into(), 1_i64.into()]).await?.is_some())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let now = tx.now;
    let rows = tx.rows(UNSETTLED, &[now.into(), BATCH.into()]).await?;
    for row in &rows {
        settle(tx, row.id(0)?).await?;
    }
    Ok(rows.len())
}

async fn settle(tx: &mut Tx, post: Id) -> Result<()> {
    handover::settle::settle(tx, post, "rotation").await?;
    for account in leavers(tx, post).await? {
        if !accounts::holds_post(tx, account).await? {
            accounts::end_sessions(tx, account, None).await?;
        }
    }
    Ok(())
}

/// Accounts whose tenure of a post ended within the last day: whoever left earlier has been seen to.
async fn leavers(tx: &mut Tx, post: Id) -> Result<Vec<Id>> {
    let now = tx.now;
    let day_ago = now.plus(-model::time::DAY);
    tx.rows(
        "select distinct account_id from tenure
         where post_id = $1 and to_at is not null and to_at <= $2 and to_at > $3 order by account_id",
        &[post.into(), now.into(), day_ago.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0))
    .collect()
}
