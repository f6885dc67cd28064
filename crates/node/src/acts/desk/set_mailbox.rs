//! `set-mailbox`: where the mail of a post goes. The mailbox is the post's, not a person's: it stays when people change.

use model::{Id, ProblemCode};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::staff::{Within, within_post};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::mailbox;

/// Sets it, or takes it away when empty.
pub struct SetMailbox {
    /// The post.
    pub post: Id,
    /// An address such as `layanan-satu@contoh.invalid`.
    pub mailbox: String,
}

#[async_trait::async_trait]
impl Act for SetMailbox {
    type Facts = Within;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "set-mailbox"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Within> {
        within_post(tx, self.post).await
    }

    fn policy(&self, actor: &Actor, facts: &Within) -> Decision {
        access::in_organisation(actor, "edit", "post", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        let address = act.mailbox.trim();
        let plain = |text: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c))
        };
        let good = address.split_once('@').is_some_and(|(name, domain)| {
            plain(name) && plain(domain) && domain.contains('.') && address.len() <= 200
        });
        if !address.is_empty() && !good {
            return Err(Error::field("mailbox", ProblemCode::UnknownCode));
        }
        mailbox::keep(tx, act.post, permit.facts().organisation, address).await?;
        tx.trace.kind = Some("post");
        tx.trace.subject = Some(act.post);
        Ok(Opened { id: act.post })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.post)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
