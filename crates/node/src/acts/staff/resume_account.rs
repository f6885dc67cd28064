//! `resume-account`: a suspended account may sign in again.

use model::Id;

use super::within::{self, Within};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Ends a suspension.
pub struct ResumeAccount {
    /// Whose.
    pub account: Id,
}

#[async_trait::async_trait]
impl Act for ResumeAccount {
    type Facts = Within;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "resume-account"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Within> {
        within::account(tx, self.account).await
    }

    fn policy(&self, actor: &Actor, facts: &Within) -> Decision {
        access::in_organisation(actor, "resume", "account", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let account = permit.act().account;
        let changed = tx
            .run(
                "update account set state = 'active' where id = $1 and state = 'suspended'",
                &[account.into()],
            )
            .await?;
        if changed == 0 {
            return Err(Error::Refused("account-not-suspended"));
        }
        tx.trace.kind = Some("account");
        tx.trace.subject = Some(account);
        Ok(())
    }

    fn subject(&self) -> Option<Id> {
        Some(self.account)
    }
}
