//! `drop-shift`: a shift that was planned will not be. The hours it covered are uncovered at once, and somebody is told.

use model::Id;

use super::{Whose, whose};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Drops a shift that has not ended.
pub struct DropShift {
    /// The shift.
    pub shift: Id,
}

#[async_trait::async_trait]
impl Act for DropShift {
    type Facts = Whose;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "drop-shift"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Whose> {
        whose(tx, "select organisation_id from duty_shift where id = $1 and dropped_at is null", self.shift)
            .await
    }

    fn policy(&self, actor: &Actor, facts: &Whose) -> Decision {
        access::in_organisation(actor, "plan", "roster", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (shift, now) = (permit.act().shift, tx.now);
        let dropped = tx
            .run(
                "update duty_shift set dropped_at = $2 where id = $1 and dropped_at is null and to_at > $2",
                &[shift.into(), now.into()],
            )
            .await?;
        if dropped == 0 {
            return Err(Error::Refused("shift-over"));
        }
        tx.trace.kind = Some("roster");
        tx.trace.subject = Some(shift);
        Ok(Opened { id: shift })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.shift)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
