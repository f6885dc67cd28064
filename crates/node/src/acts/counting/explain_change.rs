//! `explain-change`: why a figure is not what it was in the last release, in parts that add up.

use std::collections::BTreeMap;

use model::{Id, Timestamp};
use serde::Serialize;

use super::{Loaded, may_view, sees_exact, sound};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::counting::{Change, Estimate, Partition, Place, Slice, bearing};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::releases::{self, Release};
use crate::store::counting::runs::{self, Run};

/// Explains the change of a figure.
#[derive(Debug, Clone, Default)]
pub struct ExplainChange {
    /// Since this release; since the last published one when none is named.
    pub since: Option<Id>,
    /// Which figure; that of the release when nothing is named.
    pub slice: Slice,
}

/// A change and its reasons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explained {
    /// The release; none yet, and the change is that since the first run.
    pub since: Option<Release>,
    /// The run then.
    pub then: Run,
    /// The run now.
    pub now: Run,
    /// Which figure.
    pub slice: Slice,
    /// The parts.
    pub change: Change,
}

#[async_trait::async_trait]
impl Act for ExplainChange {
    type Facts = Timestamp;
    type Output = Explained;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "explain-change"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        // Parts of a narrow figure can be about a single child.
        let narrow = self.slice.region.is_some() || self.slice.form.is_some();
        if narrow && !sees_exact(actor, *now) {
            Decision::Deny("figure-too-narrow")
        } else {
            may_view(actor, now)
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Explained> {
        let (act, organisation) = (permit.act(), permit.organisation()?);
        sound(&act.slice)?;
        tx.trace.kind = Some("data-centre");
        let all = releases::all(tx, organisation).await?;
        let since = match act.since {
            Some(id) => Some(all.into_iter().find(|release| release.id == id).ok_or(Error::NotFound)?),
            None => all.into_iter().find(|release| release.state == "published"),
        };
        let mut slice = act.slice.clone();
        if let (Some(release), true) = (&since, slice == Slice::default()) {
            slice.period = Some(release.period.clone());
        }
        let mut ordered = runs::all(tx, organisation).await?;
        ordered.reverse();
        let first = since.as_ref().and_then(|release| ordered.iter().position(|run| run.id == release.run));
        let between = ordered.split_off(first.unwrap_or(0));
        let (mut then, mut now) = match (between.first(), between.last()) {
            (Some(then), Some(now)) => (then.clone(), now.clone()),
            _ => return Err(Error::Refused("no-linkage-yet")),
        };
        if !sees_exact(permit.actor(), tx.now) {
            super::view_data_centre::hide(&mut then);
            super::view_data_centre::hide(&mut now);
        }
        let mut partitions = Vec::with_capacity(between.len());
        for run in between {
            partitions.push(partition(tx, run, &slice).await?);
        }
        Ok(Explained { since, change: Change::over(&partitions), then, now, slice })
    }
}

/// What a run counts of a slice.
async fn partition(tx: &mut Tx, run: Run, slice: &Slice) -> Result<Partition> {
    let members = runs::members(tx, run.id).await?;
    let loaded = Loaded::of(tx, run).await?;
    let mut rows = BTreeMap::new();
    for fact in loaded.facts.iter().filter(|fact| slice.holds(fact)) {
        if let Some((child, undecided)) = members.get(&fact.row) {
            let place = Place { child: child.clone(), undecided: undecided.clone(), late: fact.late };
            rows.insert(fact.row, place);
        }
    }
    let (clusters, estimate) = figure(&loaded, slice);
    let correction = whole(estimate.count) - clusters;
    Ok(Partition { rows, correction, model: loaded.run.model_hash })
}

/// Clusters and children of a slice.
pub(super) fn figure(loaded: &Loaded, slice: &Slice) -> (i64, Estimate) {
    let rows = || {
        let both = loaded.facts.iter().zip(&loaded.children);
        both.map(|(fact, child)| (fact.row, child.as_str(), slice.holds(fact)))
    };
    let inside = rows().filter(|(.., inside)| *inside).map(|(_, child, _)| child);
    let clusters = inside.collect::<std::collections::BTreeSet<_>>().len();
    let doubts = bearing(&loaded.doubts, rows());
    (i64::try_from(clusters).unwrap_or(i64::MAX), loaded.run.scale.estimate(clusters, &doubts))
}

/// A count of children is a whole number.
#[allow(clippy::cast_possible_truncation, reason = "children are far fewer than numbers")]
pub(super) fn whole(count: f64) -> i64 {
    count.round() as i64
}
