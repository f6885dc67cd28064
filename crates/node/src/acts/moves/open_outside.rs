//! `open-outside`: somebody outside the network opens a referral with the number of a link and the code told by telephone.

use model::{Id, Kind, kinds};

use super::outside::{self, OutsideView, Presented};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::intake::Source;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::Seen;
use crate::store::outside as links;

const META: &model::KindMeta = kinds::Referral::META;

/// Opens a referral. The number in the link opens once; the number that it gives opens until the referral ends.
pub struct OpenOutside {
    /// Sixteen digits, as typed or from the link.
    pub number: String,
    /// Six digits, as heard.
    pub code: String,
    /// Where the request came from.
    pub source: Option<Source>,
}

/// What was opened.
#[derive(Debug)]
pub struct OutsideOpened {
    /// The number to come back with.
    pub number: String,
    /// Whether that number is new and has to be written down.
    pub new: bool,
    /// The referral.
    pub view: Seen<OutsideView>,
}

#[async_trait::async_trait]
impl Act for OpenOutside {
    type Facts = Presented;
    type Output = OutsideOpened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-outside"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Presented> {
        outside::present_as(tx, (&self.number, &self.code), self.source.as_ref(), META).await
    }

    fn policy(&self, actor: &Actor, _: &Presented) -> Decision {
        outside::by_link(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<OutsideOpened> {
        let (act, presented) = (permit.act(), permit.facts());
        let new = !presented.link.returning;
        let number = if new { outside::spend(tx, permit.id(), presented).await? } else { act.number.clone() };
        links::seen(tx, presented.matter.id).await?;
        let view = outside::view(tx, presented.matter.id).await?;
        tx.trace.kind = Some(presented.matter.kind.slug);
        tx.trace.subject = Some(presented.matter.id);
        tx.trace.key = Some(presented.matter.key);
        Ok(OutsideOpened { number, new, view: Seen::new(view) })
    }

    async fn repeat(&self, id: Id, subject: Option<Id>, tx: &mut Tx) -> Result<Option<OutsideOpened>> {
        let presented =
            outside::present_as(tx, (&self.number, &self.code), self.source.as_ref(), META).await?;
        let referral = presented.matter.id;
        if subject != Some(referral) {
            return Ok(None);
        }
        let view = outside::view(tx, referral).await?;
        let given = outside::spent_by(tx, id, referral).await?;
        Ok(given.map(|number| OutsideOpened { number, new: true, view: Seen::new(view) }))
    }

    async fn on_denial(&self, tx: &mut Tx) -> Result<()> {
        outside::was_wrong(tx, &self.number, self.source.as_ref()).await
    }
}
