//! `take-badge`: whoever earned a badge takes it along as a signed token.

use model::Id;

use super::badge::{self, BadgeFacts};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Hands the token out, to its holder alone.
pub struct TakeBadge {
    /// The badge.
    pub badge: Id,
}

#[async_trait::async_trait]
impl Act for TakeBadge {
    type Facts = BadgeFacts;
    type Output = String;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "take-badge"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<BadgeFacts> {
        BadgeFacts::load(tx, self.badge).await
    }

    fn policy(&self, actor: &Actor, facts: &BadgeFacts) -> Decision {
        if actor.account() == Some(facts.account) {
            Decision::allow("self")
        } else {
            Decision::Hide("not-own")
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<String> {
        tx.trace.kind = Some("credential");
        tx.trace.subject = Some(permit.act().badge);
        badge::token(tx, permit.act().badge).await
    }

    fn subject(&self) -> Option<Id> {
        Some(self.badge)
    }
}
