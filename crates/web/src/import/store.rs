//! Files that wait in memory while somebody decides how to read them: for a quarter of an hour after the last look, few at
//! once, and only for the session that sent them.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use model::time::HOUR;
use model::{Id, Timestamp};
use node::import::Summary;

/// How long a file waits after the last look, in milliseconds.
const WAITS: i64 = HOUR / 4;
/// All waiting files together, in bytes.
const ROOM: usize = 64 << 20;

/// Everything that waits.
#[derive(Default)]
pub(crate) struct Imports {
    held: Mutex<BTreeMap<Id, Held>>,
}

/// A file and what somebody decided about it.
#[derive(Clone)]
pub(crate) struct Held {
    /// The session's own secret: nobody else opens it.
    owner: String,
    until: Timestamp,
    /// The file; gone once it was taken in.
    pub(crate) bytes: Arc<Vec<u8>>,
    /// `csv`, `xlsx`: the end of its name. The name itself may name a child and is not kept.
    pub(crate) ending: String,
    /// Column → field, as decided.
    pub(crate) columns: Vec<(usize, String)>,
    pub(crate) run: Option<Run>,
}

/// A run that goes on or has ended.
#[derive(Clone)]
pub(crate) struct Run {
    pub(crate) dry: bool,
    pub(crate) take_likely: bool,
    /// Set by whoever stops it.
    pub(crate) stop: Arc<AtomicBool>,
    pub(crate) so_far: Arc<Mutex<Progress>>,
}

/// How far a run is.
#[derive(Default)]
pub(crate) struct Progress {
    pub(crate) rows: u64,
    /// There once it has ended.
    pub(crate) summary: Option<Arc<Summary>>,
}

impl Run {
    pub(crate) fn new(dry: bool, take_likely: bool) -> Self {
        Self { dry, take_likely, stop: Arc::default(), so_far: Arc::default() }
    }

    /// Rows read, and the summary once it has ended.
    pub(crate) fn look(&self) -> (u64, Option<Arc<Summary>>) {
        self.so_far.lock().map_or((0, None), |so_far| (so_far.rows, so_far.summary.clone()))
    }

    pub(crate) fn goes_on(&self) -> bool {
        self.look().1.is_none()
    }
}

impl Imports {
    /// Keeps a file. An earlier one of the same session goes, unless it is being taken in. `None`: no room now.
    pub(crate) fn keep(
        &self,
        id: Id,
        owner: &str,
        now: Timestamp,
        bytes: Vec<u8>,
        ending: String,
    ) -> Option<()> {
        let mut held = self.held.lock().ok()?;
        let running = |one: &Held| one.run.as_ref().is_some_and(Run::goes_on);
        held.retain(|_, one| running(one) || (one.until > now && one.owner != owner));
        let taken: usize = held.values().map(|one| one.bytes.len()).sum();
        if taken + bytes.len() > ROOM {
            return None;
        }
        let one = Held {
            owner: owner.to_owned(),
            until: now.plus(WAITS),
            bytes: Arc::new(bytes),
            ending,
            columns: Vec::new(),
            run: None,
        };
        held.insert(id, one);
        Some(())
    }

    /// Looks at a file of this session, and changes it.
    pub(crate) fn with<T>(
        &self,
        id: Id,
        owner: &str,
        now: Timestamp,
        then: impl FnOnce(&mut Held) -> T,
    ) -> Option<T> {
        let mut held = self.held.lock().ok()?;
        held.retain(|_, one| one.until > now || one.run.as_ref().is_some_and(Run::goes_on));
        let one = held.get_mut(&id).filter(|one| one.owner == owner)?;
        one.until = now.plus(WAITS);
        Some(then(one))
    }

    /// Forgets a file.
    pub(crate) fn forget(&self, id: Id, owner: &str) {
        if let Ok(mut held) = self.held.lock() {
            held.retain(|key, one| *key != id || one.owner != owner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(imports: &Imports, n: u128, owner: &str, at: i64, size: usize) -> bool {
        imports
            .keep(Id::from_u128(n), owner, Timestamp::from_millis(at), vec![0; size], "csv".into())
            .is_some()
    }

    fn there(imports: &Imports, n: u128, owner: &str, at: i64) -> bool {
        imports.with(Id::from_u128(n), owner, Timestamp::from_millis(at), |_| ()).is_some()
    }

    #[test]
    fn only_its_session_opens_a_file_and_only_for_a_while() {
        let imports = Imports::default();
        assert!(kept(&imports, 1, "a", 0, 10));
        assert!(!there(&imports, 1, "b", 1));
        assert!(there(&imports, 1, "a", WAITS - 1));
        assert!(there(&imports, 1, "a", WAITS + 1), "looking at it keeps it");
        assert!(!there(&imports, 1, "a", 3 * WAITS));
    }

    #[test]
    fn memory_has_an_end() {
        let imports = Imports::default();
        assert!(kept(&imports, 1, "a", 0, ROOM - 5));
        assert!(!kept(&imports, 2, "b", 0, 6));
        assert!(kept(&imports, 3, "a", 0, ROOM), "the same session replaces its own");
        assert!(kept(&imports, 4, "b", 2 * WAITS, ROOM), "what is over makes room");
    }
}
