//! How good a linkage is, where the truth is known.

use std::collections::HashMap;
use std::hash::Hash;

/// Precision, recall and their harmonic mean over pairs.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Quality {
    /// Share of found pairs that are true.
    pub precision: f64,
    /// Share of true pairs that are found.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

impl Quality {
    /// From counts of pairs: found and true, found, true.
    #[must_use]
    pub fn of(both: u64, found: u64, truth: u64) -> Self {
        let share = |part: u64, all: u64| if all == 0 { 1.0 } else { part as f64 / all as f64 };
        let (precision, recall) = (share(both, found), share(both, truth));
        let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        Self { precision, recall, f1 }
    }
}

/// Clusters against the truth.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Clustered {
    /// Over all pairs within clusters.
    pub quality: Quality,
    /// Clusters found.
    pub found: u64,
    /// True children.
    pub children: u64,
    /// Records of the largest cluster found.
    pub largest: u64,
}

impl Clustered {
    /// Clusters / true children - 1.
    #[must_use]
    pub fn count_error(&self) -> f64 {
        self.found as f64 / (self.children as f64).max(1.0) - 1.0
    }
}

/// Compares clusters with the truth, record by record: what was found, and what is true.
#[must_use]
pub fn evaluate<F: Hash + Eq + Copy, T: Hash + Eq + Copy>(
    records: impl Iterator<Item = (F, T)>,
) -> Clustered {
    let (mut both, mut found, mut truth) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (cluster, child) in records {
        *both.entry((cluster, child)).or_insert(0_u64) += 1;
        *found.entry(cluster).or_insert(0_u64) += 1;
        *truth.entry(child).or_insert(0_u64) += 1;
    }
    let pairs = |sizes: &mut dyn Iterator<Item = u64>| sizes.map(|n| n * (n - 1) / 2).sum::<u64>();
    Clustered {
        quality: Quality::of(
            pairs(&mut both.values().copied()),
            pairs(&mut found.values().copied()),
            pairs(&mut truth.values().copied()),
        ),
        found: found.len() as u64,
        children: truth.len() as u64,
        largest: found.values().copied().max().unwrap_or_default(),
    }
}
