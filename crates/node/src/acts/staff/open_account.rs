//! `open-account`: an account for a member of staff, without a password until its invitation is used.

use model::{Id, ProblemCode, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::staff;

/// Opens an account.
pub struct OpenAccount {
    /// Address to sign in with.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// `id` or `en`.
    pub lang: String,
}

#[async_trait::async_trait]
impl Act for OpenAccount {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-account"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "account", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        let organisation = permit.organisation()?;
        if act.name.trim().is_empty() {
            return Err(Error::field("name", ProblemCode::Missing));
        }
        let (local, domain) = act.email.trim().split_once('@').unwrap_or_default();
        if local.is_empty() || !domain.contains('.') {
            return Err(Error::field("email", ProblemCode::UnknownCode));
        }
        let lang = if act.lang == "en" { "en" } else { "id" };
        let id = staff::account(tx, organisation, &act.email, act.name.trim(), lang).await?;
        tx.trace.kind = Some("account");
        tx.trace.subject = Some(id);
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
