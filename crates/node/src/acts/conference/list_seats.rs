//! `list-seats`: who sits in a conference, as far as the reader may know them.

use model::Id;

use super::ShownSeat;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::Seen;
use crate::store::conference;

/// Lists them.
pub struct ListSeats {
    /// The conference.
    pub conference: Id,
}

#[async_trait::async_trait]
impl Act for ListSeats {
    type Facts = MatterFacts;
    type Output = Vec<Seen<ShownSeat>>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-seats"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        super::facts(tx, self.conference, false).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "view", "conference", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<Seen<ShownSeat>>> {
        let facts = permit.facts();
        let held = conference::held(tx, permit.actor(), facts).await?;
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        held.into_iter().map(|seat| permit.reveal(seat)).collect()
    }

    fn subject(&self) -> Option<Id> {
        Some(self.conference)
    }
}
