//! Clocks of matters that have run out: the custodian and the post above are told, and when as much time again has passed, the
//! post that answers for everything else in the house. A clock that is missed stays missed; it can only be satisfied late.

use model::Id;

use super::BATCH;
use crate::db::Tx;
use crate::error::Result;
use crate::store::notification;

const RUN_OUT: &str = "select c.matter_id, c.clock, c.started_at, c.due_at, c.told,
       coalesce(m.custodian_post, r.custodian_post), o.duty_post
     from matter_clock c join matter m on m.id = c.matter_id join matter r on r.id = m.root_id
       join organisation o on o.id = m.organisation_id
     where c.met_at is null and c.void_at is null and m.phase <> 'closed'
       and ((c.told = 0 and c.due_at <= $1) or (c.told = 1 and c.due_at + (c.due_at - c.started_at) <= $1))
     order by c.due_at, c.matter_id, c.clock limit $2";

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    let now = tx.now;
    Ok(tx.row(RUN_OUT, &[now.into(), 1_i64.into()]).await?.is_some())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let now = tx.now;
    let rows = tx.rows(RUN_OUT, &[now.into(), BATCH.into()]).await?;
    for row in &rows {
        let (matter, clock, told) = (row.id(0)?, row.text(1)?, row.int(4)?);
        let (custodian, duty) = (row.id(5)?, row.id_opt(6)?);
        // Whatever was slept through is told once, at the level that it has reached.
        let late = row.time(3)?.millis() - row.time(2)?.millis();
        let level = if row.time(3)?.plus(late) <= now { 2 } else { 1 };
        if told == 0 {
            notification::tell(tx, custodian, "clock-missed", Some(matter)).await?;
            notification::tell_above(tx, custodian, "clock-missed", Some(matter)).await?;
        }
        if level == 2 {
            escalate(tx, matter, duty).await?;
        }
        tx.run_one(
            "update matter_clock set told = $3 where matter_id = $1 and clock = $2",
            &[matter.into(), clock.into(), i64::from(level).into()],
        )
        .await?;
    }
    Ok(rows.len())
}

async fn escalate(tx: &mut Tx, matter: Id, duty: Option<Id>) -> Result<()> {
    match duty {
        Some(post) => notification::tell(tx, post, "clock-escalated", Some(matter)).await,
        None => Ok(()),
    }
}
