//! `view-data-centre`: what was delivered, what is missing, and the figure as it stands.

use std::collections::{BTreeMap, BTreeSet};

use model::Timestamp;
use serde::Serialize;

use super::{may_view, sees_exact};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::counting::{Estimate, Tally};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::counting::lists::{self, ListRow};
use crate::store::counting::releases::{self, Release};
use crate::store::counting::runs::{self, Run};
use crate::store::counting::{pairs, show};

/// Looks at the data centre.
#[derive(Debug, Clone, Copy, Default)]
pub struct ViewDataCentre;

/// A list that others delivered for a period and this agency did not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Missing {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// What is counted.
    pub entity: String,
    /// Who has not delivered.
    pub agency: String,
}

/// The data centre at a glance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DataCentre {
    /// Delivered lists, newest first.
    pub lists: Vec<ListRow>,
    /// What is missing, latest period first.
    pub missing: Vec<Missing>,
    /// The newest run.
    pub run: Option<Run>,
    /// Clusters and children as this reader may see them.
    pub figure: Option<(i64, Estimate)>,
    /// Whether the figure is without noise.
    pub exact: bool,
    /// Whether accepted lists or decisions wait for the next run.
    pub stale: bool,
    /// Pairs that wait for a person.
    pub waiting: i64,
    /// Releases, newest first.
    pub releases: Vec<Release>,
    /// Whether this reader may link.
    pub may_link: bool,
}

#[async_trait::async_trait]
impl Act for ViewDataCentre {
    type Facts = Timestamp;
    type Output = DataCentre;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-data-centre"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        may_view(actor, now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<DataCentre> {
        let organisation = permit.organisation()?;
        let exact = sees_exact(permit.actor(), tx.now);
        tx.trace.kind = Some("data-centre");
        let lists = lists::all(tx, organisation).await?;
        let run = runs::newest(tx, organisation).await?;
        let (mut figure, mut stale, mut waiting) = (None, false, 0);
        let accepted = lists::accepted(tx, organisation).await?;
        if let Some(run) = &run {
            let inputs: Vec<_> = runs::inputs(tx, run.id).await?.into_iter().map(|(list, _)| list).collect();
            let standing: Vec<_> = pairs::standing(tx, organisation).await?.iter().map(|d| d.id).collect();
            stale = accepted != inputs || standing != runs::obeyed(tx, run.id).await?;
            let pairs = pairs::of_run(tx, run.id).await?;
            waiting = pairs.iter().filter(|pair| pair.verdict.is_none()).count();
            let show = show(tx, exact)?;
            let members = runs::members(tx, run.id).await?;
            let names: BTreeSet<&str> = members.values().map(|(child, _)| child.as_str()).collect();
            let clusters = show.number(Tally::of(names, &show));
            let by = |n: f64| n + clusters as f64 - run.clusters as f64;
            let e = run.estimate;
            figure = Some((clusters, Estimate { count: by(e.count), low: by(e.low), high: by(e.high) }));
        }
        let mut run = run;
        if let (Some(run), false) = (&mut run, exact) {
            hide(run);
        }
        let mut releases = releases::all(tx, organisation).await?;
        // What is not out yet is for those who work on it.
        releases.retain(|release| exact || ["published", "corrected"].contains(&release.state.as_str()));
        Ok(DataCentre {
            missing: missing(&lists),
            stale: stale || (run.is_none() && !accepted.is_empty()),
            waiting: i64::try_from(waiting).unwrap_or(i64::MAX),
            releases,
            may_link: access::holds_right(permit.actor(), "link", "data-centre", tx.now).allows(),
            lists,
            run,
            figure,
            exact,
        })
    }
}

/// True counts are not for everybody who may look.
pub(super) fn hide(run: &mut Run) {
    (run.clusters, run.by_model, run.estimate) = (0, 0, Estimate::default());
}

/// For each period and entity that somebody delivered, the agencies that deliver this entity and did not.
fn missing(lists: &[ListRow]) -> Vec<Missing> {
    let mut agencies: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut delivered: BTreeMap<(&str, &str, &str), BTreeSet<&str>> = BTreeMap::new();
    for list in lists {
        agencies.entry(&list.entity).or_default().insert(&list.agency);
        let of = delivered.entry((&list.from, &list.to, &list.entity)).or_default();
        if list.state != "withdrawn" {
            of.insert(&list.agency);
        }
    }
    let mut missing: Vec<Missing> = delivered
        .iter()
        .flat_map(|((from, to, entity), there)| {
            let of = agencies.get(entity).into_iter().flatten();
            of.filter(|agency| !there.contains(*agency)).map(|agency| Missing {
                from: (*from).to_owned(),
                to: (*to).to_owned(),
                entity: (*entity).to_owned(),
                agency: (*agency).to_owned(),
            })
        })
        .collect();
    missing.sort_by(|a, b| b.from.cmp(&a.from).then_with(|| a.cmp(b)));
    missing
}
