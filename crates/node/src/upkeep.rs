//! What a node does by itself while it runs: places entries in the tree, writes down its signed head outside the database, and
//! takes its reserve back when the disk has room again; once a minute it does what has fallen due.

mod company;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::{Interval, MissedTickBehavior, interval, sleep};

use crate::error::{Error, Result};
use crate::node::Node;

/// An entry is placed at most this long after it was committed, plus the time that placing takes.
const PLACED_WITHIN: Duration = Duration::from_millis(100);
/// How often a quiet node looks for entries that another process left behind, and for room on a full disk.
const LOOK: Duration = Duration::from_secs(2);
/// How often a node looks for what has fallen due. Of several processes on one database the one that holds the lease looks.
const TURN: Duration = Duration::from_secs(60);
/// How long a turn out of its time waits for what else comes.
const GATHERED: Duration = Duration::from_millis(200);

/// How a node runs.
#[derive(Debug, Clone, Default)]
pub struct Upkeep {
    /// Where the newest signed checkpoint is written, outside the database, so that cutting the database alone is noticed.
    pub checkpoint_file: Option<PathBuf>,
    /// Where space is kept back for the journal, and how many bytes. Belongs on the disk of the database; makes sense for
    /// SQLite alone.
    pub reserve: Option<(PathBuf, u64)>,
}

/// What wakes and ends the work.
#[derive(Debug, Default)]
pub(crate) struct Running {
    pub(crate) wake: Notify,
    /// Something came that time has more work for: the clock need not wait for its turn.
    pub(crate) due: Notify,
    /// Another process changed people.
    pub(crate) people: Arc<Notify>,
    /// The database has a schema that this program does not know.
    pub(crate) outdated: AtomicBool,
    /// This process is about to stop.
    pub(crate) draining: AtomicBool,
    tasks: Mutex<Option<(watch::Sender<bool>, JoinHandle<()>)>>,
}

impl Node {
    /// Starts the node's own work. It goes on until [`stop`](Self::stop); a second call changes nothing.
    ///
    /// # Errors
    /// [`Error::Setup`] when the reserve cannot be made.
    pub async fn start(&self, upkeep: Upkeep) -> Result<()> {
        if let Some((path, bytes)) = upkeep.reserve.clone() {
            let node = self.clone();
            let made = tokio::task::spawn_blocking(move || {
                node.db().reserve().keep(&path, bytes, &mut *node.entropy())
            });
            made.await.ok().and_then(std::result::Result::ok).ok_or_else(|| {
                Error::Setup("the reserve cannot be written: free some space or make it smaller".into())
            })?;
        }
        let mut tasks = self.running().tasks.lock().unwrap_or_else(PoisonError::into_inner);
        if tasks.is_none() {
            let (stop, stopped) = watch::channel(false);
            *tasks = Some((stop, tokio::spawn(work(self.clone(), upkeep, stopped))));
        }
        Ok(())
    }

    /// Ends the node's own work after placing what still waits. Acts may still be performed; nothing places them then.
    pub async fn stop(&self) {
        let tasks = self.running().tasks.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((stop, task)) = tasks {
            let _ = stop.send(true);
            // A task that panicked has nothing more to flush.
            let _ = task.await;
            // What it holds runs out by itself.
            let _ = self.leave().await;
        }
    }
}

/// The work in three hands, none of which waits for another: a long turn of the clock holds up neither the tree nor the look at the
/// schema. Each finishes what it has begun.
async fn work(node: Node, upkeep: Upkeep, stopped: watch::Receiver<bool>) {
    let ears = tokio::spawn(company::listen(node.downgrade()));
    let mut written = String::new();
    tokio::join!(
        placing(&node, &upkeep, &mut written, stopped.clone()),
        turning(&node, stopped.clone()),
        beating(&node, stopped),
    );
    ears.abort();
    place(&node, &upkeep, &mut written).await;
}

async fn placing(node: &Node, upkeep: &Upkeep, written: &mut String, mut stopped: watch::Receiver<bool>) {
    let mut look = every(LOOK);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            () = node.running().wake.notified() => {
                // Entries of the next moment share this round.
                tokio::select! { _ = stopped.changed() => return, () = sleep(PLACED_WITHIN) => {} }
            }
            _ = look.tick() => renew(node).await,
        }
        place(node, upkeep, written).await;
    }
}

async fn turning(node: &Node, mut stopped: watch::Receiver<bool>) {
    let mut turn = every(TURN);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = turn.tick() => {}
            () = node.running().due.notified() => {
                // What else comes in the next moment shares this turn.
                tokio::select! { _ = stopped.changed() => return, () = sleep(GATHERED) => {} }
            }
        }
        if let Err(error) = company::turn(node).await {
            tracing::warn!(%error, "what has fallen due could not be done; the next round tries again");
        }
    }
}

async fn beating(node: &Node, mut stopped: watch::Receiver<bool>) {
    let (mut beat, started) = (every(company::BEAT), node.now());
    loop {
        tokio::select! { _ = stopped.changed() => return, _ = beat.tick() => {} }
        company::beat(node, started).await;
    }
}

/// Ticks at once and then at this distance; after a delay the distance counts from then.
fn every(distance: Duration) -> Interval {
    let mut ticks = interval(distance);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

async fn place(node: &Node, upkeep: &Upkeep, written: &mut String) {
    match node.place_waiting().await {
        Ok(0) if !written.is_empty() => return,
        Ok(_) => {}
        Err(error) => {
            tracing::warn!(%error, "entries could not be placed; the next round tries again");
            return;
        }
    }
    let Some(path) = &upkeep.checkpoint_file else { return };
    if let Ok(Some(note)) = node.checkpoint().await
        && note != *written
    {
        let (path, text) = (path.clone(), note.clone());
        match tokio::task::spawn_blocking(move || replace(&path, &text)).await {
            Ok(Ok(())) => *written = note,
            _ => tracing::warn!("the checkpoint file could not be written; the next round tries again"),
        }
    }
}

/// Replaces a file whole: a reader finds the old text or the new.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(beside, path)
}

async fn renew(node: &Node) {
    if node.db().reserve().is_full() {
        let node = node.clone();
        // Fails while there is no room; then the next look tries again.
        let _ = tokio::task::spawn_blocking(move || node.db().reserve().renew(&mut *node.entropy())).await;
    }
}
