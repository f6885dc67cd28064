//! `open-vetting`: a vetting of a member of staff is asked for.

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::vetting;

/// Asks for it, in the custody of the actor's own post where it may decide, else of the post above whoever is vetted.
pub struct OpenVetting {
    /// Whose.
    pub account: Id,
}

#[async_trait::async_trait]
impl Act for OpenVetting {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-vetting"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "vetting", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let account = permit.act().account;
        let organisation = permit.organisation()?;
        let row = tx.row("select organisation_id from account where id = $1", &[account.into()]).await?;
        if row.ok_or(Error::NotFound)?.id(0)? != organisation {
            return Err(Error::NotFound);
        }
        if permit.actor().account() == Some(account) {
            return Err(Error::Refused("own-work"));
        }
        let newest = vetting::newest(tx, account).await?;
        if newest.is_some_and(|one| matches!(one.state.as_str(), "asked" | "valid" | "expired")) {
            return Err(Error::Refused("vetting-open"));
        }
        let own = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        // It lies with somebody who may decide it.
        let decides = access::holds_right(permit.actor(), "clear", "vetting", tx.now).allows();
        let held = vetting::posts_of(tx, account).await?;
        let post = match held.first() {
            Some(post) if !decides => vetting::custodian(tx, organisation, *post).await?,
            _ => own,
        };
        let id = vetting::ask(tx, organisation, post, account).await?;
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
