//! `change-language`: somebody chooses the language in which the node speaks to their account.

use model::{Lang, Timestamp};

use super::own;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Changes the language of one's own account: of pages on a device that has not chosen, and of what the node writes.
#[derive(Debug, Clone, Copy)]
pub struct ChangeLanguage {
    /// The language to come.
    pub lang: Lang,
}

#[async_trait::async_trait]
impl Act for ChangeLanguage {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "change-language"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(own::now(tx))
    }

    fn policy(&self, actor: &Actor, _: &Timestamp) -> Decision {
        own::rule(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let account = own::account(tx, permit.actor()).await?;
        let lang = permit.act().lang.code();
        tx.run_one("update account set language = $2 where id = $1", &[account.id.into(), lang.into()])
            .await?;
        tx.trace.detail.from = Some(account.lang.code().into());
        tx.trace.detail.to = Some(lang.into());
        Ok(())
    }
}
