//! SQLite has one writer at a time. Here it is: a task that owns the writing connection, runs what is queued inside one
//! transaction (each job behind a savepoint of its own) and commits them together, so that concurrent writers share one
//! fsync. Nobody hears of success before the commit.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::FutureExt;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::mpsc;

use super::tx::Broken;
use super::{Conn, Engine, Tx, TxContext, dialect};
use crate::clock::{Chance, Clock};
use crate::error::Result;
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

/// What the writer has done since it started. Cheap enough to count always.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Jobs whose changes were kept.
    pub(crate) kept: AtomicU64,
    /// Commits that kept them: fewer, when concurrent writers shared one.
    pub(crate) groups: AtomicU64,
    /// Commits that failed.
    pub(crate) failed: AtomicU64,
}

impl Counts {
    pub(super) fn group(&self, kept: u64) {
        self.kept.fetch_add(kept, Ordering::Relaxed);
        self.groups.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn failure(&self) {
        self.failed.fetch_add(1, Ordering::Relaxed);
    }
}

pub(super) fn start(
    conn: SqliteConnection,
    clock: Arc<dyn Clock>,
    chance: &Arc<dyn Chance>,
    context: TxContext,
    counts: Arc<Counts>,
) -> mpsc::Sender<Job> {
    let (sender, queue) = mpsc::channel(QUEUE);
    let tx = Tx::new(Conn::SqliteWriter(conn), clock.now(), chance.stream(), context);
    tokio::spawn(write_on(tx, clock, queue, counts));
    sender
}

async fn write_on(mut tx: Tx, clock: Arc<dyn Clock>, mut queue: mpsc::Receiver<Job>, counts: Arc<Counts>) {
    while let Some(first) = queue.recv().await {
        if let Err(error) = tx.script("begin immediate").await {
            // A transaction left open by a failed commit would refuse every later begin.
            let _ = tx.script("rollback").await;
            tracing::error!(%error, "no transaction could be opened");
            // Dropping a job closes its caller's channel, which the caller reads as a failure.
            drop(first);
            continue;
        }
        tx.people_changes.clear();
        let mut group = Group::default();
        let mut next = Some(first);
        while let Some(job) = next {
            tx.now = clock.now();
            run_one(&mut tx, job, &mut group).await;
            let more = group.lost.is_none() && group.delivers.len() < GROUP;
            next = if more { queue.try_recv().ok() } else { None };
        }
        end_group(&mut tx, group, &counts).await;
    }
    let _ = tx.script("pragma optimize").await;
}

/// Jobs that end together.
#[derive(Default)]
struct Group {
    delivers: Vec<Deliver>,
    kept: u64,
    /// The whole transaction is gone, and with it what every job of the group did.
    lost: Option<Broken>,
}

async fn end_group(tx: &mut Tx, group: Group, counts: &Counts) {
    let ended = match group.lost {
        None => tx.script("commit").await.map_err(|error| Broken::by(&error)),
        Some(broken) => Err(broken),
    };
    match ended {
        Ok(()) => {
            counts.group(group.kept);
            let changes = std::mem::take(&mut tx.people_changes);
            if changes.iter().any(Change::erases) {
                forget(tx).await;
            }
            tx.context.people.apply(changes);
            group.delivers.into_iter().for_each(|deliver| deliver(Ok(())));
        }
        Err(broken) => {
            // Fails when SQLite has rolled back by itself, which is as well.
            let _ = tx.script("rollback").await;
            counts.failure();
            tracing::error!(?broken, "a commit failed; none of its writes is acknowledged");
            group.delivers.into_iter().for_each(|deliver| deliver(Err(broken.error())));
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
async fn run_one(tx: &mut Tx, job: Job, group: &mut Group) {
    if let Err(error) = tx.script("savepoint act").await {
        group.lost = Some(Broken::by(&error));
        return;
    }
    tx.broken = None;
    let changes_before = tx.people_changes.len();
    let ended = AssertUnwindSafe(job(tx)).catch_unwind().await;
    tx.opened.clear();
    let broken = tx.broken.take();
    let keep = broken.is_none() && matches!(ended, Ok((Verdict::Keep, _)));
    let closed = if keep {
        tx.script("release act").await
    } else {
        tx.people_changes.truncate(changes_before);
        tx.script("rollback to act; release act").await
    };
    if let Err(error) = closed {
        // No such savepoint: the failure took the whole transaction with it.
        group.lost = Some(broken.unwrap_or(Broken::by(&error)));
    }
    match ended {
        Ok((Verdict::Keep, deliver)) => {
            group.kept += u64::from(keep);
            // The job overlooked that the database failed under it.
            group.delivers.push(match broken {
                Some(broken) => Box::new(move |ended| deliver(ended.and(Err(broken.error())))),
                None => deliver,
            });
        }
        Ok((Verdict::Undo, deliver)) => group.delivers.push(deliver),
        Err(_) => tracing::error!("an act panicked and was undone"),
    }
}
