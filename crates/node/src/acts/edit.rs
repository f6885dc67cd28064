//! `edit-case`, `edit-service`, …: changes fields, and writes into the journal what stood there before.

use model::{Draft, Id, Kind, KindMeta, Problem, ProblemCode, Record};

use super::apart::{self, Edited};
use super::of::Of;
use super::open::Opened;
use super::{effects, guards, slugs, workflow};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::journal::Change;
use crate::store::matter::Touch;
use crate::store::{ShownRecord, clocks, fields, matter, notification, stage};

/// Changes the fields that the draft mentions.
pub struct EditMatter {
    meta: &'static KindMeta,
    id: Id,
    draft: Draft,
    version: Option<i64>,
}

/// The same of kind `K`.
pub type Edit<K> = Of<K, EditMatter>;

impl EditMatter {
    /// Changes a record: whatever its version, or as somebody typed it who had read this version. What others changed since
    /// stays, and a field that both changed is kept with both values until a person chooses.
    pub const fn new(meta: &'static KindMeta, id: Id, draft: Draft, version: Option<i64>) -> Self {
        Self { meta, id, draft, version }
    }
}

impl<K: Kind> Edit<K> {
    /// Changes a record, whatever its version.
    pub fn new(id: Id, draft: Draft) -> Self {
        Self::made(EditMatter::new(K::META, id, draft, None))
    }

    /// As somebody typed it who had read this version.
    #[must_use]
    pub fn since(self, version: i64) -> Self {
        self.with(|act| EditMatter { version: Some(version), ..act })
    }
}

#[async_trait::async_trait]
impl Act for EditMatter {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        slugs::slug("edit", self.meta.slug)
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.id, true).await?, self.meta)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "edit", self.meta.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        guards::may_edit(facts, permit.act().meta)?;
        let shown = permit.reveal(fields::load(tx, permit.act().meta, facts.id, facts.key).await?)?;
        let (old, new) = changed_record(tx, permit.act().meta, &shown, &act.draft, &[])?;
        let edited = Edited { meta: permit.act().meta, id: facts.id, key: facts.key, version: facts.version };
        let by = permit.rule().post;
        let (new, contested) = apart::settle(tx, edited, act.version, &act.draft, (&old, new), by).await?;
        super::care::edit(facts, &old, &new)?;
        super::promises::rules::edit(facts, &old, &new)?;
        super::linked::check(tx, facts.root, facts.kind, &new).await?;
        write_change(tx, facts, &old, &new, None).await?;
        effects::edited(tx, facts, &old, &new).await?;
        super::moves::recorded(tx, permit.rule(), facts, facts.id).await?;
        let by = permit.actor().account();
        crate::monitoring::edited(tx, facts, (&old, &new), by).await?;
        super::promises::follow::edited(tx, facts, &new, permit.actor().account()).await?;
        if contested {
            notification::tell(tx, facts.custodian, "field-conflict", Some(facts.root)).await?;
        }
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// A matter of another kind under this id does not exist for this act.
pub(crate) fn of_kind(facts: MatterFacts, meta: &KindMeta) -> Result<MatterFacts> {
    if facts.kind.slug == meta.slug { Ok(facts) } else { Err(Error::NotFound) }
}

/// The record before and after a draft. Fields that the actor may not see cannot be changed either.
pub(crate) fn changed_record(
    tx: &Tx,
    meta: &'static KindMeta,
    shown: &ShownRecord,
    draft: &Draft,
    needed: &[&str],
) -> Result<(Record, Record)> {
    let hidden = draft.0.keys().filter(|name| shown.hides(name));
    let problems: Vec<Problem> =
        hidden.map(|name| Problem { field: name.clone(), code: ProblemCode::UnknownField }).collect();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let old = shown.to_record();
    let new = draft.apply(meta, tx.now.date(Default::default()), needed, &old).map_err(Error::Invalid)?;
    guards::texts(meta, &new)?;
    let new = crate::harm::tidy(meta, new)?;
    Ok((old, new))
}

/// Writes a changed record and, with a step, its new state; leaves a trace of what stood there before.
pub(super) async fn write_change(
    tx: &mut Tx,
    facts: &MatterFacts,
    old: &Record,
    new: &Record,
    step: Option<&'static model::Step>,
) -> Result<()> {
    let meta = facts.kind;
    let names = old.changed(meta, new);
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, meta, facts.id, &key, new, &names).await?;
    let mut touch = Touch::default();
    if let Some(step) = step {
        let state = meta.lifecycle.state(step.to).ok_or(Error::Refused("wrong-state"))?;
        touch.state = Some((state.name, state.phase.code()));
        touch.since = stage::reached(meta, new, tx.now);
    }
    if meta.slug == "report" {
        let state = step.map_or(facts.state.as_str(), |step| step.to);
        touch.due = Some(matter::report_due(state, new, facts.opened_at));
    }
    // The clock of a case is that of the first contact; from then on its visits are due, not the case itself.
    if meta.slug == "case" && step.is_some() {
        touch.due = Some(None);
    }
    if meta.slug == "report" {
        report_clocks(tx, facts, new, step, &names).await?;
    }
    if meta.due.is_some_and(|due| names.contains(&due)) {
        touch.due = Some(matter::due_of(meta, new, facts.opened_at));
    }
    if names.contains(&"region") {
        touch.region = Some(matter::region_of(meta, new));
    }
    touch.priority = Some(matter::priority_of(meta, new));
    matter::touch(tx, facts, touch).await?;
    workflow::part_changed(tx, facts.root).await?;
    tx.trace.kind = Some(meta.slug);
    tx.trace.subject = Some(facts.id);
    tx.trace.key = Some(facts.key);
    let before = |name: &&'static str| Change { field: (*name).to_owned(), old: old.to_text(meta, name) };
    tx.trace.detail.changes = names.iter().map(before).collect();
    if let Some(step) = step {
        tx.trace.detail.from = Some(facts.state.clone());
        tx.trace.detail.to = Some(step.to.to_owned());
    }
    Ok(())
}

async fn report_clocks(
    tx: &mut Tx,
    facts: &MatterFacts,
    new: &Record,
    step: Option<&'static model::Step>,
    names: &[&'static str],
) -> Result<()> {
    let text = |name| new.text(facts.kind, name);
    if names.contains(&"imminent_danger") && text("imminent_danger") == "true" {
        clocks::tighten(tx, "report", facts.id).await?;
    }
    match step {
        Some(step) => clocks::report_moved(tx, facts.id, step.to, text("triage_outcome")).await,
        None => Ok(()),
    }
}
