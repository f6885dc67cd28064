//! `view-research-ledger`: what may be told of these children, what was told, to which seats, and what was found of synthetic records.

use model::{Id, Timestamp};
use serde::Serialize;

use super::{Budget, Seat, Told};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::research::InventedReport;
use crate::store::research;

/// Looks at the ledger.
#[derive(Debug, Clone, Copy, Default)]
pub struct ViewResearchLedger;

/// The ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LedgerShown {
    /// The budget, once it was granted.
    pub budget: Option<Budget>,
    /// Seats, newest first.
    pub seats: Vec<SeatLedger>,
    /// Whether this reader may grant the budget.
    pub may_grant: bool,
    /// Whether this reader may make records.
    pub may_make: bool,
}

/// A seat with what it paid for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeatLedger {
    /// The seat.
    pub seat: Seat,
    /// Whether it is open today.
    pub open: bool,
    /// What it was told.
    pub told: Vec<Told>,
    /// What was found of its records.
    pub reports: Vec<(Id, InventedReport)>,
}

#[async_trait::async_trait]
impl Act for ViewResearchLedger {
    type Facts = Timestamp;
    type Output = LedgerShown;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-research-ledger"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "data-request", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<LedgerShown> {
        let (organisation, now) = (permit.organisation()?, tx.now);
        tx.trace.kind = Some("research-desk");
        let today = now.date(model::time::Zone::Wib).to_string();
        let may_make = access::holds_right(permit.actor(), "count", "data-centre", now).allows();
        let mut seats = Vec::new();
        for seat in research::seats(tx, organisation).await? {
            let told = research::told(tx, seat.request).await?;
            // What looks at true children is for whoever works with the lists.
            let reported = told.iter().filter(|one| may_make && one.kind == "records");
            let reports = reported.filter_map(|one| Some((one.id, serde_json::from_str(&one.report).ok()?)));
            seats.push(SeatLedger { open: seat.open(&today), reports: reports.collect(), told, seat });
        }
        Ok(LedgerShown {
            budget: research::budget(tx, organisation).await?,
            seats,
            may_grant: access::holds_right(permit.actor(), "grant", "research-desk", now).allows(),
            may_make,
        })
    }
}
