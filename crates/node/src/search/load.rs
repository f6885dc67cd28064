//! Filling the index in the background, and keeping it up with other processes on the same database.

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

use model::Id;
use tokio::task::JoinHandle;

use super::Change;
use crate::db::Engine;
use crate::error::Result;
use crate::node::Node;
use crate::store::person;

/// People read at a time.
const CHUNK: i64 = 1_000;
/// How long a transaction may take, or a clock may lag, before its changes are missed: they are read once more, in
/// milliseconds.
const OVERLAP: i64 = 60_000;
/// How often another process's changes are fetched, where nobody told of them.
const POLL: Duration = Duration::from_secs(3);

impl Node {
    /// Fills the people index in the background, from a sealed snapshot if there is one, else from the records. On
    /// PostgreSQL, where several processes may serve one database, the task goes on and fetches what the others change;
    /// it ends when the node is dropped or the task aborted.
    pub fn start_people_index(&self, snapshot: Option<PathBuf>) -> JoinHandle<()> {
        let node = self.clone();
        tokio::spawn(async move {
            while let Err(error) = node.load_people(snapshot.clone()).await {
                tracing::error!(%error, "the people index could not be filled, trying again");
                tokio::time::sleep(POLL).await;
            }
            if node.db().engine() == Engine::Sqlite {
                return;
            }
            let weak = node.downgrade();
            drop(node);
            loop {
                let Some(node) = weak.upgrade() else { return };
                let told = node.running().people.clone();
                drop(node);
                tokio::select! {
                    () = tokio::time::sleep(POLL) => {}
                    () = told.notified() => {}
                }
                let Some(node) = weak.upgrade() else { return };
                if let Err(error) = node.catch_up_people().await {
                    tracing::warn!(%error, "the people index could not catch up");
                }
            }
        })
    }

    /// Fills the people index and returns when it is full.
    ///
    /// # Errors
    /// [`crate::Error::Storage`].
    pub async fn load_people(&self, snapshot: Option<PathBuf>) -> Result<()> {
        if let Some(path) = snapshot {
            self.load_people_snapshot(path).await;
        }
        let total = self.db().read(|tx| Box::pin(person::count(tx))).await?;
        self.people().progress().total = total;
        self.catch_up_people().await?;
        self.people().progress().ready = true;
        Ok(())
    }

    /// Reads people changed since the last time, whoever changed them.
    ///
    /// # Errors
    /// [`crate::Error::Storage`].
    pub async fn catch_up_people(&self) -> Result<()> {
        let people = self.people().clone();
        let seen = people.progress().seen;
        people.write().touched = Some(HashSet::new());
        let mut after = (seen.saturating_sub(OVERLAP), String::new());
        let done = loop {
            let from = after.clone();
            let chunk = self.db().read(move |tx| Box::pin(person::changed(tx, from, CHUNK))).await;
            let chunk = match chunk {
                Ok(chunk) => chunk,
                Err(error) => break Err(error),
            };
            let Some(last) = chunk.last() else { break Ok(()) };
            after = (last.at, last.person.to_string());
            let count = chunk.len();
            self.take_in(chunk);
            let mut progress = people.progress();
            progress.seen = progress.seen.max(after.0);
            progress.done += count as u64;
        };
        people.write().touched = None;
        done
    }

    /// Takes a chunk in, but for those who changed after it was read.
    fn take_in(&self, chunk: Vec<person::Changed>) {
        let people = self.people();
        let mut erased: Vec<Id> = Vec::new();
        let mut kept = people.write();
        for row in chunk {
            if kept.touched.as_ref().is_some_and(|touched| touched.contains(&row.person)) {
                continue;
            }
            match row.known {
                Some(known) => kept.apply(Change::Upsert(Box::new(known))),
                None if kept.index.contains(row.person.to_u128()) => erased.push(row.person),
                None => {}
            }
        }
        drop(kept);
        people.apply(erased.into_iter().map(Change::Erase).collect());
    }
}
