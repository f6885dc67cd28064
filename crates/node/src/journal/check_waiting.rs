//! Entries outside the tree: each must wait to be placed and carry this node's tag.

use model::Id;

use super::verify::{Checked, Fault, FaultKind, number};
use super::{COLUMNS, Entry};
use crate::db::{Sql, Tx};
use crate::error::Result;

/// Entries read at a time.
const CHUNK: i64 = 256;

/// Checks the queue and that no entry stands outside both queue and tree; answers how many wait.
pub(super) async fn check_waiting(tx: &mut Tx, placed: u64) -> Result<Checked<u64>> {
    let fault = |kind, entry| Ok(Err(Fault { kind, position: None, entry }));
    let (mut waiting, mut after) = (0, String::new());
    loop {
        let mut sql = Sql::from("select w.entry, j.id is not null, p.position is not null, ");
        sql.push(COLUMNS).push(
            " from waiting w left join journal j on j.id = w.entry left join placed p on p.entry = w.entry
              where w.entry > $1 order by w.entry limit $2",
        );
        let rows = tx.rows(sql, &[after.as_str().into(), CHUNK.into()]).await?;
        let Some(last) = rows.last() else { break };
        after = last.text(0)?;
        for row in &rows {
            let id = row.text(0)?.parse().ok();
            if !row.flag(1)? {
                return fault(FaultKind::Removed, id);
            }
            if row.flag(2)? {
                return fault(FaultKind::Inserted, id);
            }
            let ours = |entry: Entry| entry.tag_fits(&tx.context.keys.journal_tag);
            if !Entry::from_row(row, 3).is_ok_and(ours) {
                return fault(FaultKind::Altered, id);
            }
        }
        waiting += rows.len() as u64;
    }
    let total = tx.row("select count(*) from journal", &[]).await?.map_or(Ok(0), |row| row.int(0))?;
    if number(total) != placed + waiting {
        let (kind, id) = stray(tx).await?;
        return fault(kind, id);
    }
    Ok(Ok(waiting))
}

/// The first entry that neither waits nor is placed, and whether this node wrote it.
async fn stray(tx: &mut Tx) -> Result<(FaultKind, Option<Id>)> {
    let mut sql = Sql::from("select ");
    sql.push(COLUMNS).push(
        " from journal j
          where not exists (select 1 from placed p where p.entry = j.id)
            and not exists (select 1 from waiting w where w.entry = j.id)
          order by j.id limit 1",
    );
    let Some(row) = tx.row(sql, &[]).await? else { return Ok((FaultKind::Inserted, None)) };
    let id = row.text(0)?.parse().ok();
    let ours = Entry::from_row(&row, 0).is_ok_and(|entry| entry.tag_fits(&tx.context.keys.journal_tag));
    Ok((if ours { FaultKind::Lost } else { FaultKind::Inserted }, id))
}
