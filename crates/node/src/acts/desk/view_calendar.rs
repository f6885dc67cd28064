//! `view-calendar`: what falls due in the custody of one's posts between two days.

use model::Date;
use model::field::DataGroup;
use serde::Serialize;

use crate::access::{Actor, Decision, Rule};
use crate::act::{Act, Permit};
use crate::acts::day::{Bucket, posts};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::calendar;

/// Looks at a calendar.
pub struct ViewCalendar {
    /// First day.
    pub from: Date,
    /// Last day; at most 62 days later.
    pub to: Date,
}

/// What falls due, first due first.
#[derive(Debug, Serialize)]
pub struct Calendar {
    /// The rows.
    pub due: Bucket,
}

#[async_trait::async_trait]
impl Act for ViewCalendar {
    type Facts = model::Timestamp;
    type Output = Calendar;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-calendar"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<model::Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &model::Timestamp) -> Decision {
        let mut held = actor.holdings_at(*now);
        let Some(first) = held.next() else { return Decision::Deny("no-post") };
        let groups = held.fold(first.groups(), |groups, holding| groups.or(holding.groups()));
        Decision::Allow(Rule { name: "self", post: Some(first.post), groups: groups.with(DataGroup::Record) })
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Calendar> {
        let act = permit.act();
        if (act.to - act.from).get_days() > 62 || act.to < act.from {
            return Err(Error::field("to", model::ProblemCode::OutOfRange));
        }
        let held = calendar::between(tx, &posts(permit.actor(), tx.now), act.from, act.to).await?;
        let due = Bucket::reveal(permit, held)?;
        tx.trace.listed = due.ids().collect();
        Ok(Calendar { due })
    }
}
