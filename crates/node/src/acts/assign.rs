//! `assign-report`, `assign-case`: custody of a root matter passes to another post of the same organisation. Its parts follow.

use std::marker::PhantomData;

use model::{Id, Kind, Phase};

use super::edit::of_kind;
use super::open::Opened;
use super::slugs;
use super::staff::reason;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::journal::Change;
use crate::store::{clocks, custody, notification};

/// Assigns a root matter of kind `K` to a post.
pub struct Assign<K> {
    id: Id,
    post: Id,
    reason: String,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Assign<K> {
    /// Passes this matter to that post.
    pub fn new(id: Id, post: Id) -> Self {
        Self { id, post, reason: String::new(), kind: PhantomData }
    }

    /// With a reason, which the history shows to those who may read the matter.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = reason.trim().to_owned();
        self
    }
}

impl<K: Kind> Act for Assign<K> {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        slugs::slug("assign", K::META.slug)
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = of_kind(access::load::matter(tx, self.id, true).await?, K::META)?;
        if facts.id == facts.root { Ok(facts) } else { Err(Error::NotFound) }
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "assign", K::META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        if !act.reason.is_empty() {
            tx.trace.detail.reason = Some(reason(&act.reason)?);
        }
        let phase = K::META.lifecycle.state(&facts.state).map(|state| state.phase);
        if phase.is_none_or(|phase| phase == Phase::Closed) {
            return Err(Error::Refused("matter-closed"));
        }
        let (organisation, _) = custody::post(tx, act.post).await?;
        if organisation != facts.organisation {
            return Err(Error::Refused("post-elsewhere"));
        }
        if act.post == facts.custodian {
            return Err(Error::Refused("already-there"));
        }
        if custody::holder(tx, act.post).await?.is_none() {
            return Err(Error::Refused("no-living-holder"));
        }
        custody::pass(tx, facts.id, act.post).await?;
        if K::META.slug == "report" {
            clocks::meet(tx, facts.id, "assign").await?;
        }
        notification::tell(tx, act.post, "assigned", Some(facts.id)).await?;
        tx.trace.kind = Some(K::META.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.detail.changes =
            vec![Change { field: "custodian_post".into(), old: facts.custodian.to_string() }];
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
