//! `answer-reporter`: staff answer in the thread; the reporter reads it when coming back with the receipt.

use model::Id;

use super::thread;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Answers a reporter. Nothing is sent anywhere: the answer waits for the receipt.
pub struct AnswerReporter {
    /// The report.
    pub report: Id,
    /// The message, at most [`LONGEST_MESSAGE`](super::LONGEST_MESSAGE) characters.
    pub text: String,
}

#[async_trait::async_trait]
impl Act for AnswerReporter {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "answer-reporter"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.report, true).await?;
        if facts.kind.slug == "report" { Ok(facts) } else { Err(Error::NotFound) }
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "answer", "report", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let facts = permit.facts();
        let text = thread::checked(&permit.act().text)?;
        if !thread::has_receipt(tx, facts.id).await? {
            return Err(Error::Refused("no-receipt"));
        }
        let post = permit.rule().post.ok_or(Error::NotFound)?;
        let now = tx.now;
        thread::mark_read(tx, facts.id, false, now).await?;
        thread::add(tx, facts, Some(post), text).await?;
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.report)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
