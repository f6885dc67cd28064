//! How far an actor's rights reach, as a condition on rows. Every list, counter and search asks this one function, so that
//! none shows more than the page of the record itself (domain model, invariant 19).

use model::{Id, Timestamp, Value};

use crate::access::{Actor, Scope};
use crate::db::Sql;

/// A statement in the making, with its values.
pub(crate) struct Builder {
    pub(crate) sql: Sql,
    pub(crate) params: Vec<Value>,
}

impl Builder {
    /// Begins with program text.
    pub(crate) fn new(text: &'static str) -> Self {
        Self { sql: Sql::from(text), params: Vec::new() }
    }
    /// Appends a value as a parameter.
    pub(crate) fn value(&mut self, value: impl Into<Value>) -> &mut Self {
        self.params.push(value.into());
        self.sql.param(self.params.len());
        self
    }
    /// Appends program text.
    pub(crate) fn text(&mut self, piece: &'static str) -> &mut Self {
        self.sql.push(piece);
        self
    }
}

/// Of what the right must speak.
#[derive(Clone, Copy)]
pub(crate) struct Reach<'a> {
    /// Verb of the right.
    pub(crate) verb: &'a str,
    /// Kind of the right.
    pub(crate) kind: &'a str,
    /// Whether the rows may be parts, which inherit the custodian of their root.
    pub(crate) parts: bool,
}

/// Keeps only matters `m` with root `r` that the actor's rights reach. Without any right nothing is left.
pub(crate) fn narrow(builder: &mut Builder, reach: Reach<'_>, actor: &Actor, now: Timestamp) {
    builder.text(" and (1 = 0");
    for holding in actor.holdings_at(now) {
        let Some(scope) = holding.role.reach(reach.verb, reach.kind) else { continue };
        match scope {
            Scope::All => {
                builder.text(" or 1 = 1");
            }
            Scope::Organisation => {
                builder.text(" or m.organisation_id = ").value(holding.organisation);
            }
            Scope::Unit => {
                builder.text(" or r.custodian_post = ").value(holding.post);
                builder.text(" or m.custodian_post = ").value(holding.post);
                builder
                    .text(" or r.custodian_post in (select id from post where unit_id = ")
                    .value(holding.unit);
                builder.text(" and organisation_id = ").value(holding.organisation).text(")");
            }
            Scope::Own => custodian(builder, reach.parts, holding.post),
            Scope::Grants => {}
        }
        if scope < Scope::Organisation {
            builder.text(" or exists (select 1 from matter_grant g where (g.matter_id = m.root_id or g.matter_id = m.id)");
            builder.text(" and g.post_id = ").value(holding.post).text(" and g.from_at <= ").value(now);
            builder.text(" and (g.until_at is null or g.until_at > ").value(now).text("))");
        }
    }
    builder.text(")");
}

fn custodian(builder: &mut Builder, parts: bool, post: Id) {
    builder.text(" or m.custodian_post = ").value(post);
    if parts {
        builder.text(" or (m.custodian_post is null and r.custodian_post = ").value(post).text(")");
    }
}
