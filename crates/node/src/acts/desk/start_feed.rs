//! `start-feed`: a secret address under which another program's calendar finds one's due dates. A new one ends the old one.

use model::Timestamp;
use serde::Serialize;

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::staff::own;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::keys::lookup_tag;

/// Makes the address.
pub struct StartFeed;

/// Shown once; only a keyed hash of it is kept.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct StartedFeed {
    /// 64 hexadecimal digits.
    pub token: String,
}

impl std::fmt::Debug for StartedFeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StartedFeed(…)")
    }
}

#[async_trait::async_trait]
impl Act for StartFeed {
    type Facts = Timestamp;
    type Output = StartedFeed;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "start-feed"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        match actor.holdings_at(*now).next() {
            Some(_) => own::rule(actor),
            None => Decision::Deny("no-post"),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<StartedFeed> {
        let account = permit.actor().account().ok_or(Error::NotSignedIn)?;
        let mut secret = [0; 32];
        tx.entropy.fill(&mut secret);
        let token = seal::to_hex(&secret);
        let (tag, now) = (lookup_tag(&tx.context.keys, "calendar-feed", &token), tx.now);
        tx.run(
            "insert into calendar_feed (account_id, token_tag, made_at) values ($1, $2, $3)
             on conflict (account_id) do update set token_tag = excluded.token_tag, made_at = excluded.made_at,
               read_at = null",
            &[account.into(), tag.into(), now.into()],
        )
        .await?;
        tx.trace.kind = Some("account");
        tx.trace.subject = Some(account);
        Ok(StartedFeed { token })
    }
}
