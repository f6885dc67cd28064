//! `close-case`, `deliver-service`, …: one step along a kind's lifecycle, with the fields that the step asks for.

use model::{Draft, Id, Kind, KindMeta, ProblemCode, Step};

use super::edit::{changed_record, of_kind, write_change};
use super::of::Of;
use super::open::Opened;
use super::{effects, guards, moves, slugs};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::fields;

/// Takes one step.
pub struct MoveMatter {
    meta: &'static KindMeta,
    id: Id,
    step: &'static Step,
    draft: Draft,
}

/// The same of kind `K`.
pub type Move<K> = Of<K, MoveMatter>;

impl MoveMatter {
    /// The named step on a record, with what its form asks for.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the kind has no such step.
    pub fn new(meta: &'static KindMeta, id: Id, action: &str, draft: Draft) -> Result<Self> {
        let step = meta.lifecycle.step(&action.replace('-', "_")).ok_or(Error::NotFound)?;
        Ok(Self { meta, id, step, draft })
    }
}

impl<K: Kind> Move<K> {
    /// The named step on a record, with what its form asks for.
    ///
    /// # Errors
    /// As [`MoveMatter::new`].
    pub fn new(id: Id, action: &str, draft: Draft) -> Result<Self> {
        MoveMatter::new(K::META, id, action, draft).map(Self::made)
    }
}

#[async_trait::async_trait]
impl Act for MoveMatter {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        slugs::slug(self.step.action, self.meta.slug)
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.id, true).await?, self.meta)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, self.step.action, self.meta.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        if !act.step.from.contains(&facts.state.as_str()) {
            return Err(Error::Refused("wrong-state"));
        }
        let allowed = |name: &String| act.step.needs.iter().chain(act.step.offers).any(|field| field == name);
        if let Some(stranger) = act.draft.0.keys().find(|name| !allowed(name)) {
            return Err(Error::field(stranger, ProblemCode::UnknownField));
        }
        let shown = permit.reveal(fields::load(tx, permit.act().meta, facts.id, facts.key).await?)?;
        let (old, new) = changed_record(tx, permit.act().meta, &shown, &act.draft, act.step.needs)?;
        guards::step(tx, permit.actor(), facts, act.step, &new).await?;
        write_change(tx, facts, &old, &new, Some(act.step)).await?;
        effects::after(tx, permit.actor(), facts, act.step, &new).await?;
        moves::recorded(tx, permit.rule(), facts, facts.id).await?;
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
