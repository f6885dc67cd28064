//! `move-node`: the journal's word that the node now lives in this database.

use super::by_system;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Written into the new database, after the copy was proved.
pub struct MoveNode {
    /// The engine it came from: `sqlite` or `postgres`. Never an address.
    pub from: String,
    /// The engine it came to.
    pub to: String,
}

#[async_trait::async_trait]
impl Act for MoveNode {
    type Facts = ();
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "move-node"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_system(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        tx.trace.kind = Some("node");
        tx.trace.detail.from = Some(permit.act().from.clone());
        tx.trace.detail.to = Some(permit.act().to.clone());
        Ok(())
    }
}
