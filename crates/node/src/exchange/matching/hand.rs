//! What time does: registers get tokens, questions are looked up, a yes is told in its window, and what is over is destroyed.

use model::time::DAY;

use super::{asker, blind, epoch, guardian, holder, register};
use crate::db::Tx;
use crate::error::Result;
use crate::exchange::directory;

/// In one transaction.
const BATCH: i64 = 20;
/// A batch that nobody answered for so long is given up; its people are asked for again.
const PATIENCE: i64 = 8 * DAY;

const STUCK: &str = "select b.id from match_batch b left join matter m on m.id = b.query_id
     where b.made_at < $1 or m.phase = 'closed' order by b.id limit $2";
const OVER: &str = "select id from match_request where state = 'over' and sent_at < $1 order by id limit 1";
/// Keys, registers and questions of epochs, where there are any.
const EPOCHS: &str =
    "select epoch from match_register union select epoch from match_key where secret is not null order by 1";

/// Whether there is anything to do.
pub(crate) async fn due(tx: &mut Tx) -> Result<bool> {
    let (now, past) = (tx.now, past(tx).await?);
    for epoch in &past {
        // Each process forgets its own; one of them destroys what is at rest.
        tx.context.matching.forget(epoch);
    }
    let stuck = tx.row(STUCK, &[now.plus(-PATIENCE).into(), 1.into()]).await?.is_some();
    let again = tx.row(OVER, &[today(now.millis()).into()]).await?.is_some();
    Ok(stuck
        || again
        || holder::words_due(tx).await?
        || holder::over(tx).await?
        || asker::late(tx).await?
        || holder::due(tx).await?
        || register::due(tx).await?
        || !past.is_empty())
}

/// Does some of it; answers how much.
pub(crate) async fn turn(tx: &mut Tx) -> Result<usize> {
    // The clock's entry names nobody's matter.
    let (now, trace) = (tx.now, tx.trace.clone());
    let stuck = tx.rows(STUCK, &[now.plus(-PATIENCE).into(), BATCH.into()]).await?;
    for row in &stuck {
        blind::drop_batch(tx, row.id(0)?).await?;
    }
    let mut done = stuck.len();
    done += blind::ask_again(tx, today(now.millis()), BATCH).await?;
    done += holder::tell(tx, BATCH).await?;
    done += holder::look(tx, BATCH).await?;
    done += holder::forget(tx, BATCH).await?;
    done += asker::end(tx, BATCH).await?;
    done += register::turn(tx).await?;
    for epoch in past(tx).await? {
        register::forget(tx, &epoch).await?;
        guardian::forget(tx, &epoch).await?;
        done += 1;
    }
    tx.trace = trace;
    Ok(done)
}

/// The beginning of the day by which budgets are counted.
fn today(now: i64) -> i64 {
    now.div_euclid(DAY) * DAY
}

/// Epochs of which something is kept although the directory names them with an end that has passed.
async fn past(tx: &mut Tx) -> Result<Vec<String>> {
    let Some(directory) = directory::newest(tx).await? else { return Ok(Vec::new()) };
    let now = tx.now.millis();
    let rows = tx.rows(EPOCHS, &[]).await?;
    let mut past = Vec::new();
    for row in &rows {
        let code = row.text(0)?;
        if epoch::named(&directory, &code).is_some_and(|epoch| epoch.until <= now) {
            past.push(code);
        }
    }
    Ok(past)
}
