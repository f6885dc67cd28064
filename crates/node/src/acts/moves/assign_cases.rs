//! `assign-cases`: many cases are offered to one post of the organisation, each by the same policy as one.

use model::{Id, Kind, Timestamp, kinds};

use super::bulk::{self, RowDone};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Offers cases to a post.
pub struct AssignCases {
    /// The cases, at most [`bulk::BULK`].
    pub cases: Vec<Id>,
    /// The post.
    pub to: Id,
    /// Why; may be empty.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for AssignCases {
    type Facts = Timestamp;
    type Output = Vec<RowDone>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "assign-cases"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "assign", "case", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<RowDone>> {
        let act = permit.act();
        bulk::assign(tx, permit.actor(), (kinds::Case::META, &act.cases), (act.to, &act.reason)).await
    }
}
