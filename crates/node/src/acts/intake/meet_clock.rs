//! `meet-clock`: somebody writes down that a report's duty was fulfilled: told to the authority, the child met.

use model::Id;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::edit::of_kind;
use crate::acts::staff::reason;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::clocks;

/// Clocks that no step settles by itself.
const BY_HAND: [&str; 2] = ["mandatory_report", "first_contact"];

/// Satisfies a clock of a report now. A clock that has run out is satisfied late, and both instants stay.
pub struct MeetClock {
    /// The report.
    pub report: Id,
    /// The clock.
    pub clock: String,
    /// How it was fulfilled: to whom it was reported, who met the child.
    pub note: String,
}

#[async_trait::async_trait]
impl Act for MeetClock {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "meet-clock"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        use model::Kind;
        of_kind(access::load::matter(tx, self.report, true).await?, model::kinds::Report::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "acknowledge", "report", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        let note = reason(&act.note)?;
        if !BY_HAND.contains(&act.clock.as_str()) {
            return Err(Error::Refused("clock-by-itself"));
        }
        if !clocks::meet(tx, facts.id, &act.clock).await? {
            return Err(Error::Refused("clock-settled"));
        }
        tx.trace.kind = Some("report");
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.detail.to = Some(act.clock.clone());
        tx.trace.detail.reason = Some(note);
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.report)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
