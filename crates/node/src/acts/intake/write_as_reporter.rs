//! `write-as-reporter`: a reporter adds something, also to a report that is closed.

use model::Id;
use model::time::HOUR;

use super::open_receipt::by_receipt;
use super::receipt::{self, Source};
use super::thread;
use crate::access::{Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::attempts::{self, Limit};

/// Messages to one report in an hour.
const MESSAGES: Limit = Limit { purpose: "reporter-message", most: 20, window: HOUR };

/// Writes to whoever has the report.
pub struct WriteAsReporter {
    /// The receipt as typed.
    pub receipt: String,
    /// The message, at most [`LONGEST_MESSAGE`](super::LONGEST_MESSAGE) characters.
    pub text: String,
    /// Where the request came from.
    pub source: Option<Source>,
}

#[async_trait::async_trait]
impl Act for WriteAsReporter {
    type Facts = MatterFacts;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "write-as-reporter"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        receipt::present(tx, &self.receipt, self.source.as_ref()).await
    }

    fn policy(&self, actor: &Actor, _: &MatterFacts) -> Decision {
        by_receipt(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let facts = permit.facts();
        let text = thread::checked(&permit.act().text)?;
        let report = facts.id.to_u128().to_be_bytes();
        if attempts::count(tx, &MESSAGES, &report).await? >= MESSAGES.most {
            return Err(Error::TooMany(MESSAGES.wait(tx.now)));
        }
        attempts::add(tx, &MESSAGES, &report).await?;
        // No finer time than the minute is kept of a reporter, in the thread or in the journal.
        tx.now = tx.now.whole_minute();
        thread::add(tx, facts, None, text).await
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }

    async fn on_denial(&self, tx: &mut Tx) -> Result<()> {
        receipt::was_wrong(tx, self.source.as_ref()).await
    }
}
