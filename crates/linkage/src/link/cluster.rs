//! From pairs to children: joining clusters best pair first, but never against a conflict, and never over a bridge that
//! the rest of both clusters does not bear.

use super::audit::score;
use super::decided::Settled;
use super::fields::Field;
use super::letters::QuickMap;
use super::model::{BIT, Model};
use super::pairs::{Edge, laid_together};
use super::people::People;
use super::record::{NikWorth, Record};
use super::work;
use crate::normalise::Nik;

/// Why two clusters were kept apart although a pair between them is likely to be of one child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Apart {
    /// Each has a certain NIK, and the two are different.
    Niks,
    /// Dates of birth a decade apart.
    Births,
    /// The pairs between the two clusters, taken together, speak against it.
    Bridge,
}

/// A pair for a person to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// Places of the two records.
    pub pair: (u32, u32),
    /// log2 of the odds, in 1/1024 bit.
    pub score: i32,
    /// Why they were kept apart.
    pub why: Apart,
}

/// What clustering decides by, in 1/1024 bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Least score of a pair that joins.
    pub join: i32,
    /// Least mean score over the pairs between two clusters, each pair capped at `cap` either way.
    pub bear: i32,
    /// Cap of one pair's say.
    pub cap: i32,
}

impl Default for Policy {
    fn default() -> Self {
        Self { join: 0, bear: -3 * BIT / 2, cap: 8 * BIT }
    }
}

/// Two clusters that became one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Join {
    /// The pair over which they were joined.
    pub(crate) pair: (u32, u32),
    /// Its score, the best between the two.
    pub(crate) score: i32,
    /// Mean score between the two.
    pub(crate) mean: i32,
    /// Are they of one child by their NIKs? Unknown when either has no certain one.
    pub(crate) verdict: Option<bool>,
    /// How many joins like this one it stands for, when it is judged: see [`People::nik_shares`].
    pub(crate) stands_for: f64,
    /// Was either side one record alone?
    pub(crate) lone: bool,
}

/// Who belongs together.
#[derive(Debug, Default)]
pub struct Clusters {
    /// For every record the place of the first record of its cluster.
    pub of: Vec<u32>,
    /// Pairs of clusters that were kept apart, best first.
    pub review: Vec<Review>,
    /// Pairs that were decided to be of one child, but through other decisions are of two: places of the records.
    pub contradicted: Vec<(u32, u32)>,
    pub(crate) joins: Vec<Join>,
}

impl Clusters {
    /// How many there are, records alone included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.of.iter().zip(0_u32..).filter(|(of, at)| **of == *at).count()
    }

    /// Records of the largest.
    #[must_use]
    pub fn largest(&self) -> usize {
        let mut sizes = vec![0_usize; self.of.len()];
        for cluster in &self.of {
            if let Some(size) = sizes.get_mut(*cluster as usize) {
                *size += 1;
            }
        }
        sizes.into_iter().max().unwrap_or_default()
    }
}

/// Below every score: pairs that are settled come first.
const SETTLED: i32 = i32::MIN / 2;
/// Pairs between two clusters that are looked at, at most.
const LOOKED_AT: usize = 20;
/// One judged decision never stands for more than this many.
const MOST_STOOD_FOR: f64 = 300.0;
/// Days between births that no error explains.
const DECADE: u16 = 3_650;

/// What clustering goes by.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) people: &'a People,
    pub(crate) model: &'a Model,
    pub(crate) policy: Policy,
    /// What is settled beforehand.
    pub(crate) settled: &'a Settled,
    /// Look away from NIKs, and from pairs that nothing else would have shown, so that they can judge.
    pub(crate) blind: bool,
    pub(crate) threads: usize,
}

/// A component of likely pairs: its root, what is settled first, then the best score first.
type Likely = (u32, i32, u32, u32);

/// Joins records into clusters.
pub(crate) fn cluster(ground: Ground<'_>, edges: &[Edge]) -> Clusters {
    let Ground { people, threads, .. } = ground;
    let by_component = components(ground, edges);
    let components: Vec<&[Likely]> = by_component.chunk_by(|x, y| x.0 == y.0).collect();
    let shares = people.nik_shares();
    let shares = shares.as_slice();
    let runs = components.len().div_ceil(256);
    let parts = work::each(runs, threads, |run| {
        let mut found = Found::default();
        for component in components.iter().skip(run * 256).take(256) {
            let mut part = Part::new(ground, shares);
            part.join_all(component);
            part.give(&mut found);
        }
        found
    });
    let mut clusters = Clusters { of: (0..).take(people.records.len()).collect(), ..Clusters::default() };
    for found in parts {
        for (record, first) in found.done {
            if let Some(place) = clusters.of.get_mut(record as usize) {
                *place = first;
            }
        }
        clusters.review.extend(found.review);
        clusters.joins.extend(found.joins);
        clusters.contradicted.extend(found.contradicted);
    }
    clusters.review.sort_unstable_by_key(|r| (-r.score, r.pair));
    clusters.joins.sort_unstable_by_key(|join| (-join.score, join.pair));
    clusters.contradicted.sort_unstable();
    clusters
}

/// Likely pairs, ordered by component and score.
fn components(ground: Ground<'_>, edges: &[Edge]) -> Vec<Likely> {
    let Ground { people, model, policy, settled, blind, threads } = ground;
    // What is settled comes before the best of scores.
    let first = (0_i32..).zip(&settled.together).map(|(at, (a, b))| (0, i32::MIN + at, *a, *b));
    let mut pieces = vec![first.collect::<Vec<Likely>>()];
    pieces.extend(work::runs(edges, threads, |some| {
        let scored = some.iter().filter_map(|edge| Some((0, -score(edge, model, blind)?, edge.a, edge.b)));
        scored.filter(|(_, score, ..)| -score >= policy.join).collect::<Vec<_>>()
    }));
    let mut likely = laid_together(pieces);
    let mut of: Vec<u32> = (0..).take(people.records.len()).collect();
    for (.., a, b) in &likely {
        let (a, b) = (root(&mut of, *a), root(&mut of, *b));
        if let Some(place) = of.get_mut(a.max(b) as usize) {
            *place = a.min(b);
        }
    }
    likely.iter_mut().for_each(|(component, _, a, _)| *component = root(&mut of, *a));
    work::sort_by_key(&mut likely, threads, |pair| *pair);
    likely
}

/// What was found in some components.
#[derive(Default)]
struct Found {
    done: Vec<(u32, u32)>,
    review: Vec<Review>,
    joins: Vec<Join>,
    contradicted: Vec<(u32, u32)>,
}

fn root(of: &mut [u32], mut at: u32) -> u32 {
    while let Some(up) = of.get(at as usize).copied().filter(|up| *up != at) {
        let above = of.get(up as usize).copied().unwrap_or(up);
        if let Some(place) = of.get_mut(at as usize) {
            *place = above;
        }
        at = above;
    }
    at
}

/// A cluster in the making.
#[derive(Default, Clone)]
struct Group {
    members: Vec<u32>,
    /// Certain NIKs of its members.
    niks: Vec<u64>,
    /// Records that its members were decided to differ from.
    apart: Vec<u32>,
    /// Chance that none of its members would have had a certain NIK.
    unjudged: f64,
    /// Latest first possible day and earliest last possible day of birth among its members with a known birth.
    born_after: u16,
    born_before: u16,
}

/// One component of likely pairs.
struct Part<'a> {
    ground: Ground<'a>,
    /// Share of records with a certain NIK, by source.
    shares: &'a [f64],
    /// Places of records of this component, ordered.
    places: Vec<u32>,
    up: Vec<u32>,
    groups: Vec<Group>,
    review: Vec<Review>,
    joins: Vec<Join>,
    contradicted: Vec<(u32, u32)>,
    refused: QuickMap<(u32, u32), usize>,
}

impl<'a> Part<'a> {
    fn new(ground: Ground<'a>, shares: &'a [f64]) -> Self {
        let (places, up, groups, review, joins, contradicted, refused) = Default::default();
        Self { ground, shares, places, up, groups, review, joins, contradicted, refused }
    }

    fn join_all(&mut self, edges: &[Likely]) {
        self.places = edges.iter().flat_map(|(_, _, a, b)| [*a, *b]).collect();
        self.places.sort_unstable();
        self.places.dedup();
        self.up = (0..).take(self.places.len()).collect();
        self.groups = self.places.iter().map(|place| self.alone(*place)).collect();
        for (_, score, a, b) in edges {
            let (x, y) = (self.local(*a), self.local(*b));
            let (x, y) = (root(&mut self.up, x), root(&mut self.up, y));
            let roots = (x.min(y), x.max(y));
            if x == y {
                continue;
            }
            if self.must_differ(roots) {
                if *score < SETTLED {
                    self.contradicted.push((*a, *b));
                }
            } else if *score < SETTLED {
                self.join(roots);
            } else {
                self.consider(roots, (*a, *b), -score);
            }
        }
    }

    /// Was any record of the one decided to be of another child than one of the other?
    fn must_differ(&self, roots: (u32, u32)) -> bool {
        let (Some(x), Some(y)) = (self.groups.get(roots.0 as usize), self.groups.get(roots.1 as usize))
        else {
            return false;
        };
        let (few, many) = if x.apart.len() <= y.apart.len() { (x, y) } else { (y, x) };
        few.apart.iter().any(|place| many.members.binary_search(place).is_ok())
    }

    fn local(&self, place: u32) -> u32 {
        self.places.binary_search(&place).map_or(0, |at| u32::try_from(at).unwrap_or_default())
    }

    fn alone(&self, place: u32) -> Group {
        let record = self.ground.people.records.get(place as usize).copied().unwrap_or_default();
        let niks = if record.nik_worth == NikWorth::Own { vec![record.nik] } else { Vec::new() };
        let known = record.birth.is_known();
        Group {
            members: vec![place],
            niks,
            apart: self.ground.settled.kept_apart(place).to_vec(),
            unjudged: 1.0 - self.shares.get(usize::from(record.source)).copied().unwrap_or_default(),
            born_after: if known { record.birth.first } else { 0 },
            born_before: if known { record.birth.last } else { u16::MAX },
        }
    }

    fn consider(&mut self, roots: (u32, u32), pair: (u32, u32), score: i32) {
        let (Some(x), Some(y)) = (self.groups.get(roots.0 as usize), self.groups.get(roots.1 as usize))
        else {
            return;
        };
        let size = x.members.len() + y.members.len();
        if self.refused.get(&roots) == Some(&size) {
            return;
        }
        let pairs = x.members.len() * y.members.len();
        let mean = if pairs > 1 { self.mean(x, y, pairs) } else { score };
        match self.apart(x, y, mean) {
            Some(why) => {
                self.refused.insert(roots, size);
                if !self.ground.settled.is_unsure(pair) {
                    self.review.push(Review { pair, score, why });
                }
            }
            None => {
                let verdict = self.ground.people.verdict(&x.niks, &y.niks);
                let stands_for = stands_for(x.unjudged, y.unjudged);
                let lone = x.members.len().min(y.members.len()) == 1;
                self.joins.push(Join { pair, score, mean, verdict, stands_for, lone });
                self.join(roots);
            }
        }
    }

    fn apart(&self, x: &Group, y: &Group, mean: i32) -> Option<Apart> {
        if !self.ground.blind && self.ground.people.verdict(&x.niks, &y.niks) == Some(false) {
            return Some(Apart::Niks);
        }
        let (after, before) = (x.born_after.max(y.born_after), x.born_before.min(y.born_before));
        if after.saturating_sub(before) > DECADE {
            return Some(Apart::Births);
        }
        (mean < self.ground.policy.bear).then_some(Apart::Bridge)
    }

    /// Mean score of the pairs between two clusters, or of an even sample of them.
    fn mean(&self, x: &Group, y: &Group, pairs: usize) -> i32 {
        let step = pairs.div_ceil(LOOKED_AT);
        let (mut sum, mut count) = (0_i64, 0);
        let record = |group: &Group, at: usize| -> Option<&Record> {
            group.members.get(at).and_then(|place| self.ground.people.records.get(*place as usize))
        };
        for nth in (0..pairs).step_by(step) {
            let (i, j) = (nth / y.members.len(), nth % y.members.len());
            if let (Some(a), Some(b)) = (record(x, i), record(y, j)) {
                let mut pattern = self.ground.people.compare(a, b);
                if self.ground.blind {
                    pattern.hide(Field::Nik);
                }
                let score = self.ground.model.score(self.ground.model.weigh(&pattern));
                sum += i64::from(score.clamp(-self.ground.policy.cap, self.ground.policy.cap));
                count += 1;
            }
        }
        i32::try_from(sum / count.max(1)).unwrap_or_default()
    }

    fn join(&mut self, (into, from): (u32, u32)) {
        let Some(moved) = self.groups.get_mut(from as usize).map(std::mem::take) else { return };
        if let Some(place) = self.up.get_mut(from as usize) {
            *place = into;
        }
        if let Some(group) = self.groups.get_mut(into as usize) {
            group.members.extend(moved.members);
            group.members.sort_unstable();
            for nik in moved.niks {
                if !group.niks.contains(&nik) {
                    group.niks.push(nik);
                }
            }
            group.apart.extend(moved.apart);
            group.unjudged *= moved.unjudged;
            group.born_after = group.born_after.max(moved.born_after);
            group.born_before = group.born_before.min(moved.born_before);
        }
    }

    fn give(self, found: &mut Found) {
        for group in &self.groups {
            if let Some(first) = group.members.first() {
                found.done.extend(group.members.iter().map(|member| (*member, *first)));
            }
        }
        found.review.extend(self.review);
        found.joins.extend(self.joins);
        found.contradicted.extend(self.contradicted);
    }
}

/// The odds against two clusters being judged: a judged decision stands for so many like it that are not, so that agencies
/// that seldom have NIKs count for as much as they are.
pub(crate) fn stands_for(unjudged_a: f64, unjudged_b: f64) -> f64 {
    let judged = ((1.0 - unjudged_a) * (1.0 - unjudged_b)).max(1e-9);
    ((1.0 - judged) / judged).min(MOST_STOOD_FOR)
}

/// What two certain NIKs say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// One child: a slip or two of the finger make nobody another.
    Same,
    /// Nothing: they differ by little, but as the numbers of two children of one day and district do.
    Unclear,
    /// Two children.
    Differ,
}

impl People {
    /// What the certain NIKs of two clusters say; nothing when either has none.
    pub(crate) fn numbers_say(&self, a: &[u64], b: &[u64]) -> Option<Numbers> {
        let say = |x: u64, y: u64| match &self.encoded {
            _ if x == y => Numbers::Same,
            Some(encoded) if encoded.nearly_one_nik(x, y) => Numbers::Unclear,
            None if digits_apart(x, y) <= 2 && serial(x) == serial(y) => Numbers::Same,
            None if digits_apart(x, y) <= 2 => Numbers::Unclear,
            _ => Numbers::Differ,
        };
        let any = |wanted: Numbers| a.iter().any(|x| b.iter().any(|y| say(*x, *y) == wanted));
        (!a.is_empty() && !b.is_empty()).then(|| match () {
            () if any(Numbers::Same) => Numbers::Same,
            () if any(Numbers::Unclear) => Numbers::Unclear,
            () => Numbers::Differ,
        })
    }

    /// Do the certain NIKs of two clusters say that they are one child?
    pub(crate) fn verdict(&self, a: &[u64], b: &[u64]) -> Option<bool> {
        match self.numbers_say(a, b)? {
            Numbers::Same => Some(true),
            Numbers::Unclear => None,
            Numbers::Differ => Some(false),
        }
    }
}

fn serial(nik: u64) -> Option<u64> {
    Nik::from_number(nik).map(Nik::serial)
}

/// Digits in which two numbers differ.
fn digits_apart(mut a: u64, mut b: u64) -> u32 {
    let mut apart = 0;
    while a != b {
        apart += u32::from(a % 10 != b % 10);
        (a, b) = (a / 10, b / 10);
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_child_and_a_serial_number_none() {
        let people = People::default();
        let nik = 3_204_915_205_120_007;
        for (other, says) in [
            (nik, Some(true)),
            // A digit of the district, two of the day and the month.
            (nik + 10_000_000_000, Some(true)),
            (nik + 100_000_000 + 1_000_000, Some(true)),
            // The child born next to it.
            (nik + 1, None),
            (nik + 40, None),
            (nik + 1_000_000_000_000 + 1, None),
            (nik + 111_000_000_001, Some(false)),
        ] {
            assert_eq!(people.verdict(&[nik], &[other]), says, "{other}");
            assert_eq!(people.verdict(&[other], &[nik]), says, "{other}");
        }
        assert_eq!(people.verdict(&[nik], &[]), None);
        assert_eq!(people.verdict(&[nik, nik + 1], &[nik + 1]), Some(true));
    }
}
