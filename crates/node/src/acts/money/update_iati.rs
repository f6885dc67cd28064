//! A newer file about a programme that came with a file: what the file says anew is taken over, what was changed here and not there stays, and
//! no entry is lost. An entry that the newer file no longer has is taken back by one below zero, as every mistake in the books is.

use formats::iati::Activity;
use model::kinds::{BudgetLine, Programme};
use model::{Id, Kind, KindMeta, Record, Value};

use super::import_iati::Taken;
use super::{books, source};
use crate::access::{self, MatterFacts};
use crate::acts::edit::write_change;
use crate::acts::open::open_part;
use crate::db::Tx;
use crate::error::Result;
use crate::store::fields;
use crate::store::matter::{self, Touch};

/// What a newer file changes.
pub(super) struct Update {
    programme: Id,
    /// Fields of the programme that the file says anew.
    fields: Vec<(&'static str, Value)>,
    /// Entries that are new, and those that take back what is gone.
    entries: Vec<(&'static KindMeta, Record)>,
    /// The state that the file says anew.
    state: Option<&'static str>,
}

impl Update {
    /// How many fields and entries change.
    pub(super) const fn size(&self) -> usize {
        self.fields.len() + self.entries.len() + if self.state.is_some() { 1 } else { 0 }
    }

    /// Compares the file that came with the newer one, both as records.
    pub(super) fn between(
        programme: Id,
        (old, before): (&Activity, &Taken),
        (new, now): (&Activity, &Taken),
    ) -> Self {
        let meta = Programme::META;
        let changed = before.programme.changed(meta, &now.programme).into_iter();
        let value = |name| now.programme.get(meta, name).cloned().map(|value| (name, value));
        let mut gone: Vec<_> = before.parts.iter().collect();
        let mut entries = Vec::new();
        for (meta, record) in &now.parts {
            match gone.iter().position(|(kind, one)| kind.slug == meta.slug && one == record) {
                Some(at) => {
                    gone.remove(at);
                }
                None => entries.push((*meta, record.clone())),
            }
        }
        entries.extend(gone.into_iter().map(|(meta, record)| (*meta, taken_back(meta, record))));
        let state = books::state(new);
        Self {
            programme,
            fields: changed.filter_map(value).collect(),
            entries,
            state: (state != books::state(old)).then_some(state),
        }
    }
}

/// The entry below zero that takes another one back.
fn taken_back(meta: &KindMeta, record: &Record) -> Record {
    let mut back = record.clone();
    let amount = record.text(meta, "amount").trim().to_owned();
    let other = match amount.strip_prefix('-') {
        Some(whole) => whole.to_owned(),
        None => format!("-{amount}"),
    };
    back.set(meta, "amount", Value::from(other));
    if meta.slug != BudgetLine::META.slug && record.lacks(meta, "corrects") {
        back.set(meta, "corrects", Value::from("IATI"));
    }
    back
}

/// The programme that came with an earlier file of this activity, and that file.
pub(super) async fn known(
    tx: &mut Tx,
    organisation: Id,
    tag: &[u8],
) -> Result<Option<(MatterFacts, Activity)>> {
    let Some(id) = source::programme_of(tx, organisation, tag).await? else { return Ok(None) };
    let facts = access::load::matter(tx, id, true).await?;
    let came = source::of(tx, id, facts.key).await?;
    Ok(came.map(|came| (facts, came)))
}

/// Whether two files say the same of an activity, whenever they were written.
pub(super) fn same(old: &Activity, new: &Activity) -> bool {
    let mut old = old.clone();
    old.updated.clone_from(&new.updated);
    old == *new
}

/// Takes a newer file over.
pub(super) async fn apply(tx: &mut Tx, update: Update, activity: &Activity) -> Result<()> {
    let meta = Programme::META;
    let facts = access::load::matter(tx, update.programme, true).await?;
    let groups = model::field::Groups::NONE.with(model::field::DataGroup::Record);
    let held = fields::load(tx, meta, facts.id, facts.key).await?.into_inner();
    let old = crate::held::Reveal::reveal(held, groups)?.to_record();
    let mut new = old.clone();
    for (name, value) in update.fields {
        new.set(meta, name, value);
    }
    write_change(tx, &facts, &old, &new, None).await?;
    for (meta, record) in update.entries {
        let part = open_part(tx, meta, &facts, &record).await?;
        tx.run("insert into iati_part (matter_id) values ($1)", &[part.into()]).await?;
    }
    source::renew(tx, (facts.id, facts.key), activity).await?;
    let reached = update.state.and_then(|state| meta.lifecycle.states.iter().find(|one| one.name == state));
    match reached.filter(|reached| reached.name != facts.state) {
        Some(reached) => {
            let facts = access::load::matter(tx, facts.id, true).await?;
            let touch = Touch { state: Some((reached.name, reached.phase.code())), ..Touch::default() };
            matter::touch(tx, &facts, touch).await
        }
        None => Ok(()),
    }
}
