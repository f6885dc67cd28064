//! `gather-overlaps`: lays the lists of a slice beside one another for an estimate of what nobody saw. Nobody is shown anything.

use model::{Id, Timestamp};

use super::{Loaded, sound_estimate};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::counting::{Clusterings, Overlapped, Slice, overlapped};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::runs;

/// Lays lists beside one another.
#[derive(Debug, Clone, Default)]
pub struct GatherOverlaps {
    /// Which rows.
    pub slice: Slice,
    /// The run, to make an earlier estimate again; the newest when not given.
    pub run: Option<Id>,
}

#[async_trait::async_trait]
impl Act for GatherOverlaps {
    type Facts = Timestamp;
    type Output = Overlapped;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "gather-overlaps"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "count", "data-centre", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Overlapped> {
        let (act, organisation) = (permit.act(), permit.organisation()?);
        sound_estimate(&act.slice)?;
        tx.trace.kind = Some("data-centre");
        let loaded = match act.run {
            Some(id) => {
                let run = runs::get(tx, organisation, id).await?;
                Some(Loaded::of(tx, run).await?)
            }
            None => Loaded::newest(tx, organisation).await?,
        };
        let loaded = loaded.ok_or(Error::Refused("no-linkage-yet"))?;
        tx.trace.subject = Some(loaded.run.id);
        let slice = serde_json::to_string(&act.slice).unwrap_or_default();
        let made_of = format!("{}\n{slice}\n{}", loaded.run.result_hash, env!("CARGO_PKG_VERSION"));
        let hash = seal::to_hex(&seal::sha256(made_of.as_bytes()));
        let children = runs::members(tx, loaded.run.id).await?;
        let clusterings = Clusterings::new(&children, runs::drawn(tx, loaded.run.id).await?);
        Ok(overlapped(&loaded.linked(), &clusterings, loaded.run.id, &act.slice, hash))
    }
}
