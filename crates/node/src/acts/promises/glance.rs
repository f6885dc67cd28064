//! What of the commitments stands on the first page of whoever answers for them: those without a living owner, and whether quiet matters get
//! the same progress as loud ones. Counted by the database, so that a hundred thousand commitments make no page wait.

use std::collections::BTreeMap;

use model::time::{DAY, Zone};
use model::{Date, Timestamp};
use serde::Serialize;

use super::view_promises::Group;
use crate::access::{self, Actor};
use crate::db::Tx;
use crate::error::Result;
use crate::store::scope::{self, Builder, Reach};

/// Commitments in two figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Glance {
    /// In the custody of a post that nobody holds.
    pub unheld: i64,
    /// Days without movement by public attention, longest first.
    pub by_attention: Vec<Group>,
}

/// Commitments with the same attention and the same days without movement.
struct Alike {
    days: i64,
    open: i64,
    overdue: i64,
}

/// The figures for somebody who may list commitments; nothing where there are none.
pub(crate) async fn of(tx: &mut Tx, actor: &Actor) -> Result<Option<Glance>> {
    let now = tx.now;
    if !access::holds_right(actor, "list", "commitment", now).allows() {
        return Ok(None);
    }
    let mut b = Builder::new(
        "select coalesce(k.attention, ''), coalesce(k.moved_on, ''), case when coalesce(k.moved_on, '') = '' then (",
    );
    b.value(now).text(" - m.opened_at) / 86400000 else -1 end, count(*)");
    b.text(", sum(case when m.phase = 'open' and m.due_at < ").value(now).text(" then 1 else 0 end)");
    b.text(
        ", sum(case when exists (select 1 from tenure t where t.post_id = m.custodian_post and t.from_at <= ",
    );
    b.value(now).text(" and (t.to_at is null or t.to_at > ").value(now).text(")) then 0 else 1 end)");
    b.text(" from matter m join matter r on r.id = m.root_id join k_commitment k on k.id = m.id");
    b.text(" where m.kind = 'commitment' and m.phase <> 'closed'");
    scope::narrow(&mut b, Reach { verb: "list", kind: "commitment", parts: false }, actor, now);
    b.text(" group by 1, 2, 3 order by 1, 2, 3");
    let (mut unheld, mut found): (i64, BTreeMap<String, Vec<Alike>>) = (0, BTreeMap::new());
    for row in tx.rows(b.sql, &b.params).await? {
        let moved: Option<Date> = row.text(1)?.parse().ok();
        let since = |day| (now.millis() - Timestamp::start_of(day, Zone::Wib).millis()).max(0) / DAY;
        let days = moved.map_or(row.int(2)?.max(0), since);
        let attention = row.text(0)?;
        let name = if attention.is_empty() { "none".to_owned() } else { attention };
        found.entry(name).or_default().push(Alike { days, open: row.int(3)?, overdue: row.int(4)? });
        unheld += row.int(5)?;
    }
    let mut by_attention: Vec<Group> = found.into_iter().map(|(name, alike)| group(name, alike)).collect();
    by_attention.sort_by(|a, b| b.median.cmp(&a.median).then_with(|| a.name.cmp(&b.name)));
    Ok((!by_attention.is_empty()).then_some(Glance { unheld, by_attention }))
}

fn group(name: String, mut alike: Vec<Alike>) -> Group {
    alike.sort_by_key(|one| one.days);
    let open: i64 = alike.iter().map(|one| one.open).sum();
    let mut before = 0;
    let middle = alike.iter().find(|one| {
        before += one.open;
        before > open / 2
    });
    let median = middle.map_or(0, |one| one.days);
    Group { name, open, overdue: alike.iter().map(|one| one.overdue).sum(), median }
}
