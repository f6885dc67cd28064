//! `end-session`: signs out another device of one's own.

use model::{Id, Timestamp};

use super::own;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Ends one of one's own sessions.
pub struct EndSession {
    /// Which, as [`ListSessions`](super::ListSessions) shows it.
    pub session: Id,
}

#[async_trait::async_trait]
impl Act for EndSession {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "end-session"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(own::now(tx))
    }

    fn policy(&self, actor: &Actor, _: &Timestamp) -> Decision {
        own::rule(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let session = permit.act().session;
        let account = permit.actor().account().ok_or(Error::NotSignedIn)?;
        let now = tx.now;
        let ended = tx
            .run(
                "update session set ended_at = $3 where id = $1 and account_id = $2 and ended_at is null",
                &[session.into(), account.into(), now.into()],
            )
            .await?;
        if ended == 0 {
            return Err(Error::NotFound);
        }
        tx.trace.kind = Some("session");
        tx.trace.subject = Some(session);
        Ok(())
    }

    fn subject(&self) -> Option<Id> {
        Some(self.session)
    }
}
