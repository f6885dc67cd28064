//! `end-gateway`: a gateway of short messages brings nothing any more.

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Ends a gateway of one's organisation.
pub struct EndGateway {
    /// The gateway.
    pub gateway: Id,
}

#[async_trait::async_trait]
impl Act for EndGateway {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "end-gateway"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "gateway", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let (organisation, now) = (permit.organisation()?, tx.now);
        let ended = tx
            .run(
                "update field_gateway set ended_at = $3 where id = $1 and organisation_id = $2 and ended_at is null",
                &[permit.act().gateway.into(), organisation.into(), now.into()],
            )
            .await?;
        tx.trace.kind = Some("gateway");
        tx.trace.subject = Some(permit.act().gateway);
        if ended == 0 { Err(Error::NotFound) } else { Ok(()) }
    }

    fn subject(&self) -> Option<Id> {
        Some(self.gateway)
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}
