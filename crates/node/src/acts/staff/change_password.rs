//! `change-password`: a signed-in person chooses another password. Other devices are signed out.

use model::Timestamp;
use seal::Zeroizing;

use super::answer::Turned;
use super::own;
use super::sign_in::Checked;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::passwords;
use crate::store::accounts;
use crate::store::sign_in_guard::Marks;

/// Changes one's own password. [`Node::change_password`](crate::Node::change_password) performs it.
pub struct ChangePassword {
    pub(crate) current: Zeroizing<String>,
    pub(crate) new: Zeroizing<String>,
    source: Vec<u8>,
    pub(crate) checked: Option<Checked>,
}

impl ChangePassword {
    /// The present password and the one to come.
    pub fn new(current: &str, new: &str, source: &[u8]) -> Self {
        let [current, new] = [current, new].map(|text| Zeroizing::new(text.to_owned()));
        Self { current, new, source: source.to_vec(), checked: None }
    }

    /// The stored hash and the seconds to wait, if the new password is good enough.
    pub(crate) async fn before(
        &self,
        tx: &mut Tx,
        account: model::Id,
    ) -> Result<(Option<String>, Option<i64>)> {
        let account = accounts::by_id(tx, account).await?;
        let email = accounts::email(tx, &account).await?;
        passwords::good_enough(&self.new, &email)?;
        let wait = Marks::new(&self.source, account.email_tag.clone()).wait(tx).await?;
        Ok((account.password, wait))
    }
}

#[async_trait::async_trait]
impl Act for ChangePassword {
    type Facts = Timestamp;
    type Output = std::result::Result<(), Turned>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "change-password"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(own::now(tx))
    }

    fn policy(&self, actor: &Actor, _: &Timestamp) -> Decision {
        own::rule(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Self::Output> {
        let act = permit.act();
        let account = own::account(tx, permit.actor()).await?;
        let marks = Marks::new(&act.source, account.email_tag.clone());
        if let Some(seconds) = marks.wait(tx).await? {
            return Ok(Err(Turned::Wait(seconds)));
        }
        let checked = act.checked.as_ref().ok_or(Error::Denied("password-wrong"))?;
        let Some(hash) = checked.anew.as_deref().filter(|_| checked.right) else {
            marks.failed(tx).await?;
            tx.trace.detail.to = Some("failed".into());
            return Ok(Err(Turned::Away("password-wrong")));
        };
        if checked.stored != account.password {
            return Err(Error::Conflict);
        }
        tx.run_one("update account set password = $2 where id = $1", &[account.id.into(), hash.into()])
            .await?;
        accounts::end_tokens(tx, account.id).await?;
        accounts::end_sessions(tx, account.id, permit.actor().session()).await?;
        marks.succeeded(tx).await?;
        Ok(Ok(()))
    }
}
