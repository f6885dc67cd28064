//! `edit-participation`: what is said of somebody's part in a case is corrected. The role stays: another role is another
//! participation.

use model::{Id, Kind, Participant, kinds};

use super::add_participant::{checked, may_change};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::{Opened, guards};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::journal::Change;
use crate::store::participation::{self, Part};

/// Changes what is said of a participation.
pub struct EditParticipation {
    /// The participation.
    pub id: Id,
    /// What is said of it from now on.
    pub said: Participant,
}

/// Facts about a participation and its case.
pub struct ParticipationFacts {
    pub(super) part: Part,
    pub(super) case: MatterFacts,
}

impl From<MatterFacts> for ParticipationFacts {
    /// A guardian's, for the policy matrix.
    fn from(case: MatterFacts) -> Self {
        Self { part: Part::sample(case.id), case }
    }
}

pub(super) async fn facts(tx: &mut Tx, id: Id) -> Result<ParticipationFacts> {
    let part = participation::find(tx, id).await?;
    let case = of_kind(access::load::matter(tx, part.matter, true).await?, kinds::Case::META)?;
    Ok(ParticipationFacts { part, case })
}

#[async_trait::async_trait]
impl Act for EditParticipation {
    type Facts = ParticipationFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "edit-participation"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<ParticipationFacts> {
        facts(tx, self.id).await
    }

    fn policy(&self, actor: &Actor, facts: &ParticipationFacts) -> Decision {
        may_change(actor, &facts.case, facts.part.role)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (said, facts) = (&permit.act().said, permit.facts());
        let (part, case) = (&facts.part, &facts.case);
        guards::may_edit(case, case.kind)?;
        checked(part.role, said)?;
        let key = tx.person_key(case.key).await?;
        let old = part.said(&key)?;
        participation::change(tx, part.id, case.key, said).await?;
        tx.trace.kind = Some(case.kind.slug);
        tx.trace.subject = Some(case.id);
        tx.trace.key = Some(case.key);
        tx.trace.listed = vec![part.id, part.person];
        let change = |field: &str, old: Option<String>| Change {
            field: format!("participation.{field}"),
            old: old.unwrap_or_default(),
        };
        if old != *said {
            let before = [
                change("relation", old.relation),
                change("is_caregiver", old.is_caregiver.map(|yes| yes.to_string())),
                change("is_alive", old.is_alive.map(|yes| yes.to_string())),
                change("note", old.note),
            ];
            tx.trace.detail.changes = before.into();
        }
        Ok(Opened { id: case.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
