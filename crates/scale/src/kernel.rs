//! The engine's kernel within an executor: the gathering of the run at hand, read once and held in memory.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use linkage::link::{Blocks, Comparing, Keys, Model, Patterns, People, RuleCount};

use crate::Result;
use crate::folder::{SeenFolder, block};

/// The kernel of a process; it holds nothing where there is no shared folder, in the scheduler and the client.
#[derive(Default)]
pub(crate) struct Kernel {
    shared: Option<PathBuf>,
    held: Mutex<Option<Arc<Held>>>,
}

/// One run.
struct Held {
    name: String,
    folder: SeenFolder,
    people: People,
    /// The keys after so many rounds of refinement.
    keys: Mutex<(usize, Arc<Blocks>)>,
    model: Mutex<Option<Arc<Model>>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn uncounted(keys: Keys) -> Blocks {
    Blocks::counted(keys, [RuleCount::default(); 16])
}

impl Kernel {
    /// One that reads the runs below this folder.
    pub(crate) fn over(shared: PathBuf) -> Self {
        Self { shared: Some(shared), held: Mutex::default() }
    }

    /// A run after so many rounds of refinement. The run before it is let go of: two gatherings are not held at once.
    pub(crate) fn run(&self, name: &str, rounds: usize) -> Result<Run> {
        let held = {
            let mut held = locked(&self.held);
            match held.as_ref().filter(|held| held.name == name) {
                Some(held) => held.clone(),
                None => {
                    *held = None;
                    held.insert(Arc::new(self.open(name)?)).clone()
                }
            }
        };
        let blocks = held.after(rounds)?;
        Ok(Run { held, blocks })
    }

    fn open(&self, name: &str) -> Result<Held> {
        let shared = self.shared.as_deref().ok_or("only an executor compares")?;
        let folder = SeenFolder::of(shared, name)?;
        let people = folder.people()?;
        let keys = Mutex::new((0, Arc::new(uncounted(Keys::new(&people, threads())))));
        Ok(Held { name: name.to_owned(), folder, people, keys, model: Mutex::default() })
    }
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

impl Held {
    fn after(&self, rounds: usize) -> Result<Arc<Blocks>> {
        let mut held = locked(&self.keys);
        if held.0 > rounds {
            // A task of an earlier stage that is tried again.
            let keys = self.refined(Keys::new(&self.people, threads()), 0, rounds)?;
            return Ok(Arc::new(uncounted(keys)));
        }
        if held.0 < rounds {
            let nothing = Arc::new(uncounted(Keys::default()));
            let (done, blocks) = std::mem::replace(&mut *held, (0, nothing));
            let keys = Arc::try_unwrap(blocks).map_or_else(|shared| shared.keys().clone(), Blocks::into_keys);
            match self.refined(keys, done, rounds) {
                Ok(keys) => *held = (rounds, Arc::new(uncounted(keys))),
                Err(trouble) => {
                    *held = (0, Arc::new(uncounted(Keys::new(&self.people, threads()))));
                    return Err(trouble);
                }
            }
        }
        Ok(held.1.clone())
    }

    fn refined(&self, mut keys: Keys, from: usize, to: usize) -> Result<Keys> {
        for round in from..to {
            keys.refine(&self.people, round, &self.folder.crowded(round)?);
        }
        Ok(keys)
    }
}

/// A run at one point of its refinement.
pub(crate) struct Run {
    held: Arc<Held>,
    blocks: Arc<Blocks>,
}

impl Run {
    /// The blocks that a record is in, of the rules whose bits are set.
    pub(crate) fn blocks_of(&self, at: u32, rules: i64) -> impl Iterator<Item = i64> {
        let keys = self.blocks.keys().of(at).into_iter().enumerate();
        keys.filter(move |(rule, key)| *key != 0 && rules >> rule & 1 == 1)
            .map(|(rule, key)| block(rule, key))
    }

    /// The patterns of one block, if it is in the sample of a rule with so many pairs.
    pub(crate) fn patterns(&self, rule: usize, members: &[u32], all: u64) -> Vec<u8> {
        let mut patterns = Patterns::default();
        patterns.count_block(&self.held.people, rule, members, all);
        patterns.to_bytes()
    }

    /// What to compare by.
    pub(crate) fn model(&self) -> Result<Arc<Model>> {
        let mut held = locked(&self.held.model);
        match held.as_ref() {
            Some(model) => Ok(model.clone()),
            None => Ok(held.insert(Arc::new(self.held.folder.model()?)).clone()),
        }
    }

    /// What compares blocks by a model.
    pub(crate) fn comparing<'a>(&'a self, model: &'a Model) -> Comparing<'a> {
        Comparing::new(&self.held.people, &self.blocks, model)
    }
}
