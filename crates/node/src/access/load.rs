//! Reading actors and facts from the database.

use std::collections::HashSet;
use std::sync::Arc;

use model::field::{DataGroup, Groups};
use model::{Id, KindMeta, Lang, Value, kinds};

use super::{Actor, Grant, Holding, MatterFacts, Origin, Parties, Right, Role, Scope, policy};
use crate::consent;
use crate::db::{Row, Sql, Tx, dialect};
use crate::error::{Error, Result};
use crate::store::conference;

/// The actor behind an account, with the posts held now.
pub(crate) async fn staff(
    tx: &mut Tx,
    account: Id,
    session: Option<Id>,
    lang: Lang,
    origin: Origin,
) -> Result<Actor> {
    let holdings = holdings(tx, account).await?;
    Ok(Actor::staff(account, session, holdings, lang, origin))
}

async fn holdings(tx: &mut Tx, account: Id) -> Result<Vec<Holding>> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select t.id, t.acting, t.to_at, p.id, p.unit_id, p.organisation_id, p.role, r.edition, o.member_id
             from tenure t join post p on p.id = t.post_id join role r on r.slug = p.role
               join organisation o on o.id = p.organisation_id
             where t.account_id = $1 and t.from_at <= $2 and (t.to_at is null or t.to_at > $2)
               and p.state <> 'abolished'
             order by t.id",
            &[account.into(), now.into()],
        )
        .await?;
    let mut held = Vec::with_capacity(rows.len());
    for row in &rows {
        held.push(holding(tx, row, 0).await?);
    }
    Ok(held)
}

/// Reads a held post from a row, the columns of which begin at `first`: tenure, acting, until, post, unit, organisation, role, its
/// edition, member.
pub(crate) async fn holding(tx: &mut Tx, row: &Row, first: usize) -> Result<Holding> {
    Ok(Holding {
        tenure: row.id(first)?,
        acting: row.flag(first + 1)?,
        until: row.time_opt(first + 2)?,
        post: row.id(first + 3)?,
        unit: row.id_opt(first + 4)?,
        organisation: row.id(first + 5)?,
        class: class_of(&row.text(first + 8)?).to_owned(),
        role: edition(tx, &row.text(first + 6)?, row.id(first + 7)?).await?,
    })
}

/// The class in a member id such as `ID/HOT/CONTOH`; empty where there is none.
pub(crate) fn class_of(member: &str) -> &str {
    member.split('/').nth(1).unwrap_or_default()
}

/// One edition of a role, from memory when this process has read it before.
async fn edition(tx: &mut Tx, slug: &str, edition: Id) -> Result<Arc<Role>> {
    let roles = tx.context.roles.clone();
    if let Some(role) = roles.get(slug, edition) {
        return Ok(role);
    }
    let role = Arc::new(role(tx, slug).await?);
    roles.put(edition, &role);
    Ok(role)
}

/// A role with its rights.
pub(crate) async fn role(tx: &mut Tx, slug: &str) -> Result<Role> {
    let groups = tx.row("select data_groups from role where slug = $1", &[slug.into()]).await?;
    let groups = groups.ok_or(Error::NotFound)?.text(0)?;
    let rows = tx
        .rows("select verb, kind, scope from role_right where role = $1 order by verb, kind", &[slug.into()])
        .await?;
    let mut rights = Vec::with_capacity(rows.len());
    for row in &rows {
        // A scope that this program does not know reaches nothing.
        if let Some(scope) = Scope::from_code(&row.text(2)?) {
            rights.push(Right { verb: row.text(0)?, kind: row.text(1)?, scope });
        }
    }
    Ok(Role { slug: slug.to_owned(), rights, groups: Groups::from_text(&groups) })
}

const MATTER: &str =
    "select m.id, m.kind, m.code, m.root_id, m.organisation_id, coalesce(m.custodian_post, r.custodian_post),
       p.unit_id, m.state, r.state, m.key_id, m.version, m.opened_at, r.custodian_post, q.unit_id,
       o.from_organisation, o.to_post
     from matter m
       join matter r on r.id = m.root_id
       join post p on p.id = coalesce(m.custodian_post, r.custodian_post)
       join post q on q.id = r.custodian_post
       left join offer o on o.id = m.id
     where m.id";

/// Facts about a matter. With `change` the row is held against others until the transaction ends.
pub(crate) async fn matter(tx: &mut Tx, id: Id, change: bool) -> Result<MatterFacts> {
    let mut sql = Sql::from(MATTER);
    sql.push(" = $1");
    if change && !dialect::for_update(tx.engine()).is_empty() {
        sql.push(" for update of m");
    }
    let row = tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?;
    let mut facts = read_matter(&row, tx.now)?;
    let live = live_grants(tx, &[facts.id, facts.root]).await?;
    facts.grants = grants_of(tx, &facts, &live).await?;
    bar(tx, std::slice::from_mut(&mut facts)).await?;
    Ok(facts)
}

/// Adds who is kept out of conferences and of what they decided.
async fn bar(tx: &mut Tx, found: &mut [MatterFacts]) -> Result<()> {
    let concerned = |facts: &&MatterFacts| matches!(facts.kind.slug, "conference" | ELSEWHERE);
    let ids: Vec<Id> = found.iter().filter(concerned).map(|facts| facts.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let barred = conference::barred(tx, &ids).await?;
    for facts in found {
        let own = barred.iter().filter(|(matter, _)| *matter == facts.id);
        facts.barred = own.map(|(_, account)| *account).collect();
    }
    Ok(())
}

/// Facts about several matters at once, to look at; in no order.
pub(crate) async fn matters(tx: &mut Tx, ids: &[Id]) -> Result<Vec<MatterFacts>> {
    let rows = tx.rows_of(MATTER, ids, "").await?;
    let mut found = rows.iter().map(|row| read_matter(row, tx.now)).collect::<Result<Vec<_>>>()?;
    let mut concerned: Vec<Id> = found.iter().flat_map(|facts| [facts.id, facts.root]).collect();
    concerned.sort_unstable();
    concerned.dedup();
    let mut granted = Vec::new();
    for some in concerned.chunks(AT_ONCE) {
        granted.extend(live_grants(tx, some).await?);
    }
    for facts in &mut found {
        facts.grants = grants_of(tx, facts, &granted).await?;
    }
    bar(tx, &mut found).await?;
    Ok(found)
}

/// Which of these matters somebody may not open. Ids of anything else, people above all, are not among them.
pub(crate) async fn closed_to(tx: &mut Tx, actor: &Actor, ids: &[Id]) -> Result<HashSet<Id>> {
    let shut = |facts: &&MatterFacts| !policy::by_scope(actor, "view", facts.kind.slug, facts).allows();
    Ok(matters(tx, ids).await?.iter().filter(shut).map(|facts| facts.id).collect())
}

/// Ids in one statement.
const AT_ONCE: usize = 200;

fn read_matter(row: &Row, now: model::Timestamp) -> Result<MatterFacts> {
    let kind =
        kinds::by_slug(&row.text(1)?).ok_or_else(|| Error::Storage("a matter of an unknown kind".into()))?;
    Ok(MatterFacts {
        id: row.id(0)?,
        kind,
        code: row.text(2)?,
        root: row.id(3)?,
        organisation: row.id(4)?,
        custodian: row.id(5)?,
        unit: row.id_opt(6)?,
        state: row.text(7)?,
        root_state: row.text(8)?,
        key: row.id(9)?,
        version: row.int(10)?,
        opened_at: row.time(11)?,
        root_custodian: row.id(12)?,
        root_unit: row.id_opt(13)?,
        parties: parties(row, kind)?,
        grants: Vec::new(),
        barred: Vec::new(),
        now,
    })
}

/// The parties of a move. A request for a case is answered by whoever has the case.
fn parties(row: &Row, kind: &KindMeta) -> Result<Option<Parties>> {
    let (Some(from_organisation), Some(to)) = (row.id_opt(14)?, row.id_opt(15)?) else { return Ok(None) };
    let to = if kind.slug == "transfer-request" { row.id(12)? } else { to };
    Ok(Some(Parties { from_organisation, to }))
}

/// Live grants on any of these matters, with the matter.
async fn live_grants(tx: &mut Tx, matters: &[Id]) -> Result<Vec<(Id, Grant)>> {
    let now = tx.now;
    let mut sql = Sql::from(
        "select matter_id, post_id, data_groups, verbs, basis, source_id, id from matter_grant where matter_id in (",
    );
    sql.params(2, matters.len() + 1);
    sql.push(") and from_at <= $1 and (until_at is null or until_at > $1)");
    // Whoever answers for one part looks at the case around it.
    sql.push(
        " union all select x.root_id, x.custodian_post, x.kind, 'view', 'part', cast(null as text), x.id",
    );
    sql.push(" from matter x where x.root_id in (").params(2, matters.len() + 1);
    sql.push(
        ") and x.id <> x.root_id and x.phase <> 'closed' and x.custodian_post is not null and x.kind in (",
    );
    for (at, kind) in kinds::ASSIGNABLE.iter().filter(|kind| **kind != ELSEWHERE).enumerate() {
        sql.push(if at == 0 { "'" } else { ", '" }).push(kind).push("'");
    }
    sql.push(") order by id");
    let params: Vec<Value> =
        std::iter::once(now.into()).chain(matters.iter().map(|id| (*id).into())).collect();
    tx.rows(sql, &params)
        .await?
        .iter()
        .map(|row| {
            let (groups, basis) = (row.text(2)?, row.text(4)?);
            let grant = Grant {
                post: row.id(1)?,
                groups: if basis == policy::PART { around(&groups) } else { Groups::from_text(&groups) },
                verbs: row.text(3)?.split_whitespace().map(str::to_owned).collect(),
                basis,
                source: row.id_opt(5)?,
            };
            Ok((row.id(0)?, grant))
        })
        .collect()
}

/// What of a case somebody sees who answers for a part of this kind: whom it is about, how they are reached, and what the part
/// itself speaks of.
fn around(kind: &str) -> Groups {
    let own = kinds::by_slug(kind).and_then(kinds::shared_with).unwrap_or(DataGroup::Record);
    Groups::NONE.with(DataGroup::Record).with(DataGroup::Identity).with(DataGroup::Contact).with(own)
}

/// What a conference decides is work elsewhere and says itself what is to be done: whoever has it need not find the child.
const ELSEWHERE: &str = "conference-decision";

/// Of the live grants those of a matter, and those of its root as far as they open parts of its kind.
async fn grants_of(tx: &mut Tx, facts: &MatterFacts, live: &[(Id, Grant)]) -> Result<Vec<Grant>> {
    let shared = kinds::shared_with(facts.kind);
    let mut grants = Vec::new();
    let mut suspect = None;
    for (matter, grant) in live.iter().filter(|(matter, _)| *matter == facts.id || *matter == facts.root) {
        let emergency = grant.basis == policy::BREAK_GLASS;
        let opens = shared.is_some_and(|group| group == DataGroup::Record || grant.groups.has(group));
        // One part opens the case, and no other part of it.
        if !(*matter == facts.id || emergency || (opens && grant.basis != policy::PART)) {
            continue;
        }
        let mut grant = grant.clone();
        if !emergency && grant.source.is_some() {
            if suspect.is_none() {
                suspect = Some(consent::guardian_is_suspect(tx, facts.root).await?);
            }
            if suspect == Some(true) {
                grant.groups = consent::without_contact(grant.groups);
            }
        }
        grants.push(grant);
    }
    Ok(grants)
}
