//! `offer-checkpoint`: shows the newest checkpoint of the journal to the witnesses.

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::exchange::Asked;
use crate::exchange::witness;

/// Writes down what is shown and to whom.
pub struct OfferCheckpoint;

#[async_trait::async_trait]
impl Act for OfferCheckpoint {
    type Facts = ();
    type Output = Vec<Asked>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "offer-checkpoint"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_system(actor)
    }

    async fn run(_: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<Asked>> {
        let asked = witness::offer(tx).await?;
        tx.trace.kind = Some("node");
        tx.trace.detail.to = asked.first().map(|one| format!("{} {}", one.size, asked.len()));
        Ok(asked)
    }
}
