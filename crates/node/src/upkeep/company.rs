//! What a process does because others may serve the same database: it says that it is there, hears what they tell, notices that a newer
//! program has changed the schema, and takes leases for work that one of them does.

use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::future::BoxFuture;
use model::Timestamp;
use model::time::HOUR;

use crate::callers::{CALLER_TOLD, Told};
use crate::db::{Ring, Tx, Verdict, migrate};
use crate::error::Result;
use crate::node::{Node, WeakNode};
use crate::store::lease;
use crate::store::process::{self, Process};

/// How often a process says that it is there, and looks at the schema.
pub(super) const BEAT: Duration = Duration::from_secs(5);
/// Whoever turns the clock is replaced after so many milliseconds of silence: longer than it takes to look again.
const CLOCK: i64 = HOUR / 40;
/// Pause before a broken connection is tried again.
const AGAIN: Duration = Duration::from_secs(2);

impl Node {
    /// Takes or renews the lease of a sort of work for so many milliseconds, so that one of several processes on one database does it.
    /// On SQLite there is one process, and it has every lease.
    ///
    /// # Errors
    /// [`crate::Error::Storage`].
    pub async fn hold(&self, work: &'static str, millis: i64) -> Result<bool> {
        if !self.db().is_shared() {
            return Ok(true);
        }
        let holder = self.holder().to_owned();
        self.db()
            .write(move |tx: &mut Tx| -> BoxFuture<'_, (Verdict, Result<bool>)> {
                let holder = holder.clone();
                Box::pin(async move { (Verdict::Keep, lease::take(tx, work, &holder, millis).await) })
            })
            .await
    }

    /// Gives up what this process holds, so that others need not wait, and says that it is gone.
    pub(super) async fn leave(&self) -> Result<()> {
        let holder = self.holder().to_owned();
        self.db()
            .write(move |tx: &mut Tx| -> BoxFuture<'_, (Verdict, Result<()>)> {
                let holder = holder.clone();
                Box::pin(async move {
                    let done = async {
                        lease::release(tx, &holder).await?;
                        process::leave(tx, &holder).await
                    };
                    (Verdict::Keep, done.await)
                })
            })
            .await
    }
}

/// Does what has fallen due, if this is the process that does.
pub(super) async fn turn(node: &Node) -> Result<()> {
    if node.hold("clock", CLOCK).await? && !node.running().outdated.load(Ordering::Relaxed) {
        node.turn_clock().await?;
    }
    Ok(())
}

/// Says that this process is there, and looks whether it still knows the schema.
pub(super) async fn beat(node: &Node, started_at: Timestamp) {
    if !node.db().is_shared() {
        return;
    }
    look_at_schema(node).await;
    let process = Process {
        holder: node.holder().to_owned(),
        knows: migrate::known(),
        connections: i64::from(node.connections_at_most()),
        started_at,
    };
    let said = node.db().write(move |tx: &mut Tx| -> BoxFuture<'_, (Verdict, Result<()>)> {
        let process = process.clone();
        Box::pin(async move { (Verdict::Keep, process::beat(tx, &process).await) })
    });
    if said.await.is_err() {
        tracing::warn!("this process could not say that it is there");
    }
}

async fn look_at_schema(node: &Node) {
    let Ok(found) = node.db().read(|tx| Box::pin(migrate::newest(tx))).await else { return };
    let outdated = found > migrate::known();
    if node.running().outdated.swap(outdated, Ordering::Relaxed) != outdated {
        if outdated {
            tracing::warn!(
                found,
                known = migrate::known(),
                "a newer program changed the schema: looks go on, changes are left to it"
            );
        } else {
            tracing::info!("the schema is known again");
        }
    }
}

/// Hears what other processes tell, for as long as the node lives.
pub(super) async fn listen(node: WeakNode) {
    loop {
        let Some(alive) = node.upgrade() else { return };
        let ears = alive.db().ears().await;
        drop(alive);
        match ears {
            Ok(None) => return,
            Ok(Some(mut ears)) => {
                while let Ok(ring) = ears.next().await {
                    let Some(node) = node.upgrade() else { return };
                    heard(&node, ring).await;
                }
            }
            Err(_) => {}
        }
        tokio::time::sleep(AGAIN).await;
    }
}

async fn heard(node: &Node, ring: Ring) {
    match ring {
        Ring::People => node.running().people.notify_one(),
        Ring::Schema => look_at_schema(node).await,
        Ring::Call(sealed) => {
            let key = node.keys().lookup.subkey(CALLER_TOLD);
            if let Some(told) = Told::open(&key, &sealed) {
                node.callers().note(told.organisation, &told.number, told.call, &mut *node.entropy());
            }
        }
    }
}
