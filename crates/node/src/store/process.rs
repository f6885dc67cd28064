//! Processes that serve this database.

use model::Timestamp;
use model::time::HOUR;

use crate::db::{Tx, dialect};
use crate::error::Result;

/// A process that has not renewed its row for so long is gone.
const GONE: i64 = HOUR / 60;

/// What a process says of itself.
#[derive(Debug, Clone)]
pub(crate) struct Process {
    pub(crate) holder: String,
    pub(crate) knows: i64,
    pub(crate) connections: i64,
    pub(crate) started_at: Timestamp,
}

/// Renews the row of a process, and takes away those of processes that are gone.
pub(crate) async fn beat(tx: &mut Tx, process: &Process) -> Result<()> {
    let now = tx.now;
    tx.run("delete from process where seen_at < $1", &[now.plus(-GONE).into()]).await?;
    tx.run(
        "insert into process (holder, program, knows, connections, started_at, seen_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (holder) do update set seen_at = $6",
        &[
            process.holder.as_str().into(),
            env!("CARGO_PKG_VERSION").into(),
            process.knows.into(),
            process.connections.into(),
            process.started_at.into(),
            now.into(),
        ],
    )
    .await
    .map(drop)
}

/// Takes the row of a process away.
pub(crate) async fn leave(tx: &mut Tx, holder: &str) -> Result<()> {
    tx.run("delete from process where holder = $1", &[holder.into()]).await.map(drop)
}

/// Connections to the database: what it takes, and what the processes may ask of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// What the server takes at most.
    pub most: i64,
    /// Of these, kept for the server's own administrators.
    pub reserved: i64,
    /// Processes that serve this database now.
    pub processes: i64,
    /// What all of them together may open.
    pub budget: i64,
    /// What this program would open if it served, too.
    pub own: i64,
}

impl Connections {
    /// Left for commands, backups and another process.
    #[must_use]
    pub const fn left(self) -> i64 {
        self.most - self.reserved - self.budget
    }
}

/// Counts connections; nothing on SQLite, which has no server.
pub(crate) async fn connections(tx: &mut Tx) -> Result<Option<Connections>> {
    let Some(limit) = tx.row(dialect::connection_limit(tx.engine()), &[]).await? else { return Ok(None) };
    let (most, reserved) = (limit.int(0)?, limit.int(1)?);
    if most == 0 {
        return Ok(None);
    }
    let since = tx.now.plus(-GONE);
    let row = tx
        .row(
            "select count(*), cast(coalesce(sum(connections), 0) as bigint) from process where seen_at >= $1",
            &[since.into()],
        )
        .await?;
    let (processes, budget) =
        row.map_or(Ok((0, 0)), |row| Ok::<_, crate::Error>((row.int(0)?, row.int(1)?)))?;
    let own = i64::from(tx.context.settings.connections);
    Ok(Some(Connections { most, reserved, processes, budget, own }))
}
