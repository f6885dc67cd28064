//! `decide-handover`: where nobody took a caseload, or somebody contested it, the post above decides who has it from now on.

use model::Id;

use super::{META, items, record};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::edit::of_kind;
use crate::acts::staff::reason;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::notification;

/// Decides about everything that waits in a hand-over.
pub struct DecideHandover {
    /// Which.
    pub handover: Id,
    /// The post that has it from now on; somebody must hold it.
    pub post: Id,
    /// Why, in at least ten characters; everybody who may see the hand-over reads it.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for DecideHandover {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "decide-handover"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.handover, true).await?, META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "decide", META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        let why = reason(&act.reason)?;
        if !["vacant", "escalated", "contested"].contains(&facts.state.as_str()) {
            return Err(Error::Refused("wrong-state"));
        }
        items::successor(tx, act.post, facts.organisation).await?;
        let parties = record::parties(tx, facts.id).await?;
        let waiting = items::waiting(tx, facts.id).await?;
        let by = ("assigned", permit.actor().account());
        for one in &waiting {
            items::take(tx, (parties.id, parties.from), one, act.post, by).await?;
        }
        tx.run_one("update handover set to_post = $2 where id = $1", &[facts.id.into(), act.post.into()])
            .await?;
        record::finish(tx, &parties, act.post, permit.actor().account()).await?;
        notification::tell(tx, act.post, "handover-assigned", Some(facts.id)).await?;
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.listed = waiting.iter().map(|one| one.matter).collect();
        tx.trace.detail.reason = Some(why);
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.handover)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
