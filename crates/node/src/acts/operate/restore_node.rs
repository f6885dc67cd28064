//! `restore-node`: the journal's word that this database came out of a backup.

use model::Timestamp;

use super::by_system;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Ends a restore. What was erased since the backup is gone through again by
/// [`ReapplyErasures`](crate::acts::people::ReapplyErasures).
pub struct RestoreNode {
    /// When the backup was taken.
    pub taken_at: Timestamp,
}

#[async_trait::async_trait]
impl Act for RestoreNode {
    type Facts = ();
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "restore-node"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_system(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        tx.trace.kind = Some("node");
        tx.trace.detail.from = Some(permit.act().taken_at.to_string());
        Ok(())
    }
}
