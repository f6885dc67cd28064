//! `withdraw-entry`: what was put before the public is taken back. It stays where it is for those who work on it.

use model::Id;

use super::public_copy;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Takes it back.
pub struct WithdrawEntry {
    /// The entry.
    pub id: Id,
    /// Why.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for WithdrawEntry {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "withdraw-entry"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        access::load::matter(tx, self.id, true).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "put-out", facts.kind.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        if act.reason.trim().is_empty() {
            return Err(Error::field("reason", model::ProblemCode::Missing));
        }
        if !public_copy::is_out(tx, facts.id).await? {
            return Err(Error::Refused("not-put-out"));
        }
        public_copy::withdraw(tx, facts.id).await?;
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.detail.reason = Some(act.reason.trim().to_owned());
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
