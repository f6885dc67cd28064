//! `restore-node`: the journal's word that this database came out of a backup, and the erasures that it had forgotten.

use model::{Id, Timestamp};

use super::by_system;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Ids named in the entry at most; the count is in the answer, the rest in the list itself.
const NAMED: usize = 500;

/// Completes a restore.
pub struct RestoreNode {
    /// When the backup was taken.
    pub taken_at: Timestamp,
    /// Keys that were destroyed, with the instant, by the list kept apart from backups.
    pub erased: Vec<(Id, Timestamp)>,
}

/// What a restore did beyond loading rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// Keys that the backup still had and that were destroyed again.
    pub erased_again: u64,
}

impl Act for RestoreNode {
    type Facts = ();
    type Output = Restored;
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

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Restored> {
        let act = permit.act();
        let mut again = 0;
        for (key, at) in &act.erased {
            let destroyed = tx
                .run(
                    "update person_key set wrapped = null, destroyed_at = $2 where id = $1 and wrapped is not null",
                    &[(*key).into(), (*at).into()],
                )
                .await?;
            again += destroyed;
            if destroyed > 0 && tx.trace.listed.len() < NAMED {
                tx.trace.listed.push(*key);
            }
        }
        tx.trace.kind = Some("node");
        tx.trace.detail.from = Some(act.taken_at.to_string());
        Ok(Restored { erased_again: again })
    }
}
