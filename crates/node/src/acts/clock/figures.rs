//! Indicators that the node counts itself are counted once a day, if anything is new; rules look at what is new; posts that want it so are told of
//! their alerts together.

use model::time::Zone;

use crate::db::Tx;
use crate::error::Result;
use crate::monitoring::{feed, sheet, watch};

/// Things done in one turn: counting is heavier than most.
const FEW: i64 = 5;

async fn to_count(tx: &mut Tx, most: i64) -> Result<Vec<sheet::Sheet>> {
    let today = tx.now.date(Zone::Wib).to_string();
    sheet::to_count(tx, &today, most).await
}

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    Ok(!to_count(tx, 1).await?.is_empty()
        || !watch::waiting(tx, 1).await?.is_empty()
        || !watch::to_tell(tx, 1).await?.is_empty())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let sheets = to_count(tx, 1).await?;
    for sheet in &sheets {
        feed::count(tx, sheet).await?;
    }
    if !sheets.is_empty() {
        return Ok(sheets.len());
    }
    let rules = watch::waiting(tx, FEW).await?;
    for rule in &rules {
        watch::look(tx, *rule).await?;
    }
    if !rules.is_empty() {
        return Ok(rules.len());
    }
    let posts = watch::to_tell(tx, super::BATCH).await?;
    for post in &posts {
        watch::tell(tx, *post).await?;
    }
    Ok(posts.len())
}
