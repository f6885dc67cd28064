//! The people index of a running node: in memory, filled from sealed records in the background, never written in the clear.

mod ground;
mod load;
mod snapshot;
mod traits;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use linkage::people::{Hit, PeopleIndex, PersonKeys, Query, Traits};
use model::Id;
use serde::Serialize;

pub(crate) use ground::code as ground_code;
pub(crate) use traits::of_texts;

/// What is known of a person and can be searched by.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) person: Id,
    pub(crate) organisation: Id,
    pub(crate) traits: Traits,
}

/// A change to the index, applied when its transaction has committed.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// A person is new or known better.
    Upsert(Box<Known>),
    /// A person has been erased: nothing may find them any more, not even on the disk.
    Erase(Id),
}

/// How far the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Loading {
    /// People read so far.
    pub done: u64,
    /// People there are.
    pub total: u64,
}

/// The index.
#[derive(Default)]
pub(crate) struct People {
    held: RwLock<Kept>,
    progress: Mutex<Progress>,
    /// The sealed snapshot on disk, which goes when somebody is erased.
    snapshot: Mutex<Option<PathBuf>>,
    /// Times that somebody was erased.
    erasures: AtomicU64,
}

#[derive(Default)]
struct Kept {
    index: PeopleIndex,
    /// Position is the tag that the index knows an organisation by.
    organisations: Vec<Id>,
    /// People changed while a catch-up reads: what it read of them may be older than what is known.
    touched: Option<HashSet<Id>>,
}

#[derive(Default)]
struct Progress {
    ready: bool,
    done: u64,
    total: u64,
    /// Newest change seen in the table, in milliseconds.
    seen: i64,
}

impl Kept {
    fn tag(&mut self, organisation: Id) -> u32 {
        let at = self.organisations.iter().position(|known| *known == organisation).unwrap_or_else(|| {
            self.organisations.push(organisation);
            self.organisations.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    fn organisation(&self, tag: u32) -> Option<Id> {
        self.organisations.get(usize::try_from(tag).ok()?).copied()
    }

    fn apply(&mut self, change: Change) {
        match change {
            Change::Upsert(known) => {
                let org = self.tag(known.organisation);
                let keys = PersonKeys { id: known.person.to_u128(), org, traits: known.traits };
                self.index.upsert(&keys);
            }
            Change::Erase(person) => {
                self.index.remove(person.to_u128());
            }
        }
    }
}

impl Change {
    fn person(&self) -> Id {
        match self {
            Self::Upsert(known) => known.person,
            Self::Erase(person) => *person,
        }
    }

    /// Whether the old bytes must leave the database's own log, too.
    pub(crate) fn erases(&self) -> bool {
        matches!(self, Self::Erase(_))
    }
}

impl People {
    /// Applies what a committed transaction changed.
    pub(crate) fn apply(&self, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        if changes.iter().any(Change::erases) {
            self.drop_snapshot();
        }
        let mut kept = self.write();
        for change in changes {
            if let Some(touched) = &mut kept.touched {
                touched.insert(change.person());
            }
            kept.apply(change);
        }
    }

    /// The best answers, best first. `filter` is asked with person and organisation before anyone is compared.
    pub(crate) fn search(
        &self,
        query: &Query,
        limit: usize,
        filter: impl Fn(Id, Option<Id>) -> bool,
    ) -> Vec<Hit> {
        let kept = self.read();
        kept.index.search(query, limit, |id, tag| filter(Id::from_u128(id), kept.organisation(tag)))
    }

    /// Whoever in the organisation is likely the same person.
    pub(crate) fn likely(&self, query: &Query, organisation: Id) -> Vec<Hit> {
        let kept = self.read();
        kept.index.likely(query, LIKELY_SCORE, |_, tag| kept.organisation(tag) == Some(organisation))
    }

    /// `None` once everyone has been read.
    pub(crate) fn loading(&self) -> Option<Loading> {
        let progress = self.progress();
        (!progress.ready).then_some(Loading { done: progress.done, total: progress.total })
    }

    /// Removes the snapshot from the disk: it may hold somebody who has been erased.
    fn drop_snapshot(&self) {
        self.erasures.fetch_add(1, Ordering::SeqCst);
        let path = self.snapshot.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(path) = path else { return };
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::error!(%error, "the people snapshot could not be removed after an erasure: remove it by hand");
            }
            _ => {}
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Kept> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Kept> {
        self.held.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Share of the evidence that must agree before two records are called likely the same.
pub(crate) const LIKELY_SCORE: f32 = 0.6;
