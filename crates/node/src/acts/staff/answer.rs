//! What somebody at the door is told. A failure is an answer, not an error, so that its counters stay in the database.

use model::Timestamp;
use seal::Token;

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::accounts::{self, Account, Purpose};

/// How long a sign-in may wait for its code, in milliseconds.
const CODE_WITHIN: i64 = 5 * 60_000;

/// What the bearer keeps, and until when it works.
#[derive(Debug)]
pub struct Pass {
    token: Token,
    /// From then on it opens nothing.
    pub expires: Timestamp,
    /// Whether a recovery code was used up for it: its owner should know, and may have to set up an authenticator again.
    pub by_recovery_code: bool,
}

impl Pass {
    pub(super) const fn new(token: Token, expires: Timestamp) -> Self {
        Self { token, expires, by_recovery_code: false }
    }

    /// The token, for a cookie or a hidden field; the node keeps only its keyed hash.
    pub fn token(&self) -> &str {
        self.token.as_str()
    }
}

/// How far somebody got who signs in.
#[derive(Debug)]
pub enum SignedIn {
    /// The password was right; now the code of the authenticator, or a recovery code, within five minutes.
    SecondFactor(Pass),
    /// In.
    Session(Pass),
}

/// Why somebody was turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turned {
    /// With this code, which never says whether the address exists.
    Away(&'static str),
    /// Try again after so many seconds.
    Wait(i64),
}

impl From<Turned> for Error {
    fn from(turned: Turned) -> Self {
        match turned {
            Turned::Away(code) => Self::Denied(code),
            Turned::Wait(seconds) => Self::TooMany(seconds),
        }
    }
}

/// What a sign-in answers.
pub type Answer = std::result::Result<SignedIn, Turned>;

/// Opens a session and answers its pass.
pub(super) async fn session(
    tx: &mut Tx,
    account: &Account,
    second_factor: bool,
    device: &str,
) -> Result<Answer> {
    let (id, token, expires) = accounts::open_session(tx, account.id, second_factor, device).await?;
    tx.trace.kind = Some("session");
    tx.trace.subject = Some(id);
    Ok(Ok(SignedIn::Session(Pass::new(token, expires))))
}

/// Asks for the second factor.
pub(super) async fn ask_for_code(tx: &mut Tx, account: &Account) -> Result<Answer> {
    let expires = tx.now.plus(CODE_WITHIN);
    let token = accounts::make_token(tx, account.id, Purpose::SecondFactor, expires).await?;
    Ok(Ok(SignedIn::SecondFactor(Pass::new(token, expires))))
}
