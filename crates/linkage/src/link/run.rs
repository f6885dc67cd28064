//! All stages in order.

use super::audit::{blind_edges, set_scale};
use super::block::Blocks;
use super::cluster::{Clusters, Policy, cluster};
use super::estimate::{Audit, Estimate, between, estimate};
use super::evaluate::Quality;
use super::learn::learn;
use super::letters::QuickMap;
use super::model::{BIT, LARGEST_BLOCK, Model, bits, probability};
use super::pairs::{Edge, compare_all};
use super::people::People;

/// How a linkage runs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Threads that work at once.
    pub threads: usize,
    /// The model; learned from the records when there is none.
    pub model: Option<Model>,
    /// What clustering decides by.
    pub policy: Policy,
}

/// What came out.
pub struct Linked {
    /// The model that was used, with its priors as fitted.
    pub model: Model,
    /// Blocks by rule.
    pub blocks: Blocks,
    /// Pairs compared.
    pub compared: u64,
    /// Who belongs together.
    pub clusters: Clusters,
    /// How many children there are.
    pub estimate: Estimate,
    pub(crate) audit: Audit,
    pub(crate) edges: Vec<Edge>,
}

/// Pairs of less than one chance in five hundred are forgotten once scores are set right.
const HOPELESS: i32 = -9 * BIT;

/// Links the records of one gathering. `stage` hears the name of each stage as it begins.
pub fn link(people: &People, settings: &Settings, stage: &mut dyn FnMut(&'static str)) -> Linked {
    stage("block");
    let largest = settings.model.as_ref().map_or(LARGEST_BLOCK, |model| model.largest_block);
    let blocks = Blocks::new(people, largest, settings.threads);
    stage("learn");
    let mut model = match &settings.model {
        Some(model) => model.clone(),
        None => Model::of(&learn(people, &blocks), people.len()),
    };
    stage("compare");
    let (mut edges, compared) = compare_all(people, &blocks, &model, settings.threads);
    stage("cluster");
    if settings.model.is_none() {
        fit_priors(&mut model, &edges, people.len());
        set_scale(people, &blocks, &edges, &mut model);
        // What the audit has shown to be hopeless is of no more use.
        edges.retain(|edge| model.score(edge.evidence) >= HOPELESS);
        edges.shrink_to_fit();
    }
    let clusters = cluster(people, &edges, &model, settings.policy, settings.threads, false);
    stage("estimate");
    let blind = blind_edges(people, &blocks, &edges, &model);
    let blindly = cluster(people, &blind, &model, settings.policy, settings.threads, true);
    let audit = Audit::of(people, &blindly, &blind, &model);
    let estimate = estimate(people, &clusters, &edges, &model, &audit);
    Linked { model, blocks, compared, clusters, estimate, audit, edges }
}

/// Fits how common pairs of one child and of one household are to what was found (expectation maximisation over the
/// kept pairs).
fn fit_priors(model: &mut Model, edges: &[Edge], records: usize) {
    let all = records as f64 * (records as f64 - 1.0) / 2.0;
    for _ in 0..12 {
        let mut expected = 0.0;
        for edge in edges {
            expected += probability(model.score(edge.evidence));
        }
        let expected = expected.max(records as f64 / 50.0).min(all / 4.0);
        model.prior = bits(expected / (all - expected));
    }
}

impl Linked {
    /// For every record its row as delivered and the number of its cluster, which depends on nothing but the ids of its
    /// records.
    #[must_use]
    pub fn cluster_numbers(&self, people: &People) -> Vec<(u32, u64)> {
        let mut least: Vec<u64> = vec![u64::MAX; people.records.len()];
        for (record, cluster) in people.records.iter().zip(&self.clusters.of) {
            if let Some(held) = least.get_mut(*cluster as usize) {
                *held = record.hash.min(*held);
            }
        }
        let number = |cluster: &u32| least.get(*cluster as usize).copied().unwrap_or_default();
        people.records.iter().zip(&self.clusters.of).map(|(r, cluster)| (r.row, number(cluster))).collect()
    }

    /// Pairs that are rather of one child than not, against the truth by row.
    #[must_use]
    pub fn pairwise(&self, people: &People, truth: &[u64]) -> Quality {
        let child = |row: usize| truth.get(row).copied();
        let (mut found, mut both) = (0, 0);
        for (a, b, score) in self.scored(people) {
            if score >= 0 {
                found += 1;
                both += u64::from(child(a) == child(b));
            }
        }
        let mut sizes: QuickMap<u64, u64> = QuickMap::default();
        for child in people.rows().filter_map(child) {
            *sizes.entry(child).or_default() += 1;
        }
        Quality::of(both, found, sizes.values().map(|n| n * (n - 1) / 2).sum())
    }

    /// The audit in words.
    #[must_use]
    pub fn audited(&self) -> String {
        format!("{:?}", self.audit)
    }

    /// The best kept pair between any two clusters: their rows and score.
    pub fn between<'a>(&'a self, people: &'a People) -> impl Iterator<Item = (usize, usize, i32)> + 'a {
        let row = |at: u32| people.records.get(at as usize).map_or(0, |record| record.row as usize);
        between(&self.clusters, &self.edges, &self.model)
            .into_iter()
            .map(move |(a, b, score)| (row(a), row(b), score))
    }

    /// Joins that were made: rows, best score, mean score.
    pub fn joins<'a>(&'a self, people: &'a People) -> impl Iterator<Item = (usize, usize, i32, i32)> + 'a {
        let row = |at: u32| people.records.get(at as usize).map_or(0, |record| record.row as usize);
        self.clusters
            .joins
            .iter()
            .map(move |join| (row(join.pair.0), row(join.pair.1), join.score, join.mean))
    }

    /// Kept pairs: the rows as delivered and the score in 1/1024 bit.
    pub fn scored<'a>(&'a self, people: &'a People) -> impl Iterator<Item = (usize, usize, i32)> + 'a {
        let row = |at: u32| people.records.get(at as usize).map_or(0, |record| record.row as usize);
        self.edges.iter().map(move |edge| (row(edge.a), row(edge.b), self.model.score(edge.evidence)))
    }

    /// Rows of true pairs that no rule holds, at most so many.
    #[must_use]
    pub fn missed(&self, people: &People, truth: &[u64], most: usize) -> Vec<(usize, usize)> {
        let mut by_child: Vec<(u64, u32)> = (0_u32..)
            .zip(&people.records)
            .filter_map(|(at, record)| Some((*truth.get(record.row as usize)?, at)))
            .collect();
        by_child.sort_unstable();
        let row = |at: u32| people.records.get(at as usize).map_or(0, |record| record.row as usize);
        let mut missed = Vec::new();
        for pair in by_child.chunk_by(|x, y| x.0 == y.0) {
            for (nth, (_, a)) in pair.iter().enumerate() {
                for (_, b) in pair.iter().skip(nth + 1) {
                    if missed.len() < most && !self.blocks.hold(*a, *b) {
                        missed.push((row(*a), row(*b)));
                    }
                }
            }
        }
        missed
    }

    /// For each rule: pairs it alone would have to compare after the rules before it, and true pairs among them.
    #[must_use]
    pub fn first_held(&self, people: &People, truth: &[u64]) -> [(u64, u64); 16] {
        let mut out = [(0, 0); 16];
        let child =
            |at: u32| people.records.get(at as usize).and_then(|r| truth.get(r.row as usize)).copied();
        for (rule, slot) in out.iter_mut().enumerate() {
            for bounds in self.blocks.of_rule(rule) {
                let members = self.blocks.members(rule, *bounds);
                for (nth, a) in members.iter().enumerate() {
                    let keys = self.blocks.keys_of(*a);
                    for b in members.iter().skip(nth + 1) {
                        if !Blocks::seen_before(&keys, &self.blocks.keys_of(*b), rule) {
                            slot.0 += 1;
                            slot.1 += u64::from(child(*a) == child(*b));
                        }
                    }
                }
            }
        }
        out
    }

    /// Share of true pairs that some rule holds. `truth` is the true child by row of delivery.
    #[must_use]
    pub fn blocking_recall(&self, people: &People, truth: &[u64]) -> f64 {
        let child =
            |at: u32| people.records.get(at as usize).and_then(|r| truth.get(r.row as usize)).copied();
        let mut by_child: Vec<(u64, u32)> = (0..people.records.len())
            .filter_map(|at| u32::try_from(at).ok())
            .filter_map(|at| Some((child(at)?, at)))
            .collect();
        by_child.sort_unstable();
        let (mut all, mut held) = (0_u64, 0_u64);
        for family in by_child.chunk_by(|x, y| x.0 == y.0) {
            for (nth, (_, a)) in family.iter().enumerate() {
                for (_, b) in family.iter().skip(nth + 1) {
                    all += 1;
                    held += u64::from(self.blocks.hold(*a, *b));
                }
            }
        }
        if all == 0 { 1.0 } else { held as f64 / all as f64 }
    }
}
