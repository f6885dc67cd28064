//! The index as one sealed file beside the database, for a quick start. What changed since is read from the records.

use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use linkage::people::PeopleIndex;
use model::Id;
use seal::Place;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::node::Node;

/// What stands before the entries.
#[derive(Serialize, Deserialize)]
struct Head {
    /// Newest change contained.
    seen: i64,
    /// Organisations in the order of their tags.
    organisations: Vec<Id>,
}

const PURPOSE: &str = "people-snapshot";

impl Node {
    /// Writes the people index sealed under a key of this node. Nothing is written while it is still being filled. When
    /// somebody is erased the file is removed; write it anew when the node stops.
    ///
    /// # Errors
    /// [`Error::Setup`] when the file cannot be written, [`Error::Storage`].
    pub async fn save_people_snapshot(&self, path: PathBuf) -> Result<()> {
        let people = self.people();
        if people.loading().is_some() {
            return Ok(());
        }
        self.catch_up_people().await?;
        let erasures = people.erasures.load(Ordering::SeqCst);
        let (head, entries) = {
            let kept = people.read();
            let seen = people.progress().seen;
            (Head { seen, organisations: kept.organisations.clone() }, kept.index.snapshot())
        };
        let head = serde_json::to_vec(&head).map_err(|_| Error::Storage("snapshot".into()))?;
        let mut plain = (head.len() as u64).to_be_bytes().to_vec();
        plain.extend_from_slice(&head);
        plain.extend_from_slice(&entries);
        let key = self.keys().node.subkey(PURPOSE);
        let mut entropy = self.entropy();
        let sealed = seal::seal(&key, place(self.origin()), &plain, &mut *entropy);
        // First aside, then in place: a reader never finds half a file.
        // Several processes may stop at once on one directory.
        let aside = path.with_extension(format!("new-{}", self.holder()));
        let written = async {
            tokio::fs::write(&aside, sealed).await?;
            tokio::fs::rename(&aside, &path).await
        };
        written.await.map_err(|error| cannot_write(&error))?;
        self.remember_snapshot(&path);
        // Somebody was erased between the copy and the file.
        if people.erasures.load(Ordering::SeqCst) != erasures {
            people.drop_snapshot();
        }
        Ok(())
    }

    /// Restores the index from a snapshot. A snapshot that does not open, or follows older rules, is left aside: the records
    /// have everything.
    pub(super) async fn load_people_snapshot(&self, path: PathBuf) {
        self.remember_snapshot(&path);
        let Ok(sealed) = tokio::fs::read(&path).await else { return };
        let key = self.keys().node.subkey(PURPOSE);
        let Ok(plain) = seal::open(&key, place(self.origin()), &sealed) else {
            tracing::warn!("the people snapshot does not open and is left aside");
            return;
        };
        let Some((head, index)) = parse(&plain) else {
            tracing::warn!("the people snapshot is of another version and is left aside");
            return;
        };
        let people = self.people();
        let mut kept = people.write();
        // Whatever was changed meanwhile is in the records and will be caught up.
        kept.index = index;
        kept.organisations = head.organisations;
        people.progress().seen = head.seen;
    }

    fn remember_snapshot(&self, path: &Path) {
        let mut held = self.people().snapshot.lock().unwrap_or_else(PoisonError::into_inner);
        *held = Some(path.to_owned());
    }
}

fn parse(plain: &[u8]) -> Option<(Head, PeopleIndex)> {
    let (length, rest) = plain.split_first_chunk::<8>()?;
    let (head, entries) = rest.split_at_checked(usize::try_from(u64::from_be_bytes(*length)).ok()?)?;
    Some((serde_json::from_slice(head).ok()?, PeopleIndex::restore(entries).ok()?))
}

fn place(origin: &str) -> Place<'_> {
    Place { table: "people", row: origin, column: "snapshot" }
}

fn cannot_write(error: &std::io::Error) -> Error {
    Error::Setup(format!("the people snapshot could not be written ({}): check the disk", error.kind()))
}
