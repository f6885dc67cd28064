//! `transfer-case`: a case is offered to another organisation for good. Owner and custodian change when it accepts.

use model::{Id, Kind, kinds};

use super::handing;
use super::offering::{self, Sender, Sharing};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::approval;

const META: &model::KindMeta = kinds::Transfer::META;

/// Offers a case to a post of another organisation.
pub struct TransferCase {
    /// The case.
    pub case: Id,
    /// The post that would answer for it.
    pub to: Id,
    /// Reason and basis; everything goes along, so data groups are not chosen.
    pub sharing: Sharing,
}

#[async_trait::async_trait]
impl Act for TransferCase {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "transfer-case"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.case, true).await?, kinds::Case::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        offering::may_share(actor, "transfer", facts, self.sharing.past_consent.is_some())
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        // A transfer is signed by a full holder; an acting one needs the post above.
        approval::countersigned(tx, permit.actor(), permit.rule().post, facts, "transfer").await?;
        let sender = Sender::of(permit.actor(), permit.rule())?;
        let id = offering::share(tx, &sender, facts, (META, act.to, None), &act.sharing).await?;
        handing::send_offer(tx, id).await?;
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(id);
        tx.trace.key = Some(facts.key);
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
