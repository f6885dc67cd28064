//! How many children there are: the posterior estimate, of which the number of clusters is only the likeliest picture.
//!
//! A cluster may hold two children, and two clusters may be one child. How often that is so for joins of a given score
//! is not believed but audited: the records are clustered a second time as if nobody had a NIK, and the NIKs judge.

use super::audit::{FEW, Line, score};
use super::cluster::{Clusters, Ground, Join, stands_for};
use super::decided::Settled;
use super::letters::QuickMap;
use super::model::{BIT, Model};
use super::pairs::{Edge, laid_together};
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
    pub(super) joins: Lines,
    pub(super) between: Lines,
    /// Missing joins that no kept pair shows, for each that one shows: between clusters of several, and of lone records.
    pub(super) unseen: [f64; 2],
    /// Standard deviations of what the lines say of wrong joins and of missing ones, as shares of it: they stand on so many judged ones.
    doubt: [f64; 2],
}

/// Weights, and how uneven they are.
#[derive(Default)]
struct Few {
    sum: f64,
    squares: f64,
}

impl Few {
    fn add(&mut self, weight: f64) {
        self.sum += weight;
        self.squares += weight * weight;
    }
}

/// Decisions of one kind that NIKs have judged.
struct Judged {
    bins: Bins,
    /// Those that were wrong.
    wrong: Few,
}

impl Judged {
    fn nothing() -> Self {
        Self { bins: bins(), wrong: Few::default() }
    }

    fn note(&mut self, score: i32, same: bool, is_wrong: bool, weight: f64) {
        let at = usize::try_from(score / (BIT / 4) + 60).unwrap_or_default();
        if let Some(bin) = self.bins.get_mut(at) {
            if same { bin.1 += weight } else { bin.2 += weight }
        }
        if is_wrong {
            self.wrong.add(weight);
        }
    }

    /// What one wrong decision stands for: many with small weights tell more than one with a large one.
    fn weight(&self) -> f64 {
        if self.wrong.sum > 0.0 { self.wrong.squares / self.wrong.sum } else { 1.0 }
    }

    /// Standard deviation of all wrong ones as a share of them, after Horvitz and Thompson (1952).
    fn doubt([one, other]: &[Self; 2]) -> f64 {
        let (sum, squares) = (one.wrong.sum + other.wrong.sum, one.wrong.squares + other.wrong.squares);
        if sum > 0.0 { (squares.sqrt() / sum).min(MOST_DOUBT) } else { MOST_DOUBT }
    }
}

/// What is believed beforehand is not worse than this.
const MOST_DOUBT: f64 = 0.3;

/// Where too few NIKs tell better.
const USUAL_JOINS: (f64, f64) = (0.85, -1.2);
const USUAL_BETWEEN: (f64, f64) = (0.70, -3.2);
const USUAL_UNSEEN: f64 = 0.35;

/// A line for decisions about a record alone, and one for decisions about two clusters of several: where each side has several
/// records and only the best pair of them agrees so well, the others speak against it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lines {
    lone: Line,
    several: Line,
}

impl Lines {
    /// The line of all that was judged, moved for lone records and for others as far as these were judged.
    fn fit([several, lone]: &[Judged; 2], least: f64, usual: (f64, f64)) -> Self {
        let both: Bins =
            lone.bins.iter().zip(&several.bins).map(|(x, y)| (x.0, x.1 + y.1, x.2 + y.2)).collect();
        let both = Line::fit(&both, least, usual);
        let of = |judged: &Judged| both.moved_to(&judged.bins, least, FEW * judged.weight());
        Self { lone: of(lone), several: of(several) }
    }

    /// The chance that a decision of this score is about one child.
    pub(super) fn probability(&self, lone: bool, score: i32) -> f64 {
        if lone { &self.lone } else { &self.several }.probability(f64::from(score) / f64::from(BIT))
    }
}

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
        let mut joins = [Judged::nothing(), Judged::nothing()];
        for join in &blind.joins {
            let [several, lone] = &mut joins;
            if let Some(same) = join.verdict {
                if join.lone { lone } else { several }.note(join.score, same, !same, join.stands_for);
            }
        }
        let niks = niks(people, blind);
        let unjudged = unjudged(people, blind);
        let weight = |a: u32, b: u32| {
            let of = |at: u32| unjudged.get(at as usize).copied().unwrap_or_default();
            stands_for(of(a), of(b))
        };
        let is_lone = lone_records(blind);
        let mut apart = [Judged::nothing(), Judged::nothing()];
        let mut shown = Forest::default();
        for (a, b, score) in between(blind, edges, model, true, threads) {
            let Some(same) = judged(people, &niks, a, b) else { continue };
            let (weight, is_lone) = (weight(a, b), is_lone(a) || is_lone(b));
            let [several, lone] = &mut apart;
            if is_lone { lone } else { several }.note(score, same, same, weight);
            if same {
                shown.join(a, b, weight, is_lone);
            }
        }
        let hidden = hidden(&niks, shown.clone(), &weight, &is_lone);
        let [several, lone] = &apart;
        let unseen = unseen(&shown, hidden, FEW * several.weight().max(lone.weight()));
        let doubt = [Judged::doubt(&joins), Judged::doubt(&apart)];
        let joins = Lines::fit(&joins, 0.0, USUAL_JOINS);
        Self { joins, between: Lines::fit(&apart, -6.0, USUAL_BETWEEN), unseen, doubt }
    }
}

/// Is the cluster of this first record a record alone?
fn lone_records(clusters: &Clusters) -> impl Fn(u32) -> bool {
    let mut more = vec![false; clusters.of.len()];
    for (at, cluster) in (0_u32..).zip(&clusters.of) {
        if let Some(more) = more.get_mut(*cluster as usize).filter(|_| at != *cluster) {
            *more = true;
        }
    }
    move |cluster| !more.get(cluster as usize).copied().unwrap_or_default()
}

fn bins() -> Bins {
    (0..200).map(|at| (f64::from(at) / 4.0 - 15.0 + 0.125, 0.0, 0.0)).collect()
}

/// Certain NIKs by cluster.
fn niks(people: &People, clusters: &Clusters) -> QuickMap<u32, Vec<u64>> {
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

fn judged(people: &People, niks: &QuickMap<u32, Vec<u64>>, a: u32, b: u32) -> Option<bool> {
    people.verdict(niks.get(&a)?, niks.get(&b)?)
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

/// Joins that no kept pair shows for each that one shows, where enough are known.
fn unseen(shown: &Forest, hidden: [f64; 2], prior: f64) -> [f64; 2] {
    if shown.joins < 100 {
        return [USUAL_UNSEEN; 2];
    }
    let sum = |both: [f64; 2]| both.iter().sum::<f64>();
    let both = sum(hidden) / sum(shown.weight);
    let of = |hidden: f64, shown: f64| (hidden + prior * both) / (shown + prior);
    let ([several, lone], [shown_several, shown_lone]) = (hidden, shown.weight);
    [of(several, shown_several), of(lone, shown_lone)]
}

/// What joins between clusters that share a NIK, but no kept pair, stand for.
fn hidden(
    niks: &QuickMap<u32, Vec<u64>>,
    mut shown: Forest,
    weight: &dyn Fn(u32, u32) -> f64,
    is_lone: &dyn Fn(u32) -> bool,
) -> [f64; 2] {
    let mut first: QuickMap<u64, u32> = QuickMap::default();
    let mut ordered: Vec<_> = niks.iter().collect();
    ordered.sort_unstable();
    let before = shown.weight;
    for (cluster, held) in ordered {
        for nik in held {
            let other = *first.entry(*nik).or_insert(*cluster);
            if other != *cluster {
                shown.join(other, *cluster, weight(other, *cluster), is_lone(other) || is_lone(*cluster));
            }
        }
    }
    let ([several, lone], [several_before, lone_before]) = (shown.weight, before);
    [several - several_before, lone - lone_before]
}

/// Clusters joined into trees.
#[derive(Default, Clone)]
struct Forest {
    up: QuickMap<u32, u32>,
    joins: u32,
    /// What the joins stand for: between clusters of several, and of lone records.
    weight: [f64; 2],
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

    fn join(&mut self, a: u32, b: u32, weight: f64, lone: bool) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return false;
        }
        self.up.insert(a.max(b), a.min(b));
        self.joins += 1;
        let [several, of_lone] = &mut self.weight;
        *if lone { of_lone } else { several } += weight;
        true
    }
}

/// Weighs every join that was made and every one that was not. Where NIKs have judged, there is nothing to weigh.
pub(crate) fn estimate(ground: Ground<'_>, clusters: &Clusters, edges: &[Edge], audit: &Audit) -> Estimate {
    let people = ground.people;
    let doubts = Doubts::of(ground, clusters, edges, audit);
    let mut sum = Sum { clusters: clusters.count() as f64, ..Sum::default() };
    doubts.made(clusters).for_each(|(_, wrong)| sum.made(wrong));
    doubts.missing(|missing| sum.missing(missing));
    sum.estimate(people, audit)
}

/// What is not sure of a clustering.
pub(super) struct Doubts<'a> {
    audit: &'a Audit,
    /// Clusters that may be one, with their chance and whether one is a record alone, the likeliest first.
    likely: Vec<(u32, u32, f64, bool)>,
}

/// Two clusters that may be one.
#[derive(Clone, Copy)]
pub(super) struct Missing {
    /// First records of both.
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) chance: f64,
    /// Would likelier pairs close a ring with it? Of such pairs only the likelier are new joins.
    pub(super) ring: bool,
    /// Joins like it that no pair shows.
    pub(super) unseen: f64,
}

impl<'a> Doubts<'a> {
    pub(super) fn of(ground: Ground<'_>, clusters: &Clusters, edges: &[Edge], audit: &'a Audit) -> Self {
        let Ground { people, model, settled, threads, .. } = ground;
        let niks = niks(people, clusters);
        let decided = decided_apart(clusters, settled);
        let is_lone = lone_records(clusters);
        let mut between = between(clusters, edges, model, false, threads);
        between
            .retain(|(a, b, _)| judged(people, &niks, *a, *b).is_none() && !decided.contains_key(&(*a, *b)));
        let chances = [false, true].map(|lone| Chances::of(&audit.between, lone, &between));
        let [of_several, of_lone] = &chances;
        let chance = |(a, b, score): (u32, u32, i32)| {
            let lone = is_lone(a) || is_lone(b);
            (a, b, if lone { of_lone } else { of_several }.of_score(score), lone)
        };
        let mut likely: Vec<(u32, u32, f64, bool)> = between.into_iter().map(chance).collect();
        likely.sort_unstable_by(|x, y| y.2.total_cmp(&x.2).then((x.0, x.1).cmp(&(y.0, y.1))));
        Self { audit, likely }
    }

    /// Joins that were made and not judged, each with the chance that it is wrong.
    pub(super) fn made<'b>(&'b self, clusters: &'b Clusters) -> impl Iterator<Item = (&'b Join, f64)> + 'b {
        let unjudged = clusters.joins.iter().filter(|join| join.verdict.is_none());
        unjudged.map(|join| (join, 1.0 - self.audit.joins.probability(join.lone, join.score)))
    }

    /// Tells of any two clusters that may be one.
    pub(super) fn missing(&self, mut each: impl FnMut(Missing)) {
        let [several, of_lone] = self.audit.unseen;
        let mut forest = Forest::default();
        for (a, b, chance, lone) in self.likely.iter().copied() {
            let new = chance < 0.02 || forest.join(a, b, 1.0, lone);
            each(Missing { a, b, chance, ring: !new, unseen: if lone { of_lone } else { several } });
        }
    }
}

/// How far the lines may be off, as a share of what they say, at 95 %. Over encodings an age without a date says nothing, so that records
/// without a date err more than those by which NIKs judge.
const LINES: f64 = 0.11;
const LINES_OF_ENCODINGS: f64 = 0.20;

/// What is expected of the doubts of some clusters.
#[derive(Default, Clone, Copy)]
pub(super) struct Sum {
    pub(super) clusters: f64,
    splits: f64,
    merges: f64,
    unseen: f64,
    spread: f64,
}

impl Sum {
    pub(super) fn made(&mut self, wrong: f64) {
        self.splits += wrong;
        self.spread += wrong * (1.0 - wrong);
    }

    pub(super) fn missing(&mut self, missing: Missing) {
        let Missing { chance, ring, unseen, .. } = missing;
        let counts = if ring { chance * 0.5 } else { chance };
        self.merges += counts;
        self.unseen += counts * unseen;
        if !ring {
            self.spread += chance * (1.0 - chance);
        }
    }

    pub(super) fn estimate(&self, people: &People, audit: &Audit) -> Estimate {
        let Self { merges, unseen, .. } = *self;
        let splits = self.splits * HIDES;
        let count = self.clusters + splits - merges - unseen;
        // Besides chance: the lines stand on few judged decisions, and what NIKs audit is not quite what they do not.
        let of_lines = if people.encoded.is_some() { LINES_OF_ENCODINGS } else { LINES };
        let model_error = of_lines * (splits + merges) + 0.25 * unseen + 0.001 * count;
        let [wrong, missing] = audit.doubt;
        let judged = (splits * wrong).powi(2) + ((merges + unseen) * missing).powi(2);
        let half = (1.96 * 1.96 * (self.spread + judged) + model_error * model_error).sqrt();
        Estimate { count, low: count - half, high: count + half, splits, merges, unseen }
    }
}

/// Clusters that somebody has decided to be of two children.
fn decided_apart(clusters: &Clusters, settled: &Settled) -> QuickMap<(u32, u32), ()> {
    let cluster = |at: &u32| clusters.of.get(*at as usize).copied().unwrap_or(*at);
    let pairs = settled.apart.iter().flat_map(|(a, others)| others.iter().map(move |b| (a, b)));
    pairs.map(|(a, b)| (cluster(a), cluster(b))).map(|(a, b)| ((a.min(b), a.max(b)), ())).collect()
}

/// Chances by score, reckoned once for each.
struct Chances {
    least: i32,
    of: Vec<f64>,
}

impl Chances {
    fn of(lines: &Lines, lone: bool, pairs: &[(u32, u32, i32)]) -> Self {
        let scores = || pairs.iter().map(|(.., score)| *score);
        let (least, most) = (scores().min().unwrap_or_default(), scores().max().unwrap_or_default());
        Self { least, of: (least..=most).map(|score| lines.probability(lone, score)).collect() }
    }

    fn of_score(&self, score: i32) -> f64 {
        let at = usize::try_from(score - self.least).unwrap_or_default();
        self.of.get(at).copied().unwrap_or_default()
    }
}

/// The best pair between any two clusters that were not joined; `blind` as in [`Ground`].
pub(crate) fn between(
    clusters: &Clusters,
    edges: &[Edge],
    model: &Model,
    blind: bool,
    threads: usize,
) -> Vec<(u32, u32, i32)> {
    let cluster = |at: u32| clusters.of.get(at as usize).copied().unwrap_or(at);
    let parts = work::runs(edges, threads, |some| {
        let apart =
            some.iter().map(|edge| (cluster(edge.a), cluster(edge.b), edge)).filter(|(a, b, _)| a != b);
        let scored = apart.filter_map(|(a, b, edge)| Some((a.min(b), a.max(b), -score(edge, model, blind)?)));
        let mut best: Vec<(u32, u32, i32)> = scored.collect();
        best.sort_unstable();
        best.dedup_by_key(|(a, b, _)| (*a, *b));
        best
    });
    let mut best = laid_together(parts);
    // The parts are sorted already: they are only laid together.
    best.sort();
    best.dedup_by_key(|(a, b, _)| (*a, *b));
    for (.., score) in &mut best {
        *score = -*score;
    }
    best
}
