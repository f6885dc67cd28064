//! What the posts of one person have to do, across kinds (domain model, section 9.3): a view over due dates, no table.

use model::field::Groups;
use model::time::DAY;
use model::{Id, Timestamp};

use super::across::{self, FROM, HeldBucket, MOST, RANK};
use super::conference::{self, Reader};
use super::matter;
use super::scope::Builder;
use crate::access::{Holding, Scope};
use crate::db::{Row, Tx};
use crate::error::Result;

/// Days in which a due date is near, and in which something counts as new (domain model, section 1.2).
const NEAR: i64 = 7;

/// The buckets of a day.
pub(crate) struct HeldDay {
    pub(crate) overdue: HeldBucket,
    pub(crate) today: HeldBucket,
    pub(crate) week: HeldBucket,
    pub(crate) undated: HeldBucket,
    pub(crate) new: HeldBucket,
    pub(crate) unanswered: HeldBucket,
    pub(crate) later: i64,
}

/// What is open belongs into a day; a legal track moves at other people's pace, but its next date is ours to keep.
pub(super) const OURS: &str = "(x.phase = 'open' or x.kind = 'legal-process')";

struct Edges {
    now: Timestamp,
    midnight: Timestamp,
    near: Timestamp,
}

/// Reads the day of whoever holds these posts.
pub(crate) async fn load(tx: &mut Tx, holdings: &[Holding]) -> Result<HeldDay> {
    let midnight = matter::end_of(tx.now.date(Default::default()));
    let edges = Edges { now: tx.now, midnight, near: midnight.plus(NEAR * DAY) };
    let counts = counts(tx, holdings, &edges).await?;
    let total = |at| counts.as_ref().map_or(Ok(0), |row: &Row| row.int(at));
    let (now, end, near) = (Some(edges.now), Some(edges.midnight), Some(edges.near));
    Ok(HeldDay {
        overdue: dated(tx, holdings, total(0)?, (None, now)).await?,
        today: dated(tx, holdings, total(1)?, (now, end)).await?,
        week: dated(tx, holdings, total(2)?, (end, near)).await?,
        later: total(3)?,
        undated: undated(tx, holdings, total(4)?).await?,
        new: listed(tx, holdings, new, " order by x.since desc, m.id desc").await?,
        unanswered: listed(tx, holdings, unanswered, " order by x.since, m.id").await?,
    })
}

/// `with x as (…)`: id, phase, kind and due date of everything in the custody of the posts. The two ways of having custody
/// are two branches, so that each finds its index; the expression keeps a planner from walking through every part that has
/// no custodian of its own instead of through the posts' roots.
pub(super) fn mine(holdings: &[Holding]) -> Builder {
    let mut b = Builder::new("with mine as (");
    b.text("select id, phase, kind, due_at from matter where 1 = 0");
    for holding in holdings {
        b.text(" union all select id, phase, kind, due_at from matter where custodian_post = ");
        b.value(holding.post).text(" and phase in ('open', 'waiting') and kind in (");
        kinds(&mut b, holding);
        b.text(") union all select p.id, p.phase, p.kind, p.due_at from matter r join matter p on p.root_id = r.id");
        b.text(" where r.custodian_post = ").value(holding.post);
        b.text(" and coalesce(p.custodian_post, '') = '' and p.phase in ('open', 'waiting') and p.kind in (");
        kinds(&mut b, holding);
        b.text(")");
    }
    b.text("), x as (select * from mine where 1 = 1");
    conference::leave_out(&mut b, "mine.id", Reader::Holder(holdings));
    b.text(") ");
    b
}

/// What came into the custody of the posts lately; `since` says when. What is late or due today stands there, and nothing stands twice.
fn new(holdings: &[Holding], now: Timestamp) -> Builder {
    let mut b = Builder::new("with x as (");
    b.text("select id, changed_at as since from matter where 1 = 0");
    for holding in holdings {
        b.text(" union all select c.matter_id, c.from_at from custody c join matter n on n.id = c.matter_id");
        b.text(" where c.to_at is null and c.post_id = ").value(holding.post);
        b.text(" and c.from_at >= ").value(now.plus(-NEAR * DAY));
        b.text(" and n.phase = 'open' and (n.due_at is null or n.due_at > ");
        b.value(matter::end_of(now.date(Default::default())));
        b.text(") and n.kind in (");
        kinds(&mut b, holding);
        b.text(")");
        conference::leave_out(&mut b, "n.id", Reader::Holder(holdings));
    }
    b.text(") ");
    b
}

/// Narrows `x` to what did not come lately.
fn not_new(b: &mut Builder, now: Timestamp) {
    b.text(" and not (x.phase = 'open' and exists (select 1 from custody c");
    b.text(" where c.matter_id = x.id and c.to_at is null and c.from_at >= ");
    b.value(now.plus(-NEAR * DAY)).text("))");
}

/// Reports, also closed ones, whose reporter wrote something that nobody has answered; `since` is the first such message.
fn unanswered(holdings: &[Holding], _: Timestamp) -> Builder {
    let mut b = Builder::new("with x as (");
    b.text("select u.report_id as id, min(u.sent_at) as since from report_message u join matter n on n.id = u.report_id");
    b.text(" where u.from_reporter and u.read_at is null and (1 = 0");
    for holding in holdings {
        if holding.role.reach("view", "report") >= Some(Scope::Own) {
            b.text(" or n.custodian_post = ").value(holding.post);
        }
    }
    b.text(") group by u.report_id) ");
    b
}

fn kinds(builder: &mut Builder, holding: &Holding) {
    across::slugs(builder, across::kinds_of(holding, "view", Scope::Own).map(|(kind, _)| kind));
}

async fn counts(tx: &mut Tx, holdings: &[Holding], edges: &Edges) -> Result<Option<Row>> {
    let mut b = mine(holdings);
    let (now, end, near) = (edges.now, edges.midnight, edges.near);
    b.text("select count(case when x.due_at < ").value(now).text(" then 1 end),");
    b.text(" count(case when x.due_at >= ")
        .value(now)
        .text(" and x.due_at <= ")
        .value(end)
        .text(" then 1 end),");
    b.text(" count(case when x.due_at > ").value(end).text(" and x.due_at <= ").value(near);
    not_new(&mut b, now);
    b.text(" then 1 end), count(case when x.due_at > ").value(near);
    not_new(&mut b, now);
    b.text(" then 1 end),");
    b.text(" count(case when x.due_at is null and x.phase = 'open'");
    not_new(&mut b, edges.now);
    b.text(" then 1 end) from x where ").text(OURS);
    tx.row(b.sql, &b.params).await
}

/// What is due from one edge to another. The first bucket ends before now; the others begin after what went before.
async fn dated(
    tx: &mut Tx,
    holdings: &[Holding],
    total: i64,
    (from, to): (Option<Timestamp>, Option<Timestamp>),
) -> Result<HeldBucket> {
    let mut b = mine(holdings);
    across::select(&mut b);
    b.text(FROM).text(" join x on x.id = m.id where ").text(OURS);
    match from {
        None => b.text(" and x.due_at < ").value(to),
        Some(from) => {
            let first = from == tx.now;
            b.text(if first { " and x.due_at >= " } else { " and x.due_at > " }).value(from);
            b.text(" and x.due_at <= ").value(to);
            if !first {
                not_new(&mut b, tx.now);
            }
            &mut b
        }
    };
    b.text(" order by ").text(RANK).text(", x.due_at, m.id");
    finish(tx, holdings, total, b).await
}

async fn undated(tx: &mut Tx, holdings: &[Holding], total: i64) -> Result<HeldBucket> {
    let mut b = mine(holdings);
    across::select(&mut b);
    b.text(FROM).text(" join x on x.id = m.id where x.due_at is null and x.phase = 'open'");
    not_new(&mut b, tx.now);
    b.text(" order by ").text(RANK).text(", m.opened_at, m.id");
    finish(tx, holdings, total, b).await
}

async fn listed(
    tx: &mut Tx,
    holdings: &[Holding],
    with: fn(&[Holding], Timestamp) -> Builder,
    order: &'static str,
) -> Result<HeldBucket> {
    let mut b = with(holdings, tx.now);
    b.text("select count(*) from x");
    let total = tx.row(b.sql, &b.params).await?.map_or(Ok(0), |row| row.int(0))?;
    let mut b = with(holdings, tx.now);
    across::select(&mut b);
    b.text(FROM).text(" join x on x.id = m.id").text(order);
    finish(tx, holdings, total, b).await
}

async fn finish(tx: &mut Tx, holdings: &[Holding], total: i64, mut b: Builder) -> Result<HeldBucket> {
    if total == 0 {
        return Ok(HeldBucket { rows: Vec::new(), total });
    }
    b.text(" limit ").value(MOST);
    Ok(HeldBucket { rows: across::read(tx, b, |post| groups(holdings, post)).await?, total })
}

/// What the row of a custodian post may show to whoever holds these posts.
pub(super) fn groups(holdings: &[Holding], post: Id) -> Groups {
    holdings.iter().find(|holding| holding.post == post).map_or(Groups::NONE, across::groups_of)
}
