//! `reapply-erasures`: after a restore, whoever was erased since the backup is erased again.

use model::Timestamp;

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::node::Node;
use crate::search::Change;
use crate::store::{Erasure, erasure};

/// Goes through a list of erasures that was kept apart from the backup.
pub struct ReapplyErasures {
    /// The list, as [`Node::erasures`] gave it.
    pub erasures: Vec<Erasure>,
}

#[async_trait::async_trait]
impl Act for ReapplyErasures {
    type Facts = Timestamp;
    /// How many keys were still there and have now been destroyed.
    type Output = usize;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "reapply-erasures"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, _: &Timestamp) -> Decision {
        if actor.is_system() { Decision::allow("system") } else { Decision::Deny("system-only") }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<usize> {
        let now = tx.now;
        let mut destroyed = 0;
        for gone in &permit.act().erasures {
            // Who came after the backup is not in it.
            let known =
                tx.row("select id from organisation where id = $1", &[gone.organisation.into()]).await?;
            if known.is_none() || !erasure::destroy(tx, gone).await? {
                continue;
            }
            destroyed += 1;
            let row = [gone.key.into(), now.into()];
            tx.run("update k_person set version = version + 1, changed_at = $2 where key_id = $1", &row)
                .await?;
            tx.people_changes.push(Change::Erase(gone.person));
            tx.trace.listed.push(gone.person);
        }
        tx.trace.kind = Some("person");
        Ok(destroyed)
    }
}

impl Node {
    /// Every key destroyed on purpose, oldest first: kept apart from backups, and gone through again after a restore.
    ///
    /// # Errors
    /// [`crate::Error::Storage`].
    pub async fn erasures(&self) -> Result<Vec<Erasure>> {
        self.db().read(|tx| Box::pin(erasure::all(tx))).await
    }
}
