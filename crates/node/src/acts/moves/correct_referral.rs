//! `correct-referral`: what was told to another node has changed since. It is told again as it stands now, and what was told before is
//! marked as out of date.

use model::{Id, Kind, kinds};

use super::elsewhere;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::open::Opened;
use crate::acts::staff::reason;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Tells a referral again.
pub struct CorrectReferral {
    /// The referral.
    pub referral: Id,
    /// What was wrong or has changed.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for CorrectReferral {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "correct-referral"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.referral, true).await?, kinds::Referral::META)
    }

    /// Whoever may take the referral back may set it right.
    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "revoke", kinds::Referral::META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        let why = reason(&act.reason)?;
        // Before a yes nothing was told that could be wrong; after the end nobody works with it.
        if facts.state != "accepted" {
            return Err(Error::Refused("not-accepted"));
        }
        elsewhere::correct(tx, facts.id, &why).await?;
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.detail.reason = Some(why);
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.referral)
    }

    async fn repeat(&self, _: Id, subject: Option<Id>, _: &mut Tx) -> Result<Option<Opened>> {
        Ok(subject.map(|id| Opened { id }))
    }
}
