//! `request-transfer`: somebody to whom a case was referred asks its owner for it.

use model::field::Groups;
use model::{Draft, Id, Kind, kinds};

use super::offering::{self, Sender};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::{Opened, guards};
use crate::consent::Standing;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::notification;
use crate::store::offer::{self, NewOffer, Side};

const META: &model::KindMeta = kinds::TransferRequest::META;

/// Asks for a case that one may see by a referral.
pub struct RequestTransfer {
    /// The case.
    pub case: Id,
    /// Fields of a transfer request.
    pub draft: Draft,
}

#[async_trait::async_trait]
impl Act for RequestTransfer {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "request-transfer"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.case, true).await?, kinds::Case::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "request-transfer", "case", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        let sender = Sender::of(permit.actor(), permit.rule())?;
        if sender.side.organisation == facts.organisation {
            return Err(Error::Refused("assign-instead"));
        }
        if !facts.is_open() {
            return Err(Error::Refused("matter-closed"));
        }
        let open = offer::open_of(tx, facts.id).await?;
        if open.iter().any(|open| matches!(open.kind.as_str(), "transfer" | "transfer-request")) {
            return Err(Error::Refused("move-open"));
        }
        let record = act.draft.parse(META, tx.now.date(Default::default())).map_err(Error::Invalid)?;
        guards::texts(META, &record)?;
        let offered = NewOffer {
            meta: META,
            record: &record,
            root: facts,
            from: sender.side,
            from_account: sender.account,
            to: Side { post: facts.custodian, organisation: facts.organisation },
            groups: Groups::NONE,
            standing: &Standing::OWN_ORGANISATION,
            past_consent: None,
            service: None,
            respond_by: offering::respond_by(tx.now, None, false)?,
            urgent: false,
        };
        let id = offer::make(tx, offered).await?;
        notification::tell(tx, facts.custodian, "transfer-request", Some(id)).await?;
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
