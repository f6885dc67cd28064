//! `assign-parts`: many parts of cases (visits, hearings, services) are offered to one post of the organisation while the cases stay,
//! each by the same policy as one.

use model::{Id, KindMeta, Timestamp};

use super::bulk::{self, RowDone};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Offers parts of one kind to a post.
pub struct AssignParts {
    /// Their kind.
    pub kind: &'static KindMeta,
    /// The parts, at most [`bulk::BULK`].
    pub parts: Vec<Id>,
    /// The post.
    pub to: Id,
    /// Why; may be empty.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for AssignParts {
    type Facts = Timestamp;
    type Output = Vec<RowDone>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "assign-parts"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        if model::kinds::ASSIGNABLE.contains(&self.kind.slug) { Ok(tx.now) } else { Err(Error::NotFound) }
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "assign", self.kind.slug, *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<RowDone>> {
        let act = permit.act();
        bulk::assign(tx, permit.actor(), (act.kind, &act.parts), (act.to, &act.reason)).await
    }
}
