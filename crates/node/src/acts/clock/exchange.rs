//! What could not be delivered in its time becomes a matter of whoever sent it; what is to be destroyed by now is destroyed.

use model::Id;

use super::BATCH;
use crate::db::Tx;
use crate::error::Result;
use crate::exchange::effects::erase;
use crate::exchange::undelivered;

const LATE: &str = "select o.id, o.eid, o.to_member from exchange_outbox o join exchange_sent s on s.eid = o.eid
     where o.state in ('queued', 'sending', 'waiting_receipt', 'waiting_retry') and s.expires_at <= $1
     order by o.id limit $2";
const OLD: &str = "select id, eid from exchange_inbox where erased_at is null and retain_until <= $1 order by id limit $2";

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    let now = tx.now;
    let late = tx.row(LATE, &[now.into(), 1.into()]).await?;
    Ok(late.is_some() || tx.row(OLD, &[now.into(), 1.into()]).await?.is_some())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let now = tx.now;
    let late = tx.rows(LATE, &[now.into(), BATCH.into()]).await?;
    for row in &late {
        let (id, eid, to): (Id, _, _) = (row.id(0)?, row.text(1)?, row.text(2)?);
        tx.run_one(
            "update exchange_outbox set state = 'expired', changed_at = $2 where id = $1",
            &[id.into(), now.into()],
        )
        .await?;
        undelivered::raise(tx, &eid, &to, "no_answer").await?;
    }
    let old = tx.rows(OLD, &[now.into(), BATCH.into()]).await?;
    for row in &old {
        erase(tx, row.id(0)?, &row.text(1)?).await?;
    }
    Ok(late.len() + old.len())
}
