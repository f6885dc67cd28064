//! The key to which devices seal: one that follows from the house's own key, or, on a node that made one before that, the one that is
//! kept sealed among its settings.

use seal::Place;
use seal::exchange::SealingKey;

use super::PURPOSE;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::open_text;
use crate::node::Node;

/// Where it is kept.
const NAME: &str = "offline-key";

const fn place() -> Place<'static> {
    Place { table: "node_setting", row: NAME, column: "value" }
}

async fn kept(tx: &mut Tx) -> Result<Option<SealingKey>> {
    let row = tx.row("select value from node_setting where name = $1", &[NAME.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let sealed = seal::from_base64(&row.text(0)?).map_err(|_| Error::Sealed)?;
    let keys = tx.context.keys.clone();
    let digits = open_text(&keys.own, place(), &sealed)?;
    let bytes = seal::from_hex(&digits).ok().and_then(|bytes| bytes.try_into().ok());
    Ok(Some(SealingKey::from_bytes(bytes.ok_or(Error::Sealed)?)))
}

/// The key to which devices seal. It follows from the house's own key, so that a node restored from a backup of before it was first asked
/// for has it, too: what a telephone sealed meanwhile still opens.
async fn key(tx: &mut Tx) -> Result<SealingKey> {
    if let Some(key) = kept(tx).await? {
        return Ok(key);
    }
    Ok(SealingKey::from_bytes(seal::tag(&tx.context.keys.own, NAME.as_bytes())))
}

impl Node {
    /// The public key to which the offline app seals: 32 bytes of X25519.
    ///
    /// # Errors
    /// [`Error::Sealed`] when the kept key does not open; [`Error::Storage`].
    pub async fn offline_key(&self) -> Result<[u8; 32]> {
        let key = self.db().read(|tx| Box::pin(async move { key(tx).await })).await?;
        Ok(key.public()?.to_bytes())
    }

    /// Opens what devices sealed to this node, each by itself: `None` for what was not sealed to it.
    ///
    /// # Errors
    /// [`Error::Sealed`] when the node's own key does not open; [`Error::Storage`].
    pub async fn open_offline(&self, sealed: &[Vec<u8>]) -> Result<Vec<Option<Vec<u8>>>> {
        let key = self.db().read(|tx| Box::pin(async move { key(tx).await })).await?;
        Ok(sealed.iter().map(|each| key.open(each, PURPOSE).ok().map(|plain| plain.to_vec())).collect())
    }
}
