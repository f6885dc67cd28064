//! `set-password`: the bearer of an invitation or a reset chooses a password. The hash was made before the transaction.

use seal::Zeroizing;

use super::answer::Turned;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::passwords;
use crate::store::accounts::{self, LiveToken, Purpose};
use crate::store::sign_in_guard;

/// Sets a password. [`Node::set_password`](crate::Node::set_password) performs it.
pub struct SetPassword {
    token: Zeroizing<String>,
    pub(crate) password: Zeroizing<String>,
    pub(crate) hash: Option<String>,
}

impl SetPassword {
    /// The one-time token and the password that its bearer chose.
    pub fn new(token: &str, password: &str) -> Self {
        let [token, password] = [token, password].map(|text| Zeroizing::new(text.to_owned()));
        Self { token, password, hash: None }
    }

    /// Whether the token works and the password is good enough, before the slow work.
    pub(crate) async fn before(&self, tx: &mut Tx) -> Result<()> {
        let token = self.facts(tx).await?.token.ok_or(Error::Denied("link-expired"))?;
        let email = accounts::email(tx, &token.account).await?;
        passwords::good_enough(&self.password, &email)
    }
}

/// What the token opens.
#[derive(Default)]
pub struct TokenFacts {
    pub(crate) token: Option<LiveToken>,
}

#[async_trait::async_trait]
impl Act for SetPassword {
    type Facts = TokenFacts;
    type Output = std::result::Result<(), Turned>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "set-password"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<TokenFacts> {
        let token = accounts::live_token(tx, &self.token).await?;
        let live = |token: &LiveToken| Purpose::sets_password(&token.purpose) && token.account.is_active();
        Ok(TokenFacts { token: token.filter(live) })
    }

    fn policy(&self, actor: &Actor, facts: &TokenFacts) -> Decision {
        match (actor.is_public(), &facts.token) {
            (false, _) => Decision::Deny("public-only"),
            (true, None) => Decision::allow("expired"),
            (true, Some(_)) => Decision::allow("token"),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Self::Output> {
        let (Some(token), Some(hash)) = (&permit.facts().token, &permit.act().hash) else {
            return Ok(Err(Turned::Away("link-expired")));
        };
        let account = &token.account;
        accounts::use_token(tx, token).await?;
        tx.run_one(
            "update account set password = $2 where id = $1",
            &[account.id.into(), hash.as_str().into()],
        )
        .await?;
        accounts::end_tokens(tx, account.id).await?;
        accounts::end_sessions(tx, account.id, None).await?;
        sign_in_guard::clear(tx, &account.email_tag).await?;
        tx.trace.kind = Some("account");
        tx.trace.subject = Some(account.id);
        Ok(Ok(()))
    }
}
