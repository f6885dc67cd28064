//! `unseat-member`: a seat that was given by mistake is taken away, before anybody sat there.

use model::Id;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::conference;

/// Takes it away.
pub struct UnseatMember {
    /// The seat.
    pub seat: Id,
}

#[async_trait::async_trait]
impl Act for UnseatMember {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "unseat-member"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let seat = conference::find(tx, self.seat).await?;
        super::facts(tx, seat.conference, true).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "seat", "conference", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let facts = permit.facts();
        super::may_change(facts)?;
        let seat = conference::find(tx, permit.act().seat).await?;
        // Who was there, and who had an interest of their own, stays written down.
        if seat.present.is_some() || seat.conflict {
            return Err(Error::Refused("attendance-noted"));
        }
        conference::unseat(tx, &seat).await?;
        conference::count(tx, facts.id).await?;
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        Ok(Opened { id: facts.id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
