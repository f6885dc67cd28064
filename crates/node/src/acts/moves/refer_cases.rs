//! `refer-cases`: many cases are referred to one post, each by the same policy and its own consents as one.

use model::{Id, Timestamp};

use super::bulk::{self, BULK, RowDone};
use super::offering::{Sender, Sharing};
use super::refer_case::refer;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Refers cases to one post. Nothing goes past consent in bulk.
pub struct ReferCases {
    /// The cases, at most [`BULK`].
    pub cases: Vec<Id>,
    /// The post that is asked.
    pub to: Id,
    /// What is shared of each.
    pub sharing: Sharing,
}

#[async_trait::async_trait]
impl Act for ReferCases {
    type Facts = Timestamp;
    type Output = Vec<RowDone>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "refer-cases"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        bulk::may_refer(actor, &self.sharing, *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<RowDone>> {
        let (act, actor) = (permit.act(), permit.actor());
        if act.cases.len() > BULK {
            return Err(Error::Refused("too-much-at-once"));
        }
        let mut rows = Vec::with_capacity(act.cases.len());
        for id in &act.cases {
            let row = match bulk::reached(tx, actor, "refer", *id).await? {
                Err(row) => row,
                Ok((facts, rule)) => {
                    let sender = Sender::of(actor, &rule)?;
                    let done = refer(tx, &sender, &facts, (act.to, None), &act.sharing).await;
                    bulk::said(&facts, done.map(drop))?
                }
            };
            rows.push(row);
        }
        bulk::trace(tx, &rows, None);
        Ok(rows)
    }
}
