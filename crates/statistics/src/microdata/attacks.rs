//! What an attacker would try on synthetic records, done beforehand.
//!
//! True records are parted by lot. Records are made of one half with the settings of the release, and then everything is tried
//! on both halves. What works no better on those who are in than on those who are not has learned of the population and not
//! of a child (control records; Giomi and others, *A unified framework for quantifying privacy risk in synthetic data*,
//! PoPETs 2023(2)).

use super::synthesis::shuffle;
use super::table::{Microdata, NOTHING};
use super::utility::{choices, counts};
use crate::mse::Dice;

/// So many of each half are asked whether they are in.
const ASKED: usize = 500;

/// Of so many of each half every column is guessed.
const GUESSED: usize = 200;

/// A combination that so few records of a half have is rare.
const RARE: usize = 2;

/// How often an attacker who knows all other columns of a record guesses a column right.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Guessed {
    /// The column.
    pub column: usize,
    /// Share of those who are in.
    pub members: f64,
    /// Share of those who are not.
    pub others: f64,
}

/// Combinations that at most two records of one half have and none of the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rare {
    /// How many there are.
    pub combinations: usize,
    /// Of them those that the synthetic records have.
    pub shown: usize,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Attacks {
    /// Records of each half that were asked.
    pub asked: (usize, usize),
    /// Chance that one who is in lies nearer to the synthetic records than one who is not; 0.5 tells nothing.
    pub nearer: f64,
    /// Standard error of that chance if it were 0.5.
    pub error: f64,
    /// Guesses by column.
    pub guessed: Vec<Guessed>,
    /// Rare combinations of those who are in.
    pub rare_members: Rare,
    /// Rare combinations of those who are not.
    pub rare_others: Rare,
}

/// Parts records by lot; those of one child stay together.
#[must_use]
pub fn halves(truth: &Microdata, seed: u64) -> (Microdata, Microdata) {
    let mut people: Vec<Vec<usize>> = Vec::new();
    let mut last = None;
    for record in 0..truth.records() {
        let person = Some(truth.person(record));
        match people.last_mut() {
            Some(own) if last == person => own.push(record),
            _ => people.push(vec![record]),
        }
        last = person;
    }
    shuffle(&mut Dice::new(seed, 0x6861_6c66), &mut people);
    let part = |people: &[Vec<usize>]| {
        let mut half = truth.emptied();
        let mut whose = Vec::new();
        for record in people.iter().flatten() {
            let row: Vec<u16> = (0..truth.columns().len()).map(|column| truth.at(*record, column)).collect();
            half.push(&row);
            whose.push(truth.person(*record));
        }
        // As many as records: it cannot be refused.
        let _ = truth.has_people() && half.belong_to(&whose);
        half
    };
    let (first, second) = people.split_at(people.len() / 2);
    (part(first), part(second))
}

impl Attacks {
    /// Tries everything on records that were made of `members`; combinations up to a length.
    #[must_use]
    pub fn on(made: &Microdata, members: &Microdata, others: &Microdata, length: usize) -> Self {
        let asked = (members.records().min(ASKED), others.records().min(ASKED));
        let near = |half: &Microdata, many| -> Vec<(u32, u32)> {
            (0..many).map(|record| nearest(made, half, record)).collect()
        };
        let (inside, outside) = (near(members, asked.0), near(others, asked.1));
        let (many, few) = (asked.0.max(1) as f64, asked.1.max(1) as f64);
        let guessed = (0..made.columns().len())
            .map(|column| Guessed {
                column,
                members: right(made, members, column),
                others: right(made, others, column),
            })
            .collect();
        let (rare_members, rare_others) = rare(made, members, others, length);
        Self {
            asked,
            nearer: ahead(&inside, &outside),
            error: ((many + few + 1.0) / (12.0 * many * few)).sqrt(),
            guessed,
            rare_members,
            rare_others,
        }
    }
}

/// In how many columns each synthetic record differs from a record.
fn distances(made: &Microdata, half: &Microdata, record: usize, apart: &mut Vec<u8>) {
    apart.clear();
    apart.resize(made.records(), 0);
    for column in 0..made.columns().len() {
        let value = half.at(record, column);
        apart
            .iter_mut()
            .zip(made.column(column))
            .for_each(|(apart, other)| *apart = apart.saturating_add(u8::from(*other != value)));
    }
}

/// The least distance, and how many are not that near: smaller is nearer in both.
fn nearest(made: &Microdata, half: &Microdata, record: usize) -> (u32, u32) {
    let mut apart = Vec::new();
    distances(made, half, record, &mut apart);
    let least = apart.iter().copied().min().unwrap_or(u8::MAX);
    let there = apart.iter().filter(|apart| **apart == least).count();
    (u32::from(least), u32::MAX - u32::try_from(there).unwrap_or(u32::MAX))
}

/// Chance that one of the first is smaller than one of the second, ties counted half.
fn ahead(first: &[(u32, u32)], second: &[(u32, u32)]) -> f64 {
    let wins = |one: &(u32, u32)| -> f64 {
        second
            .iter()
            .map(|other| {
                if one < other {
                    1.0
                } else if one == other {
                    0.5
                } else {
                    0.0
                }
            })
            .sum()
    };
    let pairs = first.len() * second.len();
    if pairs == 0 { 0.5 } else { first.iter().map(wins).sum::<f64>() / pairs as f64 }
}

/// Share of records of which a column is guessed right from the nearest records in all others.
fn right(made: &Microdata, half: &Microdata, column: usize) -> f64 {
    let (mut right, mut asked) = (0_usize, 0_usize);
    let mut apart = Vec::new();
    let mut tally = vec![0_u32; made.values(column)];
    for record in 0..half.records().min(GUESSED) {
        let secret = half.at(record, column);
        if secret == NOTHING {
            continue;
        }
        asked += 1;
        distances(made, half, record, &mut apart);
        let values = made.column(column);
        apart
            .iter_mut()
            .zip(values)
            .for_each(|(apart, value)| *apart -= u8::from(*value != secret && *apart > 0));
        let least = apart.iter().copied().min().unwrap_or_default();
        tally.iter_mut().for_each(|count| *count = 0);
        for (value, _) in values.iter().zip(&apart).filter(|(_, apart)| **apart == least) {
            if let Some(count) = tally.get_mut(usize::from(*value)) {
                *count += 1;
            }
        }
        let guess =
            tally.iter().enumerate().max_by_key(|(value, count)| (**count, std::cmp::Reverse(*value)));
        right += usize::from(guess.is_some_and(|(value, count)| *count > 0 && value == usize::from(secret)));
    }
    right as f64 / asked.max(1) as f64
}

fn rare(made: &Microdata, members: &Microdata, others: &Microdata, length: usize) -> (Rare, Rare) {
    let (mut inside, mut outside) = (Rare::default(), Rare::default());
    let width = made.columns().len();
    for columns in (1..=length.min(width)).flat_map(|length| choices(width, length)) {
        let (shown, first, second) =
            (counts(made, &columns), counts(members, &columns), counts(others, &columns));
        for (rare, own, other) in [(&mut inside, &first, &second), (&mut outside, &second, &first)] {
            for (key, _) in own.iter().filter(|(key, count)| **count <= RARE && !other.contains_key(*key)) {
                rare.combinations += 1;
                rare.shown += usize::from(shown.contains_key(key));
            }
        }
    }
    (inside, outside)
}
