//! Comparing every candidate pair on all threads, and keeping those that may be of one child.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::block::{Blocks, RULES};
use super::compare::{Told, numbers};
use super::fields::Field;
use super::lexicon::Words;
use super::model::{Evidence, Model};
use super::people::People;
use super::record::{GUARDIAN_WORDS, NAME_WORDS, Record};
use super::work;

/// A pair worth keeping: two places in the order of records, the smaller first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) evidence: Evidence,
}

/// Pairs that one task compares, about.
const TASK: u64 = 100_000;

/// Compares all candidate pairs of which at least one record is wanted. Gives those above [`Model::keep`], ordered, and how many pairs were compared.
pub(crate) fn compare_all(
    people: &People,
    blocks: &Blocks,
    model: &Model,
    wanted: &(dyn Fn(u32) -> bool + Sync),
    threads: usize,
) -> (Vec<Edge>, u64) {
    let tasks = tasks(blocks);
    let next = AtomicUsize::new(0);
    let most = Most::of(model);
    let work = || {
        let mut desk =
            Desk { people, model, most: &most, wanted, laid: Vec::new(), edges: Vec::new(), compared: 0 };
        while let Some((rule, from, to)) = tasks.get(next.fetch_add(1, Ordering::Relaxed)).copied() {
            for bounds in blocks.of_rule(rule).get(from..to).unwrap_or_default() {
                if desk.lay(blocks, rule, blocks.members(rule, *bounds)) {
                    desk.compare();
                }
            }
        }
        desk.edges.shrink_to_fit();
        (desk.edges, desk.compared)
    };
    let (mut all, mut compared) = (Vec::new(), 0);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            let (edges, count): (Vec<Edge>, u64) = worker.join().unwrap_or_default();
            compared += count;
            if all.is_empty() {
                all = edges;
            } else {
                // There are millions: no more room than they take.
                all.reserve_exact(edges.len());
                all.extend(edges);
            }
        }
    });
    work::sort_by_key(&mut all, threads, |edge: &Edge| (edge.a, edge.b));
    (all, compared)
}

/// The most that names can say, by the information in them.
struct Most {
    name: Vec<Evidence>,
    guardian: Vec<Evidence>,
}

impl Most {
    fn of(model: &Model) -> Self {
        let table = |field| (0..=255).map(|bits| model.most(field, bits)).collect();
        Self { name: table(Field::Name), guardian: table(Field::Guardian) }
    }

    fn at(table: &[Evidence], a: u8, b: u8) -> Evidence {
        table.get(usize::from(a.max(b))).copied().unwrap_or(Evidence::NONE)
    }
}

/// A record of a block, beside its like in memory.
struct Laid {
    at: u32,
    wanted: bool,
    /// Keys of the rules before this one; what is no key is a number that no key is.
    before: [u32; 16],
    keys: [u32; 16],
    record: Record,
    child: Words<NAME_WORDS>,
    parent: Words<GUARDIAN_WORDS>,
}

impl Laid {
    fn told(&self) -> Told<'_> {
        Told { record: &self.record, child: &self.child, parent: &self.parent }
    }
}

/// Two odds rounded in a table: what a bound must allow for, in 1/1024 bit.
const SLACK: i32 = 128;

/// Where the records of one block are compared.
struct Desk<'a> {
    people: &'a People,
    model: &'a Model,
    most: &'a Most,
    wanted: &'a (dyn Fn(u32) -> bool + Sync),
    laid: Vec<Laid>,
    edges: Vec<Edge>,
    compared: u64,
}

impl Desk<'_> {
    /// Copies the records of a block; false when none of them is wanted.
    fn lay(&mut self, blocks: &Blocks, rule: usize, members: &[u32]) -> bool {
        self.laid.clear();
        if !members.iter().any(|at| (self.wanted)(*at)) {
            return false;
        }
        let lexicon = &self.people.lexicon;
        for at in members {
            let Some(record) = self.people.records.get(*at as usize) else { continue };
            let keys = blocks.keys_of(*at);
            // Keys are odd: an even number is the key of nobody.
            let mut before = [2; 16];
            for (place, key) in before.iter_mut().zip(keys).take(rule).filter(|(_, key)| *key != 0) {
                *place = key;
            }
            self.laid.push(Laid { at: *at, wanted: (self.wanted)(*at), before, keys, record: *record, child: lexicon.words(&record.name), parent: lexicon.words(&record.guardian) });
        }
        true
    }

    fn compare(&mut self) {
        for (nth, a) in self.laid.iter().enumerate() {
            for b in self.laid.iter().skip(nth + 1) {
                let seen = a.before.iter().zip(&b.keys).fold(0, |seen, (x, y)| seen | u32::from(x == y));
                if seen != 0 || !(a.wanted || b.wanted) {
                    continue;
                }
                self.compared += 1;
                if let Some(evidence) = self.worth(&a.told(), &b.told()) {
                    self.edges.push(Edge { a: a.at.min(b.at), b: a.at.max(b.at), evidence });
                }
            }
        }
    }

    /// The evidence of a pair that is worth keeping. Names are compared only where they can still make it so.
    #[inline]
    fn worth(&self, told_a: &Told<'_>, told_b: &Told<'_>) -> Option<Evidence> {
        let (model, keep) = (self.model, self.model.keep);
        let (a, b) = (told_a.record, told_b.record);
        let mut pattern = numbers(a, b);
        let all = model.weigh(&pattern);
        let fair = model.without_nik(&pattern, all);
        let mut most = fair;
        if a.guardian_bits > 0 && b.guardian_bits > 0 {
            most.add(Most::at(&self.most.guardian, a.guardian_bits, b.guardian_bits));
        }
        let mut hope = most;
        if a.name_bits > 0 || b.name_bits > 0 {
            hope.add(Most::at(&self.most.name, a.name_bits, b.name_bits));
        }
        if model.score(hope) + SLACK < keep {
            return None;
        }
        self.people.compare_names(told_a, told_b, &mut pattern);
        let names = model.weigh_field(&pattern, Field::Name);
        most.add(names);
        if model.score(most) + SLACK < keep {
            return None;
        }
        self.people.compare_guardians(told_a, told_b, &mut pattern);
        let guardians = model.weigh_field(&pattern, Field::Guardian);
        let (mut all, mut fair) = (all, fair);
        for evidence in [&mut all, &mut fair] {
            evidence.add(names);
            evidence.add(guardians);
        }
        debug_assert!(all == model.weigh(&pattern));
        (model.score(fair) >= keep).then_some(all)
    }
}

/// Runs of blocks of about equal work: rule, first block, last block.
fn tasks(blocks: &Blocks) -> Vec<(usize, usize, usize)> {
    let mut tasks = Vec::new();
    for rule in 0..RULES.len() {
        let (mut from, mut load) = (0, 0);
        let bounds = blocks.of_rule(rule);
        for (at, (first, last)) in bounds.iter().enumerate() {
            let size = u64::from(last - first);
            load += size * size / 2 + 1;
            if load >= TASK {
                tasks.push((rule, from, at + 1));
                (from, load) = (at + 1, 0);
            }
        }
        if from < bounds.len() {
            tasks.push((rule, from, bounds.len()));
        }
    }
    tasks
}
