//! Space kept back for the journal: a file that is given up when the disk has filled, so that whoever only reads can go on,
//! and every reading is still written down. Writing acts wait until there is room again.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

use seal::Entropy;

/// The reserve of one node. Holds nothing until it is told where.
#[derive(Debug, Default)]
pub(crate) struct Reserve {
    place: RwLock<Option<(PathBuf, u64)>>,
    full: AtomicBool,
}

impl Reserve {
    /// Sets where the reserve lies and its size in bytes, and makes it if it is not there.
    pub(crate) fn keep(&self, path: &Path, bytes: u64, random: &mut dyn Entropy) -> io::Result<()> {
        *self.place.write().unwrap_or_else(PoisonError::into_inner) = Some((path.to_owned(), bytes));
        if fs::metadata(path).is_ok_and(|found| found.len() == bytes) {
            return Ok(());
        }
        make(path, bytes, random)
    }

    /// Whether the disk has filled: only reading acts go on.
    pub(crate) fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    /// Gives the space up. True when this node keeps a reserve, so that what failed may be tried once more: others of the
    /// same failed group may have given it up a moment before.
    pub(crate) fn release(&self) -> bool {
        let Some((path, _)) = self.place() else { return false };
        self.full.store(true, Ordering::Relaxed);
        if fs::remove_file(path).is_ok() {
            tracing::error!("the disk is full: only reading goes on, out of the reserve; free some space");
        }
        true
    }

    /// Takes the space back once twice as much is free; answers whether writing may go on.
    pub(crate) fn renew(&self, random: &mut dyn Entropy) -> io::Result<bool> {
        let Some((path, bytes)) = self.place() else { return Ok(true) };
        if !self.is_full() {
            return Ok(true);
        }
        let held = fs::metadata(&path).map_or(0, |found| found.len());
        let beside = path.parent().unwrap_or(Path::new("."));
        let room = rustix::fs::statvfs(beside)?;
        if room.f_bavail.saturating_mul(room.f_frsize).saturating_add(held) < bytes.saturating_mul(2) {
            return Ok(false);
        }
        make(&path, bytes, random)?;
        self.full.store(false, Ordering::Relaxed);
        tracing::info!("there is room again: the reserve is back and writing goes on");
        Ok(true)
    }

    fn place(&self) -> Option<(PathBuf, u64)> {
        self.place.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Random bytes, because a file system that compresses would reserve nothing for zeros.
fn make(path: &Path, bytes: u64, random: &mut dyn Entropy) -> io::Result<()> {
    let mut write = || -> io::Result<()> {
        let mut file = File::create(path)?;
        let mut block = vec![0; 64 * 1024];
        random.fill(&mut block);
        let mut left = bytes;
        let mut number = 0_u64;
        while left > 0 {
            // A block that repeats would be shared by a file system that looks for repetitions.
            block.splice(0..8, number.to_le_bytes());
            let part = usize::try_from(left).unwrap_or(block.len()).min(block.len());
            file.write_all(block.get(..part).unwrap_or_default())?;
            left -= part as u64;
            number += 1;
        }
        file.sync_all()
    };
    write().inspect_err(|_| {
        // Half a reserve would be in the way of everyone else.
        let _ = fs::remove_file(path);
    })
}
