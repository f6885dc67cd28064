//! `open-receipt`: a reporter comes back with the receipt and sees how far things are and what was answered.

use model::Timestamp;
use model::field::{DataGroup, Groups};
use model::time::DAY;
use serde::Serialize;

use super::receipt::{self, Source};
use super::thread::{self, Thread};
use crate::access::{Actor, Decision, MatterFacts, Rule};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::Seen;

/// Opens a receipt. A wrong one is answered like an unknown one, and counted.
pub struct OpenReceipt {
    /// As typed, with or without spaces.
    pub receipt: String,
    /// Where the request came from.
    pub source: Option<Source>,
}

/// How far a report is, in words coarse enough to tell an onlooker nothing about a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReporterState {
    /// It has arrived.
    Received,
    /// Somebody has taken it on.
    BeingRead,
    /// There is an answer.
    Answered,
    /// It is closed; messages are still received.
    Closed,
}

/// What a reporter sees.
#[derive(Debug)]
pub struct Returned {
    /// How far it is.
    pub state: ReporterState,
    /// The messages of both sides.
    pub thread: Seen<Thread>,
}

/// Whoever has the receipt has the thread; nothing else of the report is shown to anybody who is not signed in.
pub(super) fn by_receipt(actor: &Actor) -> Decision {
    if !actor.is_public() {
        return Decision::Deny("public-only");
    }
    let groups = Groups::NONE.with(DataGroup::Record).with(DataGroup::Incident);
    Decision::Allow(Rule { name: "receipt", post: None, groups })
}

#[async_trait::async_trait]
impl Act for OpenReceipt {
    type Facts = MatterFacts;
    type Output = Returned;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-receipt"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        receipt::present(tx, &self.receipt, self.source.as_ref()).await
    }

    fn policy(&self, actor: &Actor, _: &MatterFacts) -> Decision {
        by_receipt(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Returned> {
        let facts = permit.facts();
        // To the day: when exactly somebody looked is nobody's business.
        let day = Timestamp::from_millis(tx.now.millis() - tx.now.millis().rem_euclid(DAY));
        thread::mark_read(tx, facts.id, true, day).await?;
        let thread = permit.reveal(thread::load(tx, facts).await?)?;
        let answered = thread.messages.iter().any(|message| !message.from_reporter);
        let state = match facts.state.as_str() {
            "closed" => ReporterState::Closed,
            _ if answered => ReporterState::Answered,
            "received" => ReporterState::Received,
            _ => ReporterState::BeingRead,
        };
        thread::trace(tx, facts);
        Ok(Returned { state, thread })
    }

    async fn on_denial(&self, tx: &mut Tx) -> Result<()> {
        receipt::was_wrong(tx, self.source.as_ref()).await
    }
}
