//! `view-release`: the protected tables of a release, as they were handed out.

use model::{Id, Timestamp};
use statistics::publish::Published;

use super::{Release, may_view, sees_exact};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::counting::{ReleaseTable, kept};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::releases;

/// Looks at a release.
#[derive(Debug, Clone, Copy)]
pub struct ViewRelease {
    /// The publication.
    pub id: Id,
}

/// A release with its tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Released {
    /// What stands beside the tables.
    pub release: Release,
    /// The tables.
    pub published: Published,
}

#[async_trait::async_trait]
impl Act for ViewRelease {
    type Facts = Timestamp;
    type Output = Released;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-release"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        may_view(actor, now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Released> {
        let release = releases::get(tx, permit.organisation()?, permit.act().id).await?;
        tx.trace.kind = Some("publication");
        tx.trace.subject = Some(release.id);
        // What is not approved yet is for those who work on it.
        let out = ["published", "corrected"].contains(&release.state.as_str());
        if !out && !sees_exact(permit.actor(), tx.now) {
            return Err(Error::Refused("release-not-out"));
        }
        let cells = releases::cells(tx, release.id).await?;
        let table = ReleaseTable::from_code(&release.table)
            .ok_or_else(|| Error::Storage("a table of a release".into()))?;
        let minimum = u64::try_from(release.minimum).unwrap_or(u64::MAX);
        let published = kept(table, minimum, release.overlapping, &cells)?;
        Ok(Released { release, published })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}
