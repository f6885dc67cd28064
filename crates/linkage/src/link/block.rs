//! Which pairs are compared at all: those that share the key of at least one rule.
//!
//! Every record has at most one key for each rule. A block of one key that would be too large is refined by further
//! properties until it is not, and what that leaves out is counted. A pair is compared once, in the first rule whose
//! key it shares.

use std::collections::HashSet;

use super::letters::{mix, pair};
use super::people::People;
use super::record::{NikWorth, Record, Term};
use super::work;

/// A blocking rule: what its key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The same NIK.
    Nik,
    /// The same telephone.
    Phone,
    /// Date of birth, day and month in either order, and the sound of what the child is called.
    BirthCall,
    /// Date of birth and regency.
    BirthRegency,
    /// Date of birth, day and month in either order, and the sound of the last word.
    BirthLast,
    /// Sounds of all words and province.
    WholeProvince,
    /// Sounds of all words and year of birth, even years first.
    WholeYear,
    /// The same, odd years first: together they allow for one year.
    WholeYearOdd,
    /// Sound of what the child is called, regency, year of birth.
    CallRegency,
    /// The same, odd years first.
    CallRegencyOdd,
    /// Sound of the last word, regency, sex, year of birth.
    LastRegency,
    /// The same, odd years first.
    LastRegencyOdd,
    /// Guardian and the sound of what the child is called.
    GuardianCall,
    /// Guardian and regency.
    GuardianRegency,
    /// Sounds of the first two words and province.
    FirstTwoProvince,
    /// The first four letters of what the child is called, and regency: for names written together and late slips.
    BeginningRegency,
}

/// All rules in the order in which they are asked.
pub const RULES: [Rule; 16] = [
    Rule::Nik,
    Rule::Phone,
    Rule::BirthCall,
    Rule::GuardianCall,
    Rule::BirthRegency,
    Rule::BirthLast,
    Rule::WholeProvince,
    Rule::WholeYear,
    Rule::WholeYearOdd,
    Rule::CallRegency,
    Rule::CallRegencyOdd,
    Rule::LastRegency,
    Rule::LastRegencyOdd,
    Rule::GuardianRegency,
    Rule::FirstTwoProvince,
    Rule::BeginningRegency,
];

impl Rule {
    /// Its name in reports.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Nik => "nik",
            Self::Phone => "phone",
            Self::BirthCall => "birth+call",
            Self::BirthRegency => "birth+regency",
            Self::BirthLast => "birth+last",
            Self::WholeProvince => "whole-name+province",
            Self::WholeYear => "whole-name+year",
            Self::WholeYearOdd => "whole-name+year-odd",
            Self::CallRegency => "call+regency+year",
            Self::CallRegencyOdd => "call+regency+year-odd",
            Self::LastRegency => "last+regency+sex+year",
            Self::LastRegencyOdd => "last+regency+sex+year-odd",
            Self::GuardianCall => "guardian+call",
            Self::GuardianRegency => "guardian+regency",
            Self::FirstTwoProvince => "first-two+province",
            Self::BeginningRegency => "beginning+regency",
        }
    }
}

/// Sounds of a record that keys are made of.
struct Sounds {
    call: u64,
    beginning: u64,
    last: u64,
    whole: u64,
    first_two: u64,
    guardian: u64,
}

impl Sounds {
    fn of(people: &People, record: &Record) -> Self {
        let sound = |term: &Term| people.lexicon.sound(*term);
        let own = || record.name.iter().filter(|t| t.tells());
        let call = people.lexicon.sound(record.call());
        let last = own().next_back().map_or(0, sound);
        let mut all: [u64; 5] = [0; 5];
        let mut count = 0;
        for (place, term) in all.iter_mut().zip(own()) {
            *place = sound(term);
            count += 1;
        }
        let [first, second, ..] = all;
        let first_two = if count >= 2 { mix(first ^ mix(second)) } else { 0 };
        all.sort_unstable();
        let whole = if count > 0 { all.iter().fold(0, |sum, s| pair(sum, *s)) } else { 0 };
        let mut parents: [u64; 3] = record.guardian.each_ref().map(|t| if t.tells() { sound(t) } else { 0 });
        parents.sort_unstable();
        let guardian = if parents == [0; 3] { 0 } else { parents.iter().fold(0, |sum, s| pair(sum, *s)) };
        let beginning = people.lexicon.entry(record.call()).word.beginning(4);
        Self { call, beginning, last, whole, first_two, guardian }
    }
}

/// Nothing that is unknown makes a key.
fn join(parts: &[u64]) -> u64 {
    if parts.contains(&0) { 0 } else { parts.iter().fold(1, |sum, part| pair(sum, *part)) }
}

fn year_key(record: &Record, odd: u32) -> u64 {
    if record.birth.is_known() { u64::from((record.birth.year() + odd) / 2) } else { 0 }
}

fn keys(people: &People, record: &Record) -> [u32; 16] {
    if let Some(encoded) = &people.encoded {
        return encoded.keys(record.row).map(short);
    }
    let s = Sounds::of(people, record);
    let (regency, province) = (u64::from(record.regency), u64::from(record.province));
    let swap_blind = if record.birth.is_day() { u64::from(record.birth.swap_blind()) } else { 0 };
    let sex = u64::from(record.sex);
    let nik = if record.nik_worth == NikWorth::None { 0 } else { record.nik };
    let (even, odd) = (year_key(record, 0), year_key(record, 1));
    RULES
        .map(|rule| match rule {
            Rule::Nik => nik,
            Rule::Phone => record.phone,
            Rule::BirthCall => join(&[swap_blind, s.call]),
            Rule::BirthRegency => join(&[swap_blind, regency]),
            Rule::BirthLast => join(&[swap_blind, s.last]),
            Rule::WholeProvince => join(&[s.whole, province]),
            Rule::WholeYear => join(&[s.whole, even]),
            Rule::WholeYearOdd => join(&[s.whole, odd]),
            Rule::CallRegency => join(&[s.call, regency, even]),
            Rule::CallRegencyOdd => join(&[s.call, regency, odd]),
            Rule::LastRegency => join(&[s.last, regency, sex, even]),
            Rule::LastRegencyOdd => join(&[s.last, regency, sex, odd]),
            Rule::GuardianCall => join(&[s.guardian, s.call]),
            Rule::GuardianRegency => join(&[s.guardian, regency]),
            Rule::FirstTwoProvince => join(&[s.first_two, province]),
            Rule::BeginningRegency => join(&[s.beginning, regency]),
        })
        .map(short)
}

/// What a rule came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RuleCount {
    /// Pairs that share its key.
    pub pairs: u64,
    /// Pairs that shared it before its largest blocks were refined.
    pub before: u64,
    /// Blocks that were refined.
    pub refined: u64,
}

/// Rounds of refinement at most; what is left too large after them stays so.
pub const ROUNDS: usize = 12;

/// The keys of every record, refined round by round by whoever counts the blocks.
#[derive(Clone, Default)]
pub struct Keys(Vec<[u32; 16]>);

impl Keys {
    /// The keys that the rules give, before any block was refined.
    #[must_use]
    pub fn new(people: &People, threads: usize) -> Self {
        let mut keys_of = vec![[0_u32; 16]; people.records.len()];
        let part = people.records.len().div_ceil(threads.max(1)).max(1);
        std::thread::scope(|scope| {
            for (records, out) in people.records.chunks(part).zip(keys_of.chunks_mut(part)) {
                scope.spawn(move || {
                    for (record, out) in records.iter().zip(out) {
                        *out = keys(people, record);
                    }
                });
            }
        });
        Self(keys_of)
    }

    /// One key for each of [`RULES`]; 0 for none.
    #[must_use]
    pub fn of(&self, record: u32) -> [u32; 16] {
        self.0.get(record as usize).copied().unwrap_or_default()
    }

    /// Refines the blocks, by rule and key, that a count has shown to be too large in this round.
    pub fn refine(&mut self, people: &People, round: usize, crowded: &HashSet<(usize, u32)>) {
        for (record, keys) in people.records.iter().zip(&mut self.0) {
            for (rule, key) in keys.iter_mut().enumerate() {
                if *key != 0 && crowded.contains(&(rule, *key)) {
                    *key = refined(people, record, *key, round);
                }
            }
        }
    }
}

/// The blocks of every rule, counted and refined before anything is compared.
pub struct Blocks {
    /// Short keys of every record.
    keys: Keys,
    /// For each rule, records ordered by key.
    orders: Vec<Vec<u32>>,
    /// For each rule, where each block of two or more begins and ends in its order.
    bounds: Vec<Vec<(u32, u32)>>,
    /// Pairs by rule.
    pub counts: [RuleCount; 16],
}

impl Blocks {
    /// Blocks of at most `largest` records.
    #[must_use]
    pub fn new(people: &People, largest: usize, threads: usize) -> Self {
        let Keys(keys_of) = Keys::new(people, threads);
        let made: Vec<Made> =
            work::each(RULES.len(), threads, |rule| one_rule(people, &keys_of, rule, largest));
        let mut blocks = Self {
            keys: Keys(keys_of),
            orders: Vec::new(),
            bounds: Vec::new(),
            counts: [RuleCount::default(); 16],
        };
        for ((rule, made), slot) in made.into_iter().enumerate().zip(&mut blocks.counts) {
            for (record, key) in made.changed {
                if let Some(place) =
                    blocks.keys.0.get_mut(record as usize).and_then(|keys| keys.get_mut(rule))
                {
                    *place = key;
                }
            }
            blocks.orders.push(made.order);
            blocks.bounds.push(made.bounds);
            *slot = made.count;
        }
        blocks
    }

    /// Blocks that were counted and refined elsewhere: who is in which is not known here, whether a rule holds a pair is.
    #[must_use]
    pub fn counted(keys: Keys, counts: [RuleCount; 16]) -> Self {
        Self { keys, orders: Vec::new(), bounds: Vec::new(), counts }
    }

    /// Lets go of who is in which block, once everything is compared. Whether a rule holds a pair is still known.
    pub(crate) fn forget_members(&mut self) {
        self.orders = Vec::new();
        self.bounds = Vec::new();
    }

    /// Pairs that will be looked at, those of several rules counted once for each.
    #[must_use]
    pub fn pairs(&self) -> u64 {
        self.counts.iter().map(|count| count.pairs).sum()
    }

    /// All blocks of a rule.
    pub(crate) fn of_rule(&self, rule: usize) -> &[(u32, u32)] {
        self.bounds.get(rule).map(Vec::as_slice).unwrap_or_default()
    }

    /// Records of a block.
    pub(crate) fn members(&self, rule: usize, (from, to): (u32, u32)) -> &[u32] {
        self.orders.get(rule).and_then(|order| order.get(from as usize..to as usize)).unwrap_or_default()
    }

    pub(crate) fn keys_of(&self, record: u32) -> [u32; 16] {
        self.keys.of(record)
    }

    /// The keys of every record.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The same, taken out.
    #[must_use]
    pub fn into_keys(self) -> Keys {
        self.keys
    }

    /// Does an earlier rule hold both?
    #[inline]
    pub(crate) fn seen_before(a: &[u32; 16], b: &[u32; 16], rule: usize) -> bool {
        a.iter().zip(b).take(rule).any(|(x, y)| x == y && *x != 0)
    }

    /// Do any rules but one hold both?
    pub(crate) fn hold_without(&self, a: u32, b: u32, rule: usize) -> bool {
        let (mut a, b) = (self.keys_of(a), self.keys_of(b));
        if let Some(key) = a.get_mut(rule) {
            *key = 0;
        }
        Self::seen_before(&a, &b, RULES.len())
    }

    /// Do any rules hold both?
    pub(crate) fn hold(&self, a: u32, b: u32) -> bool {
        Self::seen_before(&self.keys_of(a), &self.keys_of(b), RULES.len())
    }
}

fn short(key: u64) -> u32 {
    if key == 0 { 0 } else { (mix(key) >> 32) as u32 | 1 }
}

/// Properties by which a block that is too large is refined, one after the other.
fn refiner(people: &People, record: &Record, round: usize) -> u64 {
    if let (Some(encoded), 0..=5) = (&people.encoded, round) {
        return encoded.refiner(record.row, round);
    }
    match round {
        0 => people.lexicon.sound(record.call()),
        1 => record.regency.into(),
        2 => year_key(record, 0),
        3 => record.sex.into(),
        4 => record.name.iter().fold(0, |sum, t| pair(sum, people.lexicon.sound(*t))),
        5 => record.phone,
        6 => record.birth.date.into(),
        // Nothing is left to tell them apart by: parts by hash, by other bits of it in every round.
        _ => mix(record.hash) >> (58_usize.saturating_sub(6 * (round - 7))) & 63,
    }
}

/// The key of a record whose block was too large in this round.
fn refined(people: &People, record: &Record, key: u32, round: usize) -> u32 {
    let key = u64::from(key) << 8 | round as u64;
    short(pair(key, refiner(people, record, round)))
}

/// The blocks of one rule.
#[derive(Default)]
struct Made {
    order: Vec<u32>,
    bounds: Vec<(u32, u32)>,
    count: RuleCount,
    /// Records whose key was refined, with the new key.
    changed: Vec<(u32, u32)>,
}

fn one_rule(people: &People, keys: &[[u32; 16]], rule: usize, largest: usize) -> Made {
    let mut keyed: Vec<(u32, u32)> = Vec::new();
    for (at, keys) in (0..).zip(keys) {
        let key = keys.get(rule).copied().unwrap_or_default();
        if key != 0 {
            keyed.push((key, at));
        }
    }
    // Records are in their order already: what is sorted by key alone is sorted by key and record.
    work::sort_by_number(&mut keyed, |(key, _)| *key);
    let mut count = RuleCount::default();
    let mut was_refined = vec![false; keys.len()];
    for round in 0..ROUNDS {
        let mut moved: Vec<(u32, u32)> = Vec::new();
        for block in keyed.chunk_by_mut(|a, b| a.0 == b.0) {
            if round == 0 {
                count.before += pairs(block.len());
            }
            if block.len() > largest {
                count.refined += 1;
                for both in block.iter_mut() {
                    let (key, at) = *both;
                    if let (Some(record), Some(was)) =
                        (people.records.get(at as usize), was_refined.get_mut(at as usize))
                    {
                        moved.push((refined(people, record, key, round), at));
                        *was = true;
                        // No key is 0: the place is empty.
                        both.0 = 0;
                    }
                }
            }
        }
        if moved.is_empty() {
            break;
        }
        keyed.retain(|(key, _)| *key != 0);
        moved.sort_unstable();
        keyed = merged(&keyed, &moved);
    }
    let refined = keyed.iter().filter(|(_, at)| was_refined.get(*at as usize) == Some(&true));
    let changed = refined.map(|(key, at)| (*at, *key)).collect();
    let mut bounds = Vec::new();
    let mut from = 0_u32;
    let mut order = Vec::new();
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        if block.len() > 1 {
            count.pairs += pairs(block.len());
            let to = from + u32::try_from(block.len()).unwrap_or_default();
            bounds.push((from, to));
            order.extend(block.iter().map(|(_, at)| *at));
            from = to;
        }
    }
    Made { order, bounds, count, changed }
}

/// Two sorted lists as one.
fn merged(a: &[(u32, u32)], b: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let mut rest = a;
    for item in b {
        let (before, after) = rest.split_at(rest.partition_point(|other| other <= item));
        all.extend_from_slice(before);
        all.push(*item);
        rest = after;
    }
    all.extend_from_slice(rest);
    all
}

fn pairs(size: usize) -> u64 {
    let size = size as u64;
    size * size.saturating_sub(1) / 2
}
