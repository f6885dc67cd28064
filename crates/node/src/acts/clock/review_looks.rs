//! `review-looks`: the node itself raises reviews of looks that must be explained.

use super::access_looks::{self, Explained};
use super::turn_clock::Turned;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Raises a review for each look that a reading of the journal found in need of one, and remembers how far it was read.
pub struct ReviewLooks {
    explained: Explained,
}

impl ReviewLooks {
    pub(crate) const fn of(explained: Explained) -> Self {
        Self { explained }
    }
}

impl Act for ReviewLooks {
    type Facts = ();
    type Output = Turned;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "review-looks"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_system(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Turned> {
        let explained = &permit.act().explained;
        let done = access_looks::settle(tx, explained).await?;
        tx.trace.kind = Some("node");
        tx.trace.detail.to = explained.raises().then(|| format!("access-looks {done}"));
        Ok(Turned { done })
    }
}
