//! Writing the stream from one snapshot.

use model::Value;
use tokio::sync::mpsc;

use super::frame::{Frame, encode};
use super::schema::{self, Table};
use super::{Contents, TableContents};
use crate::db::{Sql, Tx, migrate};
use crate::error::{Error, Result};

/// Rows read at once: with the longest sealed columns this stays below some tens of megabytes.
const BATCH: i64 = 256;
/// Bytes after which a frame is handed on.
const FRAME: usize = 1 << 20;

/// Sends every row to `sink`, or only counts them when there is none.
pub(crate) async fn dump(tx: &mut Tx, sink: Option<mpsc::Sender<Vec<u8>>>) -> Result<Contents> {
    let mut contents = Contents::default();
    send(sink.as_ref(), Frame::Head { schema: migrate::version(tx).await? }).await?;
    for table in schema::tables(tx).await? {
        let begin = Frame::Table { name: table.name.clone(), columns: table.columns.clone() };
        send(sink.as_ref(), begin).await?;
        contents.tables.push(dump_table(tx, &table, sink.as_ref()).await?);
    }
    send(sink.as_ref(), Frame::End(contents.clone())).await?;
    Ok(contents)
}

async fn send(sink: Option<&mpsc::Sender<Vec<u8>>>, frame: Frame) -> Result<()> {
    let Some(sink) = sink else { return Ok(()) };
    // Whoever received this has failed and says why itself.
    sink.send(frame.to_bytes()).await.map_err(|_| Error::Storage("the copy was broken off".into()))
}

async fn dump_table(
    tx: &mut Tx,
    table: &Table,
    sink: Option<&mpsc::Sender<Vec<u8>>>,
) -> Result<TableContents> {
    let mut counted = TableContents::new(&table.name);
    let mut after: Option<Vec<Value>> = None;
    loop {
        let mut params = after.clone().unwrap_or_default();
        params.push(BATCH.into());
        let rows = tx.rows(select(table, after.is_some())?, &params).await?;
        let mut frame = Vec::new();
        let mut size = 0;
        let full = rows.len() == usize::try_from(BATCH).unwrap_or(0);
        for row in rows {
            let mut values = Vec::with_capacity(table.columns.len());
            for (at, column) in table.columns.iter().enumerate() {
                values.push(column.sort.read(&row, at)?);
            }
            let bytes = encode(&values);
            counted.add(&bytes);
            size += bytes.len();
            if sink.is_some() {
                frame.push(bytes);
            }
            if size >= FRAME {
                send(sink, Frame::Rows(std::mem::take(&mut frame))).await?;
                size = 0;
            }
            after = Some(table.key.iter().filter_map(|at| values.get(*at).cloned()).collect());
        }
        if !frame.is_empty() {
            send(sink, Frame::Rows(frame)).await?;
        }
        if !full {
            return Ok(counted);
        }
    }
}

/// The next batch after a key, in the order of the primary key.
fn select(table: &Table, further: bool) -> Result<Sql> {
    let key = || table.key.iter().filter_map(|at| table.columns.get(*at)).map(|column| column.name.as_str());
    let mut sql = Sql::from("select ");
    sql.schema_names(table.columns.iter().map(|column| column.name.as_str()))?;
    sql.push(" from ").schema_name(&table.name)?;
    let mut params = 1;
    if further {
        sql.push(" where (").schema_names(key())?.push(") > (").params(1, table.key.len()).push(")");
        params += table.key.len();
    }
    sql.push(" order by ").schema_names(key())?.push(" limit ").param(params);
    Ok(sql)
}
