//! `end-feed`: the secret address of one's calendar opens nothing any more.

use model::{Id, Timestamp};

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::staff::own;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Ends it.
pub struct EndFeed;

#[async_trait::async_trait]
impl Act for EndFeed {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "end-feed"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, _: &Timestamp) -> Decision {
        own::rule(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let account = permit.actor().account().ok_or(Error::NotSignedIn)?;
        tx.run("delete from calendar_feed where account_id = $1", &[account.into()]).await?;
        tx.trace.kind = Some("account");
        tx.trace.subject = Some(account);
        Ok(())
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}
