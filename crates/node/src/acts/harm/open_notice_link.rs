//! `open-notice-link`: the one addressed opens a notice with the number of a link and the code told by telephone.

use model::{Id, Kind, KindMeta, kinds};

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::intake::Source;
use crate::acts::moves::{Presented, outside};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::harm::outside::{self as by_link, NoticeByLink};
use crate::held::Seen;
use crate::store::outside as links;

const META: &KindMeta = kinds::ContentNotice::META;

/// Opens a notice. The number in the link opens once; the number that it gives opens until nobody waits for an answer.
pub struct OpenNoticeLink {
    /// Sixteen digits, as typed or from the link.
    pub number: String,
    /// Six digits, as heard.
    pub code: String,
    /// Where the request came from.
    pub source: Option<Source>,
}

/// What was opened.
#[derive(Debug)]
pub struct NoticeOpened {
    /// The number to come back with.
    pub number: String,
    /// Whether that number is new and has to be written down.
    pub new: bool,
    /// The notice.
    pub view: Seen<NoticeByLink>,
}

#[async_trait::async_trait]
impl Act for OpenNoticeLink {
    type Facts = Presented;
    type Output = NoticeOpened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-notice-link"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Presented> {
        outside::present_as(tx, (&self.number, &self.code), self.source.as_ref(), META).await
    }

    fn policy(&self, actor: &Actor, _: &Presented) -> Decision {
        outside::by_link(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<NoticeOpened> {
        let (act, presented) = (permit.act(), permit.facts());
        let new = !presented.link.returning;
        let number = if new { outside::spend(tx, permit.id(), presented).await? } else { act.number.clone() };
        links::seen(tx, presented.matter.id).await?;
        let view = by_link::view(tx, presented.matter.id).await?;
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(presented.matter.id);
        Ok(NoticeOpened { number, new, view: Seen::new(view) })
    }

    async fn repeat(&self, id: Id, subject: Option<Id>, tx: &mut Tx) -> Result<Option<NoticeOpened>> {
        let typed = (self.number.as_str(), self.code.as_str());
        let presented = outside::present_as(tx, typed, self.source.as_ref(), META).await?;
        let notice = presented.matter.id;
        if subject != Some(notice) {
            return Ok(None);
        }
        let view = by_link::view(tx, notice).await?;
        let given = outside::spent_by(tx, id, notice).await?;
        Ok(given.map(|number| NoticeOpened { number, new: true, view: Seen::new(view) }))
    }

    async fn on_denial(&self, tx: &mut Tx) -> Result<()> {
        outside::was_wrong(tx, &self.number, self.source.as_ref()).await
    }
}
