//! The directory in use.

use std::sync::{Arc, PoisonError, RwLock};

use seal::exchange::{Anchor, Directory, Dsse};

use super::bytes;
use crate::db::Tx;
use crate::error::{Error, Result};

/// The anchor of the network, if this node belongs to one.
pub(crate) async fn anchor(tx: &mut Tx) -> Result<Option<Anchor>> {
    let row = tx.row("select anchor from exchange_network order by set_at, network limit 1", &[]).await?;
    let Some(row) = row else { return Ok(None) };
    serde_json::from_str(&row.text(0)?).map(Some).map_err(|_| Error::Sealed)
}

/// The version that was read last: it is asked for with every message, and seldom another one.
#[derive(Debug, Default)]
pub(crate) struct Read(RwLock<Option<(String, Arc<Directory>)>>);

impl Read {
    fn of(&self, owner: &str) -> Option<Arc<Directory>> {
        let read = self.0.read().unwrap_or_else(PoisonError::into_inner);
        read.as_ref().filter(|(held, _)| held == owner).map(|(_, directory)| directory.clone())
    }

    fn keep(&self, owner: String, directory: &Arc<Directory>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((owner, directory.clone()));
    }
}

/// Where the newest version lies.
async fn newest_place(tx: &mut Tx) -> Result<Option<String>> {
    let row = tx
        .row("select network, version from exchange_directory order by version desc, network limit 1", &[])
        .await?;
    row.map(|row| Ok(place(&row.text(0)?, row.int(1)?))).transpose()
}

/// The newest version adopted, as it was signed.
pub(crate) async fn signed(tx: &mut Tx) -> Result<Option<Dsse>> {
    match newest_place(tx).await? {
        Some(owner) => load(tx, &owner).await.map(Some),
        None => Ok(None),
    }
}

async fn load(tx: &mut Tx, owner: &str) -> Result<Dsse> {
    let bytes = bytes::load(tx, owner).await?.ok_or(Error::Sealed)?;
    Dsse::parse_directory(&bytes).map_err(|_| Error::Sealed)
}

/// The newest version adopted.
pub(crate) async fn newest(tx: &mut Tx) -> Result<Option<Arc<Directory>>> {
    let Some(owner) = newest_place(tx).await? else { return Ok(None) };
    if let Some(known) = tx.context.directory.of(&owner) {
        return Ok(Some(known));
    }
    let signed = load(tx, &owner).await?;
    let directory = Arc::new(Directory::adopted(&signed).map_err(|_| Error::Sealed)?);
    // A version adopted in a transaction that is undone comes again with the same bytes or is refused.
    tx.context.directory.keep(owner, &directory);
    Ok(Some(directory))
}

/// The newest version, where nothing goes without one.
pub(crate) async fn required(tx: &mut Tx) -> Result<Arc<Directory>> {
    newest(tx).await?.ok_or(Error::Refused("no-directory"))
}

/// Where a version lies.
pub(crate) fn place(network: &str, version: i64) -> String {
    format!("dir:{network}:{version}")
}
