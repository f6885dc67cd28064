//! Work that is done beside the database, between an act that gathers and an act that keeps.

use std::sync::Arc;

use model::Id;
use serde::Serialize;

use super::{CountRelease, GatherLists, GatherOverlaps, KeepEstimate, KeepLinkage, KeepRelease};
use crate::access::Actor;
use crate::acts::Opened;
use crate::counting::{Slice, work};
use crate::error::{Error, Result};
use crate::node::Node;

/// A run that was made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repeated {
    /// The run.
    pub run: Id,
    /// Whether the same bytes came out.
    pub same: bool,
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Storage("the work did not end".into()))?
}

impl Node {
    /// Links all accepted lists: gathers, works beside the database, keeps. `act` is the id of the act that keeps.
    ///
    /// # Errors
    /// What the acts answer; [`Error::Refused`] `lists-changed` when a list or a decision came while it worked: do it again.
    pub async fn link_lists(&self, act: Id, actor: &Actor, relearn: bool) -> Result<Opened> {
        let gathered = self.perform(actor, GatherLists { relearn, again: None }).await?;
        let made = apart(move || {
            let outcome = work(&gathered)?;
            Ok((gathered, outcome))
        });
        let made = Some(Arc::new(made.await?));
        self.perform_as(act, actor, KeepLinkage { made }).await
    }

    /// Makes a run again from what it was made of, and says whether the same bytes come out. Nothing is kept.
    ///
    /// # Errors
    /// What [`GatherLists`] answers.
    pub async fn repeat_linkage(&self, actor: &Actor, run: Id) -> Result<Repeated> {
        let gathered = self.perform(actor, GatherLists { relearn: false, again: Some(run) }).await?;
        apart(move || {
            let then = gathered.again.clone().ok_or(Error::NotFound)?;
            let now = work(&gathered)?.hash();
            Ok(Repeated { run: then.0, same: then.1 == now })
        })
        .await
    }

    /// Estimates what nobody saw: lays lists beside one another, estimates beside the database, keeps what came out or why
    /// nothing did. `act` is the id of the act that keeps.
    ///
    /// # Errors
    /// What the acts answer.
    pub async fn estimate_hidden(&self, act: Id, actor: &Actor, slice: Slice) -> Result<Opened> {
        let of = self.perform(actor, GatherOverlaps { slice, run: None }).await?;
        let made = apart(move || {
            let found = of.estimate();
            Ok((of, found))
        });
        let made = Some(Arc::new(made.await?));
        self.perform_as(act, actor, KeepEstimate { made }).await
    }

    /// Lays out a release: counts, protects and proves beside the database, keeps. `act` is the id of the act that keeps.
    ///
    /// # Errors
    /// What the acts answer; [`Error::Refused`] `release-not-safe` when no safe table was found.
    pub async fn lay_out_release(&self, act: Id, actor: &Actor, wanted: CountRelease) -> Result<Opened> {
        let gauged = self.perform(actor, wanted).await?;
        let laid = apart(move || {
            let laid = gauged.lay_out()?;
            Ok((gauged, laid))
        });
        let made = Some(Arc::new(laid.await?));
        self.perform_as(act, actor, KeepRelease { made }).await
    }
}
