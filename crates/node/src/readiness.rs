//! Whether this process can do its work now: for whoever sends requests to it.

use std::sync::atomic::Ordering;

use model::Timestamp;
use model::time::HOUR;

use crate::db::Tx;
use crate::error::Result;
use crate::node::Node;

/// Milliseconds that an entry may wait for its place in the tree. Placing takes a quarter of a second; entries of the public
/// tell their time to the minute only.
const LONGEST_WAIT: i64 = HOUR / 30;

/// What works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readiness {
    /// The database answers.
    pub database: bool,
    /// Entries get their place in the journal's tree in time.
    pub journal: bool,
    /// The disk has room: without it only looks go on, out of the reserve.
    pub disk: bool,
    /// This program knows the schema of the database: without that only looks go on.
    pub schema: bool,
    /// It is not about to stop.
    pub staying: bool,
}

impl Readiness {
    /// Whether everything works.
    #[must_use]
    pub const fn is_ready(self) -> bool {
        self.database && self.journal && self.disk && self.schema && self.staying
    }
}

impl Node {
    /// Asks database, journal and disk. Reads no record and leaves no trace.
    pub async fn readiness(&self) -> Readiness {
        let now = self.now();
        let oldest = self.db().read(|tx| Box::pin(oldest_waiting(tx))).await;
        let in_time = |at: Option<Timestamp>| at.is_none_or(|at| now.millis() - at.millis() <= LONGEST_WAIT);
        Readiness {
            database: oldest.is_ok(),
            journal: oldest.is_ok_and(in_time),
            disk: !self.db().reserve().is_full(),
            schema: !self.running().outdated.load(Ordering::Relaxed),
            staying: !self.running().draining.load(Ordering::Relaxed),
        }
    }

    /// Milliseconds that the oldest waiting entry has waited for its place in the tree; 0 when none waits.
    ///
    /// # Errors
    /// [`crate::Error::Storage`].
    pub async fn longest_wait(&self) -> Result<i64> {
        let oldest = self.db().read(|tx| Box::pin(oldest_waiting(tx))).await?;
        Ok(oldest.map_or(0, |at| (self.now().millis() - at.millis()).max(0)))
    }

    /// Says from now on that this process is not ready, while it goes on answering: whoever spreads requests sends no more of them here.
    pub fn drain(&self) {
        self.running().draining.store(true, Ordering::Relaxed);
    }

    /// The key with which this node signs checkpoints, in the text form of signed notes, and since when it has.
    ///
    /// # Errors
    /// [`crate::Error::Storage`].
    pub async fn verifier_key(&self) -> Result<(String, Option<Timestamp>)> {
        let origin = self.origin().to_owned();
        self.db().read(move |tx| Box::pin(async move { verifier_key(tx, &origin).await })).await
    }
}

/// When the entry was written that has waited longest; its id begins with its time.
async fn oldest_waiting(tx: &mut Tx) -> Result<Option<Timestamp>> {
    let sql = "select j.at from journal j where j.id = (select min(entry) from waiting)";
    tx.row(sql, &[]).await?.map(|row| row.time(0)).transpose()
}

async fn verifier_key(tx: &mut Tx, origin: &str) -> Result<(String, Option<Timestamp>)> {
    let key = tx.context.keys.signing.verifying_key();
    let key = seal::NoteVerifier::new(origin, key)
        .map_err(|_| crate::Error::Setup("the member id is no name of a key".into()))?;
    let founded = tx.row("select min(created_at) from organisation", &[]).await?;
    Ok((key.to_string(), founded.map_or(Ok(None), |row| row.time_opt(0))?))
}
