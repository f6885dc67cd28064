//! Receipts that were given are told once more with their place, when enough witnesses have seen a checkpoint that covers them.

use model::Id;
use seal::evidence::{Inclusion, Proven};
use seal::exchange::{Dsse, Hash, Receipt, Text};

use super::BATCH;
use crate::db::{Row, Tx};
use crate::error::{Error, Result};
use crate::exchange::witness::{self, Offered};
use crate::exchange::{directory, keys, receipts};
use crate::journal;

const OPEN: &str =
    "select g.id, g.organisation_id, g.to_member, g.document, g.entry, p.position from exchange_given g
     join placed p on p.entry = g.entry
     where g.proven_at is null and p.position < $1 order by g.id limit $2";

async fn cosigned(tx: &mut Tx) -> Result<Option<Offered>> {
    let Some(directory) = directory::newest(tx).await? else { return Ok(None) };
    witness::newest_cosigned(tx, witness::needed(&directory)).await
}

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    let Some(cosigned) = cosigned(tx).await? else { return Ok(false) };
    Ok(tx.row(OPEN, &[cosigned.size.into(), 1.into()]).await?.is_some())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let Some(cosigned) = cosigned(tx).await? else { return Ok(0) };
    let rows = tx.rows(OPEN, &[cosigned.size.into(), BATCH.into()]).await?;
    for row in &rows {
        let proven = prove(tx, &cosigned, row).await?;
        tell(tx, row.id(0)?, row, proven).await?;
    }
    Ok(rows.len())
}

/// The receipt with its place; nothing when the journal does not hold what the receipt said.
async fn prove(tx: &mut Tx, cosigned: &Offered, row: &Row) -> Result<Option<Proven>> {
    let given = Dsse::parse(row.text(3)?.as_bytes()).map_err(|_| Error::Sealed)?;
    let mut receipt = Receipt::peek(&given).map_err(|_| Error::Sealed)?;
    let entry = journal::read::find(tx, row.id(4)?).await?.ok_or(Error::Sealed)?;
    let leaf = Hash(entry.leaf());
    if receipt.leaf.is_some_and(|said| said != leaf) {
        tracing::error!("an entry is not what the receipt said: verify the journal");
        return Ok(None);
    }
    let index = u64::try_from(row.int(5)?).map_err(|_| Error::Sealed)?;
    let size = u64::try_from(cosigned.size).map_err(|_| Error::Sealed)?;
    let proof = journal::inclusion(tx, index, size).await?.into_iter().map(Hash).collect();
    receipt.leaf = Some(leaf);
    receipt.log_index = Some(index);
    receipt.checkpoint = Text::try_from(cosigned.note.as_str()).ok();
    let key = keys::signing_at(tx, row.id(1)?, model::Timestamp::from_millis(receipt.at)).await?;
    let inclusion = Some(Inclusion { index, proof, checkpoint: cosigned.note.clone() });
    Ok(Some(Proven { receipt: receipt.sign(&key), inclusion }))
}

async fn tell(tx: &mut Tx, id: Id, row: &Row, proven: Option<Proven>) -> Result<()> {
    let now = tx.now;
    let Some(proven) = proven else {
        return tx
            .run_one("update exchange_given set proven_at = $2 where id = $1", &[id.into(), now.into()])
            .await;
    };
    let text = |value: serde_json::Result<String>| value.map_err(|_| Error::Storage("a receipt".into()));
    let inclusion = text(serde_json::to_string(&proven.inclusion))?;
    let document = String::from_utf8(proven.receipt.to_bytes()).unwrap_or_default();
    tx.run_one(
        "update exchange_given set proven_at = $2, document = $3, inclusion = $4 where id = $1",
        &[id.into(), now.into(), document.into(), inclusion.into()],
    )
    .await?;
    receipts::queue(tx, &row.text(2)?, text(serde_json::to_string(&proven))?).await
}
