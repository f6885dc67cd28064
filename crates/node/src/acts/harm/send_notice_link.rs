//! `send-notice-link`: the one addressed has no node; a sealed link opens the notice once, with a code that is told by telephone.

use model::{Id, Kind, KindMeta, kinds};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::moves::{OutsideLink, outside};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::harm::outside as by_link;

const META: &KindMeta = kinds::ContentNotice::META;

/// Issues the link of a notice; a former one is void from then on.
pub struct SendNoticeLink {
    /// The notice.
    pub notice: Id,
}

#[async_trait::async_trait]
impl Act for SendNoticeLink {
    type Facts = MatterFacts;
    type Output = OutsideLink;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "send-notice-link"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.notice, true).await?, META)
    }

    /// The link shows an address, so whoever issues it has the mandate to see one.
    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        let decision = access::by_scope(actor, "send", META.slug, facts);
        let Decision::Allow(rule) = &decision else { return decision };
        let mandated =
            rule.post.and_then(|post| actor.holding(post)).is_some_and(access::Holding::checks_content);
        if mandated { decision } else { Decision::Deny("class-may-not") }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<OutsideLink> {
        let facts = permit.facts();
        let until = by_link::may_issue(tx, facts.id, &facts.state).await?;
        let link = outside::issue(tx, permit.id(), facts.id, until).await?;
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(facts.id);
        Ok(link)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.notice)
    }

    async fn repeat(&self, id: Id, subject: Option<Id>, tx: &mut Tx) -> Result<Option<OutsideLink>> {
        outside::issued(tx, id, subject).await
    }
}
