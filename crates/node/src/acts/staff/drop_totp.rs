//! `drop-totp`: an administrator removes the authenticator of somebody who lost it together with the recovery codes.

use model::Id;

use super::within::{self, Within};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::accounts;

/// Removes an authenticator and its recovery codes, and ends every session. Where the role asks for one, the next sign-in
/// begins with setting up another.
pub struct DropTotp {
    /// Whose.
    pub account: Id,
    /// How the administrator made sure of who asks; at least ten characters.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for DropTotp {
    type Facts = Within;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "drop-totp"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Within> {
        within::account(tx, self.account).await
    }

    fn policy(&self, actor: &Actor, facts: &Within) -> Decision {
        access::in_organisation(actor, "drop-totp", "account", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let act = permit.act();
        let reason = within::reason(&act.reason)?;
        // Whoever has a session could otherwise take the second factor off with it.
        if permit.actor().account() == Some(act.account) {
            return Err(Error::Refused("own-account"));
        }
        tx.run_one(
            "update account set totp_secret = null, totp_step = null, totp_pending = null where id = $1",
            &[act.account.into()],
        )
        .await?;
        accounts::drop_recovery_codes(tx, act.account).await?;
        accounts::end_tokens(tx, act.account).await?;
        accounts::end_sessions(tx, act.account, None).await?;
        tx.trace.kind = Some("account");
        tx.trace.subject = Some(act.account);
        tx.trace.detail.reason = Some(reason);
        Ok(())
    }

    fn subject(&self) -> Option<Id> {
        Some(self.account)
    }
}
