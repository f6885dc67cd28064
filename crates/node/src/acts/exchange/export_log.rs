//! `export-log`: hashes of this node's journal, its checkpoints, and those of others that it saw, for `jejaring-verify`.

use model::Timestamp;
use seal::evidence::LogFile;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::directory;
use crate::journal;

/// Exports what this node shows of journals. Nothing of what any entry says is in it.
pub struct ExportLog;

#[async_trait::async_trait]
impl Act for ExportLog {
    type Facts = Timestamp;
    type Output = LogFile;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "export-log"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        match by_system(actor) {
            Decision::Allow(rule) => Decision::Allow(rule),
            _ => access::holds_right(actor, "prove", "exchange", *now),
        }
    }

    async fn run(_: &Permit<'_, Self>, tx: &mut Tx) -> Result<LogFile> {
        let (document, before) = directory::newest_with_ground(tx).await?;
        let (newest, note) = journal::latest(tx).await?.ok_or(Error::Refused("not-placed-yet"))?;
        let mut file = LogFile::new(document, newest.origin(), journal::hashes(tx).await?);
        file.before = before;
        let rows = tx.rows("select note, size from exchange_checkpoint order by size", &[]).await?;
        for row in &rows {
            file.checkpoints.push(row.text(0)?);
        }
        if rows.last().map(|row| row.int(1)).transpose()? != i64::try_from(newest.size()).ok() {
            file.checkpoints.push(note);
        }
        let seen = tx.rows("select note, origin, size from exchange_seen order by origin, size", &[]).await?;
        file.seen = seen.iter().map(|row| row.text(0)).collect::<Result<_>>()?;
        tx.trace.kind = Some("node");
        tx.trace.detail.to = Some(newest.size().to_string());
        Ok(file)
    }
}
