//! `restore-node`: the journal's word that this database came out of a backup.

use model::Timestamp;

use super::by_system;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::node::Node;

/// Setting that names the last restore.
const RESTORED: &str = "restored";

impl Node {
    /// A name for the restore that this database came out of, if it came out of one: another one after each.
    ///
    /// # Errors
    /// [`Error::Storage`](crate::Error::Storage).
    pub async fn restored(&self) -> Result<Option<String>> {
        self.db()
            .read(|tx| {
                Box::pin(async move {
                    let row =
                        tx.row("select value from node_setting where name = $1", &[RESTORED.into()]).await?;
                    row.map(|row| row.text(0)).transpose()
                })
            })
            .await
    }
}

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
        // A name for this restore: telephones that hear another than before send again what they sent since the backup.
        let name = tx.new_id().to_string();
        tx.run(
            "insert into node_setting (name, value) values ($1, $2)
             on conflict (name) do update set value = excluded.value",
            &[RESTORED.into(), name.into()],
        )
        .await?;
        Ok(())
    }
}
