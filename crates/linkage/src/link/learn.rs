//! Learning the model from the records themselves, without a single labelled pair.
//!
//! Three classes of pairs are told apart: one child, two children of one household, strangers. The u-probabilities come
//! from random pairs drawn by hash; m and h from expectation maximisation (Winkler 1988; Herzog, Scheuren and Winkler
//! 2007) over counted patterns within a few blocking rules, each of which learns only what its key leaves free.

use super::block::{Blocks, RULES, Rule};
use super::fields::{FIELDS, Field, MAX_LEVELS, Pattern};
use super::letters::{QuickMap, mix};
use super::model::Model;
use super::people::People;
use super::work;

/// Probabilities of each level of each field within one class, missing left out.
pub(crate) type Table = [[f64; MAX_LEVELS]; 7];

/// The three classes.
#[derive(Debug, Clone)]
pub(crate) struct Classes {
    /// Of one child.
    pub(crate) m: Table,
    /// Of strangers.
    pub(crate) u: Table,
    /// Of brothers and sisters and others of one household.
    pub(crate) h: Table,
    /// For fields whose values differ in rarity: what the share 2^-bits of the agreeing value is on average among pairs
    /// of one child, by level.
    pub(crate) share: Table,
}

/// Patterns of a sample of pairs, ordered, with how often they occur and the summed shares of agreeing values.
type Counted = Vec<(u32, Cell)>;

/// Whole numbers, so that parts add up to the same sum wherever and in whatever order they were counted.
#[derive(Default, Clone, Copy)]
struct Cell {
    count: u64,
    /// In parts of [`ONE`].
    shares: [u128; 7],
}

/// The share of everybody.
const ONE: f64 = (1_u64 << 60) as f64;
/// Bytes of a counted pattern.
const PACKED: usize = 4 + 8 + 7 * 16;

/// Patterns counted in some blocks of one lesson.
#[derive(Default)]
pub struct Patterns(QuickMap<u32, Cell>);

impl Patterns {
    /// Counts the pairs of a block of a rule that holds so many pairs in all, if the block is in the sample, which is drawn by hash.
    pub fn count_block(&mut self, people: &People, rule: usize, members: &[u32], all: u64) {
        let record = |at: &u32| people.records.get(*at as usize);
        let drawn = members.first().and_then(record).map_or(0, |r| mix(r.hash ^ rule as u64));
        if !drawn.is_multiple_of(all.div_ceil(SAMPLE).max(1)) {
            return;
        }
        for (nth, a) in members.iter().enumerate() {
            for b in members.iter().skip(nth + 1) {
                if let (Some(a), Some(b)) = (record(a), record(b)) {
                    self.add(&people.compare(a, b));
                }
            }
        }
    }

    fn add(&mut self, pattern: &Pattern) {
        let cell = self.0.entry(pattern.code()).or_default();
        cell.count += 1;
        for (sum, field) in cell.shares.iter_mut().zip(FIELDS) {
            // What share of people bears a value, by the information in it.
            let share = (-f64::from(pattern.bits(field)) / 8.0).exp2();
            *sum += (share * ONE) as u128;
        }
    }

    fn counted(self) -> Counted {
        let mut all: Vec<(u32, Cell)> = self.0.into_iter().collect();
        all.sort_unstable_by_key(|(code, _)| *code);
        all
    }

    /// All patterns as bytes, for another process; what several blocks gave may stand one behind the other.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.len() * PACKED);
        for (code, cell) in &self.0 {
            bytes.extend(code.to_le_bytes());
            bytes.extend(cell.count.to_le_bytes());
            bytes.extend(cell.shares.iter().flat_map(|share| share.to_le_bytes()));
        }
        bytes
    }

    /// Adds what [`Patterns::to_bytes`] wrote.
    pub fn add_bytes(&mut self, bytes: &[u8]) {
        for packed in bytes.as_chunks::<PACKED>().0 {
            let (head, shares) = packed.split_at(12);
            let Some((code, count)) = head.split_first_chunk::<4>() else { continue };
            let cell = self.0.entry(u32::from_le_bytes(*code)).or_default();
            cell.count += count.as_chunks::<8>().0.first().map_or(0, |count| u64::from_le_bytes(*count));
            for (sum, share) in cell.shares.iter_mut().zip(shares.as_chunks::<16>().0) {
                *sum += u128::from_le_bytes(*share);
            }
        }
    }
}

/// Most pairs learned from within one rule.
const SAMPLE: u64 = 250_000;
/// Random pairs behind u.
const RANDOM: usize = 1_500_000;
const ROUNDS: usize = 25;
/// Random pairs that what is believed beforehand counts for.
const BELIEVED: f64 = 2_000.0;

/// Rules within which m and h are learned, with the fields that each leaves free.
const LESSONS: [(Rule, &[Field]); 5] = [
    (Rule::Nik, &[Field::Name, Field::Birth, Field::Sex, Field::Region, Field::Phone, Field::Guardian]),
    (Rule::Phone, &[Field::Name, Field::Birth, Field::Sex, Field::Region, Field::Nik, Field::Guardian]),
    (Rule::GuardianRegency, &[Field::Name, Field::Birth, Field::Sex, Field::Nik, Field::Phone]),
    (Rule::BirthCall, &[Field::Sex, Field::Region, Field::Nik, Field::Phone, Field::Guardian]),
    (Rule::WholeProvince, &[Field::Birth, Field::Sex, Field::Nik, Field::Phone, Field::Guardian]),
];

/// The rules, by their places, within which patterns are counted before a model is learned.
#[must_use]
pub fn lesson_rules() -> [usize; 5] {
    LESSONS.map(|(rule, _)| place_of(rule))
}

/// The model of these records, from the patterns of all lessons in the order of [`lesson_rules`].
#[must_use]
pub fn learned(people: &People, patterns: Vec<Patterns>, threads: usize) -> Model {
    Model::of(&taught(people, patterns, threads), people.len())
}

fn place_of(rule: Rule) -> usize {
    RULES.iter().position(|other| *other == rule).unwrap_or_default()
}

/// Learns all three classes.
pub(crate) fn learn(people: &People, blocks: &Blocks, threads: usize) -> Classes {
    let rules = lesson_rules();
    let sampled = work::each(LESSONS.len(), threads, |at| {
        rules.get(at).map(|rule| sample(people, blocks, *rule)).unwrap_or_default()
    });
    taught(people, sampled, threads)
}

fn taught(people: &People, sampled: Vec<Patterns>, threads: usize) -> Classes {
    let mut classes =
        Classes { m: start::m(), u: [[0.0; MAX_LEVELS]; 7], h: start::h(), share: [[0.0; MAX_LEVELS]; 7] };
    classes.u = strangers(people, threads);
    let lessons: Vec<(Counted, &[Field], Rule)> = sampled
        .into_iter()
        .zip(LESSONS)
        .map(|(patterns, (rule, free))| (patterns.counted(), free, rule))
        .filter(|(counted, ..)| !counted.is_empty())
        .collect();
    // The second pass begins from what the first has learned, so that fields a rule cannot learn are no longer guesses.
    for _ in 0..2 {
        let (mut m_sum, mut h_sum) = (Tally::default(), Tally::default());
        let mut shares = Tally::default();
        let taught = work::each(lessons.len(), threads, |at| {
            lessons.get(at).map(|(counted, free, _)| maximise(counted, free, &classes)).unwrap_or_default()
        });
        for ((_, free, rule), learned) in lessons.iter().zip(&taught) {
            m_sum.add(&learned.m, free);
            if matches!(rule, Rule::Phone | Rule::GuardianRegency) {
                h_sum.add(&learned.h, free);
            }
            shares.add(&learned.share, free);
        }
        m_sum.mean(&mut classes.m);
        h_sum.mean(&mut classes.h);
        for (field, totals) in FIELDS.into_iter().zip(&m_sum.0) {
            for (level, total) in totals.iter().enumerate() {
                let sum = cell(&shares.0, field, level);
                set(&mut classes.share, field, level, if *total > 0.0 { sum / total } else { 0.0 });
            }
        }
    }
    anchor(&mut classes);
    classes
}

/// u from random pairs, with what is believed beforehand counting for a few: a short list cannot tell strangers apart. Names are
/// not independent of where people live: what their agreement says is asked among strangers of one province, as how rare they are is.
fn strangers(people: &People, threads: usize) -> Table {
    let mut table = start::u().map(|row| row.map(|share| share * BELIEVED));
    let anywhere = counted_levels(people, &people.random_pairs(RANDOM), threads);
    let neighbours = counted_levels(people, &people.random_neighbours(RANDOM), threads);
    for (field, level, count) in cells(&anywhere) {
        if !matches!(field, Field::Name | Field::Guardian) {
            add(&mut table, field, level, count);
        }
    }
    for field in [Field::Name, Field::Guardian] {
        for level in 0..MAX_LEVELS {
            add(&mut table, field, level, cell(&neighbours, field, level));
        }
    }
    normalise(&mut table, 0.01);
    table
}

/// How often each level occurs among some pairs.
fn counted_levels(people: &People, pairs: &[(u32, u32)], threads: usize) -> Table {
    let counts = work::runs(pairs, threads, |pairs| {
        // Whole numbers add up to the same sum in whatever parts.
        let mut counts = Table::default();
        // The second record of a pair is mostly the first of the next: its words are looked up once.
        let mut last = None;
        for (a, b) in pairs {
            let left = last.filter(|(at, _)| at == a).or_else(|| Some((*a, people.words_of(*a)?)));
            let (Some((_, left)), Some(right)) = (left, people.words_of(*b)) else { continue };
            let pattern = people.compare_told(&left.told(), &right.told());
            for field in FIELDS {
                add(&mut counts, field, pattern.level(field).into(), 1.0);
            }
            last = Some((*b, right));
        }
        counts
    });
    let mut seen = Table::default();
    for (field, level, count) in counts.iter().flat_map(cells) {
        add(&mut seen, field, level, count);
    }
    seen
}

/// Levels so rare among strangers that no sample shows them get their u from the rarity of the values themselves: names
/// that agree by chance do so in proportion to the share of people who bear them.
fn anchor(classes: &mut Classes) {
    for field in [Field::Name, Field::Guardian] {
        for level in 1..field.levels().len() {
            let typical = cell(&classes.share, field, level);
            if typical > 0.0 {
                let seen = cell(&classes.u, field, level);
                let pairs = RANDOM as f64;
                let blended = (seen * pairs + 4.0) / (pairs + 4.0 / typical);
                set(&mut classes.u, field, level, blended);
            }
        }
    }
    // Random pairs that share a NIK or a telephone are of one child or household more often than strangers.
    for (field, level, most) in [(Field::Nik, 1, 2e-8), (Field::Nik, 2, 5e-7), (Field::Nik, 3, 2e-7)] {
        let u = cell(&classes.u, field, level).min(most);
        set(&mut classes.u, field, level, u);
    }
    let phone = cell(&classes.share, Field::Phone, 1);
    if phone > 0.0 {
        set(&mut classes.u, Field::Phone, 1, phone);
    }
}

/// Counts the patterns of a rule, or of a sample of its blocks when there are many.
fn sample(people: &People, blocks: &Blocks, rule: usize) -> Patterns {
    let mut patterns = Patterns::default();
    let all = blocks.counts.get(rule).map_or(0, |count| count.pairs);
    for bounds in blocks.of_rule(rule) {
        patterns.count_block(people, rule, blocks.members(rule, *bounds), all);
    }
    patterns
}

/// Expected pairs by field and level.
#[derive(Default)]
struct Tally(Table);

impl Tally {
    fn add(&mut self, table: &Table, free: &[Field]) {
        for field in free {
            for level in 0..MAX_LEVELS {
                add(&mut self.0, *field, level, cell(table, *field, level));
            }
        }
    }

    /// Puts means in place of what was believed, where enough has been seen.
    fn mean(&self, into: &mut Table) {
        for (field, totals) in FIELDS.into_iter().zip(&self.0) {
            let all: f64 = totals.iter().skip(1).sum();
            if all < 200.0 {
                continue;
            }
            let levels = field.levels().len();
            for (level, total) in totals.iter().enumerate().take(levels).skip(1) {
                set(into, field, level, (total + 0.3) / (all + 0.3 * levels as f64));
            }
        }
    }
}

/// What one lesson teaches: expected pairs of one child and of one household, by level.
#[derive(Default)]
struct Learned {
    m: Table,
    h: Table,
    share: Table,
}

fn maximise(counted: &[(u32, Cell)], free: &[Field], believed: &Classes) -> Learned {
    let mut now = believed.clone();
    let mut mix_of = [0.45, 0.35, 0.20];
    let mut learned = Learned::default();
    for _ in 0..ROUNDS {
        learned = Learned::default();
        let mut sums = [0.0; 3];
        for (code, seen) in counted {
            let count = seen.count as f64;
            let weigh = |table: &Table| {
                free.iter().fold(1.0, |product, field| {
                    let level = usize::from(Pattern::of_code(*code, *field));
                    if level == 0 { product } else { product * cell(table, *field, level).max(1e-9) }
                })
            };
            let [one, house, strange] = mix_of;
            let joint = [one * weigh(&now.m), house * weigh(&now.h), strange * weigh(&now.u)];
            let all: f64 = joint.iter().sum::<f64>().max(1e-300);
            let [of_one, of_house, of_strangers] = joint.map(|j| j / all * count);
            sums = [sums[0] + of_one, sums[1] + of_house, sums[2] + of_strangers];
            for field in FIELDS {
                let level = usize::from(Pattern::of_code(*code, field));
                add(&mut learned.m, field, level, of_one);
                add(&mut learned.h, field, level, of_house);
                let shares = seen.shares.get(field as usize).copied().unwrap_or_default();
                let mean = shares as f64 / ONE / count;
                add(&mut learned.share, field, level, of_one * mean);
            }
        }
        let all: f64 = sums.iter().sum::<f64>().max(1.0);
        mix_of = sums.map(|sum| (sum / all).max(1e-4));
        for (tally, table) in [(&learned.m, &mut now.m), (&learned.h, &mut now.h)] {
            let mut part = Tally::default();
            part.add(tally, free);
            part.mean(table);
        }
    }
    learned
}

fn normalise(table: &mut Table, pseudo: f64) {
    for (field, row) in FIELDS.into_iter().zip(table.iter_mut()) {
        let levels = field.levels().len();
        let all: f64 = row.iter().skip(1).sum::<f64>() + pseudo * (levels - 1) as f64;
        for value in row.iter_mut().take(levels).skip(1) {
            *value = (*value + pseudo) / all;
        }
    }
}

fn cells(table: &Table) -> impl Iterator<Item = (Field, usize, f64)> + '_ {
    FIELDS
        .into_iter()
        .zip(table)
        .flat_map(|(field, row)| row.iter().enumerate().map(move |(level, value)| (field, level, *value)))
}

pub(crate) fn cell(table: &Table, field: Field, level: usize) -> f64 {
    table.get(field as usize).and_then(|row| row.get(level)).copied().unwrap_or_default()
}

fn set(table: &mut Table, field: Field, level: usize, value: f64) {
    if let Some(place) = table.get_mut(field as usize).and_then(|row| row.get_mut(level)) {
        *place = value;
    }
}

fn add(table: &mut Table, field: Field, level: usize, value: f64) {
    if let Some(place) = table.get_mut(field as usize).and_then(|row| row.get_mut(level)) {
        *place += value;
    }
}

/// What is believed before anything is learned.
mod start {
    use super::Table;

    pub(super) fn m() -> Table {
        [
            [0.0, 0.50, 0.10, 0.15, 0.12, 0.03, 0.04, 0.015, 0.01, 0.005, 0.03, 0.0],
            [0.0, 0.55, 0.03, 0.04, 0.04, 0.25, 0.04, 0.01, 0.02, 0.01, 0.01, 0.0],
            [0.0, 0.985, 0.015, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.20, 0.65, 0.10, 0.05, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.75, 0.02, 0.08, 0.12, 0.03, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.60, 0.40, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.40, 0.15, 0.10, 0.35, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        ]
    }

    pub(super) fn u() -> Table {
        [
            [0.0, 1e-4, 2e-4, 1e-4, 2e-3, 5e-4, 4e-3, 3e-3, 1.1e-2, 2e-3, 0.976, 0.0],
            [0.0, 1.5e-4, 4e-5, 5e-3, 5e-3, 0.023, 0.048, 0.031, 0.135, 0.09, 0.662, 0.0],
            [0.0, 0.54, 0.46, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 1e-4, 7e-3, 0.067, 0.926, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 2e-8, 5e-7, 2e-7, 0.116, 0.884, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 1e-4, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 4e-3, 6e-4, 8e-3, 0.987, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        ]
    }

    pub(super) fn h() -> Table {
        [
            [0.0, 0.002, 0.001, 0.003, 0.004, 0.003, 0.01, 0.03, 0.15, 0.04, 0.757, 0.0],
            [0.0, 0.02, 0.001, 0.03, 0.01, 0.08, 0.15, 0.02, 0.20, 0.15, 0.339, 0.0],
            [0.0, 0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.20, 0.60, 0.12, 0.08, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.01, 0.05, 0.01, 0.13, 0.80, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.60, 0.40, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
            [0.0, 0.40, 0.15, 0.10, 0.35, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        ]
    }
}
