//! Reading actors and facts from the database.

use std::collections::HashMap;
use std::sync::Arc;

use model::field::{DataGroup, Groups};
use model::{Id, KindMeta, Lang, kinds};

use super::{Actor, Grant, Holding, MatterFacts, Origin, Parties, Right, Role, Scope, policy};
use crate::consent;
use crate::db::{Row, Sql, Tx, dialect};
use crate::error::{Error, Result};

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
            "select t.id, t.acting, t.to_at, p.id, p.unit_id, p.organisation_id, p.role
             from tenure t join post p on p.id = t.post_id
             where t.account_id = $1 and t.from_at <= $2 and (t.to_at is null or t.to_at > $2)
               and p.state <> 'abolished'
             order by t.id",
            &[account.into(), now.into()],
        )
        .await?;
    let mut roles: HashMap<String, Arc<Role>> = HashMap::new();
    let mut held = Vec::with_capacity(rows.len());
    for row in &rows {
        let slug = row.text(6)?;
        let role = match roles.get(&slug) {
            Some(role) => role.clone(),
            None => {
                let loaded = Arc::new(role(tx, &slug).await?);
                roles.insert(slug, loaded.clone());
                loaded
            }
        };
        held.push(Holding {
            tenure: row.id(0)?,
            acting: row.flag(1)?,
            until: row.time_opt(2)?,
            post: row.id(3)?,
            unit: row.id_opt(4)?,
            organisation: row.id(5)?,
            role,
        });
    }
    Ok(held)
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

/// Facts about a matter. With `change` the row is held against others until the transaction ends.
pub(crate) async fn matter(tx: &mut Tx, id: Id, change: bool) -> Result<MatterFacts> {
    let mut sql = Sql::from(
        "select m.id, m.kind, m.code, m.root_id, m.organisation_id, coalesce(m.custodian_post, r.custodian_post),
           p.unit_id, m.state, r.state, m.key_id, m.version, m.opened_at, r.custodian_post, q.unit_id,
           o.from_organisation, o.to_post
         from matter m
           join matter r on r.id = m.root_id
           join post p on p.id = coalesce(m.custodian_post, r.custodian_post)
           join post q on q.id = r.custodian_post
           left join offer o on o.id = m.id
         where m.id = $1",
    );
    if change && !dialect::for_update(tx.engine()).is_empty() {
        sql.push(" for update of m");
    }
    let row = tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?;
    let root = row.id(3)?;
    let kind =
        kinds::by_slug(&row.text(1)?).ok_or_else(|| Error::Storage("a matter of an unknown kind".into()))?;
    let grants = grants(tx, (id, root), kind).await?;
    let parties = parties(&row, kind)?;
    Ok(MatterFacts {
        id: row.id(0)?,
        kind,
        code: row.text(2)?,
        root,
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
        parties,
        grants,
        now: tx.now,
    })
}

/// The parties of a move. A request for a case is answered by whoever has the case.
fn parties(row: &Row, kind: &KindMeta) -> Result<Option<Parties>> {
    let (Some(from_organisation), Some(to)) = (row.id_opt(14)?, row.id_opt(15)?) else { return Ok(None) };
    let to = if kind.slug == "transfer-request" { row.id(12)? } else { to };
    Ok(Some(Parties { from_organisation, to }))
}

/// The live grants of a matter, those of its root among them as far as they open parts of its kind.
async fn grants(tx: &mut Tx, (id, root): (Id, Id), kind: &KindMeta) -> Result<Vec<Grant>> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select post_id, data_groups, verbs, basis, source_id, matter_id from matter_grant
             where (matter_id = $1 or matter_id = $2) and from_at <= $3 and (until_at is null or until_at > $3)
             order by id",
            &[id.into(), root.into(), now.into()],
        )
        .await?;
    let shared = kinds::shared_with(kind);
    let mut grants = Vec::with_capacity(rows.len());
    let mut suspect = None;
    for row in &rows {
        let (mut groups, basis) = (Groups::from_text(&row.text(1)?), row.text(3)?);
        let emergency = basis == policy::BREAK_GLASS;
        let direct = row.id(5)? == id;
        let opens = shared.is_some_and(|group| group == DataGroup::Record || groups.has(group));
        if !(direct || emergency || opens) {
            continue;
        }
        if !emergency && row.id_opt(4)?.is_some() {
            if suspect.is_none() {
                suspect = Some(consent::guardian_is_suspect(tx, root).await?);
            }
            if suspect == Some(true) {
                groups = consent::without_contact(groups);
            }
        }
        grants.push(Grant {
            post: row.id(0)?,
            groups,
            verbs: row.text(2)?.split_whitespace().map(str::to_owned).collect(),
            basis,
            source: row.id_opt(4)?,
        });
    }
    Ok(grants)
}
