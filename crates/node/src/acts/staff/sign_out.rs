//! `sign-out`: ends the session in which it is asked.

use model::Timestamp;

use super::own;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Signs out.
pub struct SignOut;

#[async_trait::async_trait]
impl Act for SignOut {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "sign-out"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(own::now(tx))
    }

    fn policy(&self, actor: &Actor, _: &Timestamp) -> Decision {
        own::rule(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let session = permit.actor().session().ok_or(Error::NotSignedIn)?;
        let now = tx.now;
        tx.run(
            "update session set ended_at = $2 where id = $1 and ended_at is null",
            &[session.into(), now.into()],
        )
        .await?;
        tx.trace.kind = Some("session");
        tx.trace.subject = Some(session);
        Ok(())
    }
}
