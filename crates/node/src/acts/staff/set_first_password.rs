//! `set-first-password`: the administrator's password at `init`, while the account has none.

use model::Id;

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Sets the password of an account that has none yet.
pub struct SetFirstPassword {
    /// The account.
    pub account: Id,
    /// What `seal::hash_password` made: hashing takes long, so the caller does it before the transaction.
    pub hash: String,
}

impl Act for SetFirstPassword {
    /// Whether the account has a password.
    type Facts = bool;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "set-first-password"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<bool> {
        let row = tx.row("select password from account where id = $1", &[self.account.into()]).await?;
        Ok(row.ok_or(Error::NotFound)?.text_opt(0)?.is_some())
    }

    fn policy(&self, actor: &Actor, _: &bool) -> Decision {
        if actor.is_system() { Decision::allow("system") } else { Decision::Deny("system-only") }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let act = permit.act();
        if *permit.facts() {
            return Err(Error::Refused("password-is-set"));
        }
        tx.trace.kind = Some("account");
        tx.trace.subject = Some(act.account);
        tx.run_one(
            "update account set password = $2 where id = $1 and password is null",
            &[act.account.into(), act.hash.as_str().into()],
        )
        .await
    }
}
