//! `set-clock`: the house changes how long one of its own clocks is. What a law sets is not changed here.

use model::{ProblemCode, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::journal::Change;
use crate::store::clocks::{self, COUNTRY};

/// Sets the length of a clock, for matters received from now on.
pub struct SetClock {
    /// Its name.
    pub clock: String,
    /// Minutes, at most thirty days.
    pub minutes: i64,
    /// Minutes when a child is in danger; never more than `minutes`.
    pub urgent_minutes: i64,
}

/// Longest clock, in minutes.
const LONGEST: i64 = 30 * 24 * 60;

#[async_trait::async_trait]
impl Act for SetClock {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "set-clock"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "edit", "clock", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let act = permit.act();
        let rules = clocks::rules(tx).await?;
        let rule = rules.into_iter().find(|rule| rule.clock == act.clock).ok_or(Error::NotFound)?;
        if rule.due_kind == "legal" {
            return Err(Error::Refused("legal-clock"));
        }
        if !(1..=LONGEST).contains(&act.minutes) {
            return Err(Error::field("minutes", ProblemCode::OutOfRange));
        }
        if !(1..=act.minutes).contains(&act.urgent_minutes) {
            return Err(Error::field("urgent_minutes", ProblemCode::OutOfRange));
        }
        let row = [COUNTRY.into(), act.clock.as_str().into(), act.minutes.into(), act.urgent_minutes.into()];
        tx.run_one(
            "update clock_rule set minutes = $3, urgent_minutes = $4 where country = $1 and clock = $2",
            &row,
        )
        .await?;
        tx.trace.kind = Some("clock");
        let old = format!("{} / {}", rule.minutes, rule.urgent_minutes);
        tx.trace.detail.changes = vec![Change { field: act.clock.clone(), old }];
        Ok(())
    }

    fn again(_: Option<model::Id>) -> Option<()> {
        Some(())
    }
}
