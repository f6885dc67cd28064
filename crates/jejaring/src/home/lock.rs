//! One at a time: a server holds the lock of its directory, and so do commands that must not meet one.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;

use super::{Home, files};
use crate::failure::{Failure, Result};

/// Held until it is dropped; the operating system drops it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// For whoever must be alone.
    pub(crate) fn alone(home: &Home) -> Result<Self> {
        Self::take(home, File::try_lock)
    }

    /// For servers on PostgreSQL, of which there may be many.
    pub(crate) fn together(home: &Home) -> Result<Self> {
        Self::take(home, File::try_lock_shared)
    }

    fn take(home: &Home, how: impl FnOnce(&File) -> std::result::Result<(), TryLockError>) -> Result<Self> {
        let path = home.path("lock");
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).mode(files::PRIVATE).open(&path);
        let file = file.map_err(|error| Failure::file(&path, &error))?;
        match how(&file) {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => {
                Err(Failure::new(format!("a server is running on {}: stop it first", home.dir().display())))
            }
            Err(TryLockError::Error(error)) => Err(Failure::file(&path, &error)),
        }
    }
}
