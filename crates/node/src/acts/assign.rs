//! `assign-report`, `assign-case`: a root matter is offered to another post of the same organisation. Custody passes, and its
//! parts follow, when that post accepts; until then whoever had it answers for it.

use model::{Id, Kind, KindMeta};

use super::edit::of_kind;
use super::of::Of;
use super::open::Opened;
use super::staff::reason;
use super::{moves, slugs};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::journal::Change;

/// Offers a root matter of a kind, or one part of a case, to a post.
pub struct AssignMatter {
    meta: &'static KindMeta,
    id: Id,
    post: Id,
    reason: String,
}

/// The same of kind `K`.
pub type Assign<K> = Of<K, AssignMatter>;

impl AssignMatter {
    /// Offers this matter to that post, with a reason, which the history shows to those who may read the matter.
    pub fn new(meta: &'static KindMeta, id: Id, post: Id, reason: &str) -> Self {
        Self { meta, id, post, reason: reason.trim().to_owned() }
    }
}

impl<K: Kind> Assign<K> {
    /// Offers this matter to that post.
    pub fn new(id: Id, post: Id) -> Self {
        Self::made(AssignMatter::new(K::META, id, post, ""))
    }

    /// With a reason, which the history shows to those who may read the matter.
    #[must_use]
    pub fn because(self, reason: &str) -> Self {
        self.with(|act| AssignMatter { reason: reason.trim().to_owned(), ..act })
    }
}

#[async_trait::async_trait]
impl Act for AssignMatter {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        slugs::slug("assign", self.meta.slug)
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = of_kind(access::load::matter(tx, self.id, true).await?, self.meta)?;
        if model::kinds::assignable(self.meta) { Ok(facts) } else { Err(Error::NotFound) }
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "assign", self.meta.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        moves::assign(tx, permit.actor(), permit.rule(), facts, (act.post, &act.reason)).await?;
        if !act.reason.is_empty() {
            tx.trace.detail.reason = Some(reason(&act.reason)?);
        }
        tx.trace.kind = Some(permit.act().meta.slug);
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
