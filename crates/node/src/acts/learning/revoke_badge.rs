//! `revoke-badge`: a badge that was given by mistake is taken back; whoever checks it learns so.

use model::{Id, ProblemCode};

use super::badge::BadgeFacts;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Revokes it. It is never given back: whoever is trained again gets another one.
pub struct RevokeBadge {
    /// The badge.
    pub badge: Id,
    /// Why.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for RevokeBadge {
    type Facts = BadgeFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "revoke-badge"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<BadgeFacts> {
        BadgeFacts::load(tx, self.badge).await
    }

    fn policy(&self, actor: &Actor, facts: &BadgeFacts) -> Decision {
        access::in_organisation(actor, "revoke", "training", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (badge, now) = (permit.act().badge, tx.now);
        if permit.act().reason.trim().is_empty() {
            return Err(Error::field("reason", ProblemCode::Missing));
        }
        let done = tx
            .run(
                "update credential set revoked_at = $2 where id = $1 and revoked_at is null",
                &[badge.into(), now.into()],
            )
            .await?;
        if done == 0 {
            return Err(Error::Refused("badge-revoked"));
        }
        tx.trace.kind = Some("credential");
        tx.trace.subject = Some(badge);
        Ok(Opened { id: badge })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.badge)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
