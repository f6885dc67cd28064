//! `view-estimate`: one estimate of what nobody saw.

use model::{Id, Timestamp};

use super::{may_view, sees_exact};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::estimates::{self, HiddenEstimate};

/// Looks at an estimate.
#[derive(Debug, Clone, Copy)]
pub struct ViewEstimate {
    /// The estimate.
    pub estimate: Id,
}

#[async_trait::async_trait]
impl Act for ViewEstimate {
    type Facts = Timestamp;
    type Output = (HiddenEstimate, bool);
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-estimate"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        may_view(actor, now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<(HiddenEstimate, bool)> {
        let mut found = estimates::get(tx, permit.organisation()?, permit.act().estimate).await?;
        tx.trace.kind = Some("data-centre");
        tx.trace.subject = Some(found.id);
        let whole = sees_exact(permit.actor(), tx.now);
        if !whole {
            // Parts of a narrow figure can be about a single child.
            if !found.slice.is_whole() {
                return Err(Error::NotFound);
            }
            super::view_estimates::round(&mut found);
        }
        Ok((found, whole))
    }

    fn subject(&self) -> Option<Id> {
        Some(self.estimate)
    }
}
