//! Template databases: migrated once per run, copied for each test.

use std::fs::{self, File};

use super::Cluster;
use super::cluster::identifier;
use crate::{Error, target_dir};

/// An empty database that only this process fills. Other processes that want the template wait for
/// [`Template::finish`] or for this value to go away.
#[derive(Debug)]
pub struct Template<'a> {
    cluster: &'a Cluster,
    name: String,
    draft: String,
    // Held for its lock, which the kernel releases even when the process is killed.
    _lock: File,
}

impl Template<'_> {
    /// The address of the database to fill.
    pub fn url(&self) -> String {
        self.cluster.url(&self.draft)
    }

    /// Makes the template available. Every connection to it must be closed.
    ///
    /// # Errors
    /// When somebody is still connected.
    pub fn finish(self) -> Result<(), Error> {
        let statement =
            format!("ALTER DATABASE {} RENAME TO {}", identifier(&self.draft)?, identifier(&self.name)?);
        self.cluster.psql("postgres", &statement).map(drop)
    }
}

pub(crate) fn claim<'a>(cluster: &'a Cluster, name: &str) -> Result<Option<Template<'a>>, Error> {
    let quoted = identifier(name)?;
    if exists(cluster, name)? {
        return Ok(None);
    }
    let lock = lock("template.lock")?;
    if exists(cluster, name)? {
        return Ok(None);
    }
    let draft = format!("{name}_draft");
    identifier(&draft).map_err(|e| Error::while_doing(&format!("naming the draft of {quoted}"), e))?;
    // Whoever held the lock before may have died half-way.
    cluster.drop_database(&draft)?;
    cluster.create_database(&draft, None)?;
    Ok(Some(Template { cluster, name: name.to_owned(), draft, _lock: lock }))
}

fn exists(cluster: &Cluster, name: &str) -> Result<bool, Error> {
    let literal = name.replace('\'', "''");
    let said = cluster.psql("postgres", &format!("SELECT 1 FROM pg_database WHERE datname = '{literal}'"))?;
    Ok(said == "1")
}

/// Waits for and takes a lock that all test processes of this workspace share.
pub(crate) fn lock(name: &str) -> Result<File, Error> {
    let dir = target_dir().join("trial");
    let take = || -> std::io::Result<File> {
        fs::create_dir_all(&dir)?;
        let file = File::options().create(true).truncate(false).write(true).open(dir.join(name))?;
        file.lock()?;
        Ok(file)
    };
    take().map_err(|e| Error::while_doing("taking a lock file in the target directory", e))
}
