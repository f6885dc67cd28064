//! `view-promises`: the front page of whoever answers for commitments. Those without a living owner come first; then what is
//! late, what does not move, and whether quiet matters get the same progress as loud ones.

use std::collections::BTreeMap;

use model::time::{DAY, Zone};
use model::{Date, Id, Timestamp};
use serde::Serialize;

use super::view_ties::said;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Row, Tx};
use crate::error::Result;
use crate::store::fields;
use crate::store::scope::{self, Builder, Reach};

/// Looks at it.
#[derive(Debug, Clone, Copy, Default)]
pub struct ViewPromises;

/// Commitments at a glance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Promises {
    /// Open ones.
    pub open: i64,
    /// Nobody has reviewed them yet.
    pub unreviewed: i64,
    /// Past their target.
    pub overdue: i64,
    /// Without any movement for [`Promises::QUIET_DAYS`].
    pub still: i64,
    /// In the custody of a post that nobody holds.
    pub unheld: i64,
    /// Those without a living owner, longest without movement first.
    pub without_owner: Vec<PromiseRow>,
    /// Past their target, latest first.
    pub late: Vec<PromiseRow>,
    /// Held and not late, but without movement, longest first.
    pub standing: Vec<PromiseRow>,
    /// Everything else that is open, next target first.
    pub ahead: Vec<PromiseRow>,
    /// By region.
    pub by_region: Vec<Group>,
    /// By form of exploitation; one that names several forms stands in each.
    pub by_form: Vec<Group>,
    /// By responsible institution.
    pub by_agency: Vec<Group>,
    /// By public attention.
    pub by_attention: Vec<Group>,
}

impl Promises {
    /// Days without movement from which a commitment stands still.
    pub const QUIET_DAYS: i64 = 90;
    /// Rows of each list.
    pub const MOST: usize = 25;
}

/// One commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromiseRow {
    /// Id.
    pub id: Id,
    /// Readable number.
    pub code: String,
    /// What was promised.
    pub title: String,
    /// The responsible institution.
    pub lead: String,
    /// State.
    pub state: String,
    /// Phase.
    pub phase: String,
    /// Target.
    pub due_at: Option<Timestamp>,
    /// Title of the post that has custody.
    pub post: String,
    /// Days since it last moved.
    pub days: i64,
}

/// Open commitments that have something in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Code or name; empty where nothing was said.
    pub name: String,
    /// How many.
    pub open: i64,
    /// How many of them are past their target.
    pub overdue: i64,
    /// Median of days without movement.
    pub median: i64,
}

/// The clear columns of one open commitment.
struct Known {
    id: Id,
    code: String,
    state: String,
    phase: String,
    due_at: Option<Timestamp>,
    region: String,
    attention: String,
    forms: String,
    lead: String,
    post: String,
    held: bool,
    days: i64,
}

#[async_trait::async_trait]
impl Act for ViewPromises {
    type Facts = Timestamp;
    type Output = Promises;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-promises"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "commitment", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Promises> {
        let all = known(tx, permit.actor()).await?;
        let now = tx.now;
        let late = |one: &Known| one.phase == "open" && one.due_at.is_some_and(|due| due < now);
        let still = |one: &Known| one.days >= Promises::QUIET_DAYS;
        let count = |keep: &dyn Fn(&Known) -> bool| {
            i64::try_from(all.iter().filter(|one| keep(one)).count()).unwrap_or(i64::MAX)
        };
        let mut promises = Promises {
            open: count(&|_| true),
            unreviewed: count(&|one| one.state == "unreviewed"),
            overdue: count(&late),
            still: count(&still),
            unheld: count(&|one| !one.held),
            by_region: groups(&all, now, |one| vec![one.region.as_str()]),
            by_form: groups(&all, now, |one| match one.forms.is_empty() {
                true => vec![""],
                false => one.forms.split(' ').collect(),
            }),
            by_agency: groups(&all, now, |one| vec![one.lead.as_str()]),
            by_attention: groups(&all, now, |one| {
                vec![if one.attention.is_empty() { "none" } else { one.attention.as_str() }]
            }),
            ..Promises::default()
        };
        let (unheld, held): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| !one.held);
        let (overdue, rest): (Vec<_>, Vec<_>) = held.into_iter().partition(late);
        let (standing, ahead): (Vec<_>, Vec<_>) = rest.into_iter().partition(still);
        promises.without_owner = shown(permit, tx, unheld, |one| (-one.days, one.id)).await?;
        promises.late =
            shown(permit, tx, overdue, |one| (one.due_at.map_or(0, Timestamp::millis), one.id)).await?;
        promises.standing = shown(permit, tx, standing, |one| (-one.days, one.id)).await?;
        promises.ahead =
            shown(permit, tx, ahead, |one| (one.due_at.map_or(i64::MAX, Timestamp::millis), one.id)).await?;
        tx.trace.kind = Some("commitment");
        let lists = [&promises.without_owner, &promises.late, &promises.standing, &promises.ahead];
        tx.trace.listed = lists.into_iter().flatten().map(|row| row.id).collect();
        Ok(promises)
    }
}

async fn known(tx: &mut Tx, actor: &Actor) -> Result<Vec<Known>> {
    let now = tx.now;
    let mut b = Builder::new(
        "select m.id, m.code, m.state, m.phase, m.due_at, m.region, k.attention, k.forms, l.lead, ",
    );
    b.text(if actor.lang() == model::Lang::En { "p.title_en" } else { "p.title_id" });
    b.text(", k.moved_on, m.opened_at, case when exists (select 1 from tenure t where t.post_id = m.custodian_post");
    b.text(" and t.from_at <= ").value(now).text(" and (t.to_at is null or t.to_at > ").value(now);
    b.text(")) then 1 else 0 end from matter m join matter r on r.id = m.root_id join k_commitment k on k.id = m.id");
    b.text(" join post p on p.id = m.custodian_post left join commitment_lead l on l.id = m.id");
    b.text(" where m.kind = 'commitment' and m.phase <> 'closed'");
    let reach = Reach { verb: "list", kind: "commitment", parts: false };
    scope::narrow(&mut b, reach, actor, now);
    b.text(" order by m.id");
    tx.rows(b.sql, &b.params).await?.iter().map(|row| read(row, now)).collect()
}

fn read(row: &Row, now: Timestamp) -> Result<Known> {
    let opened = row.time(11)?;
    let moved: Option<Date> = row.text(10)?.parse().ok();
    let moved = moved.map_or(opened, |day| Timestamp::start_of(day, Zone::Wib));
    Ok(Known {
        id: row.id(0)?,
        code: row.text(1)?,
        state: row.text(2)?,
        phase: row.text(3)?,
        due_at: row.time_opt(4)?,
        region: row.text(5)?,
        attention: row.text(6)?,
        forms: row.text(7)?,
        lead: row.text(8)?,
        post: row.text(9)?,
        held: row.int(12)? == 1,
        days: (now.millis() - moved.millis()).max(0) / DAY,
    })
}

/// Commitments by what they have in common, those without movement for longest first.
fn groups<'k>(all: &'k [Known], now: Timestamp, of: impl Fn(&'k Known) -> Vec<&'k str>) -> Vec<Group> {
    let mut days: BTreeMap<&str, (Vec<i64>, i64)> = BTreeMap::new();
    for one in all {
        let late = one.phase == "open" && one.due_at.is_some_and(|due| due < now);
        for name in of(one) {
            let group = days.entry(name).or_default();
            group.0.push(one.days);
            group.1 += i64::from(late);
        }
    }
    let group = |(name, (mut days, overdue)): (&str, (Vec<i64>, i64))| {
        days.sort_unstable();
        let median = days.get(days.len() / 2).copied().unwrap_or_default();
        let open = i64::try_from(days.len()).unwrap_or(i64::MAX);
        Group { name: name.to_owned(), open, overdue, median }
    };
    let mut groups: Vec<Group> = days.into_iter().map(group).collect();
    groups.sort_by(|a, b| b.median.cmp(&a.median).then_with(|| a.name.cmp(&b.name)));
    groups
}

async fn shown<K: Ord>(
    permit: &Permit<'_, ViewPromises>,
    tx: &mut Tx,
    mut some: Vec<Known>,
    order: impl Fn(&Known) -> K,
) -> Result<Vec<PromiseRow>> {
    some.sort_by_key(order);
    some.truncate(Promises::MOST);
    let mut rows = Vec::with_capacity(some.len());
    for one in some {
        let facts = access::load::matter(tx, one.id, false).await?;
        let record = permit.reveal(fields::load(tx, facts.kind, facts.id, facts.key).await?)?;
        rows.push(PromiseRow {
            title: said(&facts, &record)?.title,
            id: one.id,
            code: one.code,
            lead: one.lead,
            state: one.state,
            phase: one.phase,
            due_at: one.due_at,
            post: one.post,
            days: one.days,
        });
    }
    Ok(rows)
}
