//! `view-research-desk`: what a researcher asked for, what became of it, what is left of the share, what was told.

use model::kinds::DataRequest;
use model::{Id, Kind, Timestamp};
use serde::Serialize;

use super::{Seat, Told};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::{fields, research};

/// Looks at one's own desk.
#[derive(Debug, Clone, Copy, Default)]
pub struct ViewResearchDesk;

/// A desk.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeskShown {
    /// Newest first.
    pub seats: Vec<SeatShown>,
}

/// A seat with what was told there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeatShown {
    /// The seat.
    pub seat: Seat,
    /// Whether it may look at anything today.
    pub open: bool,
    /// Purpose, as it was said.
    pub purpose: String,
    /// Conditions under which it was approved.
    pub conditions: String,
    /// Why it was refused.
    pub refusal: String,
    /// What was told, newest first.
    pub told: Vec<Told>,
}

#[async_trait::async_trait]
impl Act for ViewResearchDesk {
    type Facts = Timestamp;
    type Output = DeskShown;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-research-desk"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "use", "research-desk", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<DeskShown> {
        tx.trace.kind = Some("research-desk");
        let now = tx.now;
        let own = permit.actor().holdings_at(now);
        let posts: Vec<Id> = own
            .filter(|holding| holding.role.reach("use", "research-desk").is_some())
            .map(|holding| holding.post)
            .collect();
        let today = now.date(model::time::Zone::Wib).to_string();
        let mut seats = Vec::new();
        for post in posts {
            for seat in research::seats_of(tx, post).await? {
                let facts = access::load::matter(tx, seat.request, false).await?;
                let held = fields::load(tx, DataRequest::META, seat.request, facts.key).await?;
                let record = permit.reveal(held)?;
                let said = |name: &str| record.text(name);
                let open = seat.open(&today);
                // What was told is shown as long as the seat lasts.
                let told = if open { research::told(tx, seat.request).await? } else { Vec::new() };
                seats.push(SeatShown {
                    purpose: said("purpose"),
                    conditions: said("conditions"),
                    refusal: said("refusal"),
                    open,
                    told,
                    seat,
                });
            }
        }
        Ok(DeskShown { seats })
    }
}
