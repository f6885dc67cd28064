//! Who may be meant: everyone who shares a word or a number with the question, with a rough score.

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

/// Bits per entry, with the last word that added to it, so that one word adds once.
struct Tally {
    bits: Vec<f32>,
    last: Vec<u16>,
    touched: Vec<u32>,
}

impl Tally {
    fn add(&mut self, slot: u32, bits: f32, word: u16) {
        let at = slot as usize;
        if let (Some(sum), Some(last)) = (self.bits.get_mut(at), self.last.get_mut(at)) {
            if *last == 0 {
                self.touched.push(slot);
            }
            if *last != word {
                *last = word;
                *sum += bits;
            }
        }
    }
}

/// Everyone who may be meant.
pub(super) fn gather(index: &PeopleIndex, query: &Query, names: &[AskedName]) -> Vec<Candidate> {
    let size = index.entries.len();
    let mut tally = Tally { bits: vec![0.0; size], last: vec![0; size], touched: Vec::new() };
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
        tally.add(slot, 0.0, u16::MAX);
    }
    candidates(index, query, &tally)
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

fn candidates(index: &PeopleIndex, query: &Query, tally: &Tally) -> Vec<Candidate> {
    let rough = |slot: u32| {
        let entry = index.entry(slot)?;
        let mut evidence = Evidence::default();
        evidence.add_facts(query, entry, false);
        let words = tally.bits.get(slot as usize).copied().unwrap_or(0.0);
        // Of two that answer alike the shorter name is the closer.
        let length = entry.word_count() as f32 * 0.05;
        Some(Candidate { rough: words + evidence.bits - length, slot, id: entry.id })
    };
    tally.touched.iter().filter_map(|slot| rough(*slot)).collect()
}
