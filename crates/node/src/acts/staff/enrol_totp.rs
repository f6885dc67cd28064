//! `enrol-totp`: a code proves that the authenticator has the secret; from now on signing in asks for one.

use model::Timestamp;
use seal::{RecoveryCode, Zeroizing};

use super::confirm_second_factor::step_of;
use super::own;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::accounts;

/// Takes an authenticator into use. Other devices are signed out, and this session counts as confirmed.
pub struct EnrolTotp {
    /// The six digits that the authenticator shows.
    pub code: String,
}

/// What is handed out once.
#[derive(Debug)]
pub struct EnrolledTotp {
    /// Ten codes for the day the authenticator is lost; each works once.
    pub recovery_codes: Vec<Zeroizing<String>>,
}

#[async_trait::async_trait]
impl Act for EnrolTotp {
    type Facts = Timestamp;
    type Output = EnrolledTotp;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "enrol-totp"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(own::now(tx))
    }

    fn policy(&self, actor: &Actor, _: &Timestamp) -> Decision {
        own::rule(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<EnrolledTotp> {
        let account = own::account(tx, permit.actor()).await?;
        let secret = accounts::totp_pending(tx, &account).await?.ok_or(Error::Refused("totp-not-started"))?;
        let step = step_of(tx, &secret, &permit.act().code).ok_or(Error::Refused("code-wrong"))?;
        accounts::keep_secret(tx, &account, &secret, step).await?;
        let codes = accounts::new_recovery_codes(tx, account.id).await?;
        let session = permit.actor().session();
        accounts::end_sessions(tx, account.id, session).await?;
        if let Some(session) = session {
            tx.run_one("update session set second_factor = true where id = $1", &[session.into()]).await?;
        }
        let shown = |code: &RecoveryCode| Zeroizing::new(code.as_str().to_owned());
        Ok(EnrolledTotp { recovery_codes: codes.iter().map(shown).collect() })
    }
}
