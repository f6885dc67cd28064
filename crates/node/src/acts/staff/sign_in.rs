//! `sign-in`: address and password. Whether the password is right was found out before the transaction, because it takes long;
//! whether that opens anything is decided here.

use seal::Zeroizing;

use super::answer::{self, Answer, Turned};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::accounts::{self, Account};
use crate::store::sign_in_guard::Marks;

/// Signs in. [`Node::sign_in`](crate::Node::sign_in) performs it.
pub struct SignIn {
    pub(crate) email: String,
    pub(crate) password: Zeroizing<String>,
    device: String,
    source: Vec<u8>,
    pub(crate) checked: Option<Checked>,
}

/// What the slow check found.
#[derive(Default)]
pub(crate) struct Checked {
    /// The hash that was checked against.
    pub(crate) stored: Option<String>,
    pub(crate) right: bool,
    /// A hash at the present cost, to replace an older one.
    pub(crate) anew: Option<String>,
}

impl SignIn {
    /// What was typed; `device` is what the list of sessions will show, `source` what tells one network address from another.
    pub fn new(email: &str, password: &str, device: &str, source: &[u8]) -> Self {
        Self {
            email: email.to_owned(),
            password: Zeroizing::new(password.to_owned()),
            device: device.to_owned(),
            source: source.to_vec(),
            checked: None,
        }
    }

    /// Seconds to wait before this is looked at, so that no work is done for an attempt that is refused anyway.
    pub(crate) async fn before(&self, tx: &mut Tx) -> Result<(Option<String>, Option<i64>)> {
        let tag = accounts::email_tag(tx, &self.email);
        let wait = Marks::new(&self.source, tag.clone()).wait(tx).await?;
        let account = accounts::by_email_tag(tx, &tag).await?;
        Ok((account.and_then(|account| account.password), wait))
    }
}

/// What the door knows.
#[derive(Default)]
pub struct SignInFacts {
    pub(crate) account: Option<Account>,
    pub(crate) marks: Option<Marks>,
    pub(crate) wait: Option<i64>,
    pub(crate) holds_post: bool,
}

/// What the door decides; the rule's name in the journal.
const WAIT: &str = "wait";
const FAILED: &str = "failed";
const NO_POST: &str = "no-post";
const CODE: &str = "code-next";
const IN: &str = "signed-in";

impl SignIn {
    fn verdict(&self, facts: &SignInFacts) -> &'static str {
        let (None, Some(checked)) = (facts.wait, &self.checked) else { return WAIT };
        let Some(account) = &facts.account else { return FAILED };
        let right = checked.right && checked.stored == account.password;
        match (right && account.is_active(), facts.holds_post, account.has_second_factor()) {
            (false, _, _) => FAILED,
            (true, false, _) => NO_POST,
            (true, true, true) => CODE,
            (true, true, false) => IN,
        }
    }
}

#[async_trait::async_trait]
impl Act for SignIn {
    type Facts = SignInFacts;
    type Output = Answer;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "sign-in"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<SignInFacts> {
        let tag = accounts::email_tag(tx, &self.email);
        let marks = Marks::new(&self.source, tag.clone());
        let wait = marks.wait(tx).await?;
        let account = accounts::by_email_tag(tx, &tag).await?;
        let holds_post = match &account {
            Some(account) => accounts::holds_post(tx, account.id).await?,
            None => false,
        };
        Ok(SignInFacts { account, marks: Some(marks), wait, holds_post })
    }

    fn policy(&self, actor: &Actor, facts: &SignInFacts) -> Decision {
        if actor.is_public() { Decision::allow(self.verdict(facts)) } else { Decision::Deny("public-only") }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Answer> {
        let (act, facts) = (permit.act(), permit.facts());
        tx.trace.kind = Some("account");
        tx.trace.subject = facts.account.as_ref().map(|account| account.id);
        let (Some(marks), verdict) = (&facts.marks, act.verdict(facts)) else {
            return Ok(Err(Turned::Away("sign-in-failed")));
        };
        match (verdict, &facts.account) {
            (WAIT, _) => Ok(Err(Turned::Wait(facts.wait.unwrap_or(1)))),
            (NO_POST, _) => Ok(Err(Turned::Away("no-post"))),
            (CODE, Some(account)) => {
                keep_hash(tx, account, act).await?;
                answer::ask_for_code(tx, account).await
            }
            (IN, Some(account)) => {
                keep_hash(tx, account, act).await?;
                marks.succeeded(tx).await?;
                answer::session(tx, account, false, &act.device).await
            }
            _ => {
                marks.failed(tx).await?;
                Ok(Err(Turned::Away("sign-in-failed")))
            }
        }
    }
}

async fn keep_hash(tx: &mut Tx, account: &Account, act: &SignIn) -> Result<()> {
    if let Some(anew) = act.checked.as_ref().and_then(|checked| checked.anew.clone()) {
        tx.run_one("update account set password = $2 where id = $1", &[account.id.into(), anew.into()])
            .await?;
    }
    Ok(())
}
