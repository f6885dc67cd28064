//! `view-roster`: who is on duty in the coming fortnight, what nobody covers, and the numbers that the public page shows.

use std::collections::HashMap;

use model::roster::{Hours, Span};
use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::desk::fortnight;
use crate::error::Result;
use crate::store::roster::{self, DUTIES};
use crate::store::{ClockRule, EmergencyLine, Shift, clocks, who};

/// Looks at the roster of the actor's organisation.
pub struct ViewRoster;

/// One duty.
#[derive(Debug, Clone)]
pub struct DutyView {
    /// The duty (list `roster-duty`).
    pub duty: &'static str,
    /// Hours in which it must be covered, if the organisation said so.
    pub hours: Option<Hours>,
    /// The post on duty now.
    pub now: Option<Id>,
    /// Shifts of the fortnight, by time.
    pub shifts: Vec<Shift>,
    /// What nobody covers from now on.
    pub gaps: Vec<Span>,
}

/// The roster.
#[derive(Debug, Clone)]
pub struct RosterView {
    /// Every duty.
    pub duties: Vec<DutyView>,
    /// Numbers to call.
    pub lines: Vec<EmergencyLine>,
    /// Titles of the posts named.
    pub titles: HashMap<Id, String>,
    /// How long the clocks are.
    pub clocks: Vec<ClockRule>,
}

#[async_trait::async_trait]
impl Act for ViewRoster {
    type Facts = Timestamp;
    type Output = RosterView;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-roster"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "view", "roster", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<RosterView> {
        let organisation = permit.organisation()?;
        let window = fortnight(tx.now);
        let shifts = roster::shifts(tx, organisation, window).await?;
        let hours = roster::hours(tx, organisation).await?;
        let gaps = roster::gaps(tx, organisation, Span { from: tx.now, to: window.to }).await?;
        let mut duties = Vec::new();
        for duty in DUTIES {
            duties.push(DutyView {
                duty,
                hours: hours.iter().find(|(known, _)| known == duty).map(|(_, hours)| hours.clone()),
                now: roster::now_on(tx, organisation, duty).await?,
                shifts: shifts.iter().filter(|shift| shift.duty == duty).cloned().collect(),
                gaps: gaps.iter().filter(|(known, _)| known == duty).map(|(_, gap)| *gap).collect(),
            });
        }
        let named = shifts.iter().flat_map(|shift| [Some(shift.post), shift.stand_in]).flatten();
        let posts: Vec<Id> = named.chain(duties.iter().filter_map(|duty| duty.now)).collect();
        let titles = who::titles(tx, &posts, permit.actor().lang()).await?;
        tx.trace.kind = Some("roster");
        tx.trace.subject = Some(organisation);
        let lines = roster::lines(tx, organisation).await?;
        Ok(RosterView { duties, lines, titles, clocks: clocks::rules(tx).await? })
    }
}
