//! How many children there are of each agency, province, age or sex.
//!
//! A child belongs to every group that a record of it names. So a cluster counts in each group of its records; a doubtful join
//! counts only in groups that have records on both of its sides, and a missing one in groups that both clusters have.

use std::collections::BTreeMap;

use super::cluster::{Clusters, Ground, Policy};
use super::estimate::{Doubts, Estimate, Missing, Sum};
use super::letters::QuickMap;
use super::people::People;
use super::run::Linked;

/// Chances of a wrong join below this are not laid on groups.
const LEAST: f64 = 1e-4;

/// Sorted pairs of a cluster and a group that it has records of.
struct Held(Vec<(u32, u32)>);

impl Held {
    fn of(clusters: &Clusters, group_of: &[Option<u32>]) -> Self {
        let both = clusters.of.iter().zip(group_of);
        let mut held: Vec<(u32, u32)> =
            both.filter_map(|(cluster, group)| Some((*cluster, (*group)?))).collect();
        held.sort_unstable();
        held.dedup();
        Self(held)
    }

    fn groups(&self, cluster: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.0.partition_point(|(of, _)| *of < cluster);
        self.0.iter().skip(from).take_while(move |(of, _)| *of == cluster).map(|(_, group)| *group)
    }

    fn has(&self, cluster: u32, group: u32) -> bool {
        self.0.binary_search(&(cluster, group)).is_ok()
    }
}

/// The joins of one cluster: a tree, in which each join stands between two sides.
struct Tree {
    /// Both directions of every join: from, to.
    ways: Vec<(u32, u32)>,
}

impl Tree {
    fn of(pairs: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut ways: Vec<(u32, u32)> = pairs.flat_map(|(a, b)| [(a, b), (b, a)]).collect();
        ways.sort_unstable();
        Self { ways }
    }

    /// Records that are reached from `start` without going over the way to `closed`.
    fn side(&self, start: u32, closed: u32) -> Vec<u32> {
        let (mut reached, mut at) = (vec![(start, closed)], 0);
        while let Some((here, from)) = reached.get(at).copied() {
            let first = self.ways.partition_point(|(of, _)| *of < here);
            let ways = self.ways.iter().skip(first).take_while(|(of, _)| *of == here);
            reached.extend(ways.filter(|(_, to)| *to != from).map(|(_, to)| (*to, here)));
            at += 1;
        }
        reached.into_iter().map(|(record, _)| record).collect()
    }
}

/// A join of two rows, as they were delivered, that may be wrong or missing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubtful {
    /// The pair over which their clusters were joined, or the best between them.
    pub rows: (usize, usize),
    /// Was it made?
    pub joined: bool,
    /// The chance that both are of one child, as the audit has it.
    pub chance: f64,
}

impl Linked {
    /// Everything that is not sure of the clusters. What NIKs or people have judged is sure.
    #[must_use]
    pub fn doubtful(&self, people: &People, threads: usize) -> Vec<Doubtful> {
        let row = |at: u32| people.records.get(at as usize).map_or(0, |record| record.row as usize);
        let doubts = Doubts::of(self.ground(people, threads), &self.clusters, &self.edges, &self.audit);
        let made = doubts.made(&self.clusters);
        let mut all: Vec<Doubtful> = made
            .map(|(join, wrong)| Doubtful {
                rows: (row(join.pair.0), row(join.pair.1)),
                joined: true,
                chance: 1.0 - wrong,
            })
            .collect();
        doubts.missing(|Missing { a, b, chance, .. }| {
            all.push(Doubtful { rows: (row(a), row(b)), joined: false, chance });
        });
        all
    }

    pub(super) fn ground<'a>(&'a self, people: &'a People, threads: usize) -> Ground<'a> {
        let Self { model, settled, .. } = self;
        Ground { people, model, policy: Policy::default(), settled, blind: false, threads }
    }

    /// The estimates within groups of records, for each of some ways to group them: children of whom at least one record is in the
    /// group. A way names the group of a row as it was delivered; rows of none are not counted.
    #[must_use]
    pub fn by_groups(
        &self,
        people: &People,
        threads: usize,
        ways: &[&dyn Fn(usize) -> Option<u32>],
    ) -> Vec<BTreeMap<u32, Estimate>> {
        let doubts = Doubts::of(self.ground(people, threads), &self.clusters, &self.edges, &self.audit);
        let of_way = |way: &&dyn Fn(usize) -> Option<u32>| {
            let group_of: Vec<Option<u32>> = people.rows().map(way).collect();
            let held = Held::of(&self.clusters, &group_of);
            let mut sums: BTreeMap<u32, Sum> = BTreeMap::new();
            for (_, group) in &held.0 {
                sums.entry(*group).or_default().clusters += 1.0;
            }
            self.made(&doubts, &group_of, &mut sums);
            doubts.missing(|missing| {
                for group in held.groups(missing.a).filter(|group| held.has(missing.b, *group)) {
                    sums.entry(group).or_default().missing(missing);
                }
            });
            sums.into_iter().map(|(group, sum)| (group, sum.estimate(people, &self.audit))).collect()
        };
        ways.iter().map(of_way).collect()
    }

    /// Lays each doubtful join on the groups that have records on both of its sides.
    fn made(&self, doubts: &Doubts<'_>, group_of: &[Option<u32>], sums: &mut BTreeMap<u32, Sum>) {
        let cluster = |at: u32| self.clusters.of.get(at as usize).copied().unwrap_or(at);
        let mut pairs: Vec<(u32, (u32, u32))> =
            self.clusters.joins.iter().map(|join| (cluster(join.pair.0), join.pair)).collect();
        pairs.sort_unstable();
        let mut trees: QuickMap<u32, Tree> = QuickMap::default();
        for (join, wrong) in doubts.made(&self.clusters).filter(|(_, wrong)| *wrong >= LEAST) {
            let ((a, b), of) = (join.pair, cluster(join.pair.0));
            let tree = trees.entry(of).or_insert_with(|| {
                let from = pairs.partition_point(|(cluster, _)| *cluster < of);
                Tree::of(pairs.iter().skip(from).take_while(|(cluster, _)| *cluster == of).map(|(_, p)| *p))
            });
            let groups = |start: u32, closed: u32| {
                let side = tree.side(start, closed).into_iter();
                let mut groups: Vec<u32> =
                    side.filter_map(|at| group_of.get(at as usize).copied().flatten()).collect();
                groups.sort_unstable();
                groups.dedup();
                groups
            };
            let there = groups(b, a);
            for group in groups(a, b).iter().filter(|group| there.binary_search(group).is_ok()) {
                sums.entry(*group).or_default().made(wrong);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_join_stands_between_two_sides() {
        let tree = Tree::of([(1, 2), (2, 3), (5, 2), (7, 5)].into_iter());
        let side = |start, closed| {
            let mut side = tree.side(start, closed);
            side.sort_unstable();
            side
        };
        assert_eq!((side(2, 5), side(5, 2)), (vec![1, 2, 3], vec![5, 7]));
        assert_eq!((side(3, 2), side(7, 5)), (vec![3], vec![7]));
    }
}
