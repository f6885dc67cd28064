//! `answer-outside`: somebody outside the network says yes, no, or what became of it.

use model::{Draft, Id, Kind, ProblemCode, kinds};

use super::outside::{self, Presented};
use super::{answer, elsewhere};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::guards;
use crate::acts::intake::Source;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

const META: &model::KindMeta = kinds::Referral::META;
/// What a receiver outside may do. To pass a referral on it says no with a word to whom.
const ANSWERS: [&str; 3] = ["accept", "reject", "finish"];

/// Answers a referral with the number to come back with.
pub struct AnswerOutside {
    /// Sixteen digits.
    pub number: String,
    /// Six digits.
    pub code: String,
    /// `accept`, `reject` or `finish`.
    pub action: String,
    /// What that step of a referral asks for.
    pub draft: Draft,
    /// Where the request came from.
    pub source: Option<Source>,
}

#[async_trait::async_trait]
impl Act for AnswerOutside {
    type Facts = Presented;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "answer-outside"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Presented> {
        outside::present_as(tx, (&self.number, &self.code), self.source.as_ref(), META).await
    }

    fn policy(&self, actor: &Actor, _: &Presented) -> Decision {
        outside::by_link(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let (act, facts) = (permit.act(), &permit.facts().matter);
        if !permit.facts().link.returning {
            return Err(Error::Refused("outside-open-first"));
        }
        let step = META.lifecycle.step(&act.action).filter(|step| ANSWERS.contains(&step.action));
        let step = step.ok_or(Error::NotFound)?;
        if !step.from.contains(&facts.state.as_str()) {
            return Err(Error::Refused("wrong-state"));
        }
        let allowed = |name: &String| step.needs.iter().chain(step.offers).any(|field| field == name);
        if let Some(stranger) = act.draft.0.keys().find(|name| !allowed(name)) {
            return Err(Error::field(stranger, ProblemCode::UnknownField));
        }
        let (old, new) = elsewhere::with_answer(tx, facts, step, &act.draft).await?;
        guards::texts(META, &new)?;
        answer::before(tx, permit.actor(), facts, step, &new).await?;
        crate::acts::edit::write_change(tx, facts, &old, &new, Some(step)).await?;
        let trace = tx.trace.clone();
        answer::after(tx, facts, step).await?;
        tx.trace = trace;
        Ok(())
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }

    async fn on_denial(&self, tx: &mut Tx) -> Result<()> {
        outside::was_wrong(tx, &self.number, self.source.as_ref()).await
    }
}
