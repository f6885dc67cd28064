//! `review-looks`: the node itself raises reviews of looks that must be explained.

use super::access_looks::{self, Explained};
use super::turn_clock::{TURNING, Turned};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::lease;

/// Raises a review for each look that a reading of the journal found in need of one, and remembers how far it was read.
pub struct ReviewLooks {
    explained: Explained,
    /// The process that read them.
    holder: String,
}

impl ReviewLooks {
    pub(crate) fn of(explained: Explained, holder: &str) -> Self {
        Self { explained, holder: holder.to_owned() }
    }
}

#[async_trait::async_trait]
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
        lease::serialize(tx, TURNING, &permit.act().holder).await?;
        let done = access_looks::settle(tx, explained).await?;
        tx.trace.kind = Some("node");
        tx.trace.detail.to = explained.raises().then(|| format!("access-looks {done}"));
        Ok(Turned { done })
    }
}
