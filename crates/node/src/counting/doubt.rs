//! How many children there are rather than how many clusters: every join may be wrong, and some are missing.

use std::collections::{BTreeMap, BTreeSet};

use model::Id;
use serde::Serialize;

/// A count of children with its interval of 95 %.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Estimate {
    /// Expected number.
    pub count: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A join that may be wrong, or one that may be missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Doubt {
    pub(crate) one: Id,
    pub(crate) other: Id,
    /// Whether the two records are in one cluster.
    pub(crate) joined: bool,
    /// Chance that both are of one child.
    pub(crate) chance: f64,
}

/// The doubts that bear on a figure, from all rows with their children and whether the figure is of them. A join that may be wrong
/// bears on it when both of its rows do; one that may be missing when both of its children do, whichever of their rows say so.
pub(crate) fn bearing<'a>(doubts: &[Doubt], rows: impl Iterator<Item = (Id, &'a str, bool)>) -> Vec<Doubt> {
    let (mut child_of, mut inside) = (BTreeMap::new(), BTreeSet::new());
    for (row, child, is_inside) in rows {
        child_of.insert(row, (child, is_inside));
        if is_inside {
            inside.insert(child);
        }
    }
    let bears = |row: &Id, joined: bool| {
        child_of
            .get(row)
            .is_some_and(|(child, is_inside)| if joined { *is_inside } else { inside.contains(child) })
    };
    let holds = |doubt: &&Doubt| bears(&doubt.one, doubt.joined) && bears(&doubt.other, doubt.joined);
    doubts.iter().filter(holds).copied().collect()
}

/// How the doubts of a run add up to its estimate: the audit of the linkage judges the whole, and what it found is laid on the
/// single doubts in proportion, so that the parts of a country add up to what the whole says.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Scale {
    /// Children hidden for each expected wrong join.
    pub(crate) wrong: f64,
    /// Children too many for each expected missing join.
    pub(crate) missing: f64,
    /// Correction for each cluster, where no single doubt bears it.
    pub(crate) drift: f64,
    /// Half the interval that is owed to the model rather than to chance, for each cluster.
    pub(crate) model_error: f64,
}

/// 1.96 squared.
const SQUARED: f64 = 3.841_458_8;

fn expected(doubts: &[Doubt]) -> (f64, f64, f64) {
    doubts.iter().fold((0.0, 0.0, 0.0), |(wrong, missing, spread), doubt| {
        let p = doubt.chance;
        let spread = spread + p * (1.0 - p);
        if doubt.joined { (wrong + 1.0 - p, missing, spread) } else { (wrong, missing + p, spread) }
    })
}

impl Scale {
    /// From the estimate of the linkage, over the clusters of the model and all its doubts.
    pub(crate) fn of(clusters: usize, doubts: &[Doubt], whole: &linkage::link::Estimate) -> Self {
        let clusters = (clusters as f64).max(1.0);
        let (wrong, missing, spread) = expected(doubts);
        let (splits, merges) = (whole.splits, whole.merges + whole.unseen);
        // A handful of doubts cannot bear a large correction without becoming certain of it.
        let share = |all: f64, borne: f64| if borne > 1e-9 { (all / borne).min(2.0) } else { 0.0 };
        let (wrong_scale, missing_scale) = (share(splits, wrong), share(merges, missing));
        let borne = wrong_scale * wrong - missing_scale * missing;
        let half = (whole.high - whole.low) / 2.0;
        let model = (half * half - SQUARED * spread).max(0.0).sqrt();
        Self {
            wrong: wrong_scale,
            missing: missing_scale,
            drift: (splits - merges - borne) / clusters,
            model_error: model / clusters,
        }
    }

    /// The estimate for some clusters and the doubts among them.
    pub(crate) fn estimate(&self, clusters: usize, doubts: &[Doubt]) -> Estimate {
        let found = clusters as f64;
        if clusters == 0 {
            return Estimate::default();
        }
        let (wrong, missing, spread) = expected(doubts);
        let count = found + self.wrong * wrong - self.missing * missing + self.drift * found;
        let model = self.model_error * found;
        let half = (SQUARED * spread + model * model).sqrt();
        let count = count.max(1.0);
        Estimate { count, low: (count - half).max(0.0), high: count + half }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_join_bears_on_every_figure_of_both_children() {
        let id = |at: u128| Id::from_u128(at);
        let doubt = |one, other, joined| Doubt { one: id(one), other: id(other), joined, chance: 0.5 };
        // Rows 1 and 2 are of one child, 3 and 4 of another; the figure is of rows 2, 3 and 5.
        let rows = [(1, "a", false), (2, "a", true), (3, "b", true), (4, "b", false), (5, "c", true)];
        let of = |doubt: Doubt| {
            bearing(&[doubt], rows.iter().map(|(row, child, is)| (id(*row), *child, *is))).len()
        };
        assert_eq!(of(doubt(1, 4, false)), 1);
        assert_eq!(of(doubt(1, 2, true)), 0);
        assert_eq!(of(doubt(2, 5, true)), 1);
        assert_eq!(of(doubt(1, 9, false)), 0);
    }
}
