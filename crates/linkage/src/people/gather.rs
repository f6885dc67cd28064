//! Who may be meant: everyone who shares a word or a number with the question, with a rough score.

use std::collections::BinaryHeap;

use super::asked::AskedName;
use super::compare::Evidence;
use super::expand::Matches;
use super::index::PeopleIndex;
use super::numbers::{near, span};
use super::query::Query;

/// A rough score and a slot; greater is better.
pub(super) struct Candidate {
    pub(super) rough: f32,
    pub(super) slot: u32,
    pub(super) id: u128,
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    /// By score, then by id: never by slot, which depends on the order in which people came.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rough.total_cmp(&other.rough).then(other.id.cmp(&self.id))
    }
}

/// What an entry was given so far.
#[derive(Clone, Copy, Default)]
struct Mark {
    bits: f32,
    /// The last word that added to it, so that one word adds once; 0 for none.
    last: u16,
}

/// Stands for a number instead of a word.
const BY_NUMBER: u16 = u16::MAX;

struct Tally {
    marks: Vec<Mark>,
    touched: Vec<u32>,
}

impl Tally {
    fn add(&mut self, slot: u32, bits: f32, word: u16) {
        if let Some(mark) = self.marks.get_mut(slot as usize) {
            if mark.last == 0 {
                self.touched.push(slot);
            }
            if mark.last != word {
                mark.last = word;
                mark.bits += bits;
            }
        }
    }

    fn mark(&self, slot: u32) -> Mark {
        self.marks.get(slot as usize).copied().unwrap_or_default()
    }
}

/// Everyone who may be meant, best first. Names weigh in the words alone; everything else is looked at only of people whose
/// words could still bring them to the front, and in a brief of each: Siti has a hundred thousand bearers, and few of them are
/// asked for.
pub(super) struct Candidates<'a> {
    index: &'a PeopleIndex,
    query: &'a Query,
    tally: Tally,
    /// What everything but words and numbers can say for somebody.
    facts: f32,
    first: BinaryHeap<Candidate>,
    /// Weighed, but somebody who waits may be before them.
    weighed: Vec<(f32, u32)>,
    /// People by what their words say, in steps; the last step is the best that is left.
    waiting: Vec<Vec<u32>>,
}

/// Steps in a bit; and the last step, which has no upper end.
const STEPS: f32 = 2.0;
const MOST_STEPS: usize = 128;

/// What everything but words and numbers can say for somebody, in bits: a date of birth that agrees in a part, a district and
/// a sex; and a little for sums of fractions. Whoever shares a number or a whole date is weighed at once.
fn most_of_facts(query: &Query) -> f32 {
    let asked = [(query.birth.is_some(), 5.0), (query.region.is_some(), 3.0), (query.sex.is_some(), 1.0)];
    asked.iter().filter(|(asked, _)| *asked).map(|(_, bits)| bits).sum::<f32>() + 0.01
}

/// Everyone who may be meant.
pub(super) fn gather<'a>(index: &'a PeopleIndex, query: &'a Query, names: &[AskedName]) -> Candidates<'a> {
    let mut tally = Tally { marks: vec![Mark::default(); index.entries.len()], touched: Vec::new() };
    let mut word = 0;
    for name in names {
        for asked in &name.words {
            word += 1;
            tally_word(index, &asked.matches, asked.weight, word, &mut tally);
        }
        for join in &name.joins {
            word += 1;
            let weight: f32 = name.words.iter().skip(join.first).take(join.count).map(|w| w.weight).sum();
            tally_word(index, &join.matches, weight, word, &mut tally);
        }
        for split in &name.splits {
            let weight = name.words.get(split.at).map_or(0.0, |w| w.weight) / split.parts.len() as f32;
            for part in &split.parts {
                word += 1;
                tally_word(index, part, weight, word, &mut tally);
            }
        }
    }
    for slot in by_number(index, query) {
        tally.add(slot, 0.0, BY_NUMBER);
    }
    let mut candidates = Candidates {
        index,
        query,
        tally,
        facts: most_of_facts(query),
        first: BinaryHeap::new(),
        weighed: Vec::new(),
        waiting: vec![Vec::new(); MOST_STEPS],
    };
    candidates.sort();
    candidates
}

impl Candidates<'_> {
    fn sort(&mut self) {
        for slot in std::mem::take(&mut self.tally.touched) {
            let mark = self.tally.mark(slot);
            let step = ((mark.bits * STEPS) as usize).min(MOST_STEPS - 1);
            match self.waiting.get_mut(step) {
                Some(step) if mark.last != BY_NUMBER => step.push(slot),
                _ => self.weigh_whole(slot),
            }
        }
    }

    /// The best of those who are left.
    pub(super) fn next(&mut self) -> Option<Candidate> {
        loop {
            while self.waiting.last().is_some_and(Vec::is_empty) {
                self.waiting.pop();
            }
            let left = self.waiting.len();
            // The best that anybody not yet weighed can be.
            let best = match left {
                0 => f32::NEG_INFINITY,
                MOST_STEPS => f32::INFINITY,
                _ => left as f32 / STEPS + self.facts,
            };
            self.settle(best);
            if left == 0 || self.first.peek().is_some_and(|first| first.rough > best) {
                return self.first.pop();
            }
            for slot in self.waiting.pop().unwrap_or_default() {
                self.weigh(slot);
            }
        }
    }

    /// Puts those in order whom nobody who waits can be before.
    fn settle(&mut self, best: f32) {
        let mut at = 0;
        while let Some((rough, slot)) = self.weighed.get(at).copied() {
            if rough > best {
                self.weighed.swap_remove(at);
                if let Some(entry) = self.index.entry(slot) {
                    self.first.push(Candidate { rough, slot, id: entry.id });
                }
            } else {
                at += 1;
            }
        }
    }

    /// Whoever shares a number, with all there is.
    fn weigh_whole(&mut self, slot: u32) {
        let Some(entry) = self.index.entry(slot) else { return };
        let mut evidence = Evidence::default();
        evidence.add_facts(self.query, entry, false);
        let rough = self.tally.mark(slot).bits + evidence.bits - shorter(entry.word_count());
        self.weighed.push((rough, slot));
    }

    /// Whoever shares words alone: what numbers say against them is left to the comparison.
    fn weigh(&mut self, slot: u32) {
        let Some(brief) = self.index.brief(slot) else { return };
        let mut evidence = Evidence::default();
        evidence.add_brief(self.query, brief);
        let rough = self.tally.mark(slot).bits + evidence.bits - shorter(usize::from(brief.words));
        self.weighed.push((rough, slot));
    }
}

/// Of two that answer alike the shorter name is the closer.
fn shorter(words: usize) -> f32 {
    words as f32 * 0.05
}

fn tally_word(index: &PeopleIndex, matches: &Matches, weight: f32, word: u16, tally: &mut Tally) {
    for m in matches.best() {
        let slots = index.lexicon.word(m.word).map_or(&[][..], |w| &w.slots);
        for slot in slots {
            tally.add(*slot, weight * m.likeness, word);
        }
    }
}

fn by_number(index: &PeopleIndex, query: &Query) -> Vec<u32> {
    let mut out = Vec::new();
    if let Some(nik) = query.nik {
        out.extend(index.niks.exact(nik.number()));
        out.extend(near(nik.number()).into_iter().flat_map(|n| index.niks.exact(n)));
    }
    for phone in &query.phones {
        out.extend(index.phones.exact(phone.number()));
    }
    if let Some((low, high)) = query.nik_prefix.as_deref().and_then(|digits| span(digits, 16)) {
        out.extend(index.niks.between(low, high));
    }
    if let Some(digits) = &query.phone_prefix {
        let spans = (digits.len()..=15).filter_map(|width| span(digits, width));
        out.extend(spans.flat_map(|(low, high)| index.phones.between(low, high)));
    }
    if let Some(birth) = query.birth {
        let dates = [Some(birth), birth.swapped()].into_iter().flatten().filter(|d| d.is_full());
        out.extend(dates.flat_map(|d| index.births.exact(d.number().into())));
        let alone = query.names.is_empty() && query.nik.is_none() && query.phones.is_empty();
        if alone && !birth.is_full() {
            let first = u64::from(birth.year()) * 10_000;
            out.extend(index.births.between(first, first + 9_999));
        }
    }
    out
}
