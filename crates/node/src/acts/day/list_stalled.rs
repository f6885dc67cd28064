//! `list-stalled`: what does not move in the unit or organisation that the actor watches over.

use std::collections::{BTreeSet, HashMap};

use model::field::DataGroup;
use model::{Id, Timestamp};
use serde::Serialize;

use super::Bucket;
use super::bucket::listed;
use crate::access::{Actor, Decision, Holding, Rule};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::{stalled, who};

/// Lists what stands still, as far as the actor's right to list reaches beyond an own post.
pub struct ListStalled;

/// What stands still. A matter may be in more than one list.
#[derive(Debug, Serialize)]
pub struct Stalled {
    /// Due before now.
    pub overdue: Bucket,
    /// In the custody of a post that nobody holds.
    pub unheld: Bucket,
    /// Longer in one state than it should be: a report 1 day, a service 14, a legal track as long as the limit of its stage, a case
    /// 30 without change.
    pub standing: Bucket,
    /// Titles of the posts that have them, in the reader's language.
    pub holders: HashMap<Id, String>,
}

fn watching(actor: &Actor, now: Timestamp) -> impl Iterator<Item = &Holding> {
    actor.holdings_at(now).filter(|holding| stalled::watched(holding).next().is_some())
}

#[async_trait::async_trait]
impl Act for ListStalled {
    type Facts = Timestamp;
    type Output = Stalled;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-stalled"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        let reaches = |holding: &Holding| stalled::watched(holding).map(|(_, scope)| scope).max();
        let best = watching(actor, *now).max_by_key(|holding| reaches(holding));
        let Some((holding, scope)) = best.and_then(|holding| Some((holding, reaches(holding)?))) else {
            return Decision::Deny("no-right");
        };
        let groups = holding.groups().with(DataGroup::Record);
        Decision::Allow(Rule { name: scope.code(), post: Some(holding.post), groups })
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Stalled> {
        let holdings: Vec<_> = watching(permit.actor(), tx.now).cloned().collect();
        let held = stalled::load(tx, &holdings).await?;
        let mut stalled = Stalled {
            overdue: Bucket::reveal(permit, held.overdue)?,
            unheld: Bucket::reveal(permit, held.unheld)?,
            standing: Bucket::reveal(permit, held.standing)?,
            holders: HashMap::new(),
        };
        let rows =
            [&stalled.overdue, &stalled.unheld, &stalled.standing].into_iter().flat_map(|one| &one.rows);
        let posts: BTreeSet<Id> = rows.map(|row| row.envelope.custodian).collect();
        let posts: Vec<Id> = posts.into_iter().collect();
        stalled.holders = who::titles(tx, &posts, permit.actor().lang()).await?;
        tx.trace.listed = listed([&stalled.overdue, &stalled.unheld, &stalled.standing]);
        Ok(stalled)
    }
}
