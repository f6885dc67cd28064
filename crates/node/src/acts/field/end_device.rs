//! `end-device`: a lost, broken or returned device opens nothing any more. What it sent stays; what it still holds is no longer
//! taken.

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::field::DeviceFacts;
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Ends a device: one's own, or one of the organisation's for whoever manages accounts.
pub struct EndDevice {
    /// The device.
    pub device: Id,
}

#[async_trait::async_trait]
impl Act for EndDevice {
    type Facts = DeviceFacts;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "end-device"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<DeviceFacts> {
        DeviceFacts::load(tx, self.device).await
    }

    fn policy(&self, actor: &Actor, facts: &DeviceFacts) -> Decision {
        if actor.account().is_some() && actor.account() == Some(facts.account) {
            return Decision::allow("self");
        }
        access::in_organisation(actor, "suspend", "account", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let now: Timestamp = tx.now;
        tx.run(
            "update field_device set ended_at = $2 where id = $1 and ended_at is null",
            &[permit.act().device.into(), now.into()],
        )
        .await?;
        tx.run("delete from offline_carried where device_id = $1", &[permit.act().device.into()]).await?;
        tx.trace.kind = Some("device");
        tx.trace.subject = Some(permit.act().device);
        Ok(())
    }

    fn subject(&self) -> Option<Id> {
        Some(self.device)
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}
