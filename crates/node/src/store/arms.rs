//! A list put together from arms, one for each post that reaches something. Each arm walks an index in the order of the list and
//! stops after a page; only the page that is left is joined with its columns and names. A supervisor of twenty posts so reads a
//! thousand narrow rows and not every case of the unit.

use model::field::Shape;
use model::{Id, KindMeta, Role, Timestamp};

use super::list::{ListQuery, filter, order, page, sorted};
use super::scope::{Builder, wide};
use crate::access::{Actor, Scope};
use crate::db::Tx;
use crate::error::Result;

/// With more posts than this a list is put together in the other way.
const MOST_POSTS: i64 = 60;

/// The posts through which an actor reaches rows of a kind.
pub(super) struct Arms {
    /// What is in the custody of these posts.
    posts: Vec<Id>,
    /// What was granted to these posts.
    grants: Vec<Id>,
}

/// The arms of a list of root matters, where nothing reaches further than units.
pub(super) async fn of(
    tx: &mut Tx,
    meta: &KindMeta,
    (verb, query): (&str, &ListQuery),
    actor: &Actor,
) -> Result<Option<Arms>> {
    if meta.role != Role::Root || query.root.is_some() {
        return Ok(None);
    }
    let now = tx.now;
    let mut arms = Arms { posts: Vec::new(), grants: Vec::new() };
    for holding in actor.holdings_at(now) {
        let Some(scope) = holding.role.reach(verb, meta.slug) else { continue };
        if wide(scope) {
            return Ok(None);
        }
        arms.grants.push(holding.post);
        if scope >= Scope::Own {
            arms.posts.push(holding.post);
        }
        if scope == Scope::Unit
            && let Some(unit) = holding.unit
        {
            let of_unit = tx
                .rows(
                    "select id from post where unit_id = $1 and organisation_id = $2 order by id limit $3",
                    &[unit.into(), holding.organisation.into(), (MOST_POSTS + 1).into()],
                )
                .await?;
            for row in &of_unit {
                arms.posts.push(row.id(0)?);
            }
        }
    }
    arms.posts.sort_unstable();
    arms.posts.dedup();
    arms.grants.sort_unstable();
    arms.grants.dedup();
    // Without any right the other way answers with nothing.
    let fits =
        !arms.grants.is_empty() && i64::try_from(arms.posts.len()).is_ok_and(|posts| posts <= MOST_POSTS);
    Ok(fits.then_some(arms))
}

impl Arms {
    /// Ends a `select … from matter m … where 1 = 1` with the ids of one page.
    pub(super) fn page(
        &self,
        builder: &mut Builder,
        meta: &'static KindMeta,
        query: &ListQuery,
        now: Timestamp,
    ) -> Result<()> {
        let (column, _) = order(query.sort);
        builder.text(" and m.id in (select m.id from (");
        for post in &self.posts {
            builder.text("select * from (select m.id, ").text(column).text(" from ");
            matters(builder, meta, query);
            builder.text(" and m.custodian_post = ").value(*post);
            filter(builder, meta, query, now)?;
            page(builder, query);
            builder.text(") x union all ");
        }
        builder.text("select * from (select m.id, ").text(column).text(" from ");
        matters(builder, meta, query);
        self.granted(builder, now);
        filter(builder, meta, query, now)?;
        page(builder, query);
        builder.text(") x) m");
        sorted(builder, query);
        builder.text(")");
        sorted(builder, query);
        Ok(())
    }

    /// One row for each matter reached.
    pub(super) fn all(
        &self,
        builder: &mut Builder,
        meta: &'static KindMeta,
        query: &ListQuery,
        now: Timestamp,
    ) -> Result<()> {
        if !self.posts.is_empty() {
            builder.text("select 1 as one from ");
            matters(builder, meta, query);
            builder.text(" and m.custodian_post in (");
            values(builder, &self.posts);
            builder.text(")");
            filter(builder, meta, query, now)?;
            builder.text(" union all ");
        }
        builder.text("select 1 as one from ");
        matters(builder, meta, query);
        self.granted(builder, now);
        filter(builder, meta, query, now)
    }

    /// What was granted and is not in custody anyway: the arms share no matter.
    fn granted(&self, builder: &mut Builder, now: Timestamp) {
        builder.text(" and m.id in (select g.matter_id from matter_grant g where g.post_id in (");
        values(builder, &self.grants);
        builder.text(") and g.from_at <= ").value(now);
        builder.text(" and (g.until_at is null or g.until_at > ").value(now).text("))");
        if !self.posts.is_empty() {
            builder.text(" and m.custodian_post not in (");
            values(builder, &self.posts);
            builder.text(")");
        }
    }
}

fn values(builder: &mut Builder, ids: &[Id]) {
    for (at, id) in ids.iter().enumerate() {
        builder.text(if at > 0 { ", " } else { "" }).value(*id);
    }
}

/// Matters of the kind, with its own columns only where a filter asks for one.
fn matters(builder: &mut Builder, meta: &'static KindMeta, query: &ListQuery) {
    builder.text("matter m");
    if needs_columns(meta, query) {
        builder.text(" join ").text(meta.table).text(" k on k.id = m.id");
    }
    builder.text(" where m.kind = ").value(meta.slug);
}

/// Whether a filter asks for a column of the kind's own table.
pub(super) fn needs_columns(meta: &KindMeta, query: &ListQuery) -> bool {
    let own = |name: &str| match name {
        "state" | "phase" | "custodian" | "region" => false,
        other => meta.field(other).is_some_and(|(_, field)| !matches!(field.shape, Shape::Codes(_))),
    };
    query.filters.iter().any(|(name, wanted)| !wanted.is_empty() && own(name))
}
