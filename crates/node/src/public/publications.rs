//! Releases that are out: what was published, made of what, by which program, and what was corrected.

use model::{Id, Timestamp};
use serde::Serialize;
use statistics::publish::Published;

use crate::counting::{ReleaseTable, kept};
use crate::db::{Row, Sql, Tx};
use crate::error::{Error, Result};
use crate::node::Node;
use crate::store::counting::releases;

/// A release that anybody may read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicRelease {
    /// Id.
    pub id: Id,
    /// Readable number.
    pub code: String,
    /// `published` or `corrected`.
    pub state: String,
    /// Who publishes it.
    pub organisation: String,
    /// A code of list `release-table`.
    pub table: String,
    /// `2026`, `2026-Q1` or `2026-03`.
    pub period: String,
    /// When it was laid out.
    pub at: Timestamp,
    /// Identifier that follows from what went in, the program, the question and what came out: whoever makes the release again from the
    /// same inputs gets the same one.
    pub identity: String,
    /// The program.
    pub code_version: String,
    /// What went in, as a hash.
    pub inputs_hash: String,
}

/// Releases listed at most.
const MOST: i64 = 200;

const COLUMNS: &str =
    "select t.id, m.code, m.state, o.name, t.name, t.period, t.laid_out_at, r.code_version, r.inputs_hash,
    r.result_hash, t.minimum, t.organisation_id
    from release_table t join matter m on m.id = t.id join organisation o on o.id = t.organisation_id
    join linkage_run r on r.id = t.run_id where m.state in ('published', 'corrected')";

async fn read(tx: &mut Tx, row: &Row) -> Result<PublicRelease> {
    let id = row.id(0)?;
    let cells = releases::cells(tx, id).await?;
    let said: Vec<String> = cells.iter().map(|(cell, shown, n)| format!("{cell} {shown} {n:?}")).collect();
    let (table, period, version) = (row.text(4)?, row.text(5)?, row.text(7)?);
    let made_of = format!("{}\n{}", row.text(8)?, row.text(9)?);
    let inputs_hash = seal::to_hex(&seal::sha256(made_of.as_bytes()));
    let text = format!(
        "release-1\n{inputs_hash}\n{version}\n{table} {period} {}\n{}",
        row.int(10)?,
        said.join("\n")
    );
    let identity = seal::to_hex(&seal::sha256(text.as_bytes()));
    Ok(PublicRelease {
        id,
        code: row.text(1)?,
        state: row.text(2)?,
        organisation: row.text(3)?,
        table,
        period,
        at: row.time(6)?,
        identity: format!("release-{}", identity.get(..24).unwrap_or_default()),
        code_version: version,
        inputs_hash,
    })
}

impl Node {
    /// Releases that are out, newest first. Nobody is asked who they are, and nothing is written down.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn publications(&self) -> Result<Vec<PublicRelease>> {
        self.db().read(|tx| Box::pin(async move { all(tx).await })).await
    }

    /// One of them with its table.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not out.
    pub async fn publication(&self, id: Id) -> Result<(PublicRelease, Published)> {
        self.db().read(move |tx| Box::pin(async move { one(tx, id).await })).await
    }
}

async fn all(tx: &mut Tx) -> Result<Vec<PublicRelease>> {
    let mut sql = Sql::from(COLUMNS);
    sql.push(" order by t.laid_out_at desc, t.id desc limit $1");
    let mut found = Vec::new();
    for row in &tx.rows(sql, &[MOST.into()]).await? {
        found.push(read(tx, row).await?);
    }
    Ok(found)
}

async fn one(tx: &mut Tx, id: Id) -> Result<(PublicRelease, Published)> {
    let mut sql = Sql::from(COLUMNS);
    sql.push(" and t.id = $1 order by t.id");
    let row = tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?;
    let release = releases::get(tx, row.id(11)?, id).await?;
    let cells = releases::cells(tx, id).await?;
    let table = ReleaseTable::from_code(&release.table)
        .ok_or_else(|| Error::Storage("a table of a release".into()))?;
    let minimum = u64::try_from(release.minimum).unwrap_or(u64::MAX);
    Ok((read(tx, &row).await?, kept(table, minimum, release.overlapping, &cells)?))
}
