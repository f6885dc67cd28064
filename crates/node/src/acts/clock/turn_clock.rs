//! `turn-clock`: the node itself does what has fallen due.

use futures_util::future::BoxFuture;

use super::HANDS;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::node::Node;

/// Turns every hand of the clock once.
pub struct TurnClock;

/// What one turn did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turned {
    /// How many things happened, over all hands.
    pub done: usize,
}

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

    async fn run(_: &Permit<'_, Self>, tx: &mut Tx) -> Result<Turned> {
        let (mut done, mut names) = (0, Vec::new());
        for hand in HANDS {
            let turned = (hand.turn)(tx).await?;
            if turned > 0 {
                names.push(format!("{} {turned}", hand.name));
            }
            done += turned;
        }
        tx.trace.kind = Some("node");
        tx.trace.detail.to = Some(names.join(", "));
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
        // A hand that leaves its work due for ever must not spin.
        for _ in 0..100 {
            let due = self
                .db()
                .read(|tx: &mut Tx| -> BoxFuture<'_, Result<bool>> { Box::pin(any_due(tx)) })
                .await?;
            if !due {
                break;
            }
            let turned = self.perform(&self.system("clock"), TurnClock).await?;
            done += turned.done;
            if turned.done == 0 {
                break;
            }
        }
        Ok(done)
    }
}

async fn any_due(tx: &mut Tx) -> Result<bool> {
    for hand in HANDS {
        if (hand.due)(tx).await? {
            return Ok(true);
        }
    }
    Ok(false)
}
