//! `turn-clock`: the node itself does what has fallen due.

use futures_util::future::BoxFuture;

use super::access_looks::{self, Explained};
use super::{HANDS, Hand, ReviewLooks};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::node::Node;
use crate::store::lease;

/// What keeps two processes from turning at once.
pub(super) const TURNING: &str = "turning";

/// Turns one hand of the clock once. One hand only, because the only writer waits for it.
pub struct TurnClock {
    hand: &'static Hand,
    /// The process that turns it.
    holder: String,
}

impl TurnClock {
    pub(crate) fn of(hand: &'static Hand, holder: &str) -> Self {
        Self { hand, holder: holder.to_owned() }
    }
}

/// What one turn did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turned {
    /// How many things happened.
    pub done: usize,
}

#[async_trait::async_trait]
impl Act for TurnClock {
    type Facts = ();
    type Output = Turned;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "turn-clock"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_system(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Turned> {
        let hand = permit.act().hand;
        // Of two processes that saw the same thing fall due the second finds it done.
        lease::serialize(tx, TURNING, &permit.act().holder).await?;
        let done = (hand.turn)(tx).await?;
        tx.trace.kind = Some("node");
        tx.trace.detail.to = (done > 0).then(|| format!("{} {done}", hand.name));
        Ok(Turned { done })
    }
}

impl Node {
    /// Looks whether something has fallen due, and does it, until nothing is left. Called by the node's own timer and by
    /// tests; answers how much was done.
    ///
    /// # Errors
    /// [`Error::Storage`](crate::Error::Storage), and what a hand answers.
    pub async fn turn_clock(&self) -> Result<usize> {
        let mut done = 0;
        // What one hand does may make another's work due. A hand that leaves its work due for ever must not spin.
        for _ in 0..10 {
            let mut round = 0;
            for hand in HANDS {
                round += self.turn(hand).await?;
            }
            round += self.review_looks().await?;
            done += round;
            if round == 0 {
                break;
            }
        }
        Ok(done)
    }

    async fn turn(&self, hand: &'static Hand) -> Result<usize> {
        let mut done = 0;
        for _ in 0..100 {
            // Looking for work is left to a reader.
            if !self.db().read(hand.due).await? {
                break;
            }
            let turned = self.perform(&self.system("clock"), TurnClock::of(hand, self.holder())).await?;
            done += turned.done;
            if turned.done == 0 {
                break;
            }
        }
        Ok(done)
    }

    async fn review_looks(&self) -> Result<usize> {
        let mut done = 0;
        for _ in 0..100 {
            let read = self.db().read(|tx: &mut Tx| -> BoxFuture<'_, Result<Option<Explained>>> {
                Box::pin(access_looks::read(tx))
            });
            let Some(explained) = read.await? else { break };
            done +=
                self.perform(&self.system("clock"), ReviewLooks::of(explained, self.holder())).await?.done;
        }
        Ok(done)
    }
}
