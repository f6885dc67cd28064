//! `keep-estimate`: keeps an estimate of what nobody saw, or why there is none.

use std::sync::Arc;

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::counting::{Hidden, Overlapped};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::estimates::{self, HiddenEstimate};

/// Keeps an estimate. Only the node makes one, from what it laid beside one another itself.
pub struct KeepEstimate {
    pub(super) made: Option<Arc<(Overlapped, std::result::Result<Hidden, String>)>>,
}

impl KeepEstimate {
    /// With nothing in it, for the policy matrix; it is refused.
    pub(crate) const fn nothing() -> Self {
        Self { made: None }
    }
}

#[async_trait::async_trait]
impl Act for KeepEstimate {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "keep-estimate"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "count", "data-centre", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let made = permit.act().made.clone().ok_or(Error::Refused("no-linkage-yet"))?;
        let (of, found) = (&made.0, &made.1);
        let organisation = permit.organisation()?;
        let id = tx.new_id();
        let kept = HiddenEstimate {
            id,
            run: of.run,
            at: tx.now,
            slice: of.slice.clone(),
            code_version: env!("CARGO_PKG_VERSION").to_owned(),
            inputs_hash: of.inputs_hash.clone(),
            refusal: found.as_ref().err().cloned(),
            found: found.as_ref().ok().cloned(),
        };
        let by = (permit.actor().account(), permit.rule().post);
        estimates::keep(tx, organisation, by, &kept).await?;
        tx.trace.kind = Some("data-centre");
        tx.trace.subject = Some(id);
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
