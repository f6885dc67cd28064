//! The people index of a running node: in memory, filled from sealed records, never written.

use std::sync::{PoisonError, RwLock};

/// A change to the index, applied when its transaction has committed.
#[derive(Debug, Clone)]
pub(crate) enum Change {}

/// The index.
#[derive(Default)]
pub(crate) struct People {
    ready: RwLock<bool>,
}

impl People {
    pub(crate) fn apply(&self, changes: Vec<Change>) {
        let ready = self.ready.read().unwrap_or_else(PoisonError::into_inner);
        drop((changes, ready));
    }
}
