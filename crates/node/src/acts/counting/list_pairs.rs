//! `list-pairs`: the review queue of the newest run, without a word of what the rows say.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::counting::pairs::{self, PairRow};
use crate::store::counting::runs;

/// Lists the queue.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListPairs;

/// The queue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Queue {
    /// The run that asks; none yet.
    pub run: Option<Id>,
    /// Pairs that wait, most doubtful first; those that somebody was unsure of come last.
    pub waiting: Vec<PairRow>,
    /// Pairs with a decision that stands, newest first.
    pub decided: Vec<PairRow>,
}

#[async_trait::async_trait]
impl Act for ListPairs {
    type Facts = Timestamp;
    type Output = Queue;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-pairs"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "linkage-pair", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Queue> {
        let organisation = permit.organisation()?;
        tx.trace.kind = Some("linkage-pair");
        let Some(run) = runs::newest(tx, organisation).await? else { return Ok(Queue::default()) };
        tx.trace.subject = Some(run.id);
        let all = pairs::of_run(tx, run.id).await?;
        let settled = |pair: &PairRow| matches!(pair.verdict.as_deref(), Some("same" | "different"));
        let (mut decided, mut waiting): (Vec<_>, Vec<_>) = all.into_iter().partition(settled);
        waiting.sort_by_key(|pair| (pair.verdict.is_some(), pair.place));
        decided.sort_by_key(|pair| (std::cmp::Reverse(pair.decided_at), pair.place));
        Ok(Queue { run: Some(run.id), waiting, decided })
    }
}
