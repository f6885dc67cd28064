//! `my-day`: everything that the actor's posts must answer for, by when.

use model::Timestamp;
use model::field::DataGroup;
use serde::Serialize;

use super::Bucket;
use super::bucket::listed;
use crate::access::{Actor, Decision, Holding, Rule};
use crate::act::{Act, Permit};
use crate::acts::learning::{self, Need};
use crate::acts::promises::{Glance, glance};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::day;

/// Looks at one's own day: the posts held now, own and inherited custody, every kind.
pub struct MyDay;

/// A day. Within each bucket the most urgent comes first, then what is due first.
#[derive(Debug, Serialize)]
pub struct Day {
    /// Due before now.
    pub overdue: Bucket,
    /// Due before midnight in western Indonesia.
    pub today: Bucket,
    /// Due on the seven days after today, and not new.
    pub week: Bucket,
    /// Open without a due date, and not new.
    pub undated: Bucket,
    /// In my custody for at most seven days, newest first, as far as it is neither late nor due today.
    pub new: Bucket,
    /// Reports whose reporter wrote and has had no answer, longest waiting first, closed ones too.
    pub unanswered: Bucket,
    /// How many are due later than that.
    pub later: i64,
    /// Courses that these posts, or posts right under them, need and whose holders have no badge that holds.
    pub gaps: Vec<Need>,
    /// Commitments at a glance, for whoever may list them.
    pub promises: Option<Glance>,
}

/// The posts held at an instant, each once although two tenures may lead to it.
pub(crate) fn posts(actor: &Actor, now: Timestamp) -> Vec<Holding> {
    let mut held: Vec<Holding> = actor.holdings_at(now).cloned().collect();
    held.sort_by_key(|holding| holding.post);
    held.dedup_by_key(|holding| holding.post);
    held
}

#[async_trait::async_trait]
impl Act for MyDay {
    type Facts = Timestamp;
    type Output = Day;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "my-day"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        let mut held = actor.holdings_at(*now);
        let Some(first) = held.next() else { return Decision::Deny("no-post") };
        // Each row is narrowed again to what the post that has it may see.
        let groups = held.fold(first.groups(), |groups, holding| groups.or(holding.groups()));
        Decision::Allow(Rule { name: "self", post: Some(first.post), groups: groups.with(DataGroup::Record) })
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Day> {
        let posts = posts(permit.actor(), tx.now);
        let held = day::load(tx, &posts).await?;
        let day = Day {
            overdue: Bucket::reveal(permit, held.overdue)?,
            today: Bucket::reveal(permit, held.today)?,
            week: Bucket::reveal(permit, held.week)?,
            undated: Bucket::reveal(permit, held.undated)?,
            new: Bucket::reveal(permit, held.new)?,
            unanswered: Bucket::reveal(permit, held.unanswered)?,
            later: held.later,
            gaps: learning::for_day(tx, &posts).await?,
            promises: glance::of(tx, permit.actor()).await?,
        };
        tx.trace.listed =
            listed([&day.overdue, &day.today, &day.week, &day.undated, &day.new, &day.unanswered]);
        Ok(day)
    }
}
