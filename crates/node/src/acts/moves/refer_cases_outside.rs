//! `refer-cases-outside`: one institution without a node is asked for many children, each by a sealed link of its own.

use model::{Id, Timestamp};
use serde::Serialize;

use super::bulk::{self, RowDone};
use super::offering::{Sender, Sharing};
use super::outside::OutsideLink;
use super::refer_outside;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Most cases at once: each has a code that somebody tells by telephone.
pub const OUTSIDE_AT_ONCE: usize = 30;

/// Refers cases to an institution outside the network. Nothing goes past consent in bulk.
pub struct ReferCasesOutside {
    /// The cases, at most [`OUTSIDE_AT_ONCE`].
    pub cases: Vec<Id>,
    /// Name of the institution and its desk; no name of a child.
    pub receiver: String,
    /// Whether it is an authority of a state; consents tell them apart.
    pub authority: bool,
    /// What is shared of each.
    pub sharing: Sharing,
}

/// A row, and what opens it. Shown once, kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowLink {
    /// The case and what became of it.
    #[serde(flatten)]
    pub row: RowDone,
    /// The link, where it was done.
    pub link: Option<OutsideLink>,
}

#[async_trait::async_trait]
impl Act for ReferCasesOutside {
    type Facts = Timestamp;
    type Output = Vec<RowLink>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "refer-cases-outside"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        bulk::may_refer(actor, &self.sharing, *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<RowLink>> {
        let (act, actor) = (permit.act(), permit.actor());
        if act.cases.len() > OUTSIDE_AT_ONCE {
            return Err(Error::Refused("too-much-at-once"));
        }
        let name = refer_outside::named(&act.receiver)?;
        let mut rows = Vec::with_capacity(act.cases.len());
        for id in &act.cases {
            let row = match bulk::reached(tx, actor, "refer", *id).await? {
                Err(row) => RowLink { row, link: None },
                Ok((facts, rule)) => {
                    let sender = Sender::of(actor, &rule)?;
                    let to = (name.as_str(), act.authority, None);
                    let made = refer_outside::refer(tx, &sender, &facts, to, (&act.sharing, None)).await;
                    let (done, link) = match made {
                        Ok(link) => (Ok(()), Some(link)),
                        Err(error) => (Err(error), None),
                    };
                    RowLink { row: bulk::said(&facts, done)?, link }
                }
            };
            rows.push(row);
        }
        let done: Vec<RowDone> = rows.iter().map(|row| row.row.clone()).collect();
        bulk::trace(tx, &done, None);
        Ok(rows)
    }
}
