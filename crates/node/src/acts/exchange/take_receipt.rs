//! `take-receipt`: what another member says became of an envelope that was sent from here.

use seal::evidence::Proven;
use seal::exchange::Receipt;

use super::by_peer;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::receipts;

/// Takes a receipt whose signature was checked.
pub struct TakeReceipt {
    /// The receipt, as it was signed, with its place if that came with it.
    pub proven: Proven,
}

#[async_trait::async_trait]
impl Act for TakeReceipt {
    type Facts = ();
    type Output = bool;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "take-receipt"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_peer(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<bool> {
        let proven = &permit.act().proven;
        let receipt = Receipt::peek(&proven.receipt).map_err(|_| Error::Refused("not-a-receipt"))?;
        if Some(receipt.by.as_str()) != permit.actor().member() {
            return Err(Error::Refused("not-a-receipt"));
        }
        let new = receipts::take(tx, &receipt, proven).await?;
        tx.trace.kind = Some("node");
        tx.trace.subject = None;
        tx.trace.key = None;
        tx.trace.detail.from = Some(format!("{} {}", receipt.by, receipt.state.code()));
        tx.trace.detail.to = Some(receipt.eid.to_string());
        Ok(new)
    }
}
