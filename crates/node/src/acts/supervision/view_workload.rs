//! `view-workload`: how much lies with each post that the actor watches over, and how heavy it is.

use std::collections::HashMap;

use model::time::DAY;
use model::{Id, Timestamp};
use serde::Serialize;

use super::{watchers, watching};
use crate::access::{Actor, Decision, Holding, Scope};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::scope::Builder;
use crate::store::who;

/// Looks at it.
pub struct ViewWorkload;

/// The posts, heaviest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Workload {
    /// The posts.
    pub rows: Vec<WorkloadRow>,
}

/// One post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkloadRow {
    /// Id.
    pub post: Id,
    /// Title.
    pub title: String,
    /// Who holds it; nobody when it is vacant.
    pub holders: Vec<String>,
    /// Open cases on this day.
    pub cases: i64,
    /// Exposure: open cases of children at high risk or in danger. Hearing of them wears people down.
    pub high: i64,
    /// Cases that came within the last 30 days.
    pub new: i64,
    /// Open matters, parts too, whose due date has passed.
    pub overdue: i64,
    /// Open reports.
    pub reports: i64,
}

#[async_trait::async_trait]
impl Act for ViewWorkload {
    type Facts = Timestamp;
    type Output = Workload;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-workload"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        watchers(actor, *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Workload> {
        let (holding, scope) = watching(permit.actor(), tx.now).ok_or(Error::NotFound)?;
        let mut rows = posts(tx, permit.actor(), holding, scope).await?;
        let (cases, overdue) = (cases(tx, holding).await?, overdue(tx, holding).await?);
        for row in &mut rows {
            if let Some((open, high, new, reports)) = cases.get(&row.post) {
                (row.cases, row.high, row.new, row.reports) = (*open, *high, *new, *reports);
            }
            row.overdue = overdue.get(&row.post).copied().unwrap_or_default();
        }
        rows.retain(|row| !row.holders.is_empty() || row.cases + row.reports + row.overdue > 0);
        rows.sort_by_key(|row| std::cmp::Reverse((row.holders.is_empty(), row.cases, row.high, row.post)));
        tx.trace.kind = Some("post");
        tx.trace.listed = rows.iter().map(|row| row.post).collect();
        Ok(Workload { rows })
    }
}

/// Narrows posts `p` to those that a holding watches over.
pub(super) fn within(b: &mut Builder, holding: &Holding, scope: Scope) {
    if scope == Scope::Unit {
        b.text(" and (p.id = ").value(holding.post).text(" or p.unit_id = ").value(holding.unit).text(")");
    }
    if scope < Scope::All {
        b.text(" and p.organisation_id = ").value(holding.organisation);
    }
}

async fn posts(tx: &mut Tx, actor: &Actor, holding: &Holding, scope: Scope) -> Result<Vec<WorkloadRow>> {
    let mut b = Builder::new("select p.id, p.title_id, p.title_en from post p where p.state <> 'abolished'");
    within(&mut b, holding, scope);
    b.text(" order by p.id");
    let found = tx.rows(b.sql, &b.params).await?;
    let mut rows = Vec::with_capacity(found.len());
    for row in &found {
        let post = row.id(0)?;
        rows.push(WorkloadRow {
            post,
            title: row.text(if actor.lang() == model::Lang::En { 2 } else { 1 })?,
            holders: holders(tx, actor, post).await?,
            cases: 0,
            high: 0,
            new: 0,
            overdue: 0,
            reports: 0,
        });
    }
    Ok(rows)
}

async fn holders(tx: &mut Tx, actor: &Actor, post: Id) -> Result<Vec<String>> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select account_id from tenure where post_id = $1 and from_at <= $2 and (to_at is null or to_at > $2)
             order by acting, id",
            &[post.into(), now.into()],
        )
        .await?;
    let accounts = rows.iter().map(|row| row.id(0)).collect::<Result<Vec<_>>>()?;
    let mut names = who::names_for(tx, actor, &accounts).await?;
    // Names are for people of the same organisation; others read that somebody is there.
    let named = |account: &Id| names.remove(account).unwrap_or_else(|| "…".to_owned());
    Ok(accounts.iter().map(named).collect())
}

type Load = (i64, i64, i64, i64);

async fn cases(tx: &mut Tx, holding: &Holding) -> Result<HashMap<Id, Load>> {
    let since = tx.now.plus(-30 * DAY);
    let rows = tx
        .rows(
            "select m.custodian_post,
               count(case when m.kind = 'case' then 1 end),
               count(case when m.kind = 'case' and m.priority in ('urgent', 'high') then 1 end),
               count(case when m.kind = 'case' and m.opened_at >= $2 then 1 end),
               count(case when m.kind = 'report' then 1 end)
             from matter m where m.organisation_id = $1 and m.phase <> 'closed' and m.custodian_post is not null
               and m.kind in ('case', 'report')
             group by m.custodian_post order by m.custodian_post",
            &[holding.organisation.into(), since.into()],
        )
        .await?;
    rows.iter().map(|row| Ok((row.id(0)?, (row.int(1)?, row.int(2)?, row.int(3)?, row.int(4)?)))).collect()
}

async fn overdue(tx: &mut Tx, holding: &Holding) -> Result<HashMap<Id, i64>> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select coalesce(m.custodian_post, r.custodian_post) as post, count(*)
             from matter m join matter r on r.id = m.root_id
             where m.organisation_id = $1 and m.phase = 'open' and m.due_at < $2
             group by coalesce(m.custodian_post, r.custodian_post) order by post",
            &[holding.organisation.into(), now.into()],
        )
        .await?;
    rows.iter().map(|row| Ok((row.id(0)?, row.int(1)?))).collect()
}
