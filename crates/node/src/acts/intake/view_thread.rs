//! `view-thread`: staff read what a reporter wrote and what was answered.

use model::Id;

use super::thread::{self, Thread};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::held::Seen;

/// Looks at the thread of a report; whoever may view the report may.
pub struct ViewThread {
    /// The report.
    pub report: Id,
}

#[async_trait::async_trait]
impl Act for ViewThread {
    type Facts = MatterFacts;
    type Output = Seen<Thread>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-thread"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.report, false).await?;
        if facts.kind.slug == "report" { Ok(facts) } else { Err(Error::NotFound) }
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "view", "report", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Seen<Thread>> {
        let held = thread::load(tx, permit.facts()).await?;
        thread::trace(tx, permit.facts());
        permit.reveal(held)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.report)
    }
}
