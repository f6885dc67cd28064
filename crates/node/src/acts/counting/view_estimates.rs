//! `view-estimates`: estimates of what nobody saw, newest first, each as this reader may see it.

use model::Timestamp;
use serde::Serialize;

use super::{may_view, sees_exact};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::counting::estimates::{self, HiddenEstimate};

/// Looks at the estimates.
#[derive(Debug, Clone, Copy, Default)]
pub struct ViewEstimates;

/// Estimates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimates {
    /// Newest first.
    pub estimates: Vec<HiddenEstimate>,
    /// Whether this reader sees lists, overlaps and models.
    pub whole: bool,
}

#[async_trait::async_trait]
impl Act for ViewEstimates {
    type Facts = Timestamp;
    type Output = Estimates;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-estimates"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        may_view(actor, now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Estimates> {
        tx.trace.kind = Some("data-centre");
        let whole = sees_exact(permit.actor(), tx.now);
        let mut estimates = estimates::all(tx, permit.organisation()?).await?;
        if !whole {
            estimates.retain(|one| one.slice.is_whole());
            estimates.iter_mut().for_each(round);
        }
        Ok(Estimates { estimates, whole })
    }
}

/// Lists, overlaps and models are for whoever works with the lists.
pub(super) fn round(one: &mut HiddenEstimate) {
    one.found = one.found.take().map(|found| found.rounded());
}
