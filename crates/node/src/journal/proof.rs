//! Proofs for those outside: that one entry lies in the signed tree, and the tiles to check whole trees with.

use model::Id;
use seal::tree::{ProofPlan, Subtree, Tile, root_of};
use seal::{Checkpoint, Digest};

use super::{Entry, read, sequencer, tiles};
use crate::db::Tx;
use crate::error::{Error, Result};

/// Proof that an entry lies in the journal. Says nothing of what the entry says. Check it with
/// [`seal::tree::verify_inclusion`] against the root in the note, after checking the note's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// RFC 6962 hash of the entry.
    pub leaf: Digest,
    /// Its position in the tree, counted from 0.
    pub position: u64,
    /// Entries in the tree of the note.
    pub size: u64,
    /// The audit path (RFC 6962 section 2.1.1).
    pub hashes: Vec<Digest>,
    /// The signed checkpoint.
    pub note: String,
}

/// Proves one entry against the newest checkpoint. [`Error::Refused`] `not-placed-yet` while it waits.
pub(crate) async fn prove(tx: &mut Tx, id: Id) -> Result<Proof> {
    let entry: Entry = read::find(tx, id).await?.ok_or(Error::NotFound)?;
    let placed = tx.row("select position from placed where entry = $1", &[id.into()]).await?;
    let position = placed.ok_or(Error::Refused("not-placed-yet"))?.int(0)?;
    let position = u64::try_from(position).map_err(|_| damaged())?;
    let (checkpoint, note) = latest(tx).await?.ok_or_else(damaged)?;
    let size = checkpoint.size();
    Ok(Proof { leaf: entry.leaf(), position, size, hashes: inclusion(tx, position, size).await?, note })
}

/// The newest checkpoint with its signed note. It is our own: its signature is for others to check.
pub(crate) async fn latest(tx: &mut Tx) -> Result<Option<(Checkpoint, String)>> {
    let Some(note) = sequencer::latest_checkpoint(tx).await? else { return Ok(None) };
    let text = note.split_once("\n\n").map_or("", |(text, _)| text);
    let checkpoint = Checkpoint::parse(&format!("{text}\n")).map_err(|_| damaged())?;
    Ok(Some((checkpoint, note)))
}

/// The audit path of an entry in the tree of so many entries.
pub(crate) async fn inclusion(tx: &mut Tx, position: u64, size: u64) -> Result<Vec<Digest>> {
    let plan = ProofPlan::inclusion(position, size).map_err(|_| damaged())?;
    resolve(tx, &plan, size).await
}

/// Proof that the tree of `new` entries begins with that of `old`.
pub(crate) async fn consistency(tx: &mut Tx, old: u64, new: u64) -> Result<Vec<Digest>> {
    let plan = ProofPlan::consistency(old, new).map_err(|_| damaged())?;
    resolve(tx, &plan, new).await
}

/// The hashes of all entries in the tree, one after the other.
pub(crate) async fn hashes(tx: &mut Tx) -> Result<Vec<u8>> {
    let rows = tx.rows("select hashes from tile where level = 0 order by number", &[]).await?;
    Ok(rows.iter().map(|row| row.bytes(0)).collect::<Result<Vec<_>>>()?.concat())
}

async fn resolve(tx: &mut Tx, plan: &ProofPlan, size: u64) -> Result<Vec<Digest>> {
    let mut found = Vec::new();
    for subtree in plan.subtrees() {
        found.push((subtree, subtree_hash(tx, subtree, size).await?));
    }
    let hash_of = |wanted| {
        found.iter().find(|(subtree, _)| *subtree == wanted).map(|(_, hash)| *hash).ok_or_else(damaged)
    };
    plan.resolve(hash_of)
}

fn damaged() -> Error {
    Error::Storage("the tree does not fit its checkpoint: verify the journal".into())
}

/// Rebuilds the hash of a complete subtree from the tile that holds its pieces.
async fn subtree_hash(tx: &mut Tx, subtree: Subtree, size: u64) -> Result<Digest> {
    let tile = Tile::holding(subtree, size).map_err(|_| damaged())?;
    let bytes = tiles::load(tx, tile.level(), tile.index()).await?;
    let height = subtree.level % 8;
    let first = usize::try_from((subtree.index << height) % tiles::WIDTH).unwrap_or(0) * 32;
    let run = bytes.get(first..first + (32 << height)).ok_or_else(damaged)?;
    Ok(root_of(run.as_chunks().0))
}

/// A tile as it is served: `tile/0/x001/067` or `tile/1/000.p/17`. `None` for anything that the tree has not.
pub(crate) async fn tile(tx: &mut Tx, path: &str) -> Result<Option<Vec<u8>>> {
    let Ok(tile) = Tile::parse(path) else { return Ok(None) };
    let mut bytes = tiles::load(tx, tile.level(), tile.index()).await?;
    let wanted = usize::from(tile.width()) * 32;
    if bytes.len() < wanted {
        return Ok(None);
    }
    // A narrower tile was true of an earlier tree and still is.
    bytes.truncate(wanted);
    Ok(Some(bytes))
}
