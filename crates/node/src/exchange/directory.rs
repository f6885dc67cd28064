//! The directory in use.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use model::Id;
use seal::exchange::{Anchor, Directory, Dsse, MemberId};

use super::bytes;
use crate::db::Tx;
use crate::error::{Error, Result};

/// The anchor of the network, if this node belongs to one.
pub(crate) async fn anchor(tx: &mut Tx) -> Result<Option<Anchor>> {
    let row = tx.row("select anchor from exchange_network order by set_at, network limit 1", &[]).await?;
    let Some(row) = row else { return Ok(None) };
    serde_json::from_str(&row.text(0)?).map(Some).map_err(|_| Error::Sealed)
}

/// What every message asks for and what seldom changes: the version that was read last, and the names of members, which never do.
#[derive(Debug, Default)]
pub(crate) struct Read {
    newest: RwLock<Option<(String, Arc<Directory>)>>,
    names: RwLock<HashMap<Id, MemberId>>,
}

impl Read {
    /// What an organisation is called on the wire, if somebody asked before.
    pub(super) fn name(&self, organisation: Id) -> Option<MemberId> {
        self.names.read().unwrap_or_else(PoisonError::into_inner).get(&organisation).cloned()
    }

    pub(super) fn keep_name(&self, organisation: Id, member: &MemberId) {
        self.names.write().unwrap_or_else(PoisonError::into_inner).insert(organisation, member.clone());
    }

    fn of(&self, owner: &str) -> Option<Arc<Directory>> {
        let read = self.newest.read().unwrap_or_else(PoisonError::into_inner);
        read.as_ref().filter(|(held, _)| held == owner).map(|(_, directory)| directory.clone())
    }

    fn keep(&self, owner: String, directory: &Arc<Directory>) {
        *self.newest.write().unwrap_or_else(PoisonError::into_inner) = Some((owner, directory.clone()));
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

/// Most versions that are shown beside one that does not stand alone.
const BESIDE: i64 = 64;

/// A version with those that it rests on, the oldest first: what somebody needs who has only the anchor.
pub(crate) async fn with_ground(tx: &mut Tx, network: &str, version: i64) -> Result<(Dsse, Vec<Dsse>)> {
    let rows = tx
        .rows(
            "select version from exchange_directory where network = $1 and version <= $2 order by version desc limit $3",
            &[network.into(), version.into(), (BESIDE + 1).into()],
        )
        .await?;
    let mut shown = Vec::new();
    for row in &rows {
        let one = load(tx, &place(network, row.int(0)?)).await?;
        let whole = Directory::adopted(&one).is_ok_and(|directory| directory.stands_alone(&one));
        shown.push(one);
        if whole {
            break;
        }
    }
    shown.reverse();
    let last = shown.pop().ok_or(Error::Refused("no-directory"))?;
    Ok((last, shown))
}

/// The newest version adopted with those that it rests on.
pub(crate) async fn newest_with_ground(tx: &mut Tx) -> Result<(Dsse, Vec<Dsse>)> {
    let row = tx
        .row("select network, version from exchange_directory order by version desc, network limit 1", &[])
        .await?
        .ok_or(Error::Refused("no-directory"))?;
    with_ground(tx, &row.text(0)?, row.int(1)?).await
}

/// Every version adopted here, the oldest first.
pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<Dsse>> {
    let rows =
        tx.rows("select network, version from exchange_directory order by version, network", &[]).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        all.push(load(tx, &place(&row.text(0)?, row.int(1)?)).await?);
    }
    Ok(all)
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
