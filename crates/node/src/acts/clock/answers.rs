//! What came from a device and somebody decided not to record is not kept for ever: its answers are removed three months later. That it
//! came, when, and why it was not recorded stays.

use model::Id;
use model::time::DAY;

use super::BATCH;
use crate::db::Tx;
use crate::error::Result;

/// How long the answers of a submission that was discarded are kept: long enough for somebody to say that it was a mistake.
const KEPT: i64 = 90 * DAY;

/// Nothing that a legal hold keeps.
const PASSED: &str = "select m.id from field_answers a join matter m on m.id = a.submission_id
     where m.state = 'discarded' and m.closed_at <= $1
       and not exists (select 1 from matter h where h.key_id = m.key_id and h.kind = 'legal-hold' and h.phase <> 'closed')
     order by m.closed_at, m.id limit $2";

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    Ok(!passed(tx, 1).await?.is_empty())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let passed = passed(tx, BATCH).await?;
    for submission in &passed {
        tx.run("delete from field_answers where submission_id = $1", &[(*submission).into()]).await?;
    }
    Ok(passed.len())
}

async fn passed(tx: &mut Tx, most: i64) -> Result<Vec<Id>> {
    let before = tx.now.plus(-KEPT);
    tx.rows(PASSED, &[before.into(), most.into()]).await?.iter().map(|row| row.id(0)).collect()
}
