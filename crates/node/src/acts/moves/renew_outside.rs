//! `renew-outside`: a link was lost, locked or opened by nobody; another one takes its place, and the former is void.

use model::{Id, Kind, kinds};

use super::outside::{self, OutsideLink};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::offer;
use crate::store::outside as receivers;

/// Days in which a link for a referral that was accepted opens.
const AGAIN_DAYS: i64 = 7;

/// Issues another link.
pub struct RenewOutside {
    /// The referral.
    pub referral: Id,
}

#[async_trait::async_trait]
impl Act for RenewOutside {
    type Facts = MatterFacts;
    type Output = OutsideLink;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "renew-outside"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = of_kind(access::load::matter(tx, self.referral, true).await?, kinds::Referral::META)?;
        receivers::must_be(tx, facts.id).await?;
        Ok(facts)
    }

    /// Whoever may take the referral back may send it anew.
    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "revoke", kinds::Referral::META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<OutsideLink> {
        let facts = permit.facts();
        if !facts.is_open() {
            return Err(Error::Refused("matter-closed"));
        }
        let until = match facts.state.as_str() {
            // Until it is answered the referral's own clock holds: a new link gives nobody more time.
            "in_progress" => offer::load(tx, facts.id).await?.respond_by,
            _ => tx.now.plus(AGAIN_DAYS * model::time::DAY),
        };
        let link = outside::issue(tx, permit.id(), facts.id, until).await?;
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        Ok(link)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.referral)
    }

    async fn repeat(&self, id: Id, subject: Option<Id>, tx: &mut Tx) -> Result<Option<OutsideLink>> {
        outside::issued(tx, id, subject).await
    }
}
