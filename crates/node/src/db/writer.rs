//! SQLite has one writer at a time. Here it is: a task that owns the writing connection, runs what is queued inside one
//! transaction (each job behind a savepoint of its own) and commits them together, so that concurrent writers share one
//! fsync. Nobody hears of success before the commit.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::FutureExt;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::mpsc;

use super::{Conn, Engine, Tx, TxContext, dialect};
use crate::clock::{Chance, Clock};
use crate::error::{Error, Result};
use crate::search::Change;

/// What a job wants to become of its changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Keep them.
    Keep,
    /// Undo them.
    Undo,
}

/// Whether a transaction writes the act's own changes or only its journal entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Changes nothing; its journal entry is written all the same, before anything is shown.
    Reads,
    /// Changes something.
    Writes,
}

pub(super) type Deliver = Box<dyn FnOnce(Result<()>) + Send>;
pub(super) type Ending<'t> = Pin<Box<dyn Future<Output = (Verdict, Deliver)> + Send + 't>>;
/// A queued job: runs on the transaction and says what should become of it and whom to tell.
pub(super) type Job = Box<dyn for<'t> FnOnce(&'t mut Tx) -> Ending<'t> + Send>;

/// Jobs that share one commit at most.
const GROUP: usize = 256;
/// Jobs that may wait; beyond that callers wait for room.
const QUEUE: usize = 4_096;

pub(super) fn start(
    conn: SqliteConnection,
    clock: Arc<dyn Clock>,
    chance: &Arc<dyn Chance>,
    context: TxContext,
) -> mpsc::Sender<Job> {
    let (sender, queue) = mpsc::channel(QUEUE);
    let tx = Tx::new(Conn::SqliteWriter(conn), clock.now(), chance.stream(), context);
    tokio::spawn(write_on(tx, clock, queue));
    sender
}

async fn write_on(mut tx: Tx, clock: Arc<dyn Clock>, mut queue: mpsc::Receiver<Job>) {
    while let Some(first) = queue.recv().await {
        if let Err(error) = tx.script("begin immediate").await {
            // A transaction left open by a failed commit would refuse every later begin.
            let _ = tx.script("rollback").await;
            refuse(first, &mut tx, error).await;
            continue;
        }
        tx.people_changes.clear();
        let mut delivers = Vec::new();
        let mut next = Some(first);
        while let Some(job) = next {
            tx.now = clock.now();
            match run_one(&mut tx, job).await {
                Ok(deliver) => delivers.push(deliver),
                Err(error) => tracing::error!(%error, "a write was undone"),
            }
            next = if delivers.len() < GROUP { queue.try_recv().ok() } else { None };
        }
        end_group(&mut tx, delivers).await;
    }
    let _ = tx.script("pragma optimize").await;
}

async fn end_group(tx: &mut Tx, delivers: Vec<Deliver>) {
    match tx.script("commit").await {
        Ok(()) => {
            let changes = std::mem::take(&mut tx.people_changes);
            if changes.iter().any(Change::erases) {
                forget(tx).await;
            }
            tx.context.people.apply(changes);
            delivers.into_iter().for_each(|deliver| deliver(Ok(())));
        }
        Err(error) => {
            let _ = tx.script("rollback").await;
            tracing::error!(%error, "a commit failed; none of its writes is acknowledged");
            delivers.into_iter().for_each(|deliver| deliver(Err(Error::Storage("commit failed".into()))));
        }
    }
}

/// Empties the log of old keys. The checkpoint waits for readers as long as the busy timeout lets it.
async fn forget(tx: &mut Tx) {
    let done = tx.row(dialect::forget(Engine::Sqlite), &[]).await;
    if !matches!(done.map(|row| row.map(|row| row.int(0))), Ok(Some(Ok(0)))) {
        tracing::warn!(
            "the log could not be emptied after an erasure: it will be at the next one, or when the node stops"
        );
    }
}

/// Runs one job behind a savepoint. A job that panics is undone like one that fails; its caller hears that its channel
/// closed.
async fn run_one(tx: &mut Tx, job: Job) -> Result<Deliver> {
    tx.script("savepoint act").await?;
    let changes_before = tx.people_changes.len();
    let ended = AssertUnwindSafe(job(tx)).catch_unwind().await;
    let undo = !matches!(ended, Ok((Verdict::Keep, _)));
    if undo {
        tx.people_changes.truncate(changes_before);
        tx.script("rollback to act").await?;
    }
    tx.script("release act").await?;
    ended.map(|(_, deliver)| deliver).map_err(|_| Error::Storage("an act panicked".into()))
}

/// Tells a job's caller that it could not even begin.
async fn refuse(job: Job, tx: &mut Tx, error: Error) {
    tracing::error!(%error, "no transaction could be opened");
    // The job is dropped without running: dropping it closes the caller's channel, which the caller reads as a failure.
    drop(job);
    tx.trace = crate::journal::Trace::default();
}
