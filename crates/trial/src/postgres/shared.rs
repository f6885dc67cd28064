//! One cluster for all test processes of a workspace, when no one else provides it.

use std::fs;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::running::{Options, Running, address_in, join};
use super::template::lock;
use crate::{Error, target_dir};

/// Long enough to bridge the pauses between test processes, short enough not to linger on a small machine.
const GRACE: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// The address of the shared cluster; starts it when there is none. This process counts as its user until it ends.
pub(crate) fn join_or_start() -> Result<String, Error> {
    let _lock = lock("postgres.lock")?;
    let note = target_dir().join("trial").join("postgres");
    if let Ok(text) = fs::read_to_string(&note) {
        let dir = PathBuf::from(text.trim());
        // First join, then look: the watcher closes first and then looks for users.
        if join(&dir).is_ok() && dir.join("open").exists() && answers(&dir) {
            return Ok(address_in(&dir));
        }
    }
    let running = Running::start(Options { durable: false, grace: GRACE, longest: LONGEST })?;
    fs::write(&note, running.dir().to_string_lossy().as_bytes())
        .map_err(|e| Error::while_doing("noting the shared PostgreSQL in the target directory", e))?;
    Ok(address_in(&running.leave_to_watcher()))
}

/// Whether a server listens there. When the machine stopped, the note and the directory outlived server and watcher.
fn answers(dir: &Path) -> bool {
    UnixStream::connect(dir.join("socket/.s.PGSQL.5432")).is_ok()
}
