//! Places waiting entries in the tree: whichever process comes first takes them in the order of their ids, a batch at a time, and
//! signs the new head. Others wait for its commit and then place what came meanwhile, so that an entry never waits for a process that
//! is gone.

use std::collections::BTreeMap;

use model::Value;
use seal::tree::{Frontier, Subtree};
use seal::{Checkpoint, Digest, NoteSigner};

use super::{COLUMNS, Entry, tiles};
use crate::db::{Sql, Tx};
use crate::error::{Error, Result};
use crate::store::lease;

/// Entries placed in one transaction at most.
const BATCH: i64 = 1_000;
/// A checkpoint is kept for good each time the tree has grown by so many entries.
const KEPT_EVERY: u64 = 4_096;

/// Places a batch; answers how many entries it placed.
pub(crate) async fn sequence(tx: &mut Tx, holder: &str, origin: &str) -> Result<usize> {
    if tx.row("select entry from waiting limit 1", &[]).await?.is_none() {
        return Ok(0);
    }
    lease::serialize(tx, "sequencer", holder).await?;
    let entries = waiting(tx).await?;
    if entries.is_empty() {
        return Ok(0);
    }
    let mut frontier = frontier(tx).await?;
    let before = frontier.size();
    let mut grown: BTreeMap<(u8, u64), Digest> = BTreeMap::new();
    for entry in &entries {
        frontier.append_with(entry.leaf(), |Subtree { level, index }, hash| {
            grown.insert((level, index), hash);
        });
    }
    place(tx, before, &entries).await?;
    tiles::extend(tx, before, &grown).await?;
    save(tx, &frontier).await?;
    sign(tx, origin, before, &frontier).await?;
    Ok(entries.len())
}

/// The next batch, in the order of the ids. An entry whose tag does not fit was not written by this node: it is left where it
/// is, for `verify` to name, and must not hold up those after it.
async fn waiting(tx: &mut Tx) -> Result<Vec<Entry>> {
    let mut after = String::new();
    loop {
        let mut sql = Sql::from("select w.entry, j.id is not null, ");
        sql.push(COLUMNS).push(
            " from waiting w left join journal j on j.id = w.entry
              where w.entry > $1 order by w.entry limit $2",
        );
        let rows = tx.rows(sql, &[after.as_str().into(), BATCH.into()]).await?;
        let Some(last) = rows.last() else { return Ok(Vec::new()) };
        after = last.text(0)?;
        let key = &tx.context.keys.journal_tag;
        let ours = rows.iter().filter_map(|row| {
            let present = row.flag(1).unwrap_or(false);
            let entry = if present { Entry::from_row(row, 2).ok() } else { None };
            entry.filter(|entry| entry.tag_fits(key))
        });
        let entries: Vec<Entry> = ours.collect();
        if entries.len() < rows.len() {
            tracing::error!(
                strange = rows.len() - entries.len(),
                "waiting entries were altered: verify the journal"
            );
        }
        if !entries.is_empty() {
            return Ok(entries);
        }
    }
}

/// The right edge of the tree as last saved.
pub(super) async fn frontier(tx: &mut Tx) -> Result<Frontier> {
    match tx.row("select frontier from tree_head where one = 1", &[]).await? {
        Some(row) => Frontier::from_bytes(&row.bytes(0)?)
            .map_err(|_| Error::Storage("the saved tree head is damaged".into())),
        None => Ok(Frontier::new()),
    }
}

async fn place(tx: &mut Tx, before: u64, entries: &[Entry]) -> Result<()> {
    // Hundreds of rows in one statement: the engines accept thousands of parameters, and round trips cost more than rows.
    const ROWS: usize = 200;
    let mut position = i64::try_from(before).unwrap_or(i64::MAX);
    for chunk in entries.chunks(ROWS) {
        let mut insert = Sql::from("insert into placed (position, entry) values ");
        let mut forget = Sql::from("delete from waiting where entry in (");
        let mut rows: Vec<Value> = Vec::with_capacity(chunk.len() * 2);
        for (index, entry) in chunk.iter().enumerate() {
            insert.push(if index > 0 { ", (" } else { "(" }).params(2 * index + 1, 2 * index + 2).push(")");
            rows.extend([position.into(), entry.id.into()]);
            position += 1;
        }
        forget.params(1, chunk.len()).push(")");
        tx.run(insert, &rows).await?;
        let ids: Vec<Value> = chunk.iter().map(|entry| entry.id.into()).collect();
        tx.run(forget, &ids).await?;
    }
    Ok(())
}

async fn save(tx: &mut Tx, frontier: &Frontier) -> Result<()> {
    let row = [size_of(frontier).into(), frontier.to_bytes().into()];
    tx.run(
        "insert into tree_head (one, size, frontier) values (1, $1, $2)
         on conflict (one) do update set size = $1, frontier = $2",
        &row,
    )
    .await?;
    Ok(())
}

fn size_of(frontier: &Frontier) -> i64 {
    i64::try_from(frontier.size()).unwrap_or(i64::MAX)
}

async fn sign(tx: &mut Tx, origin: &str, before: u64, frontier: &Frontier) -> Result<()> {
    let bad_name =
        || Error::Setup("the member id cannot name a log: it may hold neither spaces nor plus signs".into());
    let keys = tx.context.keys.clone();
    let signer = NoteSigner::new(origin, &keys.signing).map_err(|_| bad_name())?;
    let checkpoint = Checkpoint::new(origin, frontier.size(), frontier.root()).map_err(|_| bad_name())?;
    let note = checkpoint.sign(&signer).map_err(|_| bad_name())?.to_string();
    // The head before this one served its purpose unless a round number was passed since the one before it.
    if before / KEPT_EVERY == frontier.size() / KEPT_EVERY {
        let latest = i64::try_from(before).unwrap_or(i64::MAX);
        tx.run("delete from checkpoint where size = $1", &[latest.into()]).await?;
    }
    let row = [size_of(frontier).into(), tx.now.into(), note.into()];
    tx.run("insert into checkpoint (size, at, note) values ($1, $2, $3)", &row).await?;
    Ok(())
}

/// The newest checkpoint, signed.
pub(crate) async fn latest_checkpoint(tx: &mut Tx) -> Result<Option<String>> {
    let row = tx.row("select note from checkpoint order by size desc limit 1", &[]).await?;
    row.map(|row| row.text(0)).transpose()
}
