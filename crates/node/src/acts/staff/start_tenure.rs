//! `start-tenure`: somebody takes a post.

use model::time::{DAY, Zone};
use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::handover::settle;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{custody, staff, vetting};

/// Days for which somebody without a vetting may stand in at a post that asks for one.
const STAND_IN: i64 = 14;

/// Starts a tenure.
pub struct StartTenure {
    /// The post.
    pub post: Id,
    /// Who takes it.
    pub account: Id,
    /// Only for the time being, beside or instead of a full holder.
    pub acting: bool,
    /// When it ends, if that is known.
    pub until: Option<Timestamp>,
}

#[async_trait::async_trait]
impl Act for StartTenure {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "start-tenure"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "tenure", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        let organisation = permit.organisation()?;
        let (owner, _) = custody::post(tx, act.post).await?;
        let account =
            tx.row("select organisation_id from account where id = $1", &[act.account.into()]).await?;
        if owner != organisation || account.ok_or(Error::NotFound)?.id(0)? != organisation {
            return Err(Error::NotFound);
        }
        if vetting::asked_for(tx, act.post).await? && !vetting::holds(tx, act.account).await? {
            // Whole days: the last one is a day in the post.
            let last = Timestamp::start_of(tx.now.date(Zone::Wib), Zone::Wib).plus((STAND_IN + 1) * DAY);
            let brief = act.until.is_some_and(|until| until <= last);
            // Children are not left without anybody while papers are on their way; the clock asks for the vetting.
            if !(act.acting && brief) {
                return Err(Error::Refused("vetting-missing"));
            }
        }
        let id = staff::tenure(tx, act.post, act.account, act.acting, act.until).await?;
        settle::settle(tx, act.post, "rotation").await?;
        tx.trace.kind = Some("tenure");
        tx.trace.subject = Some(id);
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
