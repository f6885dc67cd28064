//! `confirm-second-factor`: the code of an authenticator, or one of the recovery codes, completes a sign-in.

use seal::Zeroizing;

use super::answer::{self, Answer, SignedIn, Turned};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::accounts::{self, Account, LiveToken, Purpose};
use crate::store::sign_in_guard::Marks;

/// Completes a sign-in. [`Node::confirm_second_factor`](crate::Node::confirm_second_factor) performs it.
pub struct ConfirmSecondFactor {
    token: Zeroizing<String>,
    code: Zeroizing<String>,
    device: String,
    source: Vec<u8>,
}

impl ConfirmSecondFactor {
    /// `token` is what the sign-in answered, `code` six digits or a recovery code.
    pub fn new(token: &str, code: &str, device: &str, source: &[u8]) -> Self {
        Self {
            token: Zeroizing::new(token.to_owned()),
            code: Zeroizing::new(code.to_owned()),
            device: device.to_owned(),
            source: source.to_vec(),
        }
    }
}

/// What the typed code turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Factor {
    /// The authenticator's code of this step.
    Step(i64),
    /// The recovery code with this tag.
    Recovery(Vec<u8>),
}

/// What the door knows.
#[derive(Default)]
pub struct SecondFactorFacts {
    pub(crate) token: Option<LiveToken>,
    marks: Option<Marks>,
    wait: Option<i64>,
    factor: Option<Factor>,
}

impl SecondFactorFacts {
    const fn rule(&self) -> &'static str {
        match (&self.token, self.wait, &self.factor) {
            (None, ..) => "expired",
            (_, Some(_), _) => "wait",
            (.., None) => "failed",
            (.., Some(Factor::Step(_))) => "signed-in",
            (.., Some(Factor::Recovery(_))) => "recovery-code",
        }
    }
}

#[async_trait::async_trait]
impl Act for ConfirmSecondFactor {
    type Facts = SecondFactorFacts;
    type Output = Answer;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "confirm-second-factor"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<SecondFactorFacts> {
        let token = accounts::live_token(tx, &self.token).await?;
        let live = |token: &LiveToken| Purpose::signs_in(&token.purpose) && token.account.is_active();
        let Some(token) = token.filter(live) else { return Ok(SecondFactorFacts::default()) };
        let marks = Marks::new(&self.source, token.account.email_tag.clone());
        let wait = marks.wait(tx).await?;
        let factor = match wait {
            None => factor(tx, &token.account, &self.code).await?,
            Some(_) => None,
        };
        Ok(SecondFactorFacts { token: Some(token), marks: Some(marks), wait, factor })
    }

    fn policy(&self, actor: &Actor, facts: &SecondFactorFacts) -> Decision {
        if actor.is_public() { Decision::allow(facts.rule()) } else { Decision::Deny("public-only") }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Answer> {
        let facts = permit.facts();
        let (Some(token), Some(marks)) = (&facts.token, &facts.marks) else {
            return Ok(Err(Turned::Away("sign-in-expired")));
        };
        let account = &token.account;
        tx.trace.kind = Some("account");
        tx.trace.subject = Some(account.id);
        if let Some(seconds) = facts.wait {
            return Ok(Err(Turned::Wait(seconds)));
        }
        match &facts.factor {
            None => {
                marks.failed(tx).await?;
                return Ok(Err(Turned::Away("code-wrong")));
            }
            // Only a later step than the last: a code read over a shoulder does not work twice (RFC 6238, section 5.2).
            Some(Factor::Step(step)) => {
                tx.run_one(
                    "update account set totp_step = $2 where id = $1 and totp_step < $2",
                    &[account.id.into(), (*step).into()],
                )
                .await?;
            }
            Some(Factor::Recovery(tag)) => accounts::use_recovery_code(tx, account.id, tag).await?,
        }
        accounts::use_token(tx, token).await?;
        marks.succeeded(tx).await?;
        let mut answer = answer::session(tx, account, true, &permit.act().device).await?;
        if let Ok(SignedIn::Session(pass)) = &mut answer {
            pass.by_recovery_code = matches!(facts.factor, Some(Factor::Recovery(_)));
        }
        Ok(answer)
    }
}

async fn factor(tx: &mut Tx, account: &Account, code: &str) -> Result<Option<Factor>> {
    let last = account.totp_step.unwrap_or(i64::MAX);
    if let Some(secret) = accounts::totp_secret(tx, account).await?
        && let Some(step) = step_of(tx, &secret, code)
    {
        return Ok((step > last).then_some(Factor::Step(step)));
    }
    Ok(accounts::recovery_code(tx, account.id, code).await?.map(Factor::Recovery))
}

/// The time step that a code belongs to, if it is one of the present ones.
pub(super) fn step_of(tx: &Tx, secret: &seal::TotpSecret, code: &str) -> Option<i64> {
    let seconds = u64::try_from(tx.now.millis() / 1_000).ok()?;
    secret.matched_step(code, seconds).and_then(|step| i64::try_from(step).ok())
}
