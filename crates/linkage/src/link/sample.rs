//! Clusterings that could as well be true: drawn from what the audit believes of each join, made or missing.
//!
//! Whatever is reckoned from one clustering takes it for the truth. Reckoned again from several of these, it shows how much
//! of its uncertainty is linkage.

use super::cluster::Join;
use super::estimate::{Doubts, HIDES, Missing};
use super::letters::mix;
use super::people::People;
use super::run::Linked;

/// Clusterings, each a cluster for every record.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampled {
    /// For every record, in the order of [`People::rows`], its source.
    pub source: Vec<String>,
    /// The likeliest clustering: for every record the place of the first record of its cluster.
    pub likeliest: Vec<u32>,
    /// Drawn clusterings, in the same form.
    pub drawn: Vec<Vec<u32>>,
    /// For every drawn clustering by how many bits its threshold was moved.
    pub moved: Vec<f64>,
}

/// Thresholds beside the audited one: moved by so many bits, so that the odds of every join are up to halved or doubled. People who
/// set a threshold by hand differ by about as much; what the audit knows of its own error is drawn besides.
pub const THRESHOLDS: [f64; 5] = [0.0, -1.0, 1.0, -0.5, 0.5];

/// How far the audit's lines may be off, one standard deviation on the scale of logarithms: half of what the interval of
/// the estimate grants them at 95 %.
const LINES: f64 = 0.056;
/// The same for joins that no kept pair shows.
const UNSEEN: f64 = 0.13;

/// Chance by hash, so that neither the order of rows nor the number of threads can matter.
#[derive(Clone, Copy)]
struct Draw(u64);

impl Draw {
    fn share(self, a: u64, b: u64) -> f64 {
        (mix(self.0 ^ mix(a.min(b)) ^ mix(a.max(b)).rotate_left(17)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A factor around 1, one for the whole clustering.
    fn factor(self, what: u64, spread: f64) -> f64 {
        // The sum of twelve shares is all but normal.
        let sum: f64 = (0..12).map(|part| self.share(what, part)).sum();
        (spread * (sum - 6.0)).exp()
    }
}

/// A join that may be there or not.
struct Doubt {
    a: u32,
    b: u32,
    /// The chance that both are one child, at the audited threshold.
    chance: f64,
    /// Joins like it that no pair shows.
    unseen: f64,
}

impl Doubt {
    /// The chance with the threshold moved by bits: the odds change by as many powers of two.
    fn at(&self, by: f64) -> f64 {
        let odds = self.chance * (-by).exp2();
        odds / (1.0 - self.chance + odds)
    }
}

impl Linked {
    /// Draws clusterings. Joins that NIKs or people have judged stay as they are; of the others each is undone with the
    /// chance that it hides a child, and each missing one made with its own chance. For joins that no kept pair shows,
    /// others are made between records of the same two sources.
    #[must_use]
    pub fn sample(&self, people: &People, clusterings: usize, seed: u64, threads: usize) -> Sampled {
        self.sample_over(people, &[0.0], clusterings, seed, threads)
    }

    /// The same with the threshold moved as well: the clusterings take the moves in turn, bits of score that a join has to have more
    /// than at the audited threshold.
    #[must_use]
    pub fn sample_over(
        &self,
        people: &People,
        moves: &[f64],
        clusterings: usize,
        seed: u64,
        threads: usize,
    ) -> Sampled {
        let (sure, made, missing) = self.doubts(people, threads);
        let source = |at: u32| people.records.get(at as usize).map_or(0, |record| record.source);
        let mut of_source: Vec<Vec<u32>> = vec![Vec::new(); people.sources.len()];
        for at in 0..u32::try_from(people.records.len()).unwrap_or_default() {
            if let Some(records) = of_source.get_mut(usize::from(source(at))) {
                records.push(at);
            }
        }
        let hash = |at: u32| people.records.get(at as usize).map_or(0, |record| record.hash);
        let moved =
            |number: u64| moves.get((number - 1) as usize % moves.len().max(1)).copied().unwrap_or(0.0);
        let draw_one = |number: u64| {
            let by = moved(number);
            let draw = Draw(mix(seed ^ mix(number)));
            let (wrong, lacking) = (draw.factor(1, LINES), draw.factor(2, LINES));
            let more = draw.factor(3, UNSEEN);
            let mut forest = Forest::new(people.records.len());
            sure.iter().for_each(|(a, b)| forest.join(*a, *b));
            for doubt in &made {
                if draw.share(hash(doubt.a), hash(doubt.b)) >= HIDES * (1.0 - doubt.at(by)) * wrong {
                    forest.join(doubt.a, doubt.b);
                }
            }
            for doubt in &missing {
                let (a, b) = (hash(doubt.a), hash(doubt.b));
                if draw.share(a, b) < doubt.at(by) * lacking {
                    forest.join(doubt.a, doubt.b);
                    let again = Draw(mix(draw.0));
                    let unseen = doubt.unseen * more;
                    let whole = unseen.floor() as u64 + u64::from(again.share(a, b) < unseen.fract());
                    for nth in 0..whole {
                        let other = |record: u32, salt: u64| {
                            let records = of_source.get(usize::from(source(record)))?;
                            let at = again.share(a ^ mix(nth + salt), b) * records.len() as f64;
                            records.get(at as usize).copied()
                        };
                        if let (Some(x), Some(y)) = (other(doubt.a, 10), other(doubt.b, 1000)) {
                            forest.join(x, y);
                        }
                    }
                }
            }
            forest.roots()
        };
        let sources =
            people.records.iter().map(|record| people.sources.get(usize::from(record.source)).cloned());
        Sampled {
            source: sources.map(Option::unwrap_or_default).collect(),
            likeliest: self.clusters.of.clone(),
            drawn: (1..=clusterings as u64).map(draw_one).collect(),
            moved: (1..=clusterings as u64).map(moved).collect(),
        }
    }

    /// Joins that are sure, joins that were made and may be wrong, joins that were not made and may be lacking.
    fn doubts(&self, people: &People, threads: usize) -> (Vec<(u32, u32)>, Vec<Doubt>, Vec<Doubt>) {
        let chance = |join: &Join| self.audit.joins.probability(join.lone, join.score);
        let (doubtful, judged_joins): (Vec<&Join>, Vec<&Join>) =
            self.clusters.joins.iter().partition(|join| join.verdict.is_none());
        let mut sure: Vec<(u32, u32)> = judged_joins.iter().map(|join| join.pair).collect();
        let made: Vec<Doubt> = doubtful
            .iter()
            .map(|join| Doubt { a: join.pair.0, b: join.pair.1, chance: chance(join), unseen: 0.0 })
            .collect();
        // What came together without a join was settled by people.
        let mut forest = Forest::new(people.records.len());
        self.clusters.joins.iter().for_each(|join| forest.join(join.pair.0, join.pair.1));
        for (at, cluster) in (0_u32..).zip(&self.clusters.of) {
            if forest.root(at) != forest.root(*cluster) {
                forest.join(at, *cluster);
                sure.push((at, *cluster));
            }
        }
        let mut missing = Vec::new();
        let doubts = Doubts::of(self.ground(people, threads), &self.clusters, &self.edges, &self.audit);
        doubts.missing(|Missing { a, b, chance, unseen, .. }| missing.push(Doubt { a, b, chance, unseen }));
        (sure, made, missing)
    }
}

/// Records joined into trees whose root is their first record.
struct Forest(Vec<u32>);

impl Forest {
    fn new(records: usize) -> Self {
        Self((0..).take(records).collect())
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while let Some(up) = self.0.get(at as usize).copied().filter(|up| *up != at) {
            let above = self.0.get(up as usize).copied().unwrap_or(up);
            if let Some(place) = self.0.get_mut(at as usize) {
                *place = above;
            }
            at = above;
        }
        at
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(place) = self.0.get_mut(a.max(b) as usize) {
            *place = a.min(b);
        }
    }

    fn roots(mut self) -> Vec<u32> {
        let count = u32::try_from(self.0.len()).unwrap_or_default();
        (0..count).map(|at| self.root(at)).collect()
    }
}
