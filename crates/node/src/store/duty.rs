//! Who receives what nobody in particular was asked for.

use model::Id;

use super::scope::Builder;
use crate::db::Tx;
use crate::error::Result;

/// The post that receives public reports, with its organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Receiver {
    pub(crate) organisation: Id,
    pub(crate) post: Id,
}

/// The duty post of an organisation, or of the node's first one; where none was set, a post that takes reports by its role,
/// a held one before a vacant one.
pub(crate) async fn receiver(tx: &mut Tx, organisation: Option<Id>) -> Result<Option<Receiver>> {
    let row = match organisation {
        Some(id) => {
            tx.row(
                "select o.id, p.id from organisation o
                   left join post p on p.id = o.duty_post and p.state <> 'abolished' where o.id = $1",
                &[id.into()],
            )
            .await?
        }
        None => {
            tx.row(
                "select o.id, p.id from organisation o
                   left join post p on p.id = o.duty_post and p.state <> 'abolished'
                 order by o.created_at, o.id limit 1",
                &[],
            )
            .await?
        }
    };
    let Some(row) = row else { return Ok(None) };
    let organisation = row.id(0)?;
    // Whoever is on duty now comes before the post that is there for everything else.
    if let Some(post) = super::roster::now_on(tx, organisation, "intake_line").await? {
        return Ok(Some(Receiver { organisation, post }));
    }
    let post = match row.id_opt(1)? {
        Some(post) => Some(post),
        None => of_role(tx, Some(organisation), &["intake-operator", "supervisor"]).await?,
    };
    Ok(post.map(|post| Receiver { organisation, post }))
}

/// A post that may receive something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Post {
    pub(crate) id: Id,
    pub(crate) role: String,
    pub(crate) vacant: bool,
}

/// Posts of an organisation, or of all of this node, with one of these roles, or with any where none is named: those that somebody holds before
/// the vacant, then the older.
pub(crate) async fn held_first(tx: &mut Tx, organisation: Option<Id>, roles: &[&str]) -> Result<Vec<Post>> {
    let now = tx.now;
    let mut b = Builder::new(
        "select p.id, p.role,
           case when exists (select 1 from tenure t where t.post_id = p.id and t.from_at <= ",
    );
    b.value(now).text(" and (t.to_at is null or t.to_at > ").value(now);
    b.text(")) then 0 else 1 end as vacant from post p where p.state <> 'abolished'");
    if let Some(organisation) = organisation {
        b.text(" and p.organisation_id = ").value(organisation);
    }
    for (place, role) in roles.iter().enumerate() {
        b.text(if place == 0 { " and p.role in (" } else { ", " }).value(*role);
    }
    b.text(if roles.is_empty() { " order by vacant, p.id" } else { ") order by vacant, p.id" });
    let rows = tx.rows(b.sql, &b.params).await?;
    rows.iter().map(|row| Ok(Post { id: row.id(0)?, role: row.text(1)?, vacant: row.int(2)? == 1 })).collect()
}

/// The post of a duty: one that somebody holds before a vacant one, and of several such the one whose role is named first.
pub(crate) async fn of_role(tx: &mut Tx, organisation: Option<Id>, roles: &[&str]) -> Result<Option<Id>> {
    let posts = held_first(tx, organisation, roles).await?;
    let rank = |post: &&Post| (post.vacant, roles.iter().position(|role| *role == post.role));
    Ok(posts.iter().min_by_key(rank).map(|post| post.id))
}
