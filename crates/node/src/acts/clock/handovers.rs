//! Tenures whose end comes near: their hand-over is raised while there is still somebody to explain the work.

use model::time::DAY;

use super::BATCH;
use crate::acts::handover::settle;
use crate::db::Tx;
use crate::error::Result;

/// Days before the end of a tenure at which its hand-over is raised.
const NEAR: i64 = 14 * DAY;

/// Current tenures that end soon, at posts with something open that no hand-over lists.
const ENDING: &str = "select t.id, t.post_id, t.to_at from tenure t
     where t.from_at <= $1 and t.to_at is not null and t.to_at > $1 and t.to_at <= $2
       and not exists (select 1 from tenure o where o.post_id = t.post_id and o.id <> t.id and not o.acting
                         and o.from_at <= $1 and (o.to_at is null or o.to_at > t.to_at))
       and not exists (select 1 from handover h join matter m on m.id = h.id
                       where h.from_post = t.post_id and h.settled_at is null
                         and m.state in ('handover_due', 'vacant', 'escalated'))
       and exists (select 1 from matter m where m.custodian_post = t.post_id and m.phase <> 'closed' and m.kind <> 'handover'
                     and not exists (select 1 from handover_item i join handover h on h.id = i.handover_id
                                     where i.matter_id = m.id and i.state in ('waiting', 'contested')
                                       and h.settled_at is null))
     order by t.id limit $3";

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    let now = tx.now;
    Ok(tx.row(ENDING, &[now.into(), now.plus(NEAR).into(), 1_i64.into()]).await?.is_some())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let now = tx.now;
    let rows = tx.rows(ENDING, &[now.into(), now.plus(NEAR).into(), BATCH.into()]).await?;
    let mut raised = 0;
    for row in &rows {
        let until = row.time(2)?;
        let done = settle::raise(tx, (row.id(1)?, Some(row.id(0)?)), Some(until), "rotation").await?;
        raised += usize::from(done.is_some());
    }
    Ok(raised)
}
