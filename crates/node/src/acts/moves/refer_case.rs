//! `refer-case`: another post or organisation is asked to do something for a child; custody stays.

use model::{Id, Kind, kinds};

use super::offering::{self, Sender, Sharing};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::edit::of_kind;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{custody, fields, outside};

const META: &model::KindMeta = kinds::Referral::META;

/// Refers a case to one post.
pub struct ReferCase {
    /// The case.
    pub case: Id,
    /// The post that is asked; nobody else at its organisation sees anything.
    pub to: Id,
    /// The service that is asked for, if it stands in the plan.
    pub service: Option<Id>,
    /// What is shared, and on what basis.
    pub sharing: Sharing,
}

#[async_trait::async_trait]
impl Act for ReferCase {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "refer-case"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.case, true).await?, kinds::Case::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        offering::may_share(actor, "refer", facts, self.sharing.past_consent.is_some())
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        let sender = Sender::of(permit.actor(), permit.rule())?;
        let id = refer(tx, &sender, facts, (act.to, act.service), &act.sharing).await?;
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

/// Makes one referral within the network.
pub(super) async fn refer(
    tx: &mut Tx,
    sender: &Sender,
    case: &MatterFacts,
    (to, service): (Id, Option<Id>),
    sharing: &Sharing,
) -> Result<Id> {
    let (organisation, _) = custody::post(tx, to).await?;
    if outside::is_outside(tx, organisation).await? {
        // Without a link nobody there would ever hear of it.
        return Err(Error::Refused("outside-by-link"));
    }
    refer_to(tx, sender, case, (to, service), sharing).await
}

/// Makes one referral; a service that it asks for is offered from then on.
pub(super) async fn refer_to(
    tx: &mut Tx,
    sender: &Sender,
    case: &MatterFacts,
    (to, service): (Id, Option<Id>),
    sharing: &Sharing,
) -> Result<Id> {
    if let Some(service) = service {
        let facts = access::load::matter(tx, service, true).await?;
        if facts.kind.slug != kinds::Service::META.slug || facts.root != case.id || !facts.is_open() {
            return Err(Error::Refused("no-such-service"));
        }
        super::serving::not_referred(tx, service).await?;
    }
    if let Some(listing) = sharing.listing {
        super::suggest_services::assured(tx, sender.side.organisation, listing).await?;
    }
    let mut sharing = sharing.clone();
    if let Some(service) = service
        && sharing.draft.text("service_types").is_empty()
    {
        let held = fields::load(tx, kinds::Service::META, service, case.key).await?;
        let shown = super::serving::whole(held)?;
        sharing.draft.set("service_types", shown.text("service_type"));
    }
    let id = offering::share(tx, sender, case, (META, to, service), &sharing).await?;
    if let Some(listing) = sharing.listing {
        super::suggest_services::remember(tx, id, listing).await?;
    }
    super::elsewhere::send_offer(tx, id).await?;
    if let Some(service) = service {
        super::serving::offered(tx, service).await?;
    }
    Ok(id)
}
