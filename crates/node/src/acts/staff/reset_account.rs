//! `reset-account`: an administrator gets a link with which somebody who forgot the password sets another.

use model::Id;
use model::time::HOUR;

use super::answer::Pass;
use super::within::{self, Within};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::accounts::{self, Purpose};
use crate::store::sign_in_guard;

/// How long the link works, in milliseconds.
const VALID: i64 = 2 * HOUR;

/// Lets the holder of an account set another password. The old one works until then; a lock of the address ends.
pub struct ResetAccount {
    /// Whose.
    pub account: Id,
}

#[async_trait::async_trait]
impl Act for ResetAccount {
    type Facts = Within;
    type Output = Pass;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "reset-account"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Within> {
        within::account(tx, self.account).await
    }

    fn policy(&self, actor: &Actor, facts: &Within) -> Decision {
        if actor.is_system() {
            return Decision::allow("system");
        }
        access::in_organisation(actor, "reset", "account", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Pass> {
        let account = accounts::by_id(tx, permit.act().account).await?;
        tx.trace.kind = Some("account");
        tx.trace.subject = Some(account.id);
        if !account.is_active() {
            return Err(Error::Refused("account-suspended"));
        }
        sign_in_guard::clear(tx, &account.email_tag).await?;
        let expires = tx.now.plus(VALID);
        let token = accounts::make_token(tx, account.id, Purpose::Reset, expires).await?;
        Ok(Pass::new(token, expires))
    }

    fn subject(&self) -> Option<Id> {
        Some(self.account)
    }
}
