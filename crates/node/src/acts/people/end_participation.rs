//! `end-participation`: somebody takes no part in a case any more. That they did stays in the history.

use model::{Id, ParticipantRole};

use super::add_participant::may_change;
use super::edit_participation::{self, ParticipationFacts};
use super::merge_people::reason;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::{Opened, guards};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::participation;

/// Ends a participation.
pub struct EndParticipation {
    /// The participation.
    pub id: Id,
    /// Why.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for EndParticipation {
    type Facts = ParticipationFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "end-participation"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<ParticipationFacts> {
        edit_participation::facts(tx, self.id).await
    }

    fn policy(&self, actor: &Actor, facts: &ParticipationFacts) -> Decision {
        may_change(actor, &facts.case, facts.part.role)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let ParticipationFacts { part, case } = permit.facts();
        let reason = reason(&permit.act().reason)?;
        guards::may_edit(case, case.kind)?;
        if part.role == ParticipantRole::Child {
            return Err(Error::Refused("one-child"));
        }
        participation::end(tx, part).await?;
        tx.trace.kind = Some(case.kind.slug);
        tx.trace.subject = Some(case.id);
        tx.trace.key = Some(case.key);
        tx.trace.listed = vec![part.id, part.person];
        tx.trace.detail.reason = Some(reason.to_owned());
        Ok(Opened { id: case.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
