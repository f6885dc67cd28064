//! How many children there are: the posterior estimate, of which the number of clusters is only the likeliest picture.
//!
//! A cluster may hold two children, and two clusters may be one child. How often that is so for joins of a given score
//! is not believed but audited: the records are clustered a second time as if nobody had a NIK, and the NIKs judge.

use super::audit::Line;
use super::cluster::{Clusters, Ground, stands_for, verdict};
use super::decided::Settled;
use super::letters::QuickMap;
use super::model::{BIT, Model};
use super::pairs::Edge;
use super::people::People;
use super::record::NikWorth;
use super::work;

/// An estimate with its interval.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// Expected number of children.
    pub count: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Joins expected to have made two children one.
    pub splits: f64,
    /// Joins expected to be missing between clusters that a kept pair connects.
    pub merges: f64,
    /// Joins expected to be missing between clusters that no kept pair connects.
    pub unseen: f64,
}

/// What the NIKs say of decisions that were made without them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Audit {
    pub(super) joins: Line,
    pub(super) between: Line,
    /// Missing joins that no kept pair shows, for each that one shows.
    pub(super) unseen: f64,
}

const USUAL: Audit = Audit {
    joins: Line { slope: 0.85, shift: -1.2, seen: 0.0 },
    between: Line { slope: 0.70, shift: -3.2, seen: 0.0 },
    unseen: 0.35,
};

/// Share of wrong joins that hide a child. The rest take records from a child who is found elsewhere too, so that
/// the number of clusters is none the worse (invented lists with seeds for tuning: 0.90 to 0.93).
pub(super) const HIDES: f64 = 0.91;

type Bins = Vec<(f64, f64, f64)>;

impl Audit {
    /// Judges a clustering that looked away from NIKs.
    pub(crate) fn of(
        people: &People,
        blind: &Clusters,
        edges: &[Edge],
        model: &Model,
        threads: usize,
    ) -> Self {
        let mut joins = bins();
        for join in &blind.joins {
            note(&mut joins, join.score, join.verdict, join.stands_for);
        }
        let niks = niks(people, blind);
        let unjudged = unjudged(people, blind);
        let weight = |a: u32, b: u32| {
            let of = |at: u32| unjudged.get(at as usize).copied().unwrap_or_default();
            stands_for(of(a), of(b))
        };
        let mut between_bins = bins();
        let mut shown = Forest::default();
        for (a, b, score) in between(blind, edges, model, threads) {
            let verdict = judged(&niks, a, b);
            note(&mut between_bins, score, verdict, weight(a, b));
            if verdict == Some(true) {
                shown.join(a, b, weight(a, b));
            }
        }
        let usual = |line: Line| (line.slope, line.shift);
        let hidden = hidden(&niks, &mut shown.clone(), &weight);
        let unseen = if shown.joins >= 100 { hidden / shown.weight } else { USUAL.unseen };
        Self {
            joins: Line::fit(&joins, 0.0, usual(USUAL.joins)),
            between: Line::fit(&between_bins, -6.0, usual(USUAL.between)),
            unseen,
        }
    }
}

fn bins() -> Bins {
    (0..200).map(|at| (f64::from(at) / 4.0 - 15.0 + 0.125, 0.0, 0.0)).collect()
}

fn note(bins: &mut Bins, score: i32, verdict: Option<bool>, weight: f64) {
    let at = usize::try_from(score / (BIT / 4) + 60).unwrap_or_default();
    if let (Some(bin), Some(same)) = (bins.get_mut(at), verdict) {
        if same { bin.1 += weight } else { bin.2 += weight }
    }
}

/// Certain NIKs by cluster.
pub(super) fn niks(people: &People, clusters: &Clusters) -> QuickMap<u32, Vec<u64>> {
    let mut niks: QuickMap<u32, Vec<u64>> = QuickMap::default();
    for (record, cluster) in people.records.iter().zip(&clusters.of) {
        if record.nik_worth == NikWorth::Own {
            let held = niks.entry(*cluster).or_default();
            if !held.contains(&record.nik) {
                held.push(record.nik);
            }
        }
    }
    niks
}

pub(super) fn judged(niks: &QuickMap<u32, Vec<u64>>, a: u32, b: u32) -> Option<bool> {
    verdict(niks.get(&a)?, niks.get(&b)?)
}

/// For every cluster, by the place of its first record, the chance that none of its records would have a certain NIK.
fn unjudged(people: &People, clusters: &Clusters) -> Vec<f64> {
    let shares = people.nik_shares();
    let mut chances = vec![1.0; people.records.len()];
    for (record, cluster) in people.records.iter().zip(&clusters.of) {
        if let Some(chance) = chances.get_mut(*cluster as usize) {
            *chance *= 1.0 - shares.get(usize::from(record.source)).copied().unwrap_or_default();
        }
    }
    chances
}

/// What joins between clusters that share a NIK, but no kept pair, stand for.
fn hidden(niks: &QuickMap<u32, Vec<u64>>, shown: &mut Forest, weight: &dyn Fn(u32, u32) -> f64) -> f64 {
    let mut first: QuickMap<u64, u32> = QuickMap::default();
    let mut ordered: Vec<_> = niks.iter().collect();
    ordered.sort_unstable();
    let before = shown.weight;
    for (cluster, held) in ordered {
        for nik in held {
            let other = *first.entry(*nik).or_insert(*cluster);
            if other != *cluster {
                shown.join(other, *cluster, weight(other, *cluster));
            }
        }
    }
    shown.weight - before
}

/// Clusters joined into trees.
#[derive(Default, Clone)]
struct Forest {
    up: QuickMap<u32, u32>,
    joins: u32,
    /// What the joins stand for.
    weight: f64,
}

impl Forest {
    fn root(&mut self, mut at: u32) -> u32 {
        while let Some(up) = self.up.get(&at).copied() {
            if let Some(above) = self.up.get(&up).copied() {
                self.up.insert(at, above);
            }
            at = up;
        }
        at
    }

    fn join(&mut self, a: u32, b: u32, weight: f64) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return false;
        }
        self.up.insert(a.max(b), a.min(b));
        self.joins += 1;
        self.weight += weight;
        true
    }
}

/// Weighs every join that was made and every one that was not. Where NIKs have judged, there is nothing to weigh.
pub(crate) fn estimate(ground: Ground<'_>, clusters: &Clusters, edges: &[Edge], audit: &Audit) -> Estimate {
    let Ground { people, model, settled, threads, .. } = ground;
    let found = clusters.of.iter().zip(0_u32..).filter(|(of, at)| **of == *at).count() as f64;
    let (mut splits, mut spread) = (0.0, 0.0);
    for join in clusters.joins.iter().filter(|join| join.verdict.is_none()) {
        let wrong = 1.0 - audit.joins.probability(in_bits(join.score));
        splits += wrong;
        spread += wrong * (1.0 - wrong);
    }
    splits *= HIDES;
    let niks = niks(people, clusters);
    let decided = decided_apart(clusters, settled);
    let mut likely: Vec<(f64, u32, u32)> = between(clusters, edges, model, threads)
        .into_iter()
        .filter(|(a, b, _)| judged(&niks, *a, *b).is_none() && !decided.contains_key(&(*a, *b)))
        .map(|(a, b, score)| (audit.between.probability(in_bits(score)), a, b))
        .collect();
    likely.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    // Of pairs that would close a ring only the likelier are new joins.
    let mut forest = Forest::default();
    let (mut merges, mut ring) = (0.0, 0.0);
    for (probability, a, b) in likely {
        if probability < 0.02 || forest.join(a, b, 1.0) {
            merges += probability;
            spread += probability * (1.0 - probability);
        } else {
            ring += probability;
        }
    }
    merges += ring * 0.5;
    let unseen = merges * audit.unseen;
    let count = found + splits - merges - unseen;
    // Besides chance: the lines themselves are uncertain, and what NIKs audit is not quite what they do not.
    let model_error = 0.11 * (splits + merges) + 0.25 * unseen + 0.001 * count;
    let half = (1.96 * 1.96 * spread + model_error * model_error).sqrt();
    Estimate { count, low: count - half, high: count + half, splits, merges, unseen }
}

/// Clusters that somebody has decided to be of two children.
pub(super) fn decided_apart(clusters: &Clusters, settled: &Settled) -> QuickMap<(u32, u32), ()> {
    let cluster = |at: &u32| clusters.of.get(*at as usize).copied().unwrap_or(*at);
    let pairs = settled.apart.iter().flat_map(|(a, others)| others.iter().map(move |b| (a, b)));
    pairs.map(|(a, b)| (cluster(a), cluster(b))).map(|(a, b)| ((a.min(b), a.max(b)), ())).collect()
}

/// The best pair between any two clusters that were not joined.
pub(crate) fn between(
    clusters: &Clusters,
    edges: &[Edge],
    model: &Model,
    threads: usize,
) -> Vec<(u32, u32, i32)> {
    let cluster = |at: u32| clusters.of.get(at as usize).copied().unwrap_or(at);
    let parts = work::runs(edges, threads, |some| {
        let apart =
            some.iter().map(|edge| (cluster(edge.a), cluster(edge.b), edge)).filter(|(a, b, _)| a != b);
        let scored = apart.map(|(a, b, edge)| (a.min(b), a.max(b), -model.score(edge.evidence)));
        let mut best: Vec<(u32, u32, i32)> = scored.collect();
        best.sort_unstable();
        best.dedup_by_key(|(a, b, _)| (*a, *b));
        best
    });
    let mut best = parts.concat();
    // The parts are sorted already: they are only laid together.
    best.sort();
    best.dedup_by_key(|(a, b, _)| (*a, *b));
    for (.., score) in &mut best {
        *score = -*score;
    }
    best
}

pub(super) fn in_bits(score: i32) -> f64 {
    f64::from(score) / f64::from(BIT)
}
