//! Hearings that come near: the post that accompanies the child is told once for each.

use super::BATCH;
use crate::db::Tx;
use crate::error::Result;
use crate::store::notification;

/// Days before a hearing on which its post is told.
const AHEAD: i64 = 3;

/// Scheduled, within the next days, and not yet told.
const NEAR: &str = "select m.id, coalesce(m.custodian_post, r.custodian_post)
    from matter m join matter r on r.id = m.root_id
    where m.kind = 'hearing' and m.state = 'scheduled' and m.due_at >= $1 and m.due_at < $2
      and not exists (select 1 from notification n where n.matter_id = m.id and n.code = 'hearing-soon')
    order by m.due_at, m.id limit $3";

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    let (now, until) = window(tx);
    Ok(tx.row(NEAR, &[now.into(), until.into(), 1_i64.into()]).await?.is_some())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let (now, until) = window(tx);
    let rows = tx.rows(NEAR, &[now.into(), until.into(), BATCH.into()]).await?;
    for row in &rows {
        notification::tell(tx, row.id(1)?, "hearing-soon", Some(row.id(0)?)).await?;
    }
    Ok(rows.len())
}

fn window(tx: &Tx) -> (model::Timestamp, model::Timestamp) {
    (tx.now, tx.now.plus(AHEAD * model::time::DAY))
}
