//! `set-duty-post`: which post receives public reports, and what nobody else answers for.

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision, Scope};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::custody;

/// Sets the duty post of the actor's organisation.
pub struct SetDutyPost {
    /// A post whose role may read reports.
    pub post: Id,
}

#[async_trait::async_trait]
impl Act for SetDutyPost {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "set-duty-post"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "edit", "organisation", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let post = permit.act().post;
        let organisation = permit.organisation()?;
        let (owner, _) = custody::post(tx, post).await?;
        if owner != organisation {
            return Err(Error::Refused("no-such-post"));
        }
        let slug = tx.row("select role from post where id = $1", &[post.into()]).await?;
        let role = access::load::role(tx, &slug.ok_or(Error::NotFound)?.text(0)?).await?;
        if role.reach("view", "report") < Some(Scope::Own) {
            return Err(Error::Refused("post-cannot-receive"));
        }
        tx.run_one(
            "update organisation set duty_post = $2 where id = $1",
            &[organisation.into(), post.into()],
        )
        .await?;
        tx.trace.kind = Some("organisation");
        tx.trace.subject = Some(organisation);
        Ok(Opened { id: organisation })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
