//! Records of which only keyed encodings are known: the same rules, levels and clusters, with filters in place of words.

use super::fields::{DIFFERS, Field, Pattern, SAME, birth, guardian, name, nik, region};
use super::intake::{Intake, Taken, Trouble};
use super::letters::{QuickMap, hash_bytes, mix, pair};
use super::lexicon::eighths;
use super::rarity::{LEAST, eighths_rarer, either};
use super::raw::Column;
use super::record::NikWorth;
use crate::encoding::dice;

/// Filters that are laid side by side.
const LAID: [Field; 4] = [Field::Name, Field::Birth, Field::Nik, Field::Guardian];
/// Fields of names, which are rare or common by province.
const NAMES: [usize; 2] = [Field::Name as usize, Field::Guardian as usize];
/// The province has a mark, though no field of its own.
const PROVINCE: usize = 7;
/// Least hashes by which names are looked up.
const LOOKS: usize = 14;

/// One row of filters.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks {
    /// Hash of each field's filter, 0 where it is missing; the province last.
    of: [u64; 8],
    /// Information in each, by how many records have it (1/8 bit).
    bits: [u8; 8],
    /// Least hashes of the name's set bits: alike names share many.
    looks: [u32; LOOKS],
    /// Where its filters begin.
    from: u32,
}

/// Encoded rows, by row.
#[derive(Default)]
pub(crate) struct Encoded {
    rows: QuickMap<u32, Marks>,
    filters: Vec<u64>,
    /// Words of the filters that are laid side by side.
    widths: [usize; 4],
    /// For each NIK one row that has it.
    niks: QuickMap<u64, u32>,
}

/// Dice of two NIKs of which at most two digits differ, in thousandths, at least.
const NEARLY_ONE_NIK: u32 = 890;

fn field_of(column: Column) -> Option<usize> {
    Some(match column {
        Column::Name | Column::GivenName | Column::FamilyName => Field::Name as usize,
        Column::Dob => Field::Birth as usize,
        Column::Sex => Field::Sex as usize,
        Column::RegionCode | Column::Regency => Field::Region as usize,
        Column::Nik => Field::Nik as usize,
        Column::Phone => Field::Phone as usize,
        Column::GuardianName => Field::Guardian as usize,
        Column::Province => PROVINCE,
        _ => return None,
    })
}

impl Intake {
    /// Takes a row of filters in, each with the column it stands for: always the same columns in the same order, all zeros where a
    /// value is missing.
    ///
    /// # Errors
    /// The [`Trouble`] for which the row was set aside; it is counted already.
    pub fn take_encoded(
        &mut self,
        id: &str,
        agency: &str,
        filters: &[(Column, Vec<u64>)],
        row: u32,
    ) -> Result<(), Trouble> {
        if id.trim().is_empty() {
            return Err(self.aside(Trouble::NoId));
        }
        let mut marks = Marks::default();
        let encoded = self.encoded.get_or_insert_default();
        marks.from = u32::try_from(encoded.filters.len() / 4).unwrap_or(u32::MAX);
        for (column, filter) in filters {
            let mark = field_of(*column).and_then(|at| marks.of.get_mut(at));
            if let Some(mark) = mark.filter(|_| filter.iter().any(|word| *word != 0)) {
                *mark = pair(
                    *mark,
                    hash_bytes(filter.iter().flat_map(|w| w.to_le_bytes()).collect::<Vec<_>>().as_slice()),
                );
            }
        }
        let widths = LAID.map(|field| {
            filters.iter().filter(|(c, _)| field_of(*c) == Some(field as usize)).map(|(_, f)| f.len()).sum()
        });
        if marks.of.first().is_none_or(|mark| *mark == 0) && marks.of.get(Field::Nik as usize) == Some(&0) {
            return Err(self.aside(Trouble::NothingToCompare));
        }
        if encoded.filters.is_empty() {
            encoded.widths = widths;
        } else if encoded.widths != widths {
            return Err(self.aside(Trouble::Ragged));
        }
        let before = encoded.filters.len();
        for field in LAID {
            for (_, filter) in filters.iter().filter(|(c, _)| field_of(*c) == Some(field as usize)) {
                encoded.filters.extend(filter);
            }
        }
        // Whole fours, so that a place fits a short number.
        encoded.filters.resize(encoded.filters.len().next_multiple_of(4), 0);
        let name = encoded.filters.get(before..before + encoded.widths.first().copied().unwrap_or_default());
        marks.looks = looks(name.unwrap_or_default());
        encoded.rows.insert(row, marks);
        let nik = marks.of.get(Field::Nik as usize).copied().unwrap_or_default();
        let taken = Taken {
            hash: self.key_of(id.trim()),
            nik,
            nik_worth: if nik == 0 { NikWorth::None } else { NikWorth::Own },
            phone: marks.of.get(Field::Phone as usize).copied().unwrap_or_default(),
            row,
            ..Taken::default()
        };
        self.keep(taken, agency);
        Ok(())
    }
}

/// For each look the set bit that comes first in its own order of bits.
fn looks(filter: &[u64]) -> [u32; LOOKS] {
    let mut least = [u32::MAX; LOOKS];
    for (at, word) in (0_u64..).zip(filter) {
        let mut left = *word;
        while left != 0 {
            let bit = at * 64 + u64::from(left.trailing_zeros());
            left &= left - 1;
            for (look, least) in (0_u64..).zip(&mut least) {
                *least = (*least).min((mix(bit << 8 | look) >> 33) as u32);
            }
        }
    }
    if least == [u32::MAX; LOOKS] { [0; LOOKS] } else { least }
}

impl Encoded {
    /// Brings together what several intakes took in.
    pub(crate) fn gather(parts: Vec<Self>) -> Option<Self> {
        let mut whole: Option<Self> = None;
        for part in parts {
            let Some(all) = whole.as_mut() else {
                whole = Some(part);
                continue;
            };
            let shift = u32::try_from(all.filters.len() / 4).unwrap_or(u32::MAX);
            all.filters.extend(part.filters);
            all.widths = part.widths;
            all.rows.extend(
                part.rows
                    .into_iter()
                    .map(|(row, marks)| (row, Marks { from: marks.from.saturating_add(shift), ..marks })),
            );
        }
        let mut whole = whole?;
        let mut counts: QuickMap<(usize, u64), u64> = QuickMap::default();
        for marks in whole.rows.values() {
            for (at, mark) in marks.of.iter().enumerate() {
                *counts.entry((at, *mark)).or_default() += 1;
            }
        }
        let count = |at: usize, mark: u64| counts.get(&(at, mark)).copied().unwrap_or(1);
        // As with words: a name that many of one province bear is no rarity there.
        let mut here: QuickMap<(usize, u64, u64), u64> = QuickMap::default();
        let at_home =
            |at: usize, mark: u64| NAMES.contains(&at) && mark != 0 && count(at, mark) >= LEAST.into();
        for Marks { of, .. } in whole.rows.values() {
            let province = of.get(PROVINCE).copied().unwrap_or_default();
            for (at, mark) in of.iter().enumerate().filter(|(at, mark)| province != 0 && at_home(*at, **mark))
            {
                *here.entry((at, *mark, province)).or_default() += 1;
            }
        }
        let rows = whole.rows.len() as u64;
        for marks in whole.rows.values_mut() {
            let province = marks.of.get(PROVINCE).copied().unwrap_or_default();
            for ((at, mark), bits) in marks.of.iter().enumerate().zip(&mut marks.bits) {
                let found = count(at, *mark);
                *bits = eighths(found, rows.max(5_000));
                if let Some(here) = here.get(&(at, *mark, province)) {
                    let expected = found as f64 * count(PROVINCE, province) as f64 / rows as f64;
                    *bits = bits.saturating_add_signed(eighths_rarer(*here as f64, expected));
                }
            }
        }
        for (row, marks) in &whole.rows {
            let held = whole.niks.entry(marks.mark(Field::Nik)).or_insert(*row);
            *held = (*held).min(*row);
        }
        Some(whole)
    }

    /// Are two NIKs so alike that slips of the finger explain the difference?
    pub(crate) fn nearly_one_nik(&self, x: u64, y: u64) -> bool {
        let row = |nik: u64| self.niks.get(&nik).and_then(|row| self.rows.get(row));
        row(x)
            .zip(row(y))
            .and_then(|(a, b)| self.alike(a, b, Field::Nik))
            .is_some_and(|dice| dice >= NEARLY_ONE_NIK)
    }

    fn laid(&self, marks: &Marks, field: Field) -> &[u64] {
        let mut from = marks.from as usize * 4;
        for (laid, width) in LAID.iter().zip(self.widths) {
            if *laid == field {
                return self.filters.get(from..from + width).unwrap_or_default();
            }
            from += width;
        }
        &[]
    }

    /// Dice of a field in thousandths, 1,000 for the same filter; none when either is missing.
    fn alike(&self, a: &Marks, b: &Marks, field: Field) -> Option<u32> {
        match (a.mark(field), b.mark(field)) {
            (0, _) | (_, 0) => None,
            (x, y) if x == y => Some(1_000),
            _ => Some(dice(self.laid(a, field), self.laid(b, field)).unwrap_or(0).min(999)),
        }
    }

    /// The levels at which two rows agree.
    pub(crate) fn compare(&self, a: u32, b: u32) -> Pattern {
        let mut pattern = Pattern::default();
        let (Some(a), Some(b)) = (self.rows.get(&a), self.rows.get(&b)) else { return pattern };
        pattern.set(Field::Name, self.alike(a, b, Field::Name).map_or(0, names));
        pattern.set(Field::Guardian, self.alike(a, b, Field::Guardian).map_or(0, guardians));
        pattern.set(Field::Birth, self.alike(a, b, Field::Birth).map_or(0, births));
        pattern.set(Field::Nik, self.niks(a, b));
        for field in [Field::Sex, Field::Phone] {
            pattern.set(
                field,
                match (a.mark(field), b.mark(field)) {
                    (0, _) | (_, 0) => 0,
                    (x, y) if x == y => SAME,
                    _ => DIFFERS,
                },
            );
        }
        pattern.set(Field::Region, regions(a, b));
        let bits_at = |marks: &Marks, at: usize| marks.bits.get(at).copied().unwrap_or_default();
        let rarity = |field: Field, level: u8| match pattern.level(field) {
            found if found == level => either(bits_at(a, field as usize), bits_at(b, field as usize)),
            _ => 0,
        };
        let bits = [
            rarity(Field::Name, name::SAME),
            match pattern.level(Field::Region) {
                region::REGENCY => bits_at(a, Field::Region as usize),
                region::PROVINCE => bits_at(a, PROVINCE),
                _ => 0,
            },
            rarity(Field::Phone, SAME),
            rarity(Field::Guardian, guardian::SAME),
        ];
        [pattern.name_bits, pattern.region_bits, pattern.phone_bits, pattern.guardian_bits] = bits;
        pattern
    }

    fn niks(&self, a: &Marks, b: &Marks) -> u8 {
        match self.alike(a, b, Field::Nik) {
            None => 0,
            Some(1_000) => nik::SAME,
            // Which digits differ cannot be seen: a slip looks like the child born next to this one.
            Some(NEARLY_ONE_NIK..) => nik::DIFFERS_DOUBTFUL,
            Some(_) => nik::DIFFERS,
        }
    }

    /// Keys of a row in the order of the rules.
    pub(crate) fn keys(&self, row: u32) -> [u64; 16] {
        let Some(marks) = self.rows.get(&row) else { return [0; 16] };
        let [_, birth, sex, region, nik, phone, guardian, province] = marks.of;
        let name = marks.mark(Field::Name);
        let look = |some: &[usize]| {
            some.iter().fold(1, |sum, at| pair(sum, marks.looks.get(*at).copied().unwrap_or_default().into()))
        };
        let join = |parts: &[u64]| {
            if name == 0 || parts.contains(&0) {
                0
            } else {
                parts.iter().fold(1, |sum, part| pair(sum, *part))
            }
        };
        let bare = |parts: &[u64]| {
            if parts.contains(&0) { 0 } else { parts.iter().fold(1, |sum, part| pair(sum, *part)) }
        };
        [
            nik,
            phone,
            join(&[birth, look(&[0])]),
            join(&[guardian, look(&[1])]),
            bare(&[birth, region]),
            join(&[birth, look(&[2])]),
            join(&[name, province]),
            join(&[name, sex]),
            join(&[look(&[3, 4, 5, 6]), sex]),
            join(&[look(&[7, 8]), region]),
            join(&[look(&[9, 10]), region]),
            join(&[look(&[11, 12]), region, sex]),
            join(&[look(&[13, 0]), region, sex]),
            bare(&[guardian, region]),
            join(&[look(&[1, 5, 9]), province]),
            join(&[look(&[2, 6, 12]), province]),
        ]
    }

    /// What refines a block that is too large.
    pub(crate) fn refiner(&self, row: u32, round: usize) -> u64 {
        let Some(marks) = self.rows.get(&row) else { return 0 };
        match round {
            0 => marks.looks.first().copied().unwrap_or_default().into(),
            1 => marks.mark(Field::Region),
            2 => marks.mark(Field::Birth),
            3 => marks.mark(Field::Sex),
            4 => marks.mark(Field::Name),
            _ => marks.mark(Field::Phone),
        }
    }
}

impl Marks {
    fn mark(&self, field: Field) -> u64 {
        self.of.get(field as usize).copied().unwrap_or_default()
    }
}

fn names(dice: u32) -> u8 {
    match dice {
        1_000 => name::SAME,
        900.. => name::ALIKE,
        800.. => name::PART,
        700.. => name::PART_ALIKE,
        600.. => name::CALL,
        500.. => name::TAIL,
        400.. => name::SHARED,
        300.. => name::BEGINNING,
        _ => name::DIFFERS,
    }
}

fn guardians(dice: u32) -> u8 {
    match dice {
        1_000 => guardian::SAME,
        800.. => guardian::ALIKE,
        550.. => guardian::PART,
        _ => guardian::DIFFERS,
    }
}

fn births(dice: u32) -> u8 {
    match dice {
        1_000 => birth::SAME,
        820.. => birth::ONE_PART,
        700.. => birth::SWAPPED,
        580.. => birth::SAME_YEAR,
        450.. => birth::YEAR_NEAR,
        _ => birth::DIFFERS,
    }
}

fn regions(a: &Marks, b: &Marks) -> u8 {
    let province = |marks: &Marks| marks.of.get(PROVINCE).copied().unwrap_or_default();
    match (a.mark(Field::Region), b.mark(Field::Region)) {
        (x, y) if x != 0 && x == y => region::REGENCY,
        _ if province(a) == 0 || province(b) == 0 => 0,
        _ if province(a) == province(b) => region::PROVINCE,
        _ => region::DIFFERS,
    }
}
