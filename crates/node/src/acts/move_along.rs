//! `close-case`, `deliver-service`, …: one step along a kind's lifecycle, with the fields that the step asks for.

use std::marker::PhantomData;

use model::{Draft, Id, Kind, ProblemCode, Step};

use super::edit::{changed_record, of_kind, write_change};
use super::open::Opened;
use super::{effects, guards, slugs};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::fields;

/// Takes one step.
pub struct Move<K> {
    id: Id,
    step: &'static Step,
    draft: Draft,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Move<K> {
    /// The named step on a record, with what its form asks for.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the kind has no such step.
    pub fn new(id: Id, action: &str, draft: Draft) -> Result<Self> {
        let step = K::META.lifecycle.step(&action.replace('-', "_")).ok_or(Error::NotFound)?;
        Ok(Self { id, step, draft, kind: PhantomData })
    }
}

impl<K: Kind> Act for Move<K> {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        slugs::slug(self.step.action, K::META.slug)
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.id, true).await?, K::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, self.step.action, K::META.slug, facts)
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
        let shown = permit.reveal(fields::load(tx, K::META, facts.id, facts.key).await?)?;
        let (old, new) = changed_record(tx, K::META, &shown, &act.draft, act.step.needs)?;
        guards::step(tx, permit.actor(), facts, act.step, &new).await?;
        write_change(tx, facts, &old, &new, Some(act.step)).await?;
        effects::after(tx, permit.actor(), facts, act.step, &new).await?;
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
