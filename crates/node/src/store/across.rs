//! Rows of several kinds in one list: envelope and, where a post's role may see it, the name of the case's child.

use model::field::{DataGroup, Groups};
use model::{Id, KindMeta, kinds};

use super::list::{self, HeldRow};
use super::scope::Builder;
use crate::access::{Holding, Scope};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::held::Held;

/// Rows of one bucket.
pub(crate) const MOST: i64 = 50;

/// One list of several kinds: the first rows, and how many there are in all.
pub(crate) struct HeldBucket {
    pub(crate) rows: Vec<Held<HeldRow>>,
    pub(crate) total: i64,
}

/// Tables of a list over several kinds; the child is that of the root case.
pub(super) const FROM: &str = " from matter m join matter r on r.id = m.root_id \
                               left join k_case kc on kc.id = m.root_id \
                               left join k_person c on c.id = kc.child left join person_key y on y.id = c.key_id";

/// Most urgent first; a part is as urgent as its root.
pub(super) const RANK: &str =
    "case r.priority when 'urgent' then 0 when 'high' then 1 when 'normal' then 2 else 3 end";

/// What is selected of a row.
pub(super) fn select(builder: &mut Builder) {
    builder
        .text(list::ENVELOPE)
        .text(", m.kind, c.id, c.key_id, c.name, y.organisation_id, y.wrapped, c.protected_identity");
}

/// Runs a statement begun with [`select`]; `most` says what the row of a custodian post may show.
pub(super) async fn read(
    tx: &mut Tx,
    builder: Builder,
    most: impl Fn(Id) -> Groups + Send,
) -> Result<Vec<Held<HeldRow>>> {
    let Builder { sql, params } = builder;
    let found = tx.rows(sql, &params).await?;
    let mut rows = Vec::with_capacity(found.len());
    for row in &found {
        let at = list::ENVELOPE_COLUMNS;
        let kind = kinds::by_slug(&row.text(at)?);
        let kind = kind.ok_or_else(|| Error::Storage("a matter of an unknown kind".into()))?;
        let envelope = list::read_envelope(row, kind)?;
        // What is offered to a post does not name the child before it is opened there.
        let offered = kinds::MOVES.contains(&kind.slug);
        let name = if offered { None } else { list::child_name(tx, row, at + 1).await? };
        let most = most(envelope.custodian);
        rows.push(HeldRow::across(envelope, name, most));
    }
    Ok(rows)
}

/// Matters, kind by kind, that a holding's role reaches at least so far.
pub(super) fn kinds_of(
    holding: &Holding,
    verb: &str,
    least: Scope,
) -> impl Iterator<Item = (&'static KindMeta, Scope)> {
    kinds::ALL.iter().copied().filter(|meta| meta.role != model::Role::Subject).filter_map(move |meta| {
        let scope = holding.role.reach(verb, meta.slug)?;
        (scope >= least).then_some((meta, scope))
    })
}

/// Adds `'report', 'case'`; nothing is ever in an empty list.
pub(super) fn slugs(builder: &mut Builder, kinds: impl IntoIterator<Item = &'static KindMeta>) {
    builder.text("''");
    for kind in kinds {
        builder.text(", '").text(kind.slug).text("'");
    }
}

/// What the role of a holding may see.
pub(super) fn groups_of(holding: &Holding) -> Groups {
    holding.groups().with(DataGroup::Record)
}
