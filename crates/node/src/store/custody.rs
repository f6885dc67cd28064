//! Custody: which post must answer, from when to when.

use model::{Id, Timestamp};

use super::clocks;
use crate::db::Tx;
use crate::error::{Error, Result};

/// Starts custody of a root matter.
pub(crate) async fn start(tx: &mut Tx, matter: Id, post: Id) -> Result<()> {
    let tenure = holder(tx, post).await?;
    let state = if tenure.is_some() { "held" } else { "vacant" };
    start_as(tx, matter, post, (tenure, state)).await
}

/// The same in a state of its own, for whoever holds the post.
async fn start_as(tx: &mut Tx, matter: Id, post: Id, (tenure, state): (Option<Id>, &str)) -> Result<()> {
    let id = tx.new_id();
    let now = tx.now;
    tx.run(
        "insert into custody (id, matter_id, post_id, tenure_id, state, from_at) values ($1, $2, $3, $4, $5, $6)",
        &[id.into(), matter.into(), post.into(), tenure.into(), state.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Ends the present custody of a matter and starts the next.
pub(crate) async fn pass(tx: &mut Tx, matter: Id, to: Id) -> Result<()> {
    let now = tx.now;
    tx.run(
        "update custody set to_at = $2 where matter_id = $1 and to_at is null",
        &[matter.into(), now.into()],
    )
    .await?;
    tx.run_one(
        "update matter set custodian_post = $2, version = version + 1, changed_at = $3 where id = $1",
        &[matter.into(), to.into(), now.into()],
    )
    .await?;
    clocks::meet(tx, matter, "assign").await?;
    start(tx, matter, to).await
}

/// Passes a matter to a post. A part that comes back to the post that has its case follows the case again.
pub(crate) async fn give(tx: &mut Tx, matter: Id, to: Id) -> Result<()> {
    let row = tx
        .row(
            "select r.custodian_post from matter m join matter r on r.id = m.root_id
             where m.id = $1 and m.root_id <> m.id",
            &[matter.into()],
        )
        .await?;
    let root = row.map_or(Ok(None), |row| row.id_opt(0))?;
    if root != Some(to) {
        return pass(tx, matter, to).await;
    }
    let now = tx.now;
    tx.run(
        "update custody set to_at = $2 where matter_id = $1 and to_at is null",
        &[matter.into(), now.into()],
    )
    .await?;
    tx.run_one(
        "update matter set custodian_post = null, version = version + 1, changed_at = $2 where id = $1",
        &[matter.into(), now.into()],
    )
    .await
}

/// The tenure that holds a post now; a full one before an acting one.
pub(crate) async fn holder(tx: &mut Tx, post: Id) -> Result<Option<Id>> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select id, acting from tenure
             where post_id = $1 and from_at <= $2 and (to_at is null or to_at > $2) order by id",
            &[post.into(), now.into()],
        )
        .await?;
    let mut acting = None;
    for row in &rows {
        if !row.flag(1)? {
            return row.id(0).map(Some);
        }
        acting = Some(row.id(0)?);
    }
    Ok(acting)
}

/// Open matters in the custody of a post: roots, and parts that were assigned to it on their own.
pub(crate) async fn open_under(tx: &mut Tx, post: Id) -> Result<Vec<Id>> {
    tx.rows(
        "select id from matter where custodian_post = $1 and phase <> 'closed' order by id",
        &[post.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0))
    .collect()
}

/// One custody of a post whose holder is no longer the one written down, or that nobody holds.
struct Loose {
    id: Id,
    matter: Id,
    tenure: Option<Id>,
    state: String,
    handover: bool,
}

/// Brings the custody of a post's open matters in line with whoever holds the post now: the record of the holder before ends
/// and stays, so that history keeps both; the next begins as offered to the new holder or, where there is none, as climbing to
/// the post above. Whoever comes back through another tenure goes on as before. Answers the last tenure before.
pub(crate) async fn follow_holder(tx: &mut Tx, post: Id) -> Result<Option<Id>> {
    let holder = holder(tx, post).await?;
    let mut before = None;
    for loose in current(tx, post).await? {
        let settled = match holder {
            Some(_) => loose.tenure == holder,
            None => loose.tenure.is_none() && (loose.handover || loose.state != "vacant"),
        };
        if settled {
            continue;
        }
        let same = match (loose.tenure, holder) {
            (Some(old), Some(new)) => account(tx, old).await? == account(tx, new).await?,
            _ => false,
        };
        let state = match holder {
            Some(_) if same || loose.handover => "held",
            Some(_) => "offered",
            None if loose.handover => "vacant",
            None => "escalated",
        };
        let now = tx.now;
        tx.run("update custody set to_at = $2 where id = $1", &[loose.id.into(), now.into()]).await?;
        start_as(tx, loose.matter, post, (holder, state)).await?;
        before = loose.tenure.or(before);
    }
    Ok(before)
}

/// Custody of a post's open matters.
async fn current(tx: &mut Tx, post: Id) -> Result<Vec<Loose>> {
    tx.rows(
        "select c.id, c.matter_id, c.tenure_id, c.state, m.kind from custody c join matter m on m.id = c.matter_id
         where c.post_id = $1 and c.to_at is null and m.phase <> 'closed' order by c.id",
        &[post.into()],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Loose {
            id: row.id(0)?,
            matter: row.id(1)?,
            tenure: row.id_opt(2)?,
            state: row.text(3)?,
            handover: row.text(4)? == "handover",
        })
    })
    .collect()
}

async fn account(tx: &mut Tx, tenure: Id) -> Result<Id> {
    let row = tx.row("select account_id from tenure where id = $1", &[tenure.into()]).await?;
    row.ok_or(Error::NotFound)?.id(0)
}

/// Ends the present custody of a matter and starts the next in a state of its own.
pub(crate) async fn pass_as(tx: &mut Tx, matter: Id, to: Id, state: &str) -> Result<()> {
    pass(tx, matter, to).await?;
    mark(tx, matter, state).await
}

/// Writes down how the present custody of a matter stands.
pub(crate) async fn mark(tx: &mut Tx, matter: Id, state: &str) -> Result<()> {
    tx.run(
        "update custody set state = $2 where matter_id = $1 and to_at is null",
        &[matter.into(), state.into()],
    )
    .await?;
    Ok(())
}

/// Who must answer where a post has nobody: the next post above that somebody holds, else the organisation's duty post, else
/// whoever watches over the organisation, else anybody who holds a post in it. Never the post itself.
pub(crate) async fn above(tx: &mut Tx, post: Id) -> Result<Option<Id>> {
    let mut next = parent(tx, post).await?;
    for _ in 0..HIGHEST {
        let Some(candidate) = next else { break };
        if candidate != post && holder(tx, candidate).await?.is_some() {
            return Ok(Some(candidate));
        }
        next = parent(tx, candidate).await?;
    }
    let now = tx.now;
    let row = tx
        .row(
            "select p.id, case when o.duty_post = p.id then 0 when p.role = 'manager' then 1
                 when p.role = 'protection-lead' then 2 when p.role = 'supervisor' then 3
                 when p.role = 'administrator' then 5 else 4 end as rank
             from post p join organisation o on o.id = p.organisation_id
             where p.organisation_id = (select q.organisation_id from post q where q.id = $1) and p.id <> $1
               and p.state <> 'abolished' and exists (select 1 from tenure t where t.post_id = p.id
                 and t.from_at <= $2 and (t.to_at is null or t.to_at > $2))
             order by rank, p.id limit 1",
            &[post.into(), now.into()],
        )
        .await?;
    row.map(|row| row.id(0)).transpose()
}

/// Posts that lead child protection in an organisation and that somebody holds; where there is none, those that manage it.
pub(crate) async fn leads(tx: &mut Tx, organisation: Id) -> Result<Vec<Id>> {
    for role in ["protection-lead", "manager"] {
        let now = tx.now;
        let rows = tx
            .rows(
                "select p.id from post p where p.organisation_id = $1 and p.role = $2 and p.state <> 'abolished'
                   and exists (select 1 from tenure t where t.post_id = p.id and t.from_at <= $3
                     and (t.to_at is null or t.to_at > $3)) order by p.id",
                &[organisation.into(), role.into(), now.into()],
            )
            .await?;
        if !rows.is_empty() {
            return rows.iter().map(|row| row.id(0)).collect();
        }
    }
    Ok(Vec::new())
}

/// Posts above one another at most.
const HIGHEST: usize = 40;

async fn parent(tx: &mut Tx, post: Id) -> Result<Option<Id>> {
    let row = tx.row("select parent_post from post where id = $1", &[post.into()]).await?;
    row.map_or(Ok(None), |row| row.id_opt(0))
}

/// Organisation and unit of a post that can be given work.
pub(crate) async fn post(tx: &mut Tx, post: Id) -> Result<(Id, Option<Id>)> {
    let row = tx
        .row(
            "select organisation_id, unit_id from post where id = $1 and state <> 'abolished'",
            &[post.into()],
        )
        .await?
        .ok_or(Error::Refused("no-such-post"))?;
    Ok((row.id(0)?, row.id_opt(1)?))
}

/// Until when a post may look at a root matter in an emergency, if it broke the glass and time has not run out.
pub(crate) async fn emergency(tx: &mut Tx, root: Id, post: Id) -> Result<Option<Timestamp>> {
    let now = tx.now;
    let row = tx
        .row(
            "select max(until_at) from matter_grant
             where matter_id = $1 and post_id = $2 and basis = 'break-glass' and until_at > $3",
            &[root.into(), post.into(), now.into()],
        )
        .await?;
    row.map_or(Ok(None), |row| row.time_opt(0))
}
