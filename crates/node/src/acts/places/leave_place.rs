//! `leave-place`: the child leaves the place, or the line for it; whoever is next is told.

use model::Id;

use super::take_place::service_row;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::places;

/// Gives a place back.
pub struct LeavePlace {
    /// The service row of the case.
    pub service: Id,
}

#[async_trait::async_trait]
impl Act for LeavePlace {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "leave-place"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        service_row(tx, self.service).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "leave-place", "service", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let facts = permit.facts();
        if !places::release(tx, facts.id).await? {
            return Err(Error::Refused("no-place"));
        }
        tx.trace.kind = Some("service");
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.service)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
