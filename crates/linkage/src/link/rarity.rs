//! How rare a word of a name is where its bearer lives.
//!
//! Peoples live in regions: a name that is rare in the country can be half of a province. Two strangers of that province then
//! share it often, and what the whole country says of it would make one child of them.

use super::letters::QuickMap;
use super::lexicon::Lexicon;
use super::people::People;
use super::record::{Record, Term};
use super::work;

/// Records that a word counts for before its province is asked: a child is in two or three records, so that a few of one province
/// are a bearer or two, and no custom (a Poisson count shrunk by its gamma prior, after DuMouchel 1999).
const PRIOR: f64 = 5.0;
/// Words in fewer records cannot move far from what the country says of them.
pub(super) const LEAST: u32 = 16;
/// Provinces, those with most records first, of which words are counted by themselves.
const MOST: usize = 64;
/// Records of a province at least.
const OF_PROVINCE: u32 = 500;

/// What is known of words by province: a row for each common word, a column for each province.
pub(super) struct Rarity {
    columns: QuickMap<u32, usize>,
    /// Row of each word of the lexicon; words without one are judged by the country alone.
    rows: Vec<u32>,
    /// Eighths of a bit by which the word is rarer (or, below zero, commoner) in the province than in the country.
    rarer: Vec<i8>,
    width: usize,
}

/// No row.
const NONE: u32 = u32::MAX;

fn told(record: &Record) -> impl Iterator<Item = u32> + '_ {
    record.name.iter().chain(&record.guardian).filter_map(|term| term.word())
}

impl Rarity {
    pub(super) fn of(records: &[Record], words: usize, threads: usize) -> Self {
        let mut of_province: QuickMap<u32, u32> = QuickMap::default();
        let mut of_word = vec![0_u32; words];
        for record in records {
            *of_province.entry(record.province).or_default() += 1;
            for word in told(record) {
                if let Some(count) = of_word.get_mut(word as usize) {
                    *count += 1;
                }
            }
        }
        let mut known: Vec<(u32, u32)> = of_province
            .into_iter()
            .filter(|(province, count)| *province != 0 && *count >= OF_PROVINCE)
            .map(|(province, count)| (count, province))
            .collect();
        known.sort_unstable_by(|x, y| y.cmp(x));
        known.truncate(MOST);
        let columns: QuickMap<u32, usize> =
            known.iter().enumerate().map(|(at, (_, province))| (*province, at)).collect();
        let mut next = 0_u32;
        let rows: Vec<u32> = of_word
            .iter()
            .map(|count| {
                let has = *count >= LEAST;
                next += u32::from(has);
                if has { next - 1 } else { NONE }
            })
            .collect();
        let width = known.len();
        let counts = counted(records, &columns, &rows, next as usize * width, threads);
        let all = records.len().max(1) as f64;
        let shares: Vec<f64> = known.iter().map(|(count, _)| f64::from(*count) / all).collect();
        let common = of_word.iter().filter(|count| **count >= LEAST);
        let rarer = common.zip(counts.chunks(width.max(1))).flat_map(|(count, here)| {
            here.iter()
                .zip(&shares)
                .map(|(here, share)| eighths_rarer(f64::from(*here), f64::from(*count) * share))
        });
        Self { columns, rarer: rarer.collect(), rows, width }
    }

    /// Information in a word for a bearer of this province, in 1/8 bit.
    fn bits(&self, lexicon: &Lexicon, term: Term, column: Option<usize>) -> u8 {
        let bits = lexicon.entry(term).bits;
        let row = term.word().and_then(|word| self.rows.get(word as usize)).filter(|row| **row != NONE);
        let place = row.zip(column).map(|(row, column)| *row as usize * self.width + column);
        let rarer = place.and_then(|place| self.rarer.get(place)).copied().unwrap_or_default();
        bits.saturating_add_signed(rarer).max(1)
    }

    fn column(&self, province: u32) -> Option<usize> {
        self.columns.get(&province).copied()
    }
}

/// By how much a word is rarer in a province where so many records have it and so many were to be expected.
pub(super) fn eighths_rarer(here: f64, expected: f64) -> i8 {
    let times = (here + PRIOR) / (expected + PRIOR);
    (-8.0 * times.log2()).round().clamp(-127.0, 127.0) as i8
}

/// How many records of each province have each common word.
fn counted(
    records: &[Record],
    columns: &QuickMap<u32, usize>,
    rows: &[u32],
    size: usize,
    threads: usize,
) -> Vec<u32> {
    let width = columns.len();
    // Few large runs: each has a table of its own.
    let run = records.len().div_ceil(threads.max(1)).max(1);
    let runs: Vec<&[Record]> = records.chunks(run).collect();
    let parts = work::each(runs.len(), threads, |at| {
        let mut counts = vec![0_u32; size];
        for record in runs.get(at).copied().unwrap_or_default() {
            let Some(column) = columns.get(&record.province) else { continue };
            for word in told(record) {
                let row = rows.get(word as usize).copied().unwrap_or(NONE) as usize;
                if let Some(count) = counts.get_mut(row.saturating_mul(width).saturating_add(*column)) {
                    *count += 1;
                }
            }
        }
        counts
    });
    let mut parts = parts.into_iter();
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        all.iter_mut().zip(part).for_each(|(sum, count)| *sum += count);
    }
    all
}

impl People {
    /// How much the words of each name say where their bearer lives.
    pub(super) fn tell_rarity_of_words(&mut self, threads: usize) {
        let lexicon = &self.lexicon;
        let rarity = Rarity::of(&self.records, lexicon.len(), threads);
        let part = self.records.len().div_ceil(threads.max(1)).max(1);
        std::thread::scope(|scope| {
            for records in self.records.chunks_mut(part) {
                let rarity = &rarity;
                scope.spawn(move || records.iter_mut().for_each(|record| tell(record, lexicon, rarity)));
            }
        });
    }
}

fn tell(record: &mut Record, lexicon: &Lexicon, rarity: &Rarity) {
    let column = rarity.column(record.province);
    let of = |terms: &[Term], bits: &mut [u8]| {
        let mut total = 0_u8;
        for (term, bits) in terms.iter().zip(bits).filter(|(term, _)| term.tells()) {
            *bits = rarity.bits(lexicon, *term, column);
            total = total.saturating_add(*bits);
        }
        total
    };
    record.name_bits = of(&record.name, &mut record.name_word_bits);
    record.guardian_bits = of(&record.guardian, &mut record.guardian_word_bits);
}

/// Information in words that agree, for two bearers of whom one lives here and one there: who they are is judged by the mean of
/// both chances, because the child is of one of both places (1/8 bit).
pub(super) fn either(here: u8, there: u8) -> u8 {
    let (most, apart) = (here.max(there), here.abs_diff(there));
    // 8 * log2(2 / (1 + 2^(-apart / 8))), written out, so that no machine rounds otherwise.
    let less = match apart {
        0..=1 => 0,
        2..=3 => 1,
        4..=5 => 2,
        6..=8 => 3,
        9..=11 => 4,
        12..=16 => 5,
        17..=22 => 6,
        23..=35 => 7,
        _ => 8,
    };
    most - less
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::expect_used)]
mod tests {
    use super::super::intake::Intake;
    use super::super::raw::{Column, Raw};
    use super::*;

    #[test]
    fn a_custom_of_a_province_is_no_rarity_there() {
        assert_eq!(eighths_rarer(100.0, 100.0), 0);
        assert_eq!(eighths_rarer(3_995.0, 495.0), -24);
        // Three records are one child perhaps.
        assert!((-6..0).contains(&eighths_rarer(3.0, 0.01)));
        assert!(eighths_rarer(0.0, 1_000.0) > 40);
    }

    #[test]
    fn of_two_places_the_mean_chance_counts() {
        for (x, y) in [(0_u8, 0_u8), (10, 10), (10, 30), (255, 0), (80, 79), (80, 60), (12, 200)] {
            let chance = |bits: u8| (-f64::from(bits) / 8.0).exp2();
            let exact = 8.0 * ((1.0 / chance(x) + 1.0 / chance(y)) / 2.0).log2();
            assert!((f64::from(either(x, y)) - exact).abs() <= 0.51, "{x} {y} {exact}");
            assert_eq!(either(x, y), either(y, x));
        }
    }

    #[test]
    fn words_are_as_rare_as_they_are_at_home() {
        // Of 12,000 children 1,200 live in province 52, and half of them bear a name that nobody else has.
        let mut intake = Intake::new();
        for row in 0..12_000_u32 {
            let home = row % 10 == 0;
            let name = match row {
                _ if row % 20 == 0 => "Lalu".to_owned(),
                // As rare in the country, but spread over it.
                _ if !home && row % 17 == 1 => "Surya".to_owned(),
                _ => format!("Rina{}", row % 97),
            };
            let mut raw = Raw::default();
            let id = row.to_string();
            let code = if home { "52.01" } else { ["32.04", "33.05", "35.07"][(row % 3) as usize] };
            for (column, cell) in
                [(Column::Id, id.as_str()), (Column::Name, name.as_str()), (Column::RegionCode, code)]
            {
                raw.cells[column as usize] = cell;
            }
            intake.take(&raw, row, "list").expect("a whole row");
        }
        let people = People::gather_on(vec![intake], 2);
        let bits = |row: u32| {
            let found = people.records.iter().find(|record| record.row == row).expect("it was taken");
            i32::from(found.name_word_bits[0])
        };
        // One bit at home, over four in the country.
        let country = i32::from(
            people.lexicon.entry(people.records.iter().find(|r| r.row == 0).expect("here").name[0]).bits,
        );
        assert!((7..=10).contains(&bits(0)) && (33..=37).contains(&country), "{} {country}", bits(0));
        assert!((bits(1) - country).abs() <= 4, "{}", bits(1));
    }
}
