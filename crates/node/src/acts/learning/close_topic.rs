//! `close-topic`: views are no longer taken; what was published stays.

use model::Id;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Stops asking.
pub struct CloseTopic {
    /// A campaign or a policy draft.
    pub matter: Id,
}

#[async_trait::async_trait]
impl Act for CloseTopic {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "close-topic"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        access::load::matter(tx, self.matter, true).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "ask", facts.kind.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (facts, now) = (permit.facts(), tx.now);
        let done = tx
            .run(
                "update public_topic set closed_at = $2 where id = $1 and closed_at is null",
                &[facts.id.into(), now.into()],
            )
            .await?;
        if done == 0 {
            return Err(Error::Refused("topic-closed"));
        }
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.matter)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
