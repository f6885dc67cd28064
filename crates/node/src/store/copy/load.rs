//! Filling an empty database from the stream, in one transaction: it holds everything afterwards, or nothing.

use model::Value;
use tokio::sync::mpsc;

use super::frame::{Frame, decode};
use super::schema::{self, Column, Table};
use super::{Check, Contents};
use crate::db::{Sql, Tx, dialect, migrate};
use crate::error::{Error, Result};

/// Parameters of one statement at most; both engines take far more.
const PARAMETERS: usize = 2_000;

/// Loads a stream. The schema is brought up to the version of the stream; the next opening brings it further.
pub(crate) async fn load(tx: &mut Tx, frames: &mut mpsc::Receiver<Vec<u8>>) -> Result<Contents> {
    if !tx.rows(dialect::table_names(tx.engine()), &[]).await?.is_empty() {
        return Err(Error::Refused("target-not-empty"));
    }
    let mut check = Check::default();
    let mut tables = Vec::new();
    let mut open: Option<Table> = None;
    while let Some(bytes) = frames.recv().await {
        let frame = Frame::from_bytes(&bytes)?;
        check.look(&frame)?;
        match frame {
            Frame::Head { schema } => {
                migrate::bring_up_to(tx, schema).await?;
                tables = schema::tables(tx).await?;
                tx.script(dialect::defer_references(tx.engine())).await?;
            }
            Frame::Table { name, columns } => open = Some(begin(tx, &tables, &name, &columns).await?),
            Frame::Rows(rows) => {
                let table = open.as_ref().ok_or_else(unfit)?;
                insert(tx, table, &rows).await?;
            }
            Frame::End(_) => {}
        }
    }
    let contents = check.finish()?;
    if contents.tables.len() != tables.len() {
        return Err(unfit());
    }
    tx.script(dialect::settle_references(tx.engine())).await?;
    Ok(contents)
}

fn unfit() -> Error {
    Error::Setup("the tables of the copy are not those of its schema version: use another copy".into())
}

async fn begin(tx: &mut Tx, tables: &[Table], name: &str, columns: &[Column]) -> Result<Table> {
    let table = tables.iter().find(|table| table.name == name && table.columns == columns);
    let table = table.ok_or_else(unfit)?.clone();
    let mut sql = Sql::from("select count(*) from ");
    sql.schema_name(name)?;
    let there = tx.row(sql, &[]).await?.map_or(Ok(0), |row| row.int(0))?;
    if there > 0 {
        // Migrations leave rows of their own; the copy brings the original's.
        let mut sql = Sql::from("delete from ");
        sql.schema_name(name)?;
        tx.run(sql, &[]).await?;
    }
    Ok(table)
}

async fn insert(tx: &mut Tx, table: &Table, rows: &[Vec<u8>]) -> Result<()> {
    let width = table.columns.len();
    for chunk in rows.chunks((PARAMETERS / width).max(1)) {
        let mut sql = Sql::from("insert into ");
        sql.schema_name(&table.name)?.push(" (");
        sql.schema_names(table.columns.iter().map(|column| column.name.as_str()))?.push(") values ");
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * width);
        for (index, row) in chunk.iter().enumerate() {
            sql.push(if index > 0 { ", (" } else { "(" });
            sql.params(index * width + 1, (index + 1) * width).push(")");
            values.extend(decode(row, &table.columns)?);
        }
        tx.run(sql, &values).await?;
    }
    Ok(())
}
