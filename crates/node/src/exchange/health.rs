//! How the exchange of this node stands: what runs out, and who does not answer.

use futures_util::future::BoxFuture;
use model::Timestamp;

use super::directory;
use crate::db::Tx;
use crate::error::Result;
use crate::node::Node;

/// How the exchange stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// Until when the directory in use is valid; nothing when the node belongs to no network.
    pub directory_until: Option<Timestamp>,
    /// Members of this node with the end of their newest signing and sealing key.
    pub keys: Vec<(String, Timestamp, Timestamp)>,
    /// Members for which messages wait, with the instant at which the oldest was written.
    pub silent: Vec<(String, Timestamp)>,
}

impl Node {
    /// Looks at the exchange.
    ///
    /// # Errors
    /// [`crate::Error::Storage`].
    pub async fn exchange_health(&self) -> Result<Health> {
        self.db().read(|tx: &mut Tx| -> BoxFuture<'_, Result<Health>> { Box::pin(look(tx)) }).await
    }
}

async fn look(tx: &mut Tx) -> Result<Health> {
    let directory = directory::newest(tx).await?;
    let keys = tx
        .rows(
            "select o.member_id,
               max(case when k.key_use = 'signing' then k.until_at else 0 end),
               max(case when k.key_use = 'sealing' then k.until_at else 0 end)
             from exchange_key k join organisation o on o.id = k.organisation_id
             group by o.member_id order by o.member_id",
            &[],
        )
        .await?;
    let silent = tx
        .rows(
            "select o.to_member, min(s.created_at) from exchange_outbox o join exchange_sent s on s.eid = o.eid
             where o.state in ('queued', 'sending', 'waiting_receipt', 'waiting_retry')
             group by o.to_member order by o.to_member",
            &[],
        )
        .await?;
    Ok(Health {
        directory_until: directory.map(|one| Timestamp::from_millis(one.valid_until)),
        keys: keys.iter().map(|row| Ok((row.text(0)?, row.time(1)?, row.time(2)?))).collect::<Result<_>>()?,
        silent: silent.iter().map(|row| Ok((row.text(0)?, row.time(1)?))).collect::<Result<_>>()?,
    })
}
