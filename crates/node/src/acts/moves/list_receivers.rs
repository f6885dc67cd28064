//! `list-receivers`: posts to which something can be given, in the own organisation and in the others of this node.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Lists posts that can receive a referral or a transfer.
pub struct ListReceivers;

/// A post that may receive; no name of whoever holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receiver {
    /// The post.
    pub post: Id,
    /// Its title in the reader's language.
    pub title: String,
    /// Its organisation.
    pub organisation: Id,
    /// How that is called.
    pub organisation_name: String,
    /// Whether somebody holds it now; only then it can receive.
    pub held: bool,
    /// The post above, which is asked instead while nobody holds this one.
    pub above: Option<Id>,
}

#[async_trait::async_trait]
impl Act for ListReceivers {
    type Facts = Timestamp;
    type Output = Vec<Receiver>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-receivers"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        match access::holds_right(actor, "refer", "case", *now) {
            Decision::Allow(rule) => Decision::Allow(rule),
            _ => access::holds_right(actor, "ask", "rfi", *now),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<Receiver>> {
        let now = tx.now;
        let rows = tx
            .rows(
                "select p.id, p.title_id, p.title_en, o.id, o.name, p.parent_post,
                   (select count(*) from tenure t where t.post_id = p.id and t.from_at <= $1
                      and (t.to_at is null or t.to_at > $1))
                     + (select count(*) from exchange_peer e where e.post_id = p.id)
                 from post p join organisation o on o.id = p.organisation_id
                 where p.state <> 'abolished' and o.membership_state = 'active'
                   and exists (select 1 from role_right g where g.role = p.role and g.verb in ('accept', '*')
                                 and g.kind in ('referral', '*'))
                 order by o.name, o.id, p.title_id, p.id",
                &[now.into()],
            )
            .await?;
        let title = if permit.actor().lang() == model::Lang::En { 2 } else { 1 };
        rows.iter()
            .map(|row| {
                Ok(Receiver {
                    post: row.id(0)?,
                    title: row.text(title)?,
                    organisation: row.id(3)?,
                    organisation_name: row.text(4)?,
                    above: row.id_opt(5)?,
                    held: row.int(6)? > 0,
                })
            })
            .collect()
    }
}
