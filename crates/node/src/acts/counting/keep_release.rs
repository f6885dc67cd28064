//! `keep-release`: keeps a protected table as the draft of a publication. Somebody else approves it.

use std::sync::Arc;

use model::kinds::Publication;
use model::{Draft, Id, Kind, Timestamp, Value};

use super::{Gauged, Release};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::open::open_root;
use crate::counting::Laid;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::{releases, runs};

/// Keeps a release. Only the node makes one, from what it counted and proved itself.
pub struct KeepRelease {
    pub(super) made: Option<Arc<(Gauged, Laid)>>,
}

impl KeepRelease {
    /// With nothing in it, for the policy matrix; it is refused.
    pub(crate) const fn nothing() -> Self {
        Self { made: None }
    }
}

#[async_trait::async_trait]
impl Act for KeepRelease {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "keep-release"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "lay-out", "publication", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let made = permit.act().made.clone().ok_or(Error::Refused("no-linkage-yet"))?;
        let (gauged, laid) = (&made.0, &made.1);
        let (organisation, meta) = (permit.organisation()?, Publication::META);
        let newest = runs::newest(tx, organisation).await?.map(|run| run.id);
        if newest != Some(gauged.release.run) {
            return Err(Error::Refused("lists-changed"));
        }
        let others = super::count_release::others(tx, organisation, &gauged.release.period).await?;
        if !others.iter().map(|other| other.id).eq(gauged.others.iter().copied()) {
            // It was not compared with one that came meanwhile.
            return Err(Error::Refused("lists-changed"));
        }
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let release = &gauged.release;
        let draft = Draft::default()
            .with("counted_entity", release.entity.as_str())
            .with("release_table", release.table.as_str())
            .with("period_from", release.from.as_str())
            .with("period_to", release.to.as_str());
        let mut record = draft.parse(meta, tx.now.date(Default::default())).map_err(Error::Invalid)?;
        record.set(meta, "cells_shown", Value::from(laid.shown.0));
        record.set(meta, "cells_withheld", Value::from(laid.shown.1));
        let id = open_root(tx, meta, organisation, post, &record).await?;
        releases::keep(tx, organisation, &Release { id, ..release.clone() }, laid).await?;
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
