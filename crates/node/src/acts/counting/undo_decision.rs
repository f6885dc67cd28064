//! `undo-decision`: takes back what was decided of a pair. Who decided, when, and who took it back stays.

use model::Id;

use super::PairFacts;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::pairs;

/// Undoes the standing decision of a pair.
pub struct UndoDecision {
    /// The pair.
    pub pair: Id,
}

#[async_trait::async_trait]
impl Act for UndoDecision {
    type Facts = PairFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "undo-decision"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<PairFacts> {
        pairs::hold(tx, self.pair).await?;
        PairFacts::of(tx, self.pair).await
    }

    fn policy(&self, actor: &Actor, facts: &PairFacts) -> Decision {
        access::in_organisation(actor, "decide", "linkage-pair", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let pair = permit.facts().pair.as_ref().ok_or(Error::NotFound)?;
        let decision = pair.decision.ok_or(Error::Refused("pair-undecided"))?;
        pairs::undo(tx, decision, permit.actor().account()).await?;
        tx.trace.kind = Some("linkage-pair");
        tx.trace.subject = Some(pair.id);
        Ok(Opened { id: pair.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.pair)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
