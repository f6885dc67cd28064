//! `serve-mailbox`: a member without a public address comes for what waits for it.

use model::Id;

use super::by_peer;
use super::dispatch_outbox::delivery;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::exchange::MailboxItem;

/// Items in one answer.
const PAGE: i64 = 20;

/// Hands out what waits for the member that asks.
pub struct ServeMailbox {
    /// The last item that it has; nothing from the beginning. What it has not receipted comes again from the beginning.
    pub after: Option<Id>,
}

#[async_trait::async_trait]
impl Act for ServeMailbox {
    type Facts = ();
    type Output = Vec<MailboxItem>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "serve-mailbox"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_peer(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<MailboxItem>> {
        let now = tx.now;
        let member = permit.actor().member().unwrap_or_default();
        let after = permit.act().after.map(|id| id.to_string()).unwrap_or_default();
        let rows = tx
            .rows(
                "select o.id, o.eid from exchange_outbox o join exchange_sent s on s.eid = o.eid
                 where o.to_member = $1 and o.state in ('queued', 'sending', 'waiting_receipt', 'waiting_retry')
                   and s.expires_at > $2 and o.id > $3 order by o.id limit $4",
                &[member.into(), now.into(), after.into(), PAGE.into()],
            )
            .await?;
        let mut items = Vec::with_capacity(rows.len());
        for row in &rows {
            let id = row.id(0)?;
            tx.run_one(
                "update exchange_outbox set state = 'waiting_receipt', pulled_at = $2, changed_at = $2 where id = $1",
                &[id.into(), now.into()],
            )
            .await?;
            items.push(MailboxItem { cursor: id, delivery: delivery(tx, &row.text(1)?).await? });
        }
        tx.trace.kind = Some("node");
        tx.trace.detail.to = Some(items.len().to_string());
        Ok(items)
    }
}
