//! All stages in order.

use super::block::Blocks;
use super::cluster::{Clusters, Policy, cluster};
use super::learn::learn;
use super::model::{Model, bits, probability};
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
    pub(crate) edges: Vec<Edge>,
}

/// Links the records of one gathering. `stage` hears the name of each stage as it begins.
pub fn link(people: &People, settings: &Settings, stage: &mut dyn FnMut(&'static str)) -> Linked {
    stage("block");
    let largest = settings.model.as_ref().map_or(300, |model| model.largest_block);
    let blocks = Blocks::new(people, largest, settings.threads);
    stage("learn");
    let mut model = match &settings.model {
        Some(model) => model.clone(),
        None => Model::of(&learn(people, &blocks), people.len()),
    };
    stage("compare");
    let (edges, compared) = compare_all(people, &blocks, &model, settings.threads);
    stage("cluster");
    if settings.model.is_none() {
        fit_priors(&mut model, &edges, people.len());
    }
    let clusters = cluster(people, &edges, &model, settings.policy, settings.threads);
    Linked { model, blocks, compared, clusters, edges }
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
    /// Share of true pairs that some rule holds. `truth` is the true child by row of delivery.
    #[must_use]
    pub fn blocking_recall(&self, people: &People, truth: &[u64]) -> f64 {
        let child = |at: u32| people.records.get(at as usize).and_then(|r| truth.get(r.row as usize)).copied();
        let mut by_child: Vec<(u64, u32)> =
            (0..people.records.len()).filter_map(|at| u32::try_from(at).ok()).filter_map(|at| Some((child(at)?, at))).collect();
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
