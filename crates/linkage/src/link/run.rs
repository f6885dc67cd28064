//! All stages in order.

use super::audit::{fair_score, set_scale};
use super::block::Blocks;
use super::cluster::{Clusters, Ground, Policy, cluster};
use super::decided::{Decisions, Settled, places};
use super::estimate::{Audit, Estimate, between, estimate};
use super::evaluate::Quality;
use super::history::Earlier;
use super::learn::learn;
use super::letters::QuickMap;
use super::model::{BIT, LARGEST_BLOCK, Model, bits, probability};
use super::pairs::{Edge, Watch, compare_all};
use super::people::People;
use super::work;

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
    pub(crate) settled: Settled,
}

/// Pairs of less than one chance in five hundred are forgotten once scores are set right.
const HOPELESS: i32 = -9 * BIT;
/// Odds beyond which chances are no longer told apart.
const CERTAIN: i32 = 20 * BIT;

/// Links the records of one gathering. `stage` hears the name of each stage as it begins.
pub fn link(people: &People, settings: &Settings, stage: &mut dyn FnMut(&'static str)) -> Linked {
    link_decided(people, settings, &Decisions::new(), stage)
}

/// The same, obeying what people have decided.
pub fn link_decided(
    people: &People,
    settings: &Settings,
    decisions: &Decisions,
    stage: &mut dyn FnMut(&'static str),
) -> Linked {
    link_watched(people, settings, decisions, &Watch::default(), stage)
}

/// The same, watched from another thread.
pub fn link_watched(
    people: &People,
    settings: &Settings,
    decisions: &Decisions,
    watch: &Watch,
    stage: &mut dyn FnMut(&'static str),
) -> Linked {
    let threads = settings.threads;
    let settled = Settled::of(people, decisions);
    stage("block");
    let largest = settings.model.as_ref().map_or(LARGEST_BLOCK, |model| model.largest_block);
    let mut blocks = Blocks::new(people, largest, settings.threads);
    stage("learn");
    let model = match &settings.model {
        Some(model) => model.clone(),
        None => Model::of(&learn(people, &blocks, settings.threads), people.len()),
    };
    stage("compare");
    let (edges, compared) = compare_all(people, &blocks, &model, &|_| true, threads, watch);
    blocks.forget_members();
    finish(people, settings, settled, Compared { model, blocks, compared, edges }, stage)
}

/// What is known once every candidate pair was compared.
pub struct Compared {
    /// What was compared by.
    pub model: Model,
    /// Blocks by rule.
    pub blocks: Blocks,
    /// Pairs compared.
    pub compared: u64,
    /// Pairs worth keeping, in order: see [`super::in_order`].
    pub edges: Vec<Edge>,
}

/// All that follows the comparing, wherever that was done. The model counts as learned from these records, and is fitted to what
/// was found, where the settings have none.
pub fn link_compared(
    people: &People,
    settings: &Settings,
    decisions: &Decisions,
    compared: Compared,
    stage: &mut dyn FnMut(&'static str),
) -> Linked {
    finish(people, settings, Settled::of(people, decisions), compared, stage)
}

fn finish(
    people: &People,
    settings: &Settings,
    settled: Settled,
    compared: Compared,
    stage: &mut dyn FnMut(&'static str),
) -> Linked {
    let threads = settings.threads;
    let Compared { mut model, blocks, compared, mut edges } = compared;
    stage("cluster");
    if settings.model.is_none() {
        fit_priors(&mut model, &edges, people.len(), threads);
        set_scale(&edges, &mut model, settings.threads);
        // What the audit has shown to be hopeless is of no more use.
        let hopes =
            |edge: &Edge| model.score(edge.evidence()) >= HOPELESS || fair_score(edge, &model) >= HOPELESS;
        edges.retain(hopes);
        edges.shrink_to_fit();
    }
    let policy = settings.policy;
    let ground = Ground { people, model: &model, policy, settled: &settled, blind: false, threads };
    let clusters = cluster(ground, &edges);
    stage("estimate");
    // What people have decided is no judge of the engine where it is at work.
    let nothing = Settled::default();
    let blindly = cluster(Ground { settled: &nothing, blind: true, ..ground }, &edges);
    let audit = Audit::of(people, &blindly, &edges, &model, threads);
    drop(blindly);
    let estimate = estimate(ground, &clusters, &edges, &audit);
    Linked { model, blocks, compared, clusters, estimate, audit, edges, settled }
}

/// What became of records that were added to earlier clusters.
pub struct Added {
    /// Who belongs together now.
    pub clusters: Clusters,
    /// Records that no earlier cluster held.
    pub new: u64,
    /// Pairs compared: those of which at least one record is new.
    pub compared: u64,
}

/// Places new records beside earlier clusters without a full run: only pairs with a new record are compared, an earlier
/// cluster is never split (but where a decision demands it), and several may be joined by a new record that belongs to each. The
/// model is the one of the last full run; one is learned when there is none, which takes most of the time of a full run.
pub fn link_added(
    people: &People,
    earlier: &[Earlier],
    settings: &Settings,
    decisions: &Decisions,
    stage: &mut dyn FnMut(&'static str),
) -> Added {
    let threads = settings.threads;
    let mut settled = Settled::of(people, decisions);
    let mut old = vec![false; people.records.len()];
    let place_of = places(people, earlier.iter().flat_map(|cluster| cluster.members.iter().copied()));
    for cluster in earlier {
        let members: Vec<u32> = cluster.members.iter().filter_map(|key| place_of.get(key).copied()).collect();
        for member in &members {
            if let Some(place) = old.get_mut(*member as usize) {
                *place = true;
            }
        }
        settled.together.extend(members.iter().zip(members.iter().skip(1)).map(|(a, b)| (*a, *b)));
    }
    stage("block");
    let largest = settings.model.as_ref().map_or(LARGEST_BLOCK, |model| model.largest_block);
    let blocks = Blocks::new(people, largest, threads);
    let model = match &settings.model {
        Some(model) => model.clone(),
        None => link_decided(people, settings, decisions, stage).model,
    };
    stage("compare");
    let is_new = |at: u32| !old.get(at as usize).copied().unwrap_or_default();
    let (edges, compared) = compare_all(people, &blocks, &model, &is_new, threads, &Watch::default());
    stage("cluster");
    let policy = settings.policy;
    let ground = Ground { people, model: &model, policy, settled: &settled, blind: false, threads };
    let clusters = cluster(ground, &edges);
    Added { clusters, new: old.iter().filter(|old| !**old).count() as u64, compared }
}

/// Pairs that are summed up together: parts of one size, so that the sum is the same on however many threads.
const SUMMED: usize = 1 << 16;

/// Fits how common pairs of one child and of one household are to what was found (expectation maximisation over the
/// kept pairs).
fn fit_priors(model: &mut Model, edges: &[Edge], records: usize, threads: usize) {
    let all = records as f64 * (records as f64 - 1.0) / 2.0;
    let parts: Vec<&[Edge]> = edges.chunks(SUMMED).collect();
    let chances: Vec<f64> = (-CERTAIN..=CERTAIN).map(probability).collect();
    for _ in 0..12 {
        let now = &*model;
        let chance = |edge: &Edge| {
            let score = now.score(edge.evidence()).clamp(-CERTAIN, CERTAIN) + CERTAIN;
            chances.get(usize::try_from(score).unwrap_or_default()).copied().unwrap_or_default()
        };
        let sums = work::each(parts.len(), threads, |at| {
            parts.get(at).copied().unwrap_or_default().iter().map(chance).sum::<f64>()
        });
        let expected: f64 = sums.iter().sum();
        let expected = expected.max(records as f64 / 50.0).min(all / 4.0);
        model.prior = bits(expected / (all - expected));
    }
}

impl Linked {
    /// For every record its row as delivered and the number of its cluster, which depends on nothing but the ids of its
    /// records.
    #[must_use]
    pub fn cluster_numbers(&self, people: &People) -> Vec<(u32, u64)> {
        self.clusters.cluster_numbers(people)
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
        between(&self.clusters, &self.edges, &self.model, false, 1)
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

    /// Kept pairs with all that was weighed, in order.
    #[must_use]
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// Kept pairs: the rows as delivered and the score in 1/1024 bit.
    pub fn scored<'a>(&'a self, people: &'a People) -> impl Iterator<Item = (usize, usize, i32)> + 'a {
        let row = |at: u32| people.records.get(at as usize).map_or(0, |record| record.row as usize);
        self.edges.iter().map(move |edge| (row(edge.a), row(edge.b), self.model.score(edge.evidence())))
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
        // What a run lets go of once everything is compared.
        let blocks = Blocks::new(people, self.model.largest_block, 1);
        for (rule, slot) in out.iter_mut().enumerate() {
            for bounds in blocks.of_rule(rule) {
                let members = blocks.members(rule, *bounds);
                for (nth, a) in members.iter().enumerate() {
                    let keys = blocks.keys_of(*a);
                    for b in members.iter().skip(nth + 1) {
                        if !Blocks::seen_before(&keys, &blocks.keys_of(*b), rule) {
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
