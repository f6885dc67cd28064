//! `make-guardian-key`: a guardian of private matching draws its key of an epoch; the public side goes to the network's operators.

use model::{ProblemCode, Timestamp};
use seal::exchange::Code;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::matching::guardian;

/// Draws the key of an epoch, or shows the one that was drawn.
#[derive(Debug, Clone)]
pub struct MakeGuardianKey {
    /// The epoch as the directory will name it, such as `2026-4`.
    pub epoch: String,
}

#[async_trait::async_trait]
impl Act for MakeGuardianKey {
    type Facts = Timestamp;
    type Output = String;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "make-guardian-key"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "operate", "directory", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<String> {
        let organisation = permit.organisation()?;
        let epoch = permit.act().epoch.trim();
        if Code::try_from(epoch).is_err() {
            return Err(Error::field("epoch", ProblemCode::Missing));
        }
        let public = guardian::make(tx, organisation, epoch).await?;
        tx.trace.kind = Some("organisation");
        tx.trace.subject = Some(organisation);
        tx.trace.detail.to = Some(epoch.to_owned());
        Ok(public.to_string())
    }
}
