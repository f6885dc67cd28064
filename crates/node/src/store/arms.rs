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
        builder.text(" and m.id in (select m.id from (");
        self.each(
            builder,
            |builder| {
                filter(builder, meta, query, now)?;
                page(builder, query);
                Ok(())
            },
            (meta, query, now),
        )?;
        builder.text(") m");
        sorted(builder, query);
        builder.text(")");
        sorted(builder, query);
        Ok(())
    }

    /// The ids of all rows, each once.
    pub(super) fn all(
        &self,
        builder: &mut Builder,
        meta: &'static KindMeta,
        query: &ListQuery,
        now: Timestamp,
    ) -> Result<()> {
        builder.text("select m.id from (");
        self.each(builder, |builder| filter(builder, meta, query, now), (meta, query, now))?;
        builder.text(") m");
        Ok(())
    }

    /// One arm after the other, each ended by `end`. A matter that two arms reach is found once.
    fn each(
        &self,
        builder: &mut Builder,
        mut end: impl FnMut(&mut Builder) -> Result<()>,
        (meta, query, now): (&'static KindMeta, &ListQuery, Timestamp),
    ) -> Result<()> {
        let (column, _) = order(query.sort);
        let name = column.trim_start_matches("m.");
        let columns = needs_columns(meta, query);
        let open = |builder: &mut Builder, first: &mut bool| {
            builder
                .text(if *first { "" } else { " union " })
                .text("select * from (select m.id, ")
                .text(column);
            builder.text(" as ").text(name).text(" from ");
            *first = false;
        };
        let kind = |builder: &mut Builder| {
            if columns {
                builder.text(" join ").text(meta.table).text(" k on k.id = m.id");
            }
            builder.text(" where m.kind = ").value(meta.slug);
        };
        let mut first = true;
        for post in &self.posts {
            open(builder, &mut first);
            builder.text("matter m");
            kind(builder);
            builder.text(" and m.custodian_post = ").value(*post);
            end(builder)?;
            builder.text(") x");
        }
        for post in &self.grants {
            open(builder, &mut first);
            builder.text("matter_grant g join matter m on m.id = g.matter_id");
            kind(builder);
            builder.text(" and g.post_id = ").value(*post).text(" and g.from_at <= ").value(now);
            builder.text(" and (g.until_at is null or g.until_at > ").value(now).text(")");
            end(builder)?;
            builder.text(") x");
        }
        Ok(())
    }
}

/// Whether a filter asks for a column of the kind's own table.
fn needs_columns(meta: &KindMeta, query: &ListQuery) -> bool {
    let own = |name: &str| match name {
        "state" | "phase" | "custodian" | "region" => false,
        other => meta.field(other).is_some_and(|(_, field)| !matches!(field.shape, Shape::Codes(_))),
    };
    query.filters.iter().any(|(name, wanted)| !wanted.is_empty() && own(name))
}
