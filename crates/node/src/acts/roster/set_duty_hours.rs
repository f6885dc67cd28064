//! `set-duty-hours`: in which hours of the week a duty must be covered. Without it no hour is missed.

use model::Timestamp;

use super::{days, duty, minute};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Sets the hours of a duty.
pub struct SetDutyHours {
    /// The duty (list `roster-duty`).
    pub duty: String,
    /// Days of the week as digits, 1 (Monday) to 7.
    pub days: String,
    /// Begins at, as `08:00`.
    pub from: String,
    /// Ends at; `00:00` to `24:00` is the whole day.
    pub to: String,
}

#[async_trait::async_trait]
impl Act for SetDutyHours {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "set-duty-hours"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "plan", "roster", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let act = permit.act();
        let organisation = permit.organisation()?;
        let row = [
            organisation.into(),
            duty(&act.duty)?.into(),
            days(&act.days)?.into(),
            minute("from", &act.from)?.into(),
            minute("to", &act.to)?.into(),
        ];
        tx.run(
            "insert into duty_hours (organisation_id, duty, days, from_minute, to_minute) values ($1, $2, $3, $4, $5)
             on conflict (organisation_id, duty)
             do update set days = excluded.days, from_minute = excluded.from_minute, to_minute = excluded.to_minute",
            &row,
        )
        .await?;
        tx.trace.kind = Some("roster");
        tx.trace.subject = Some(organisation);
        Ok(())
    }

    fn again(_: Option<model::Id>) -> Option<()> {
        Some(())
    }
}
