//! The tables of the data centre.

pub(crate) mod estimates;
pub(crate) mod lists;
pub(crate) mod pairs;
pub(crate) mod releases;
pub(crate) mod runs;

use model::Value;

use crate::counting::Show;
use crate::db::{Sql, Tx};
use crate::error::Result;

/// Parameters of one statement at most: far below what either engine takes.
const AT_ONCE: usize = 600;

/// Inserts many rows with few statements. `head` is `insert into … values `.
pub(crate) async fn insert_many(tx: &mut Tx, head: &'static str, rows: &[Vec<Value>]) -> Result<()> {
    let width = rows.first().map_or(1, Vec::len).max(1);
    for some in rows.chunks((AT_ONCE / width).max(1)) {
        let mut sql = Sql::from(head);
        for at in 0..some.len() {
            sql.push(if at > 0 { ", (" } else { "(" }).params(at * width + 1, (at + 1) * width).push(")");
        }
        let params: Vec<Value> = some.iter().flatten().cloned().collect();
        tx.run(sql, &params).await?;
    }
    Ok(())
}

/// The way to show numbers, with the secret of this node.
pub(crate) fn show(tx: &Tx, exact: bool) -> Result<Show> {
    Show::new(tx.context.keys.lookup.subkey("cell-key"), exact)
}
