//! How far an actor's rights reach, as a condition on rows. Every list, counter and search asks this one function, so that
//! none shows more than the page of the record itself (domain model, invariant 19).

use model::field::DataGroup;
use model::{Timestamp, Value};

use crate::access::{Actor, Holding, Scope};
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

/// Where the rows start that a narrowed statement reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// With the few ids that somebody has: another condition must not lure an engine into reading a whole index instead.
    Ids,
    /// Wherever the engine likes.
    Anywhere,
}

/// Keeps only matters `m` with root `r` that the actor's rights reach. Without any right nothing is left.
pub(crate) fn narrow(builder: &mut Builder, reach: Reach<'_>, actor: &Actor, now: Timestamp) -> Start {
    let reached: Vec<_> = actor
        .holdings_at(now)
        .filter_map(|holding| Some((holding, holding.role.reach(reach.verb, reach.kind)?)))
        .collect();
    // SQLite finds an index behind a plain condition and none behind an `or`.
    if let [(holding, Scope::Organisation)] = reached.as_slice() {
        builder.text(" and m.organisation_id = ").value(holding.organisation);
        return Start::Anywhere;
    }
    if !reached.is_empty() && !reached.iter().any(|(_, scope)| wide(*scope)) {
        builder.text(" and m.id in (");
        sets(builder, &reached, (reach.parts, Some(reach.kind)), now);
        builder.text(")");
        return Start::Ids;
    }
    builder.text(" and (1 = 0");
    reaching(builder, &reached, (reach.parts, Some(reach.kind)), now);
    builder.text(")");
    Start::Anywhere
}

pub(super) const fn wide(scope: Scope) -> bool {
    matches!(scope, Scope::Organisation | Scope::All)
}

/// The same where the caller keeps to one root: its few rows are asked one by one, which costs less than gathering all that
/// somebody has.
pub(crate) fn narrow_in_root(builder: &mut Builder, reach: Reach<'_>, actor: &Actor, now: Timestamp) {
    builder.text(" and (1 = 0");
    for holding in actor.holdings_at(now) {
        let Some(scope) = holding.role.reach(reach.verb, reach.kind) else { continue };
        match scope {
            Scope::All => {
                builder.text(" or 1 = 1");
                continue;
            }
            Scope::Organisation => {
                builder.text(" or m.organisation_id = ").value(holding.organisation);
                continue;
            }
            Scope::Unit | Scope::Own => {
                for column in ["m.custodian_post", "r.custodian_post"] {
                    builder.text(" or (").text(column).text(" in (");
                    posts(builder, holding, scope);
                    builder.text(")");
                    of_organisation(builder, "m", holding, scope);
                    builder.text(")");
                }
            }
            Scope::Grants => {}
        }
        builder.text(
            " or exists (select 1 from matter_grant g where (g.matter_id = m.id or (g.matter_id = m.root_id",
        );
        opening(builder, reach.kind);
        builder.text(")) and g.post_id = ").value(holding.post).text(" and g.from_at <= ").value(now);
        builder.text(" and (g.until_at is null or g.until_at > ").value(now).text("))");
    }
    builder.text(")");
}

/// What is answered for in a unit is the unit's only if its organisation owns it: a matter that another organisation gave to
/// one post is that post's alone.
fn of_organisation(builder: &mut Builder, table: &'static str, holding: &Holding, scope: Scope) {
    if scope == Scope::Unit {
        builder.text(" and (").text(table).text(".organisation_id = ").value(holding.organisation);
        builder.text(" or ").text(table).text(".custodian_post = ").value(holding.post).text(")");
    }
}

/// Narrows a grant `g` of a root to those that open parts of a kind, as the policy does.
fn opening(builder: &mut Builder, kind: &str) {
    let Some(meta) = model::kinds::by_slug(kind) else { return };
    if !matches!(meta.role, model::Role::Part(_)) {
        return;
    }
    builder.text(" and (g.basis = 'break-glass'");
    match model::kinds::shared_with(meta) {
        None => {}
        Some(DataGroup::Record) => {
            builder.text(" or 1 = 1");
        }
        Some(group) => has_group(builder.text(" or "), group),
    }
    builder.text(")");
}

fn has_group(builder: &mut Builder, group: DataGroup) {
    builder.text("' ' || g.data_groups || ' ' like ").value(format!("% {} %", group.code()));
}

/// Adds ` or …` for what each holding's scope reaches: rows of a whole organisation by a condition on the row, anything
/// narrower by a set of ids, so that the engines start from the few rows that somebody has and not from all there are.
pub(crate) fn within(builder: &mut Builder, reached: &[(&Holding, Scope)], parts: bool, now: Timestamp) {
    // Whoever watches over a unit does not watch over what others granted to a post of it.
    reaching(builder, reached, (parts, None), now);
}

fn reaching(
    builder: &mut Builder,
    reached: &[(&Holding, Scope)],
    (parts, kind): (bool, Option<&str>),
    now: Timestamp,
) {
    for (holding, scope) in reached.iter().filter(|(_, scope)| wide(*scope)) {
        match scope {
            Scope::All => builder.text(" or 1 = 1"),
            _ => builder.text(" or m.organisation_id = ").value(holding.organisation),
        };
    }
    if reached.iter().any(|(_, scope)| !wide(*scope)) {
        builder.text(" or m.id in (");
        sets(builder, reached, (parts, kind), now);
        builder.text(")");
    }
}

/// The ids that the narrower scopes reach.
fn sets(
    builder: &mut Builder,
    reached: &[(&Holding, Scope)],
    (parts, kind): (bool, Option<&str>),
    now: Timestamp,
) {
    for (at, (holding, scope)) in reached.iter().filter(|(_, scope)| !wide(*scope)).enumerate() {
        if at > 0 {
            builder.text(" union all ");
        }
        match kind {
            Some(kind) => granted(builder, holding, (parts, kind), now),
            None => {
                builder.text("select w.id from matter w where 1 = 0");
            }
        }
        if *scope >= Scope::Own {
            builder.text(" union all ");
            in_custody(builder, holding, *scope, parts);
        }
    }
}

/// Ids of what was granted to the post, with the parts of what was granted.
fn granted(builder: &mut Builder, holding: &Holding, (parts, kind): (bool, &str), now: Timestamp) {
    let live = |builder: &mut Builder| {
        builder.text(" where g.post_id = ").value(holding.post).text(" and g.from_at <= ").value(now);
        builder.text(" and (g.until_at is null or g.until_at > ").value(now).text(")");
    };
    builder.text("select g.matter_id from matter_grant g");
    live(builder);
    if kind == "person" {
        // Nobody is found by name through a grant that does not show the name.
        has_group(builder.text(" and "), DataGroup::Identity);
    }
    if parts {
        builder.text(" union all select y.id from matter_grant g join matter y on y.root_id = g.matter_id");
        live(builder);
        opening(builder, kind);
    }
}

/// Ids of what is in the custody of the post or, with the unit's scope, of a post of its unit; whoever has a root has its parts,
/// also one that another post answers for.
fn in_custody(builder: &mut Builder, holding: &Holding, scope: Scope, parts: bool) {
    builder.text("select x.id from matter x where x.custodian_post in (");
    posts(builder, holding, scope);
    builder.text(")");
    of_organisation(builder, "x", holding, scope);
    if parts {
        builder.text(" union all select y.id from matter x join matter y on y.root_id = x.id");
        builder.text(" where x.custodian_post in (");
        posts(builder, holding, scope);
        builder.text(")");
        of_organisation(builder, "x", holding, scope);
    }
}

fn posts(builder: &mut Builder, holding: &Holding, scope: Scope) {
    if scope == Scope::Unit {
        builder.text("select q.id from post q where q.unit_id = ").value(holding.unit);
        builder.text(" and q.organisation_id = ").value(holding.organisation).text(" union all select ");
        // A bare parameter in a select has no type for PostgreSQL.
        builder.text("cast(").value(holding.post).text(" as text)");
    } else {
        builder.value(holding.post);
    }
}
