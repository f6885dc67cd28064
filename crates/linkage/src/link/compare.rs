//! Two records laid side by side, field by field.

use super::align::{Likeness, Side, align};
use super::dates::gap;
use super::fields::{DIFFERS, Field, Pattern, SAME, birth, guardian, name, nik, region};
use super::lexicon::{Lexicon, Words};
use super::people::People;
use super::record::{Birth, GUARDIAN_WORDS, NAME_WORDS, NikWorth, Record};
use crate::normalise::Nik;

/// A record with what is compared of its names.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(crate) record: &'a Record,
    pub(crate) child: &'a Words<NAME_WORDS>,
    pub(crate) parent: &'a Words<GUARDIAN_WORDS>,
}

impl<'a> Told<'a> {
    fn name(&self) -> Side<'a, NAME_WORDS> {
        Side { terms: &self.record.name, words: self.child }
    }

    fn guardian(&self) -> Side<'a, GUARDIAN_WORDS> {
        Side { terms: &self.record.guardian, words: self.parent }
    }
}

/// A record and the words of its names.
#[derive(Clone, Copy)]
pub(crate) struct Looked<'a> {
    record: &'a Record,
    child: Words<NAME_WORDS>,
    parent: Words<GUARDIAN_WORDS>,
}

impl Looked<'_> {
    pub(crate) fn told(&self) -> Told<'_> {
        Told { record: self.record, child: &self.child, parent: &self.parent }
    }
}

impl People {
    /// The levels at which two records agree.
    #[inline]
    pub(crate) fn compare(&self, a: &Record, b: &Record) -> Pattern {
        if let Some(encoded) = &self.encoded {
            return encoded.compare(a.row, b.row);
        }
        let (a, b) = (self.look_up(a), self.look_up(b));
        self.compare_told(&a.told(), &b.told())
    }

    #[inline]
    pub(crate) fn compare_told(&self, a: &Told<'_>, b: &Told<'_>) -> Pattern {
        if let Some(encoded) = &self.encoded {
            return encoded.compare(a.record.row, b.record.row);
        }
        let mut pattern = numbers(a.record, b.record);
        self.compare_names(a, b, &mut pattern);
        self.compare_guardians(a, b, &mut pattern);
        pattern
    }

    fn look_up<'a>(&self, record: &'a Record) -> Looked<'a> {
        let (child, parent) = self.names_of(record);
        Looked { record, child, parent }
    }

    /// What is compared of a record's names.
    #[inline]
    pub(crate) fn names_of(&self, record: &Record) -> (Words<NAME_WORDS>, Words<GUARDIAN_WORDS>) {
        let lexicon = &self.lexicon;
        (
            lexicon.words(&record.name, &record.name_word_bits),
            lexicon.words(&record.guardian, &record.guardian_word_bits),
        )
    }

    /// The record at a place with the words of its names.
    pub(crate) fn words_of(&self, at: u32) -> Option<Looked<'_>> {
        self.records.get(at as usize).map(|record| self.look_up(record))
    }

    #[inline]
    pub(crate) fn compare_names(&self, a: &Told<'_>, b: &Told<'_>, pattern: &mut Pattern) {
        let (level, bits) = names(&self.lexicon, a, b);
        pattern.set(Field::Name, level);
        pattern.name_bits = bits;
    }

    #[inline]
    pub(crate) fn compare_guardians(&self, a: &Told<'_>, b: &Told<'_>, pattern: &mut Pattern) {
        let (level, bits) = guardians(&self.lexicon, a, b);
        pattern.set(Field::Guardian, level);
        pattern.guardian_bits = bits;
    }
}

fn names(lexicon: &Lexicon, a: &Told<'_>, b: &Told<'_>) -> (u8, u8) {
    let found = align(lexicon, a.name(), b.name());
    let (a, b) = (a.record, b.record);
    if found.words == [0, 0] {
        return (0, 0);
    }
    let both_single = found.words == [1, 1];
    let whole = found.left == [0, 0];
    let some_whole = found.left.contains(&0);
    let (call_a, call_b) = (found.covers(a.call_at, 0), found.covers(b.call_at, 1));
    // A name that is wholly within the other covers its own call word: what matters is the other's.
    let call = match found.left {
        [0, _] => call_b,
        [_, 0] => call_a,
        _ => call_a || call_b,
    };
    let level = match found.worst {
        Likeness::Exact if whole && both_single => name::SAME_SINGLE,
        Likeness::Exact if whole => name::SAME,
        Likeness::None => {
            let (x, y) = (lexicon.entry(a.call()), lexicon.entry(b.call()));
            let begins = x.word.len() >= 3 && y.word.len() >= 3 && x.word.beginning(3) == y.word.beginning(3);
            return (if begins { name::BEGINNING } else { name::DIFFERS }, 0);
        }
        _ if whole => name::ALIKE,
        Likeness::Exact if some_whole && call => name::PART,
        _ if some_whole && call => name::PART_ALIKE,
        _ if call => name::CALL,
        _ if some_whole => name::TAIL,
        _ => name::SHARED,
    };
    (level, found.bits())
}

fn guardians(lexicon: &Lexicon, a: &Told<'_>, b: &Told<'_>) -> (u8, u8) {
    let found = align(lexicon, a.guardian(), b.guardian());
    if found.words.contains(&0) {
        return (0, 0);
    }
    let level = match found.worst {
        Likeness::None => return (guardian::DIFFERS, 0),
        Likeness::Exact if found.left == [0, 0] => guardian::SAME,
        _ if found.left == [0, 0] => guardian::ALIKE,
        _ if found.left.contains(&0) => guardian::PART,
        _ => return (guardian::DIFFERS, 0),
    };
    (level, found.bits())
}

/// Everything but names: what numbers alone tell.
#[inline]
pub(crate) fn numbers(a: &Record, b: &Record) -> Pattern {
    let mut pattern = Pattern::default();
    let region = regions(a, b);
    let phone = match (a.phone, b.phone) {
        (0, _) | (_, 0) => 0,
        (a, b) if a == b => SAME,
        _ => DIFFERS,
    };
    let sex = match (a.sex, b.sex) {
        (0, _) | (_, 0) => 0,
        (a, b) if a == b => SAME,
        _ => DIFFERS,
    };
    pattern.levels = [0, births(a.birth, b.birth), sex, region, niks(a, b), phone, 0];
    pattern.region_bits = match region {
        region::DISTRICT | region::REGENCY => a.regency_bits,
        region::PROVINCE => a.province_bits,
        _ => 0,
    };
    if phone == SAME {
        pattern.phone_bits = a.phone_bits;
    }
    pattern
}

fn births(a: Birth, b: Birth) -> u8 {
    if !a.is_known() || !b.is_known() {
        return 0;
    }
    let days = a.is_day() && b.is_day();
    if !days {
        let default_day = |x: Birth| x.date % 10_000 == 101;
        let apart = gap(a, b);
        return match apart {
            0 if default_day(a) || default_day(b) => birth::DEFAULT_DAY,
            0 => birth::AGE_FITS,
            1..=366 => birth::AGE_NEAR,
            367..=1_100 => birth::AGE_FAR,
            _ => birth::DIFFERS,
        };
    }
    if a.date == b.date {
        return birth::SAME;
    }
    let (year_a, year_b) = (a.date / 10_000, b.date / 10_000);
    if a.swap_blind() == b.swap_blind() {
        return birth::SWAPPED;
    }
    let same_month = a.date / 100 % 100 == b.date / 100 % 100;
    let same_day = a.date % 100 == b.date % 100;
    match year_a.abs_diff(year_b) {
        0 if same_month || same_day => birth::ONE_PART,
        0 => birth::SAME_YEAR,
        1..=10 if same_month && same_day => birth::ONE_PART,
        1 | 2 => birth::YEAR_NEAR,
        _ => birth::DIFFERS,
    }
}

fn regions(a: &Record, b: &Record) -> u8 {
    match (a.regency, b.regency) {
        (x, y) if x != 0 && x == y => {
            if a.district != 0 && a.district == b.district {
                region::DISTRICT
            } else {
                region::REGENCY
            }
        }
        _ if a.province == 0 || b.province == 0 => 0,
        _ if a.province == b.province => region::PROVINCE,
        _ => region::DIFFERS,
    }
}

fn niks(a: &Record, b: &Record) -> u8 {
    let (own_a, own_b) = (a.nik_worth == NikWorth::Own, b.nik_worth == NikWorth::Own);
    match (a.nik, b.nik) {
        (0, _) | (_, 0) => 0,
        (x, y) if x == y => {
            if own_a || own_b {
                nik::SAME
            } else {
                nik::SAME_DOUBTFUL
            }
        }
        (x, y) => match (Nik::from_number(x), Nik::from_number(y)) {
            (Some(x), Some(y)) if x.one_digit_off(y) => {
                // Children born on one day in one district differ in the serial number alone: that is no slip.
                if x.serial() == y.serial() { nik::ONE_DIGIT } else { nik::DIFFERS_DOUBTFUL }
            }
            _ if own_a && own_b => nik::DIFFERS,
            _ => nik::DIFFERS_DOUBTFUL,
        },
    }
}
