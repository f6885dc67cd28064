//! `set-next-step`: the line that says what is promised to be done next in a matter. Whoever takes it over reads it in the brief,
//! before any name: it holds none.

use model::{Id, Phase, ProblemCode};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::journal::Change;
use crate::store::next_step;

/// Writes it.
pub struct SetNextStep {
    /// The matter: a root, or a part of one.
    pub matter: Id,
    /// One line of at most 160 characters; nothing takes the present one away.
    pub text: String,
}

/// Characters of the line.
const LONGEST: usize = 160;

#[async_trait::async_trait]
impl Act for SetNextStep {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "set-next-step"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        access::load::matter(tx, self.matter, true).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "edit", facts.kind.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        let state = facts.kind.lifecycle.state(&facts.state);
        if state.is_some_and(|state| state.phase == Phase::Closed) {
            return Err(Error::Refused("matter-closed"));
        }
        let text = act.text.trim();
        if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
            return Err(Error::field("text", ProblemCode::TooLong));
        }
        if crate::carried::carries(text) {
            return Err(Error::field("text", ProblemCode::Picture));
        }
        let before = permit.reveal(next_step::of(tx, facts.id, facts.key).await?)?.into_inner();
        let now = tx.now;
        next_step::set(tx, facts, text, now).await?;
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.detail.changes = vec![Change { field: "next_step".into(), old: before.unwrap_or_default() }];
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.matter)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
