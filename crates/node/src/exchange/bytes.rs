//! Bytes that are longer than a column may be, in pieces.

use crate::db::Tx;
use crate::error::{Error, Result};

/// Bytes in one piece.
const PIECE: usize = 48 * 1024;

/// Keeps bytes under a name. What is there already stays: names say what the content is.
pub(crate) async fn keep(tx: &mut Tx, owner: &str, bytes: &[u8]) -> Result<()> {
    for (part, piece) in bytes.chunks(PIECE).enumerate() {
        let part = i64::try_from(part).map_err(|_| Error::Refused("too-much-at-once"))?;
        tx.run(
            "insert into exchange_bytes (owner, part, bytes) values ($1, $2, $3) on conflict (owner, part) do nothing",
            &[owner.into(), part.into(), piece.to_vec().into()],
        )
        .await?;
    }
    Ok(())
}

/// The bytes under a name; nothing when they were erased.
pub(crate) async fn load(tx: &mut Tx, owner: &str) -> Result<Option<Vec<u8>>> {
    let rows =
        tx.rows("select bytes from exchange_bytes where owner = $1 order by part", &[owner.into()]).await?;
    let pieces = rows.iter().map(|row| row.bytes(0)).collect::<Result<Vec<_>>>()?;
    Ok((!pieces.is_empty()).then(|| pieces.concat()))
}

/// Destroys the bytes under a name.
pub(crate) async fn destroy(tx: &mut Tx, owner: &str) -> Result<()> {
    tx.run("delete from exchange_bytes where owner = $1", &[owner.into()]).await.map(drop)
}

/// Where the signed part of an envelope lies.
pub(crate) fn signed(eid: &str) -> String {
    format!("env:{eid}")
}

/// Where its sealed content lies.
pub(crate) fn sealed(eid: &str) -> String {
    format!("ct:{eid}")
}
