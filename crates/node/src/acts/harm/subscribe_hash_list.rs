//! `subscribe-hash-list`: an organisation reads a list of another one on this node, or ends reading it.

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Begins or ends reading a list.
pub struct SubscribeHashList {
    /// The list.
    pub list: Id,
    /// `false` ends it.
    pub on: bool,
}

#[async_trait::async_trait]
impl Act for SubscribeHashList {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "subscribe-hash-list"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "subscribe", "hash-list", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let (act, organisation, now) = (permit.act(), permit.organisation()?, tx.now);
        let row = tx
            .row(
                "select organisation_id from hash_list l where id = $1 and (shared_id is null
                   or exists (select 1 from hash_access a where a.list_id = l.id and a.organisation_id = $2))",
                &[act.list.into(), organisation.into()],
            )
            .await?;
        if row.ok_or(Error::NotFound)?.id(0)? == organisation {
            return Err(Error::Refused("own-list"));
        }
        let key = [act.list.into(), organisation.into(), now.into()];
        if act.on {
            tx.run(
                "insert into hash_subscription (list_id, organisation_id, since_at) values ($1, $2, $3)
                 on conflict (list_id, organisation_id) do nothing",
                &key,
            )
            .await?;
        } else {
            let [list, organisation, _] = key;
            tx.run(
                "delete from hash_subscription where list_id = $1 and organisation_id = $2",
                &[list, organisation],
            )
            .await?;
        }
        tx.trace.kind = Some("hash-list");
        tx.trace.subject = Some(act.list);
        Ok(())
    }

    fn subject(&self) -> Option<Id> {
        Some(self.list)
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}
