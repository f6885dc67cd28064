//! What falls due between two days, for a page and for other programs' calendars.

use model::time::Zone;
use model::{Date, Id, Timestamp};

use super::across::{self, FROM, HeldBucket};
use super::day::{self, OURS};
use super::matter;
use super::scope::Builder;
use crate::access::Holding;
use crate::db::Tx;
use crate::error::Result;

/// Rows of one month at most.
const MOST: i64 = 500;

/// What falls due in the custody of these posts from one day to another, first due first.
pub(crate) async fn between(tx: &mut Tx, holdings: &[Holding], from: Date, to: Date) -> Result<HeldBucket> {
    let (from, to) = (Timestamp::start_of(from, Zone::Wib), matter::end_of(to));
    let within = |b: &mut Builder| {
        b.text(" where ")
            .text(OURS)
            .text(" and x.due_at >= ")
            .value(from)
            .text(" and x.due_at <= ")
            .value(to);
    };
    let mut b = day::mine(holdings);
    b.text("select count(*) from x");
    within(&mut b);
    let total = tx.row(b.sql, &b.params).await?.map_or(Ok(0), |row| row.int(0))?;
    let mut b = day::mine(holdings);
    across::select(&mut b);
    b.text(FROM).text(" join x on x.id = m.id");
    within(&mut b);
    b.text(" order by x.due_at, m.id limit ").value(MOST);
    Ok(HeldBucket { rows: across::read(tx, b, |post| day::groups(holdings, post)).await?, total })
}

/// One line of another program's calendar: number, kind and day; no name and no place.
pub(crate) struct Line {
    pub(crate) id: Id,
    pub(crate) code: String,
    pub(crate) kind: String,
    pub(crate) due: Timestamp,
}

/// The lines of whoever holds these posts.
pub(crate) async fn lines(
    tx: &mut Tx,
    holdings: &[Holding],
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<Line>> {
    let mut b = day::mine(holdings);
    b.text("select m.id, m.code, m.kind, m.due_at from matter m join x on x.id = m.id where ").text(OURS);
    b.text(" and x.due_at >= ").value(from).text(" and x.due_at <= ").value(to);
    b.text(" order by x.due_at, m.id limit ").value(MOST);
    tx.rows(b.sql, &b.params)
        .await?
        .iter()
        .map(|row| Ok(Line { id: row.id(0)?, code: row.text(1)?, kind: row.text(2)?, due: row.time(3)? }))
        .collect()
}
