//! `invite-account`: an administrator gets a link with which a new colleague sets a first password.

use model::Id;
use model::time::HOUR;

use super::answer::Pass;
use super::within::{self, Within};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::accounts::{self, Purpose};

/// How long the link works, in milliseconds.
const VALID: i64 = 72 * HOUR;

/// Invites the holder of an account without a password. The administrator hands the link over; the node sends nothing.
pub struct InviteAccount {
    /// Whose.
    pub account: Id,
}

#[async_trait::async_trait]
impl Act for InviteAccount {
    type Facts = Within;
    type Output = Pass;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "invite-account"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Within> {
        within::account(tx, self.account).await
    }

    fn policy(&self, actor: &Actor, facts: &Within) -> Decision {
        if actor.is_system() {
            return Decision::allow("system");
        }
        access::in_organisation(actor, "invite", "account", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Pass> {
        let account = accounts::by_id(tx, permit.act().account).await?;
        tx.trace.kind = Some("account");
        tx.trace.subject = Some(account.id);
        if !account.is_active() {
            return Err(Error::Refused("account-suspended"));
        }
        if account.password.is_some() {
            return Err(Error::Refused("account-has-password"));
        }
        let expires = tx.now.plus(VALID);
        let token = accounts::make_token(tx, account.id, Purpose::Invitation, expires).await?;
        Ok(Pass::new(token, expires))
    }

    fn subject(&self) -> Option<Id> {
        Some(self.account)
    }
}
