//! What could not be delivered in its time becomes a matter of whoever sent it; what is to be destroyed by now is destroyed.

use model::Id;
use seal::exchange::ReceiptState;
use seal::exchange::message::AlertAckState;

use super::BATCH;
use crate::access::load;
use crate::db::Tx;
use crate::error::Result;
use crate::exchange::effects::{alert, erase};
use crate::exchange::receipts::{self, Said};
use crate::exchange::{keys, outbox, undelivered};

const LATE: &str =
    "select o.id, o.eid, o.to_member from exchange_outbox o join exchange_sent s on s.eid = o.eid
     where o.state in ('queued', 'sending', 'waiting_receipt', 'waiting_retry') and s.expires_at <= $1
     order by o.id limit $2";
const OLD: &str =
    "select id, eid from exchange_inbox where erased_at is null and retain_until <= $1 order by id limit $2";

const OPENED: &str = "select i.id, i.eid, i.organisation_id, i.from_member, j.post, i.kind, i.matter_id from exchange_inbox i
       join journal j on j.subject = i.matter_id and j.act in ('view-incoming-referral', 'view-incoming-rfi', 'view-incoming-alert',
         'view-incoming-transfer', 'view-incoming-notice')
         and j.outcome = 'done'
     where i.kind in ('referral.offer', 'transfer.offer', 'rfi.ask', 'alert', 'notice') and i.state = 'taken' and i.retrieved_at is null
     order by i.id, j.at, j.id limit $1";

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    let now = tx.now;
    let late = tx.row(LATE, &[now.into(), 1.into()]).await?.is_some();
    let opened = tx.row(OPENED, &[1.into()]).await?.is_some();
    Ok(late || opened || tx.row(OLD, &[now.into(), 1.into()]).await?.is_some())
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
    Ok(late.len() + old.len() + opened(tx).await?)
}

/// Tells senders that somebody opened what they sent: from the journal, because a look cannot write.
async fn opened(tx: &mut Tx) -> Result<usize> {
    let (now, own) = (tx.now, keys::own(tx).await?);
    let rows = tx.rows(OPENED, &[BATCH.into()]).await?;
    let mut told = 0;
    for row in &rows {
        let (item, organisation): (Id, Id) = (row.id(0)?, row.id(2)?);
        let first = tx
            .run(
                "update exchange_inbox set retrieved_at = $2 where id = $1 and retrieved_at is null",
                &[item.into(), now.into()],
            )
            .await?;
        let Some(own) = own.iter().find(|own| own.organisation == organisation).filter(|_| first == 1) else {
            continue;
        };
        let (eid, to) = (outbox::eid(&row.text(1)?)?, keys::member(&row.text(3)?)?);
        let said = Said { post: row.id_opt(4)?, ..Said::state(ReceiptState::Retrieved) };
        let receipt = receipts::give(tx, own, &to, eid, said).await?;
        receipts::tell(tx, &to, &receipt).await?;
        if let ("alert", Some(matter)) = (row.text(5)?.as_str(), row.id_opt(6)?) {
            let facts = load::matter(tx, matter, false).await?;
            alert::acknowledge(tx, &facts, AlertAckState::Seen).await?;
        }
        told += 1;
    }
    Ok(told)
}
