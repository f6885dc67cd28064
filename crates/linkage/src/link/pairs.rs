//! Comparing every candidate pair on all threads, and keeping those that may be of one child.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::block::{Blocks, RULES, Rule};
use super::compare::{Told, numbers};
use super::fields::Field;
use super::lexicon::Words;
use super::model::{Evidence, Model};
use super::people::People;
use super::record::{GUARDIAN_WORDS, NAME_WORDS, Record};
use super::work;

/// A pair worth keeping: two places in the order of records, the smaller first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    pub(crate) a: u32,
    pub(crate) b: u32,
    weight: i32,
    /// The evidence against a household, and below it what would have to be looked up again in both records: the level of their
    /// NIKs (three bits) and whether a rule other than the NIK holds them (one).
    packed: i32,
}

/// Bits below the evidence against a household.
const BELOW: u32 = 4;

impl Edge {
    fn new(at: (u32, u32), evidence: Evidence, nik: u8, without_nik: bool) -> Self {
        let below = i32::from(nik & 7) << 1 | i32::from(without_nik);
        let (a, b) = (at.0.min(at.1), at.0.max(at.1));
        Self { a, b, weight: evidence.weight, packed: evidence.household << BELOW | below }
    }

    /// Its two places, the evidence for one child against strangers and against one household (1/1024 bit), and the level of the
    /// NIKs with the mark of the other rules.
    #[must_use]
    pub fn told(&self) -> (u32, u32, i32, i32, u8) {
        let Evidence { weight, household } = self.evidence();
        (self.a, self.b, weight, household, (self.packed & ((1 << BELOW) - 1)) as u8)
    }

    /// The same pair in sixteen bytes, for another process.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        let parts = [self.a, self.b, self.weight.cast_unsigned(), self.packed.cast_unsigned()];
        for (place, part) in bytes.as_chunks_mut::<4>().0.iter_mut().zip(parts) {
            *place = part.to_le_bytes();
        }
        bytes
    }

    /// What [`Edge::to_bytes`] wrote.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 16]) -> Self {
        let mut parts = bytes.as_chunks::<4>().0.iter().map(|part| u32::from_le_bytes(*part));
        let mut next = || parts.next().unwrap_or_default();
        Self { a: next(), b: next(), weight: next().cast_signed(), packed: next().cast_signed() }
    }

    #[inline]
    pub(crate) fn evidence(&self) -> Evidence {
        Evidence { weight: self.weight, household: self.packed >> BELOW }
    }

    /// The level of the NIKs.
    #[inline]
    pub(crate) fn nik(&self) -> u8 {
        (self.packed >> 1 & 7) as u8
    }

    /// Would the pair have been compared had nobody a NIK?
    #[inline]
    pub(crate) fn without_nik(&self) -> bool {
        self.packed & 1 == 1
    }
}

/// Pairs held in one piece: so large that the system gets its memory back when the piece is let go of.
const PIECE: usize = 1 << 21;

/// How far the comparing has come: for those who wait.
#[derive(Debug, Default)]
pub struct Watch {
    done: AtomicU64,
    all: AtomicU64,
}

impl Watch {
    /// Pairs looked at, and pairs to look at in all; nothing before comparing begins.
    #[must_use]
    pub fn pairs(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed))
    }
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
    watch: &Watch,
) -> (Vec<Edge>, u64) {
    watch.all.store(blocks.pairs(), Ordering::Relaxed);
    let tasks = tasks(blocks);
    let next = AtomicUsize::new(0);
    let most = Most::of(model);
    let work = || {
        let mut desk = Desk {
            people,
            blocks,
            model,
            most: &most,
            wanted,
            laid: Vec::new(),
            pieces: Vec::new(),
            compared: 0,
        };
        while let Some((rule, from, to)) = tasks.get(next.fetch_add(1, Ordering::Relaxed)).copied() {
            let mut looked = 0;
            for bounds in blocks.of_rule(rule).get(from..to).unwrap_or_default() {
                let size = u64::from(bounds.1 - bounds.0);
                looked += size * (size - 1) / 2;
                if desk.lay(rule, blocks.members(rule, *bounds)) {
                    desk.compare(rule);
                }
            }
            watch.done.fetch_add(looked, Ordering::Relaxed);
        }
        (desk.pieces, desk.compared)
    };
    let (mut pieces, mut compared) = (Vec::new(), 0);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            let (mine, count): (Vec<Vec<Edge>>, u64) = worker.join().unwrap_or_default();
            compared += count;
            pieces.extend(mine);
        }
    });
    let mut all = laid_together(pieces);
    in_order(&mut all, threads);
    (all, compared)
}

/// What compares one block after the other, wherever its records were found.
pub struct Comparing<'a> {
    people: &'a People,
    blocks: &'a Blocks,
    model: &'a Model,
    most: Most,
}

impl<'a> Comparing<'a> {
    /// By this model. Of `blocks` only the keys of the records are asked.
    #[must_use]
    pub fn new(people: &'a People, blocks: &'a Blocks, model: &'a Model) -> Self {
        Self { people, blocks, model, most: Most::of(model) }
    }

    /// Compares the records of one block of a rule that no earlier rule has held already: how many pairs were compared, and those
    /// worth keeping.
    #[must_use]
    pub fn block(&self, rule: usize, members: &[u32]) -> (u64, Vec<Edge>) {
        let Self { people, blocks, model, most } = self;
        let wanted = |_: u32| true;
        let (laid, pieces) = (Vec::with_capacity(members.len()), Vec::new());
        let mut desk = Desk { people, blocks, model, most, wanted: &wanted, laid, pieces, compared: 0 };
        if desk.lay(rule, members) {
            desk.compare(rule);
        }
        (desk.compared, laid_together(desk.pieces))
    }
}

/// Pairs in the order in which clustering expects them.
pub fn in_order(edges: &mut [Edge], threads: usize) {
    work::sort_by_key(edges, threads, |edge: &Edge| (edge.a, edge.b));
}

/// One list of all pieces. There are millions of pairs: each piece is let go of as soon as it was taken over, and no more room is
/// taken than they need.
pub(super) fn laid_together<T>(pieces: Vec<Vec<T>>) -> Vec<T> {
    let mut all = Vec::with_capacity(pieces.iter().map(Vec::len).sum());
    pieces.into_iter().for_each(|piece| all.extend(piece));
    all
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

/// What is compared of a record's names.
type Names = (Words<NAME_WORDS>, Words<GUARDIAN_WORDS>);

/// A record of a block.
struct Laid {
    at: u32,
    wanted: bool,
    /// Keys of the rules before this one; 0 for none.
    before: [u32; 16],
    /// Looked up when it is first needed: most pairs of later rules have been seen before.
    names: Option<Names>,
}

impl Laid {
    /// Does an earlier rule hold both?
    #[inline]
    fn seen(&self, other: &Self) -> bool {
        let both = self.before.iter().zip(&other.before);
        both.fold(false, |seen, (x, y)| seen | ((x == y) & (*x != 0)))
    }
}

/// Two odds rounded in a table: what a bound must allow for, in 1/1024 bit.
const SLACK: i32 = 128;

/// Where the records of one block are compared.
struct Desk<'a> {
    people: &'a People,
    blocks: &'a Blocks,
    model: &'a Model,
    most: &'a Most,
    wanted: &'a (dyn Fn(u32) -> bool + Sync),
    laid: Vec<Laid>,
    pieces: Vec<Vec<Edge>>,
    compared: u64,
}

/// The place of the rule that the audit looks away from.
const NIK_RULE: usize = 0;
const _: () = assert!(matches!(RULES[NIK_RULE], Rule::Nik));

impl Desk<'_> {
    /// Lays out the keys of a block; false when none of its records is wanted.
    fn lay(&mut self, rule: usize, members: &[u32]) -> bool {
        self.laid.clear();
        if !members.iter().any(|at| (self.wanted)(*at)) {
            return false;
        }
        for at in members {
            let mut before = self.blocks.keys_of(*at);
            before.iter_mut().skip(rule).for_each(|key| *key = 0);
            self.laid.push(Laid { at: *at, wanted: (self.wanted)(*at), before, names: None });
        }
        true
    }

    fn compare(&mut self, rule: usize) {
        let mut laid = std::mem::take(&mut self.laid);
        let mut rest = laid.as_mut_slice();
        while let Some((a, others)) = rest.split_first_mut() {
            for b in others.iter_mut() {
                if !a.seen(b) && (a.wanted || b.wanted) {
                    self.compared += 1;
                    if let Some((evidence, nik)) = self.worth(a, b) {
                        // A pair is compared in the first rule that holds it.
                        let without = rule != NIK_RULE || self.blocks.hold_without(a.at, b.at, NIK_RULE);
                        self.keep(Edge::new((a.at, b.at), evidence, nik, without));
                    }
                }
            }
            rest = others;
        }
        self.laid = laid;
    }

    fn keep(&mut self, edge: Edge) {
        match self.pieces.last_mut().filter(|piece| piece.len() < PIECE) {
            Some(piece) => piece.push(edge),
            None => {
                // Only the first piece grows: where there are few pairs no room is asked for.
                let room = if self.pieces.is_empty() { 16 } else { PIECE };
                let mut piece = Vec::with_capacity(room);
                piece.push(edge);
                self.pieces.push(piece);
            }
        }
    }

    fn names<'b>(&self, laid: &'b mut Laid, record: &Record) -> &'b Names {
        laid.names.get_or_insert_with(|| self.people.names_of(record))
    }

    /// The evidence of a pair that is worth keeping, and the level of its NIKs. Names are compared only where they can still make it
    /// so.
    #[inline]
    fn worth(&self, laid_a: &mut Laid, laid_b: &mut Laid) -> Option<(Evidence, u8)> {
        let (model, keep) = (self.model, self.model.keep);
        let records = &self.people.records;
        let (a, b) = (records.get(laid_a.at as usize)?, records.get(laid_b.at as usize)?);
        if let Some(encoded) = &self.people.encoded {
            let pattern = encoded.compare(a.row, b.row);
            let evidence = model.weigh(&pattern);
            let kept = model.score(model.without_nik(&pattern, evidence)) >= keep;
            return kept.then_some((evidence, pattern.level(Field::Nik)));
        }
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
        let ((child_a, parent_a), (child_b, parent_b)) = (self.names(laid_a, a), self.names(laid_b, b));
        let told_a = Told { record: a, child: child_a, parent: parent_a };
        let told_b = Told { record: b, child: child_b, parent: parent_b };
        self.people.compare_names(&told_a, &told_b, &mut pattern);
        let names = model.weigh_field(&pattern, Field::Name);
        most.add(names);
        if model.score(most) + SLACK < keep {
            return None;
        }
        self.people.compare_guardians(&told_a, &told_b, &mut pattern);
        let guardians = model.weigh_field(&pattern, Field::Guardian);
        let (mut all, mut fair) = (all, fair);
        for evidence in [&mut all, &mut fair] {
            evidence.add(names);
            evidence.add(guardians);
        }
        debug_assert!(all == model.weigh(&pattern));
        (model.score(fair) >= keep).then_some((all, pattern.level(Field::Nik)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_holds_what_it_was_given() {
        for (weight, household) in [(0, 0), (-1, 1), (286_720, -286_720), (-7, -9)] {
            for (nik, without) in [(0, true), (5, false), (3, true)] {
                let evidence = Evidence { weight, household };
                let edge = Edge::new((9, 4), evidence, nik, without);
                assert_eq!((edge.a, edge.b, edge.evidence()), (4, 9, evidence));
                assert_eq!((edge.nik(), edge.without_nik()), (nik, without));
            }
        }
    }
}
