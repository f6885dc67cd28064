//! Reports that were merged because they tell of the same thing.

use std::collections::HashMap;

use model::{Id, Timestamp};

use crate::db::Tx;
use crate::error::Result;

/// A merge that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReportMerge {
    pub(crate) id: Id,
    pub(crate) kept: Id,
    pub(crate) merged: Id,
    /// State of the merged report before.
    pub(crate) state_before: String,
    pub(crate) at: Timestamp,
}

/// The merge by which a report was merged into another, if one stands.
pub(crate) async fn of(tx: &mut Tx, merged: Id) -> Result<Option<ReportMerge>> {
    let row = tx
        .row(
            "select id, kept_id, merged_id, state_before, merged_at from report_merge
             where merged_id = $1 and undone_at is null order by id limit 1",
            &[merged.into()],
        )
        .await?;
    row.map(|row| {
        Ok(ReportMerge {
            id: row.id(0)?,
            kept: row.id(1)?,
            merged: row.id(2)?,
            state_before: row.text(3)?,
            at: row.time(4)?,
        })
    })
    .transpose()
}

/// Reports that were merged into one, with their numbers, oldest merge first.
pub(crate) async fn into(tx: &mut Tx, kept: Id) -> Result<Vec<(Id, String)>> {
    tx.rows(
        "select g.merged_id, m.code from report_merge g join matter m on m.id = g.merged_id
         where g.kept_id = $1 and g.undone_at is null order by g.id",
        &[kept.into()],
    )
    .await?
    .iter()
    .map(|row| Ok((row.id(0)?, row.text(1)?)))
    .collect()
}

/// Numbers of the reports that were merged into each of these.
pub(crate) async fn into_all(tx: &mut Tx, kept: &[Id]) -> Result<HashMap<Id, Vec<String>>> {
    let mut merged: HashMap<Id, Vec<String>> = HashMap::new();
    let sql = "select g.kept_id, m.code from report_merge g join matter m on m.id = g.merged_id
               where g.undone_at is null and g.kept_id";
    for row in &tx.rows_of(sql, kept, " order by g.id").await? {
        merged.entry(row.id(0)?).or_default().push(row.text(1)?);
    }
    Ok(merged)
}
