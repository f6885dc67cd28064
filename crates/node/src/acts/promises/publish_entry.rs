//! `publish-entry`: a reviewed recommendation or commitment is put before the public, by somebody else than who entered it.

use model::Id;

use super::{follow, public_copy};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::fields;

/// Puts it out, or puts it out anew after it was changed.
pub struct PublishEntry {
    /// The entry.
    pub id: Id,
}

#[async_trait::async_trait]
impl Act for PublishEntry {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "publish-entry"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        access::load::matter(tx, self.id, true).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "put-out", facts.kind.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let facts = permit.facts();
        if facts.state == "unreviewed" {
            return Err(Error::Refused("not-reviewed"));
        }
        let by = follow::entered_by(tx, facts.id).await?;
        if by.is_some() && by == permit.actor().account() {
            return Err(Error::Refused("own-entry"));
        }
        let record = permit.reveal(fields::load(tx, facts.kind, facts.id, facts.key).await?)?;
        match facts.kind.slug {
            "commitment" => public_copy::commitment(tx, facts, &record).await?,
            "recommendation" => public_copy::recommendation(tx, facts, &record).await?,
            _ => return Err(Error::NotFound),
        }
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
