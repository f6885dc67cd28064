//! `set-first-password`: the administrator's password at `init`, while the account has none.

use model::Id;
use seal::Zeroizing;

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Sets the password of an account that has none yet. [`Node::set_first_password`](crate::Node::set_first_password) performs it.
pub struct SetFirstPassword {
    account: Id,
    pub(crate) password: Zeroizing<String>,
    /// Hashing takes long, so it is done before the transaction.
    pub(crate) hash: Option<String>,
}

impl SetFirstPassword {
    /// The account and its password.
    pub fn new(account: Id, password: &str) -> Self {
        Self { account, password: Zeroizing::new(password.to_owned()), hash: None }
    }
}

#[async_trait::async_trait]
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
        let hash = act.hash.as_deref().ok_or(Error::Refused("password-missing"))?;
        tx.trace.kind = Some("account");
        tx.trace.subject = Some(act.account);
        tx.run_one(
            "update account set password = $2 where id = $1 and password is null",
            &[act.account.into(), hash.into()],
        )
        .await
    }
}
