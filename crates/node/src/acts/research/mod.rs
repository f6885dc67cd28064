//! The research desk: a researcher asks, officers assess and somebody else decides, a budget is spent, protected answers are shown.
//!
//! Counting and making records take longer than a transaction may: an act gathers (and is journalled as a look), the work is done
//! beside the database, an act pays and keeps. [`Node::build_table`](crate::Node::build_table) and
//! [`Node::make_records`](crate::Node::make_records) do all of it. Nobody is shown a number that was not paid for.

mod apart;
mod build_table;
mod gather_firsts;
mod grant_budget;
mod make_records;
mod request_data;
mod rules;
mod take_records;
mod view_research_desk;
mod view_research_ledger;
mod view_research_table;

pub use build_table::{BuildTable, TableBuilt};
pub use gather_firsts::{Firsts, GatherFirsts};
pub use grant_budget::GrantBudget;
pub use make_records::MakeRecords;
pub use request_data::RequestData;
pub(crate) use rules::{after, before};
pub use take_records::{RecordsTaken, TakeRecords};
pub use view_research_desk::{DeskShown, SeatShown, ViewResearchDesk};
pub use view_research_ledger::{LedgerShown, SeatLedger, ViewResearchLedger};
pub use view_research_table::{TableShown, ViewResearchTable};

pub use crate::store::research::{Budget, Seat, Told};

use model::field::{DataGroup, Groups};
use model::{Id, Timestamp};

use crate::access::{Actor, Decision, MatterFacts, Rule};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::research;

/// What the policies of the desk need to know: the seat, and whose it is.
pub struct SeatFacts {
    seat: Seat,
    now: Timestamp,
}

impl SeatFacts {
    async fn load(tx: &mut Tx, request: Id) -> Result<Self> {
        let seat = research::seat(tx, request).await?.ok_or(Error::NotFound)?;
        Ok(Self { seat, now: tx.now })
    }

    /// For the policy matrix: a seat of the custodian's post.
    pub(crate) fn through(facts: &MatterFacts) -> Self {
        let seat = Seat {
            request: facts.id,
            code: String::new(),
            state: facts.state.clone(),
            post: facts.custodian,
            organisation: facts.organisation,
            access: String::new(),
            variables: Vec::new(),
            from: String::new(),
            to: String::new(),
            ends_on: String::new(),
            run: None,
            allotted: 0,
            spent: 0,
        };
        Self { seat, now: facts.now }
    }

    /// Whether the seat may look at anything today.
    fn open(&self) -> Result<Id> {
        let today = self.now.date(model::time::Zone::Wib).to_string();
        match self.seat.run {
            Some(run) if self.seat.open(&today) => Ok(run),
            _ => Err(Error::Refused("desk-closed")),
        }
    }
}

/// Whoever holds the post of the seat, and nobody else.
fn at_seat(actor: &Actor, verb: &str, facts: &SeatFacts) -> Decision {
    let mut held = actor.holdings_at(facts.now).filter(|one| one.role.reach(verb, "research-desk").is_some());
    match held.find(|holding| holding.post == facts.seat.post) {
        Some(holding) => Decision::Allow(Rule {
            name: "own",
            post: Some(holding.post),
            groups: Groups::NONE.with(DataGroup::Record),
        }),
        None => Decision::Hide("out-of-scope"),
    }
}

/// Officers of the organisation whose data it is.
fn answers_for(actor: &Actor, facts: &SeatFacts) -> Decision {
    let mut held =
        actor.holdings_at(facts.now).filter(|one| one.role.reach("count", "data-centre").is_some());
    match held.find(|holding| holding.organisation == facts.seat.organisation) {
        Some(holding) => Decision::Allow(Rule {
            name: "organisation",
            post: Some(holding.post),
            groups: Groups::NONE.with(DataGroup::Record),
        }),
        None => Decision::Hide("out-of-scope"),
    }
}
