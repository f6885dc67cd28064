//! `refer-outside`: a hospital or a consulate without a node is asked by a sealed link that opens once.

use model::{Id, Kind, kinds};

use super::offering::{self, Sender, Sharing};
use super::outside::{self, OutsideLink};
use super::refer_case;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::offer;
use crate::store::outside as receivers;

/// Longest name of a receiver.
const LONGEST: usize = 160;

/// Refers a case to an institution outside the network.
pub struct ReferOutside {
    /// The case.
    pub case: Id,
    /// Name of the institution and its desk; no name of a child.
    pub receiver: String,
    /// Whether it is an authority of a state; consents tell them apart.
    pub authority: bool,
    /// The service that is asked for, if it stands in the plan.
    pub service: Option<Id>,
    /// What is shared, and on what basis.
    pub sharing: Sharing,
}

/// The name of a receiver as it is written down.
pub(crate) fn named(typed: &str) -> Result<String> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let problem = match name.chars().count() {
        0 => Some(model::ProblemCode::Missing),
        count if count > LONGEST => Some(model::ProblemCode::TooLong),
        _ => None,
    };
    problem.map_or(Ok(name), |problem| Err(Error::field("receiver", problem)))
}

/// Refers one case and issues its link: from the act, so that the act sent twice shows the same one, or from the referral itself
/// where an act makes many.
pub(super) async fn refer(
    tx: &mut Tx,
    sender: &Sender,
    facts: &MatterFacts,
    (name, authority, service): (&str, bool, Option<Id>),
    (sharing, act): (&Sharing, Option<Id>),
) -> Result<OutsideLink> {
    let to = receivers::receiver(tx, sender.side.organisation, name, authority).await?;
    let id = refer_case::refer_to(tx, sender, facts, (to.post, service), sharing).await?;
    let respond_by = offer::load(tx, id).await?.respond_by;
    outside::issue(tx, act.unwrap_or(id), id, respond_by).await
}

#[async_trait::async_trait]
impl Act for ReferOutside {
    type Facts = MatterFacts;
    type Output = OutsideLink;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "refer-outside"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.case, true).await?, kinds::Case::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        offering::may_share(actor, "refer", facts, self.sharing.past_consent.is_some())
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<OutsideLink> {
        let (act, facts) = (permit.act(), permit.facts());
        let name = named(&act.receiver)?;
        let sender = Sender::of(permit.actor(), permit.rule())?;
        let to = (name.as_str(), act.authority, act.service);
        let link = refer(tx, &sender, facts, to, (&act.sharing, Some(permit.id()))).await?;
        tx.trace.kind = Some(kinds::Referral::META.slug);
        tx.trace.subject = Some(link.id);
        tx.trace.key = Some(facts.key);
        Ok(link)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }

    async fn repeat(&self, id: Id, subject: Option<Id>, tx: &mut Tx) -> Result<Option<OutsideLink>> {
        outside::issued(tx, id, subject).await
    }
}
