//! Bytes that are longer than a column may be, in pieces.

use std::collections::HashMap;

use model::Value;
use seal::exchange::Delivery;

use crate::db::{Sql, Tx};
use crate::error::{Error, Result};

/// Bytes in one piece.
const PIECE: usize = 48 * 1024;
/// Envelopes asked for in one statement.
const TOGETHER: usize = 100;

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

/// Keeps the signed part of an envelope and its sealed content. Both together are one statement, as nearly always neither is long.
pub(crate) async fn keep_envelope(tx: &mut Tx, eid: &str, envelope: &[u8], content: &[u8]) -> Result<()> {
    let one_each = [envelope, content].iter().all(|bytes| (1..=PIECE).contains(&bytes.len()));
    if !one_each {
        keep(tx, &signed(eid), envelope).await?;
        return keep(tx, &sealed(eid), content).await;
    }
    tx.run(
        "insert into exchange_bytes (owner, part, bytes) values ($1, 0, $2), ($3, 0, $4)
         on conflict (owner, part) do nothing",
        &[signed(eid).into(), envelope.to_vec().into(), sealed(eid).into(), content.to_vec().into()],
    )
    .await
    .map(drop)
}

/// Envelopes as they travel, by their content addresses, asked for together; whatever was erased is missing.
pub(crate) async fn deliveries(tx: &mut Tx, eids: &[String]) -> Result<HashMap<String, Vec<u8>>> {
    let mut pieces: HashMap<String, Vec<u8>> = HashMap::new();
    let mut once: Vec<&String> = eids.iter().collect();
    once.sort_unstable();
    once.dedup();
    for some in once.chunks(TOGETHER) {
        let owners: Vec<Value> =
            some.iter().flat_map(|eid| [signed(eid).into(), sealed(eid).into()]).collect();
        let owners = padded(owners);
        let mut sql = Sql::from("select owner, bytes from exchange_bytes where owner in (");
        sql.params(1, owners.len()).push(") order by owner, part");
        for row in &tx.rows(sql, &owners).await? {
            pieces.entry(row.text(0)?).or_default().extend(row.bytes(1)?);
        }
    }
    let whole = eids.iter().filter_map(|eid| {
        let (envelope, content) = (pieces.get(&signed(eid))?, pieces.get(&sealed(eid))?);
        Some((eid.clone(), Delivery::join(envelope, content)))
    });
    Ok(whole.collect())
}

/// Values for a list of a rounded length; the last one stands several times, which a list does not mind.
pub(crate) fn padded(mut values: Vec<Value>) -> Vec<Value> {
    if let Some(last) = values.last().cloned() {
        values.resize(Sql::rounded(values.len()), last);
    }
    values
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
