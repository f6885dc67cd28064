//! `assign-cases`: many cases are offered to one post of the organisation, each by the same policy as one.

use model::{Id, Timestamp};

use super::bulk::{self, BULK, RowDone};
use super::offering;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Offers cases to a post.
pub struct AssignCases {
    /// The cases, at most [`BULK`].
    pub cases: Vec<Id>,
    /// The post.
    pub to: Id,
    /// Why; may be empty.
    pub reason: String,
}

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
        let (act, actor) = (permit.act(), permit.actor());
        if act.cases.len() > BULK {
            return Err(Error::Refused("too-much-at-once"));
        }
        let mut rows = Vec::with_capacity(act.cases.len());
        for id in &act.cases {
            let row = match bulk::reached(tx, actor, "assign", *id).await? {
                Err(row) => row,
                Ok((facts, rule)) => {
                    let done = offering::assign(tx, actor, &rule, &facts, (act.to, &act.reason)).await;
                    bulk::said(&facts, done)?
                }
            };
            rows.push(row);
        }
        let reason = act.reason.trim();
        bulk::trace(tx, &rows, (!reason.is_empty()).then(|| reason.to_owned()));
        Ok(rows)
    }
}
