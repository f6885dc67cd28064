//! Files that are whole or not there: written beside their place, brought to the disk, then renamed.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};

/// Readable and writable by the owner alone.
pub(crate) const PRIVATE: u32 = 0o600;

/// The name under which this process writes a file until it is whole: a server and a command may write the same file at once.
pub(crate) fn partial(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".partial-{}", std::process::id()));
    PathBuf::from(name)
}

/// Writes a file in one step; afterwards it survives the loss of power.
pub(crate) fn replace(path: &Path, bytes: &[u8], mode: u32) -> Result<()> {
    let partial = partial(path);
    let written = (|| {
        let mut file = create(&partial, mode)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        settle(&partial, path)
    })();
    written.map_err(|error: io::Error| Failure::file(path, &error))
}

/// A new file with these rights; one left behind by an interrupted attempt is replaced.
pub(crate) fn create(path: &Path, mode: u32) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
}

/// Gives a whole file its name.
pub(crate) fn settle(partial: &Path, path: &Path) -> io::Result<()> {
    fs::rename(partial, path)?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(parent.unwrap_or(Path::new(".")))?.sync_all()
}

/// A directory that its owner alone may enter.
pub(crate) fn private_directory(path: &Path) -> Result<()> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|error| Failure::file(path, &error))
}

/// Whether a directory is missing or holds nothing but what is named.
pub(crate) fn empty_but(dir: &Path, allowed: &[&str]) -> Result<bool> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        other => other.map_err(|error| Failure::file(dir, &error))?,
    };
    for entry in entries {
        let name = entry.map_err(|error| Failure::file(dir, &error))?.file_name();
        if !allowed.iter().any(|allowed| name == *allowed) {
            return Ok(false);
        }
    }
    Ok(true)
}
