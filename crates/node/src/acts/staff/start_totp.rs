//! `start-totp`: the first half of setting up an authenticator: a secret to read into it.

use model::Timestamp;
use seal::{TotpSecret, Zeroizing};

use super::own;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::accounts;

/// Starts to set up an authenticator. One that is in use stays in use until the new one has been proved.
pub struct StartTotp;

/// What the authenticator needs. Shown once, on the person's own screen.
#[derive(Debug)]
pub struct StartedTotp {
    /// For typing: 32 letters and digits.
    pub secret: Zeroizing<String>,
    /// For a square code: an `otpauth://` address.
    pub uri: Zeroizing<String>,
}

#[async_trait::async_trait]
impl Act for StartTotp {
    type Facts = Timestamp;
    type Output = StartedTotp;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "start-totp"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(own::now(tx))
    }

    fn policy(&self, actor: &Actor, _: &Timestamp) -> Decision {
        own::rule(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<StartedTotp> {
        let account = own::account(tx, permit.actor()).await?;
        let secret = TotpSecret::generate(&mut *tx.entropy);
        accounts::keep_pending(tx, &account, &secret).await?;
        let email = accounts::email(tx, &account).await?;
        Ok(StartedTotp {
            secret: Zeroizing::new(secret.to_base32()),
            uri: Zeroizing::new(secret.uri("Jejaring", &email)),
        })
    }
}
