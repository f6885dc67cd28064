//! Releases as they were handed out.

use model::{Id, Timestamp, Value};
use serde::Serialize;

use super::insert_many;
use crate::counting::Laid;
use crate::db::{Row, Sql, Tx};
use crate::error::{Error, Result};

/// A release, beside the fields of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Release {
    /// The publication.
    pub id: Id,
    /// Readable number.
    pub code: String,
    /// `draft`, `approved`, `published`, `corrected`, `withdrawn`.
    pub state: String,
    /// The run whose children it counts.
    pub run: Id,
    /// The release that it was compared with.
    pub earlier: Option<Id>,
    /// What is counted.
    pub entity: String,
    /// Which table, a code of list `release-table`.
    pub table: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// The period as a figure names it: `2026`, `2026-Q1`, `2026-03`.
    pub period: String,
    /// Smallest count shown.
    pub minimum: i64,
    /// Whether a child can stand in several cells.
    pub overlapping: bool,
    /// Clusters of the whole.
    pub clusters: i64,
    /// Children of the whole, estimated.
    pub estimate: i64,
    /// Lower end of its interval.
    pub low: i64,
    /// Upper end.
    pub high: i64,
    /// The agencies whose lists it counts.
    pub sources: Vec<String>,
    /// When it was laid out.
    pub at: Timestamp,
}

impl Release {
    /// Whether it is before the public, or about to be.
    pub(crate) fn is_standing(&self) -> bool {
        !["draft", "withdrawn"].contains(&self.state.as_str())
    }
}

const COLUMNS: &str =
    "select t.id, m.code, m.state, t.run_id, t.earlier_id, t.entity, t.name, t.period_from, t.period_to,
    t.minimum, t.overlapping, t.clusters, t.estimate, t.low, t.high, t.sources, t.laid_out_at, t.period
    from release_table t join matter m on m.id = t.id";

fn read(row: &Row) -> Result<Release> {
    Ok(Release {
        id: row.id(0)?,
        code: row.text(1)?,
        state: row.text(2)?,
        run: row.id(3)?,
        earlier: row.id_opt(4)?,
        entity: row.text(5)?,
        table: row.text(6)?,
        from: row.text(7)?,
        to: row.text(8)?,
        minimum: row.int(9)?,
        overlapping: row.flag(10)?,
        clusters: row.int(11)?,
        estimate: row.int(12)?,
        low: row.int(13)?,
        high: row.int(14)?,
        sources: row.text(15)?.lines().map(str::to_owned).collect(),
        at: row.time(16)?,
        period: row.text(17)?,
    })
}

/// The releases of an organisation, newest first.
pub(crate) async fn all(tx: &mut Tx, organisation: Id) -> Result<Vec<Release>> {
    let mut sql = Sql::from(COLUMNS);
    sql.push(" where t.organisation_id = $1 order by t.laid_out_at desc, t.id desc");
    tx.rows(sql, &[organisation.into()]).await?.iter().map(read).collect()
}

/// One release of an organisation.
pub(crate) async fn get(tx: &mut Tx, organisation: Id, id: Id) -> Result<Release> {
    let mut sql = Sql::from(COLUMNS);
    sql.push(" where t.organisation_id = $1 and t.id = $2 order by t.id");
    tx.row(sql, &[organisation.into(), id.into()]).await?.map(|row| read(&row)).ok_or(Error::NotFound)?
}

/// Cells of a release: place, what is shown, the number.
pub(crate) type Cells = Vec<(i64, String, Option<i64>)>;

/// The cells of a release.
pub(crate) async fn cells(tx: &mut Tx, release: Id) -> Result<Cells> {
    tx.rows(
        "select cell, shown, number from release_cell where release_id = $1 order by cell",
        &[release.into()],
    )
    .await?
    .iter()
    .map(|row| Ok((row.int(0)?, row.text(1)?, row.int_opt(2)?)))
    .collect()
}

/// Keeps a release beside its publication.
pub(crate) async fn keep(tx: &mut Tx, organisation: Id, release: &Release, laid: &Laid) -> Result<()> {
    let row: Vec<Value> = vec![
        release.id.into(),
        organisation.into(),
        release.run.into(),
        release.earlier.into(),
        release.entity.as_str().into(),
        release.table.as_str().into(),
        release.from.as_str().into(),
        release.to.as_str().into(),
        release.minimum.into(),
        laid.overlapping.into(),
        release.clusters.into(),
        release.estimate.into(),
        release.low.into(),
        release.high.into(),
        release.sources.join("\n").into(),
        release.at.into(),
        release.period.as_str().into(),
    ];
    let head = "insert into release_table (id, organisation_id, run_id, earlier_id, entity, name, period_from, period_to,
        minimum, overlapping, clusters, estimate, low, high, sources, laid_out_at, period) values ";
    insert_many(tx, head, &[row]).await?;
    let cells: Vec<Vec<Value>> = laid
        .cells
        .iter()
        .map(|(cell, shown, number)| {
            vec![release.id.into(), (*cell).into(), (*shown).into(), (*number).into()]
        })
        .collect();
    insert_many(tx, "insert into release_cell (release_id, cell, shown, number) values ", &cells).await
}
