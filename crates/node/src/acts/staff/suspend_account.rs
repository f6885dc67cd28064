//! `suspend-account`: nobody signs in with this account until it is resumed. Posts and custody stay as they are.

use model::Id;

use super::within::{self, Within};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{accounts, administrators};

/// Suspends an account and ends its sessions at once.
pub struct SuspendAccount {
    /// Whose.
    pub account: Id,
    /// Why; at least ten characters.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for SuspendAccount {
    type Facts = Within;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "suspend-account"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Within> {
        within::account(tx, self.account).await
    }

    fn policy(&self, actor: &Actor, facts: &Within) -> Decision {
        access::in_organisation(actor, "suspend", "account", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let act = permit.act();
        tx.trace.detail.reason = Some(within::reason(&act.reason)?);
        let changed = tx
            .run(
                "update account set state = 'suspended' where id = $1 and state = 'active'",
                &[act.account.into()],
            )
            .await?;
        if changed == 0 {
            return Err(Error::Refused("account-suspended"));
        }
        accounts::end_tokens(tx, act.account).await?;
        accounts::end_sessions(tx, act.account, None).await?;
        administrators::remain(tx, permit.facts().organisation).await?;
        tx.trace.kind = Some("account");
        tx.trace.subject = Some(act.account);
        Ok(())
    }

    fn subject(&self) -> Option<Id> {
        Some(self.account)
    }
}
