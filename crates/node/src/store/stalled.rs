//! What does not move: overdue, without a living holder, or standing in one state for too long.

use model::field::Groups;
use model::time::{DAY, Zone};
use model::{Date, Kind, KindMeta, Timestamp, kinds};

use super::across::{self, FROM, HeldBucket, MOST, RANK};
use super::conference::{self, Reader};
use super::scope::{self, Builder};
use crate::access::{Holding, Scope};
use crate::db::Tx;
use crate::error::Result;

/// Days after which each kind stands still: a report and a service in one state, a case without any change in it or its parts.
/// Each stage of a legal track has a limit of its own.
const STANDS: [(&str, i64); 4] = [("report", 1), ("service", 14), ("case", 30), ("commitment", 90)];

/// What stands still when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stands {
    /// A kind.
    pub(crate) kind: &'static str,
    /// Its state, where each has a limit of its own.
    pub(crate) state: Option<&'static str>,
    /// Milliseconds in the state, or for a case without any change.
    pub(crate) after: i64,
}

/// Everything that can stand still, by the limits of a day. A stage without a limit never does.
pub(crate) fn stands(today: Date) -> Vec<Stands> {
    let kinds = STANDS.into_iter().map(|(kind, days)| Stands { kind, state: None, after: days * DAY });
    let track = kinds::LegalProcess::META;
    let stages = track.lifecycle.states.iter().filter(|state| state.phase != model::Phase::Closed);
    let limits = stages.filter_map(|state| {
        let limit = model::stage_limits::of(state.name, today)?;
        // As on the board of legal tracks: a stage has its whole last day.
        Some(Stands { kind: track.slug, state: Some(state.name), after: (limit.days + 1) * DAY })
    });
    kinds.chain(limits).collect()
}

/// The three lists.
pub(crate) struct HeldStalled {
    pub(crate) overdue: HeldBucket,
    pub(crate) unheld: HeldBucket,
    pub(crate) standing: HeldBucket,
}

type Condition = fn(&mut Builder, Timestamp);

/// Reads what these holdings reach beyond their own post.
pub(crate) async fn load(tx: &mut Tx, holdings: &[Holding]) -> Result<HeldStalled> {
    Ok(HeldStalled {
        overdue: bucket(tx, holdings, overdue, ", m.due_at, m.id").await?,
        unheld: bucket(tx, holdings, unheld, ", m.opened_at, m.id").await?,
        standing: bucket(tx, holdings, standing, ", m.state_since, m.id").await?,
    })
}

/// Kinds that a holding watches over for others.
pub(crate) fn watched(holding: &Holding) -> impl Iterator<Item = (&'static KindMeta, Scope)> {
    across::kinds_of(holding, "list", Scope::Unit).filter(|(kind, _)| !LOOKED_UP.contains(&kind.slug))
}

/// What everybody may look up is not everybody's to watch over; whoever keeps it is told.
const LOOKED_UP: [&str; 8] = [
    "service-listing",
    "practice-note",
    "community",
    "outreach-round",
    "outreach-finding",
    "course",
    "course-module",
    "training-session",
];

async fn bucket(
    tx: &mut Tx,
    holdings: &[Holding],
    condition: Condition,
    order: &'static str,
) -> Result<HeldBucket> {
    let mut b = Builder::new("select count(*)");
    b.text(" from matter m join matter r on r.id = m.root_id where 1 = 1");
    narrow(&mut b, holdings, tx.now);
    condition(&mut b, tx.now);
    let total = tx.row(b.sql, &b.params).await?.map_or(Ok(0), |row| row.int(0))?;
    if total == 0 {
        return Ok(HeldBucket { rows: Vec::new(), total });
    }
    let mut b = Builder::new("");
    across::select(&mut b);
    b.text(FROM).text(" where 1 = 1");
    narrow(&mut b, holdings, tx.now);
    condition(&mut b, tx.now);
    b.text(" order by ").text(RANK).text(order).text(" limit ").value(MOST);
    // Several posts may reach one row: it shows only what all of them may see.
    let most = holdings
        .iter()
        .filter(|holding| watched(holding).next().is_some())
        .map(across::groups_of)
        .reduce(Groups::and)
        .unwrap_or_default();
    Ok(HeldBucket { rows: across::read(tx, b, |_| most).await?, total })
}

fn narrow(b: &mut Builder, holdings: &[Holding], now: Timestamp) {
    b.text(" and (1 = 0");
    for holding in holdings {
        for far in [Scope::Unit, Scope::Organisation, Scope::All] {
            let mut kinds = watched(holding).filter(|(_, reach)| *reach == far).peekable();
            if kinds.peek().is_none() {
                continue;
            }
            b.text(" or (m.kind in (");
            across::slugs(b, kinds.map(|(kind, _)| kind));
            b.text(") and (1 = 0");
            scope::within(b, &[(holding, far)], true, now);
            b.text("))");
        }
    }
    b.text(")");
    conference::leave_out(b, "m.id", Reader::Holder(holdings));
}

fn overdue(b: &mut Builder, now: Timestamp) {
    b.text(" and m.phase = 'open' and m.due_at < ").value(now);
}

/// A part without a custodian of its own is not counted beside its root.
fn unheld(b: &mut Builder, now: Timestamp) {
    b.text(" and m.phase in ('open', 'waiting') and m.custodian_post is not null");
    b.text(" and not exists (select 1 from tenure t where t.post_id = m.custodian_post and t.from_at <= ");
    b.value(now).text(" and (t.to_at is null or t.to_at > ").value(now).text("))");
}

fn standing(b: &mut Builder, now: Timestamp) {
    b.text(" and m.phase in ('open', 'waiting') and (1 = 0");
    for Stands { kind, state, after } in stands(now.date(Zone::Wib)) {
        let since = now.plus(-after);
        b.text(" or (m.kind = '").text(kind).text("'");
        if let Some(state) = state {
            b.text(" and m.state = '").text(state).text("'");
        }
        if ["case", "commitment"].contains(&kind) {
            b.text(" and m.changed_at < ").value(since);
            b.text(" and not exists (select 1 from matter p where p.root_id = m.id and p.changed_at >= ");
            b.value(since).text(")");
        } else {
            b.text(" and m.state_since < ").value(since);
        }
        b.text(")");
    }
    b.text(")");
}
