//! Why a figure is not what it was: the parts of a change, which add up to it, always.
//!
//! From one run to the next the change is walked in steps, each a difference of two counts of children, so that their sum is the
//! difference of the ends: rows that are gone; what the model put together and took apart among the rows that both runs know;
//! what people decided; rows that came; and the correction for joins that may be wrong or missing.

use std::collections::{BTreeMap, BTreeSet};

use model::Id;
use serde::Serialize;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Rows of lists that came.
    Delivered,
    /// Rows that tell of an earlier time than their list.
    Late,
    /// Rows of lists that were withdrawn.
    Withdrawn,
    /// Children that were found to be one, by new evidence.
    Joined,
    /// Children that were found to be two, by new evidence.
    Split,
    /// Children that people found to be one.
    DecidedSame,
    /// Children that people found to be two.
    DecidedDifferent,
    /// Another model weighs the evidence otherwise.
    Model,
    /// Joins that may be wrong or missing.
    Correction,
}

impl Part {
    /// All of them, in the order of a page.
    pub const ALL: [Self; 9] = [
        Self::Delivered,
        Self::Late,
        Self::Withdrawn,
        Self::Joined,
        Self::Split,
        Self::DecidedSame,
        Self::DecidedDifferent,
        Self::Model,
        Self::Correction,
    ];

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Late => "late",
            Self::Withdrawn => "withdrawn",
            Self::Joined => "joined",
            Self::Split => "split",
            Self::DecidedSame => "decided-same",
            Self::DecidedDifferent => "decided-different",
            Self::Model => "model",
            Self::Correction => "correction",
        }
    }
}

/// One part of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What changed.
    pub part: Part,
    /// By how many children.
    pub by: i64,
}

/// A figure then and now, and what lies between.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Then.
    pub from: i64,
    /// Now.
    pub to: i64,
    /// The parts; their sum is the difference.
    pub steps: Vec<Step>,
}

/// A row within a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) child: String,
    pub(crate) undecided: String,
    pub(crate) late: bool,
}

/// The rows of a run that a figure counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Partition {
    pub(crate) rows: BTreeMap<Id, Place>,
    /// The published figure less the clusters.
    pub(crate) correction: i64,
    pub(crate) model: String,
}

impl Partition {
    /// The figure.
    pub(crate) fn figure(&self) -> i64 {
        distinct(self.rows.values().map(|place| &place.child)) + self.correction
    }
}

fn distinct<T: Ord>(labels: impl Iterator<Item = T>) -> i64 {
    i64::try_from(labels.collect::<BTreeSet<T>>().len()).unwrap_or(i64::MAX)
}

/// The parts between two runs, one after the other.
pub(crate) fn between(before: &Partition, after: &Partition) -> Vec<Step> {
    let common: Vec<(&Place, &Place)> =
        before.rows.iter().filter_map(|(row, old)| Some((old, after.rows.get(row)?))).collect();
    let old = distinct(common.iter().map(|(old, _)| &old.child));
    let undecided = distinct(common.iter().map(|(_, new)| &new.undecided));
    let kept = distinct(common.iter().map(|(_, new)| &new.child));
    // What both keep apart: going there only splits, coming from there only joins.
    let found = distinct(common.iter().map(|(old, new)| (&old.child, &new.undecided)));
    let judged = distinct(common.iter().map(|(_, new)| (&new.undecided, &new.child)));
    let known = |(row, place): &(&Id, &Place)| !place.late || before.rows.contains_key(*row);
    let in_time = distinct(after.rows.iter().filter(known).map(|(_, place)| &place.child));
    let all = distinct(after.rows.values().map(|place| &place.child));
    let mut steps = vec![
        Step { part: Part::Withdrawn, by: old - distinct(before.rows.values().map(|place| &place.child)) },
        Step { part: Part::DecidedDifferent, by: judged - undecided },
        Step { part: Part::DecidedSame, by: kept - judged },
        Step { part: Part::Delivered, by: in_time - kept },
        Step { part: Part::Late, by: all - in_time },
        Step { part: Part::Correction, by: after.correction - before.correction },
    ];
    if before.model == after.model {
        steps.push(Step { part: Part::Split, by: found - old });
        steps.push(Step { part: Part::Joined, by: undecided - found });
    } else {
        steps.push(Step { part: Part::Model, by: undecided - old });
    }
    steps
}

impl Change {
    /// Over several runs, the first of which is then and the last of which is now.
    pub(crate) fn over(runs: &[Partition]) -> Self {
        let mut sums: BTreeMap<Part, i64> = BTreeMap::new();
        for (before, after) in runs.iter().zip(runs.iter().skip(1)) {
            for step in between(before, after) {
                *sums.entry(step.part).or_default() += step.by;
            }
        }
        let figure = |run: Option<&Partition>| run.map_or(0, Partition::figure);
        let steps =
            Part::ALL.into_iter().map(|part| Step { part, by: sums.get(&part).copied().unwrap_or(0) });
        Self { from: figure(runs.first()), to: figure(runs.last()), steps: steps.collect() }
    }
}
