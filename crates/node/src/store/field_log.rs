//! Which fields each change of a record touched, so that two edits made apart can be told from each other.

use model::{Id, Timestamp};

use crate::db::Tx;
use crate::error::Result;
use crate::journal::read;

/// A field that was changed since a version.
pub(crate) struct Since {
    pub(crate) field: String,
    /// What stood there at that version; `None` when the entry that would tell does not open any more.
    pub(crate) before: Option<String>,
    /// The post that changed it last.
    pub(crate) by: Option<Id>,
    /// When.
    pub(crate) at: Option<Timestamp>,
}

/// Notes that the running act changes these fields. Called before the record's version is counted up.
pub(crate) async fn note(tx: &mut Tx, kind: &str, record: Id, names: &[&'static str]) -> Result<()> {
    let (Some(entry), false) = (tx.entry, names.is_empty()) else { return Ok(()) };
    let version = match kind {
        "person" => "select version from k_person where id = $1",
        "family" => "select version from k_family where id = $1",
        _ => "select version from matter where id = $1",
    };
    let Some(row) = tx.row(version, &[record.into()]).await? else { return Ok(()) };
    tx.run(
        "insert into field_log (record_id, version, entry, fields) values ($1, $2, $3, $4)
         on conflict (record_id, version) do update set fields = field_log.fields || ' ' || excluded.fields",
        &[record.into(), (row.int(0)? + 1).into(), entry.into(), names.join(" ").into()],
    )
    .await?;
    Ok(())
}

/// The fields that were changed after a version, each once.
pub(crate) async fn since(tx: &mut Tx, record: Id, version: i64) -> Result<Vec<Since>> {
    let rows = tx
        .rows(
            "select entry, fields from field_log where record_id = $1 and version > $2 order by version",
            &[record.into(), version.into()],
        )
        .await?;
    let mut found: Vec<Since> = Vec::new();
    for row in &rows {
        let told = read::one(tx, row.id(0)?).await?;
        let (by, at) = told.as_ref().map_or((None, None), |told| (told.post, Some(told.at)));
        for field in row.text(1)?.split_whitespace() {
            if let Some(known) = found.iter_mut().find(|known| known.field == field) {
                (known.by, known.at) = (by, at);
                continue;
            }
            // An entry about another record says nothing of this one.
            let changes = told.iter().filter(|told| told.subject == Some(record));
            let before = changes.flat_map(|told| &told.detail.changes).find(|change| change.field == field);
            let before = before.map(|change| change.old.clone());
            found.push(Since { field: field.to_owned(), before, by, at });
        }
    }
    Ok(found)
}
