//! Who may be meant: everyone who shares a word or a number with the question, with a rough score.

use std::collections::BinaryHeap;

use super::asked::AskedName;
use super::compare::Evidence;
use super::expand::Matches;
use super::index::{Brief, PeopleIndex, Place};
use super::numbers::{near, span};
use super::query::Query;
use crate::normalise::BirthDate;

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
    /// The last word that added to it, so that one word adds once.
    last: u16,
    /// The question that this was for; what is left of an earlier one counts for nothing.
    question: u16,
}

/// Stands for a number instead of a word.
const BY_NUMBER: u16 = u16::MAX;
/// Stands for a date of birth that agrees in a part.
const BY_BIRTH: u16 = u16::MAX - 1;

/// Where everybody is given what words say for them. One is used for many questions, one after the other.
#[derive(Default)]
pub(super) struct Tally {
    marks: Vec<Mark>,
    touched: Vec<u32>,
    question: u16,
}

impl Tally {
    /// Makes room for a question among so many entries.
    pub(super) fn begin(mut self, entries: usize) -> Self {
        self.marks.resize(entries, Mark::default());
        self.touched.clear();
        self.question = self.question.wrapping_add(1);
        if self.question == 0 {
            self.marks.fill(Mark::default());
            self.question = 1;
        }
        self
    }

    #[inline]
    fn add(&mut self, slot: u32, bits: f32, word: u16) {
        if let Some(mark) = self.marks.get_mut(slot as usize) {
            if mark.question != self.question {
                self.touched.push(slot);
                *mark = Mark { bits, last: word, question: self.question };
            } else if mark.last != word {
                mark.last = word;
                mark.bits += bits;
            }
        }
    }

    /// Notes that the date of birth speaks for somebody who was given something already.
    fn born_near(&mut self, slot: u32) {
        if let Some(mark) = self.marks.get_mut(slot as usize)
            && mark.question == self.question
            && mark.last != BY_NUMBER
        {
            mark.last = BY_BIRTH;
        }
    }

    #[inline]
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
    place: Place,
    tally: Tally,
    /// What everything but words and numbers can say for somebody.
    facts: f32,
    /// Nobody who is elsewhere can be before them.
    first: BinaryHeap<Candidate>,
    at_once: usize,
    /// Weighed, in steps of what was found.
    weighed: Vec<Vec<(f32, u32)>>,
    /// People by what their words say, in steps; the last step is the best that is left.
    waiting: Vec<Vec<(f32, u32)>>,
}

/// Steps in a bit; and the last step, which has no upper end.
const STEPS: f32 = 2.0;
const MOST_STEPS: usize = 128;
/// Evidence below which all that was weighed is in one step, in bits.
const LEAST: f32 = -16.0;
/// Steps in a bit among those who are weighed: finer than a word more or less in a name, so that few have to be put in order.
const FINE: f32 = 32.0;
/// So many are put in order at first.
const AT_ONCE: usize = 256;
/// So many are weighed at once.
const TOGETHER: usize = 64;

/// What everything but words and numbers can say for somebody, in bits: a date of birth that agrees in a part, a district and
/// a sex; and a little for sums of fractions. Whoever shares a number or a whole date is weighed at once, and so is whoever
/// is [`born_near`] a whole date: then there is left for a date what a year says beside one that is vague.
fn most_of_facts(query: &Query) -> f32 {
    let birth = if whole_date(query).is_some() { 1.0 } else { 5.0 };
    let asked = [(query.birth.is_some(), birth), (query.region.is_some(), 3.0), (query.sex.is_some(), 1.0)];
    asked.iter().filter(|(asked, _)| *asked).map(|(_, bits)| bits).sum::<f32>() + 0.01
}

/// A date asked for that is known to the day.
fn whole_date(query: &Query) -> Option<BirthDate> {
    query.birth.filter(|birth| birth.is_full() && !birth.is_default_day())
}

/// Whoever's date of birth speaks for being born on this day, as [`BirthDate::agreement`] has it: within the year the month, the day,
/// or nothing known but the year; in the ten years before and after the same day of the same month.
fn born_near(index: &PeopleIndex, birth: BirthDate) -> impl Iterator<Item = u32> + '_ {
    let number = u64::from(birth.number());
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let of_month = year * 10_000 + month * 100;
    let vague = [year * 10_000, year * 10_000 + 101];
    let of_day = (1..=12).map(move |month| year * 10_000 + month * 100 + day);
    let of_years = (year.saturating_sub(10)..=year + 10).map(move |year| year * 10_000 + month * 100 + day);
    let single = vague.into_iter().chain(of_day).chain(of_years);
    index.births.between(of_month, of_month + 31).chain(single.flat_map(|number| index.births.exact(number)))
}

/// Everyone who may be meant.
pub(super) fn gather<'a>(index: &'a PeopleIndex, query: &'a Query, names: &[AskedName]) -> Candidates<'a> {
    let mut tally = index.desk();
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
    if let Some(birth) = whole_date(query) {
        born_near(index, birth).for_each(|slot| tally.born_near(slot));
    }
    let mut candidates = Candidates {
        index,
        query,
        place: query.region.map(Place::of).unwrap_or_default(),
        tally,
        facts: most_of_facts(query),
        first: BinaryHeap::new(),
        at_once: AT_ONCE,
        weighed: Vec::new(),
        waiting: vec![Vec::new(); MOST_STEPS],
    };
    candidates.sort();
    candidates
}

impl Candidates<'_> {
    fn sort(&mut self) {
        let touched = std::mem::take(&mut self.tally.touched);
        // As with briefs: memory is waited for once for many.
        let mut marks = [Mark::default(); TOGETHER];
        for some in touched.chunks(TOGETHER) {
            for (place, slot) in marks.iter_mut().zip(some) {
                *place = self.tally.mark(*slot);
            }
            for (mark, slot) in marks.iter().zip(some) {
                self.sort_one(*mark, *slot);
            }
        }
        self.tally.touched = touched;
    }

    fn sort_one(&mut self, mark: Mark, slot: u32) {
        let step = ((mark.bits * STEPS) as usize).min(MOST_STEPS - 1);
        if mark.last == BY_BIRTH {
            self.weigh(mark.bits, slot, &self.index.brief(slot));
        } else if mark.last != BY_NUMBER
            && let Some(step) = self.waiting.get_mut(step)
        {
            step.push((mark.bits, slot));
        } else {
            self.weigh_whole(slot);
        }
    }

    /// The best of those who are left.
    pub(super) fn next(&mut self) -> Option<Candidate> {
        loop {
            if let Some(first) = self.first.pop() {
                return Some(first);
            }
            while self.waiting.last().is_some_and(Vec::is_empty) {
                self.waiting.pop();
            }
            // The best that anybody not yet weighed can be.
            let best = match self.waiting.len() {
                0 => f32::NEG_INFINITY,
                MOST_STEPS => f32::INFINITY,
                left => left as f32 / STEPS + self.facts,
            };
            if !self.settle(best) {
                let some = self.waiting.pop()?;
                self.weigh_all(&some);
            }
        }
    }

    /// Puts those in order of the best step whom nobody who waits can be before. False when there are none.
    fn settle(&mut self, best: f32) -> bool {
        while self.weighed.last().is_some_and(Vec::is_empty) {
            self.weighed.pop();
        }
        let Some(step) = self.weighed.last_mut() else { return false };
        let mut found = Vec::new();
        step.retain(|(rough, slot)| {
            let settled = rough > &best;
            if settled && let Some(entry) = self.index.entry(*slot) {
                found.push(Candidate { rough: *rough, slot: *slot, id: entry.id });
            }
            !settled
        });
        // A hundred thousand bear the same name and nothing else; only as many are put in order as may be looked at.
        if found.len() > self.at_once {
            found.select_nth_unstable_by(self.at_once, |a, b| b.cmp(a));
            step.extend(found.drain(self.at_once..).map(|later| (later.rough, later.slot)));
            // Whoever may see few of them asks on and on.
            self.at_once *= 4;
        }
        self.first = found.into();
        !self.first.is_empty()
    }

    /// Leaves the desk to the next question.
    pub(super) fn end(self) {
        self.index.leave(self.tally);
    }

    /// Whoever shares a number, with all there is.
    fn weigh_whole(&mut self, slot: u32) {
        let Some(entry) = self.index.entry(slot) else { return };
        let mut evidence = Evidence::default();
        evidence.add_facts(self.query, entry, false);
        let rough = self.tally.mark(slot).bits + evidence.bits - shorter(entry.word_count());
        self.put(rough, slot);
    }

    fn weigh_all(&mut self, slots: &[(f32, u32)]) {
        // Briefs lie far apart: they are asked for together, so that memory is waited for once.
        let mut briefs = [Brief::default(); TOGETHER];
        for some in slots.chunks(TOGETHER) {
            for (place, (_, slot)) in briefs.iter_mut().zip(some) {
                *place = self.index.brief(*slot);
            }
            for (brief, (bits, slot)) in briefs.iter().zip(some) {
                self.weigh(*bits, *slot, brief);
            }
        }
    }

    /// Whoever shares words alone: what numbers say against them is left to the comparison.
    fn weigh(&mut self, bits: f32, slot: u32, brief: &Brief) {
        if !brief.held {
            return;
        }
        let mut evidence = Evidence::default();
        evidence.add_brief(self.query, self.place, brief);
        let rough = bits + evidence.bits - shorter(usize::from(brief.words));
        self.put(rough, slot);
    }

    fn put(&mut self, rough: f32, slot: u32) {
        let step = ((rough - LEAST).max(0.0) * FINE) as usize;
        if self.weighed.len() <= step {
            self.weighed.resize_with(step + 1, Vec::new);
        }
        if let Some(step) = self.weighed.get_mut(step) {
            step.push((rough, slot));
        }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::normalise::{Region, Sex};
    use crate::people::{PersonKeys, Traits};

    /// Few names, days and places, so that much is shared.
    fn child() -> impl Strategy<Value = Traits> {
        let names = ["Siti Rahma", "Siti Dewi", "Siti", "Budi Santoso", "Rahma Dewi Santoso", "Budi"];
        let births = prop_oneof![
            2 => (2009_u16..2013, 1_u8..4, 1_u8..5).prop_map(|(y, m, d)| BirthDate::ymd(y, m, d)),
            1 => (2009_u16..2013, prop::option::of(1_u8..4)).prop_map(|(y, m)| BirthDate::year_month(y, m)),
            1 => Just(None),
        ];
        let regions = prop::sample::select(vec!["32", "3201", "320101", "320201", "330101", ""]);
        let sex = prop::option::of(prop::bool::ANY);
        (prop::sample::select(names.to_vec()), births, regions, sex).prop_map(|(name, birth, region, sex)| {
            Traits {
                names: vec![name.to_owned()],
                sex: sex.map(|girl| if girl { Sex::Female } else { Sex::Male }),
                birth,
                region: Region::parse(region),
                ..Traits::default()
            }
        })
    }

    fn order(mut candidates: Candidates<'_>) -> Vec<(u128, f32)> {
        std::iter::from_fn(|| candidates.next()).map(|found| (found.id, found.rough)).collect()
    }

    proptest! {
        #[test]
        fn nobody_is_passed_over_for_being_weighed_late(
            people in prop::collection::vec(child(), 1..120), asked in child(), typing in prop::bool::ANY,
        ) {
            let mut index = PeopleIndex::new();
            for (id, traits) in (0..).zip(people) {
                index.upsert(&PersonKeys { id, org: 0, traits });
            }
            let mut query = Query::form(&asked);
            query.typing = typing;
            let names: Vec<AskedName> =
                query.names.iter().map(|n| AskedName::new(n, typing, &index.lexicon, index.len())).collect();
            // With facts that could say anything everybody is weighed before the first is named.
            let mut all = gather(&index, &query, &names);
            all.facts = 1e6;
            let found = gather(&index, &query, &names);
            prop_assert_eq!(order(found), order(all));
        }
    }
}
