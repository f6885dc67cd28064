//! `rotate-key`: every key that the node key opens is wrapped under another node key.

use seal::NodeKey;

use super::by_system;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Exchanges the node key. What lies below, the keys of members and people and everything sealed, stays as it is; so do the
/// journal's tags, which hang from the house key. Afterwards the node must be opened again with the new key.
pub struct RotateKey {
    /// The new node key.
    pub next: NodeKey,
}

#[async_trait::async_trait]
impl Act for RotateKey {
    type Facts = ();
    /// How many keys were wrapped anew.
    type Output = u64;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "rotate-key"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_system(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<u64> {
        tx.trace.kind = Some("node");
        tx.rewrap(&permit.act().next).await
    }
}
