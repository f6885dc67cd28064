//! The directory in use.

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

/// The newest version adopted, as it was signed.
pub(crate) async fn signed(tx: &mut Tx) -> Result<Option<Dsse>> {
    let row = tx
        .row("select network, version from exchange_directory order by version desc, network limit 1", &[])
        .await?;
    let Some(row) = row else { return Ok(None) };
    let owner = place(&row.text(0)?, row.int(1)?);
    let bytes = bytes::load(tx, &owner).await?.ok_or(Error::Sealed)?;
    Dsse::parse(&bytes).map(Some).map_err(|_| Error::Sealed)
}

/// The newest version adopted.
pub(crate) async fn newest(tx: &mut Tx) -> Result<Option<Directory>> {
    match signed(tx).await? {
        Some(dsse) => Directory::adopted(&dsse).map(Some).map_err(|_| Error::Sealed),
        None => Ok(None),
    }
}

/// The newest version, where nothing goes without one.
pub(crate) async fn required(tx: &mut Tx) -> Result<Directory> {
    newest(tx).await?.ok_or(Error::Refused("no-directory"))
}

/// Where a version lies.
pub(crate) fn place(network: &str, version: i64) -> String {
    format!("dir:{network}:{version}")
}
