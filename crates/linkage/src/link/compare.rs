//! Two records laid side by side, field by field.

use super::align::{Likeness, align};
use super::dates::gap;
use super::fields::{DIFFERS, Field, Pattern, SAME, birth, guardian, name, nik, region};
use super::people::People;
use super::record::{Birth, NikWorth, Record};
use crate::normalise::Nik;

impl People {
    /// The levels at which two records agree.
    #[inline]
    pub(crate) fn compare(&self, a: &Record, b: &Record) -> Pattern {
        let mut pattern = Pattern::default();
        let (name, name_bits) = self.names(a, b);
        let (guardian, guardian_bits) = self.guardians(a, b);
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
        pattern.levels = [name, births(a.birth, b.birth), sex, region, niks(a, b), phone, guardian];
        pattern.name_bits = name_bits;
        pattern.guardian_bits = guardian_bits;
        if matches!(region, region::DISTRICT | region::REGENCY) {
            pattern.region_bits = a.regency_bits;
        }
        if phone == SAME {
            pattern.phone_bits = a.phone_bits;
        }
        debug_assert!(pattern.level(Field::Name) <= name::DIFFERS);
        pattern
    }

    fn names(&self, a: &Record, b: &Record) -> (u8, u8) {
        let found = align(&self.lexicon, &a.name, &b.name);
        if found.words == [0, 0] {
            return (0, 0);
        }
        let both_single = found.words == [1, 1];
        let whole = found.left == [0, 0];
        let some_whole = found.left.contains(&0);
        let (call_a, call_b) = (found.covers(&a.name, a.call, 0), found.covers(&b.name, b.call, 1));
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
                let (x, y) = (self.lexicon.entry(a.call), self.lexicon.entry(b.call));
                let begins =
                    x.word.len() >= 3 && y.word.len() >= 3 && x.word.beginning(3) == y.word.beginning(3);
                return (if begins { name::BEGINNING } else { name::DIFFERS }, 0);
            }
            _ if whole => name::ALIKE,
            Likeness::Exact if some_whole && call => name::PART,
            _ if some_whole && call => name::PART_ALIKE,
            _ if call => name::CALL,
            _ if some_whole => name::TAIL,
            _ => name::SHARED,
        };
        (level, found.bits)
    }

    fn guardians(&self, a: &Record, b: &Record) -> (u8, u8) {
        let found = align(&self.lexicon, &a.guardian, &b.guardian);
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
        (level, found.bits)
    }
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

pub(crate) fn niks(a: &Record, b: &Record) -> u8 {
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
            (Some(x), Some(y)) if x.one_digit_off(y) => nik::ONE_DIGIT,
            _ if own_a && own_b => nik::DIFFERS,
            _ => nik::DIFFERS_DOUBTFUL,
        },
    }
}
