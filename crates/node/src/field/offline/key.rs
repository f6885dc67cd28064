//! The key to which devices seal. It is kept sealed among the settings of the node, and made when it is asked for first.

use seal::Place;
use seal::exchange::SealingKey;

use super::PURPOSE;
use crate::db::{Tx, Verdict};
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

async fn make(tx: &mut Tx) -> Result<SealingKey> {
    if let Some(key) = kept(tx).await? {
        return Ok(key);
    }
    let key = SealingKey::generate(&mut *tx.entropy);
    let keys = tx.context.keys.clone();
    let sealed = tx.seal(&keys.own, place(), &seal::to_hex(key.expose_bytes()));
    let row = [NAME.into(), seal::to_base64(&sealed).into()];
    let made = tx
        .run("insert into node_setting (name, value) values ($1, $2) on conflict (name) do nothing", &row)
        .await?;
    // Another process made one at the same moment: that is the one.
    if made == 1 { Ok(key) } else { Err(Error::Transient) }
}

impl Node {
    /// The public key to which the offline app seals: 32 bytes of X25519.
    ///
    /// # Errors
    /// [`Error::Sealed`] when the kept key does not open; [`Error::Storage`].
    pub async fn offline_key(&self) -> Result<[u8; 32]> {
        let known = self.db().read(|tx| Box::pin(async move { kept(tx).await })).await?;
        let key = match known {
            Some(key) => key,
            None => {
                self.db()
                    .write(|tx: &mut Tx| {
                        Box::pin(async move {
                            let key = make(tx).await;
                            (if key.is_ok() { Verdict::Keep } else { Verdict::Undo }, key)
                        })
                    })
                    .await?
            }
        };
        Ok(key.public()?.to_bytes())
    }

    /// Opens what devices sealed to this node, each by itself: `None` for what was not sealed to it.
    ///
    /// # Errors
    /// [`Error::Sealed`] when the node's own key does not open; [`Error::Storage`].
    pub async fn open_offline(&self, sealed: &[Vec<u8>]) -> Result<Vec<Option<Vec<u8>>>> {
        let Some(key) = self.db().read(|tx| Box::pin(async move { kept(tx).await })).await? else {
            return Ok(sealed.iter().map(|_| None).collect());
        };
        Ok(sealed.iter().map(|each| key.open(each, PURPOSE).ok().map(|plain| plain.to_vec())).collect())
    }
}
