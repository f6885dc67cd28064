//! Overdue and standing matters that have not climbed as far as they should. A legal clock and an agreed one climb alike.

use model::Timestamp;
use model::time::{DAY, Zone};

use super::BATCH;
use super::escalate::{self, Climb};
use crate::db::{Row, Tx};
use crate::error::Result;
use crate::store::scope::Builder;
use crate::store::stalled::{Stands, stands};

/// Days after the due date, or after it began to stand still, at which something climbs to the duty post.
const SECOND: i64 = 3 * DAY;
/// What has lain for longer than this before the clock first looked is a matter for lists, not for news.
const OLD: i64 = 365 * DAY;

/// What climbs next: matter, cause, step. That a transaction report exists is not told to those above the financial duty.
fn overdue(limit: i64, now: Timestamp) -> Builder {
    let mut b = Builder::new(
        "select m.id, 'overdue ' || cast(m.due_at as text), case when exists (select 1 from escalation e
           where e.matter_id = m.id and e.step = 1 and e.cause = 'overdue ' || cast(m.due_at as text)) then 2 else 1 end
         from matter m where m.phase = 'open' and m.kind <> 'transaction-report' and m.due_at < ",
    );
    b.value(now).text(" and m.due_at > ").value(now.plus(-OLD));
    b.text(" and (not exists (select 1 from escalation e where e.matter_id = m.id and e.step = 1");
    b.text(" and e.cause = 'overdue ' || cast(m.due_at as text)) or (m.due_at < ").value(now.plus(-SECOND));
    b.text(" and not exists (select 1 from escalation e where e.matter_id = m.id and e.step = 2");
    b.text(" and e.cause = 'overdue ' || cast(m.due_at as text)))) order by m.due_at, m.id limit ")
        .value(limit);
    b
}

/// The same for what stands still; a case moves when anything in it does. What moved and stands still again climbs again.
fn standing(limit: i64, now: Timestamp) -> Builder {
    let stands = stands(now.date(Zone::Wib));
    let mut b = Builder::new("select x.id, x.cause, x.step from (select y.*, ");
    b.text("case when exists (select 1 from escalation e where e.matter_id = y.id and e.step = 1 and e.cause = y.cause) then 2 else 1 end as step, ");
    b.text("case when exists (select 1 from escalation e where e.matter_id = y.id and e.step = 2 and e.cause = y.cause) then 1 else 0 end as done ");
    b.text("from (select z.*, 'stalled ' || cast(z.moved as text) as cause from (select m.id, m.kind, m.state, case when m.kind = 'case' ");
    b.text("then (select max(p.changed_at) from matter p where p.root_id = m.id) else m.state_since end as moved ");
    b.text("from matter m where m.phase in ('open', 'waiting') and (1 = 0");
    for Stands { kind, state, after } in &stands {
        let (kind, since) = (*kind, now.plus(-after));
        b.text(" or (m.kind = '").text(kind).text("' and m.state_since < ").value(since);
        if let Some(state) = state {
            b.text(" and m.state = '").text(state).text("'");
        }
        if kind == "case" {
            b.text(" and m.changed_at < ").value(since);
            b.text(" and not exists (select 1 from matter p where p.root_id = m.id and p.changed_at >= ");
            b.value(since).text(")");
        }
        b.text(")");
    }
    b.text(")) z where z.moved > ")
        .value(now.plus(-OLD))
        .text(") y) x where x.done = 0 and (x.step = 1 or (1 = 0");
    for Stands { kind, state, after } in &stands {
        b.text(" or (x.kind = '").text(kind).text("' and x.moved < ").value(now.plus(-after - SECOND));
        if let Some(state) = state {
            b.text(" and x.state = '").text(state).text("'");
        }
        b.text(")");
    }
    b.text(")) order by x.moved, x.id limit ").value(limit);
    b
}

pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    Ok(!found(tx, 1).await?.is_empty())
}

pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let rows = found(tx, BATCH).await?;
    for row in &rows {
        let climb = Climb { cause: row.text(1)?, step: row.int(2)? };
        escalate::within(tx, row.id(0)?, &climb).await?;
    }
    Ok(rows.len())
}

async fn found(tx: &mut Tx, limit: i64) -> Result<Vec<Row>> {
    let now = tx.now;
    let Builder { sql, params } = overdue(limit, now);
    let mut rows = tx.rows(sql, &params).await?;
    if rows.is_empty() {
        let Builder { sql, params } = standing(limit, now);
        rows = tx.rows(sql, &params).await?;
    }
    Ok(rows)
}
