//! Synthetic records of which no combination is rarer than the resolution (after the idea of record-seeded k-synthetic data of
//! Darakhshan, Edge and others 2020, by our own algorithm).
//!
//! A set of bits for each value says which records have it. A record keeps its values in a random order as long as at
//! least `resolution` true records have all that is kept; what it had to leave is laid aside. Then the holes are filled
//! from what was laid aside in the column, under the same condition. Every combination in a finished record is part of one
//! that was counted, so it is at least as common.

use super::table::{Microdata, NOTHING};
use crate::mse::Dice;

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synthetic {
    /// The records, in an order that tells nothing of the true ones.
    pub records: Microdata,
    /// Cells of true records that found no place.
    pub lost: usize,
    /// Records of which nothing could be kept; they are left out.
    pub empty: usize,
}

type Bits = Vec<u64>;

/// So few records are held as a list rather than as bits.
const FEW: usize = 2048;

/// Makes synthetic records. Where it was said whose the records are, the resolution is of people: many records of few children
/// make nothing common. Only the seed decides which; keep it secret, with it somebody who has the true records could
/// tell which of them seeded which.
#[must_use]
pub fn synthesize(truth: &Microdata, resolution: usize, seed: u64) -> Synthetic {
    let resolution = resolution.max(1);
    let having = having(truth);
    let mut dice = Dice::new(seed, 0);
    let mut order: Vec<usize> = (0..truth.records()).collect();
    shuffle(&mut dice, &mut order);
    let width = truth.columns().len();
    let mut aside: Vec<Vec<usize>> = (0..width).map(|column| vec![0; truth.values(column)]).collect();
    let mut made: Vec<Vec<u16>> = Vec::with_capacity(order.len());
    let mut alike = Alike::new(truth, &having);
    for record in order {
        let mut columns: Vec<usize> =
            (0..width).filter(|column| truth.at(record, *column) != NOTHING).collect();
        shuffle(&mut dice, &mut columns);
        let mut kept = vec![NOTHING; width];
        alike.begin();
        for column in columns {
            let value = truth.at(record, column);
            if alike.narrow(column, value, resolution) {
                put(&mut kept, column, value);
            } else if let Some(count) =
                aside.get_mut(column).and_then(|counts| counts.get_mut(usize::from(value)))
            {
                *count += 1;
            }
        }
        made.push(kept);
    }
    shuffle(&mut dice, &mut made);
    for kept in made.iter_mut().filter(|kept| kept.contains(&NOTHING)) {
        fill(kept, &mut alike, &mut aside, &mut dice, resolution);
    }
    let mut records = truth.emptied();
    let mut empty = 0;
    for kept in &made {
        if kept.iter().all(|value| *value == NOTHING) { empty += 1 } else { records.push(kept) }
    }
    Synthetic { records, lost: aside.iter().flatten().sum(), empty }
}

/// For each value of each column which records have it.
fn having(truth: &Microdata) -> Vec<Vec<Bits>> {
    let words = truth.records().div_ceil(64);
    (0..truth.columns().len())
        .map(|column| {
            let mut sets = vec![vec![0_u64; words]; truth.values(column)];
            for (record, value) in truth.column(column).iter().enumerate() {
                if let Some(word) = sets.get_mut(usize::from(*value)).and_then(|set| set.get_mut(record / 64))
                {
                    *word |= 1 << (record % 64);
                }
            }
            sets
        })
        .collect()
}

/// The true records that have all that the record at hand has: as bits while they are many, then as a list.
struct Alike<'a> {
    truth: &'a Microdata,
    having: &'a [Vec<Bits>],
    bits: Bits,
    room: Bits,
    list: Option<Vec<u32>>,
    tally: Vec<usize>,
}

impl<'a> Alike<'a> {
    fn new(truth: &'a Microdata, having: &'a [Vec<Bits>]) -> Self {
        let bits = vec![u64::MAX; truth.records().div_ceil(64)];
        Self { truth, having, room: bits.clone(), bits, list: None, tally: Vec::new() }
    }

    fn begin(&mut self) {
        self.bits.iter_mut().for_each(|word| *word = u64::MAX);
        self.list = None;
    }

    /// Demands one more value, if enough records have it.
    fn narrow(&mut self, column: usize, value: u16, least: usize) -> bool {
        let cells = self.truth.column(column);
        let has = |record: &u32| cells.get(*record as usize) == Some(&value);
        if let Some(list) = &mut self.list {
            let enough = self.truth.people_of(list.iter().copied().filter(|record| has(record))) >= least;
            if enough {
                list.retain(has);
            }
            return enough;
        }
        let Some(set) = self.having.get(column).and_then(|sets| sets.get(usize::from(value))) else {
            return false;
        };
        let count = meet(&self.bits, set, &mut self.room);
        let people = || self.truth.people_of(members(&self.room).into_iter());
        if count < least || (self.truth.has_people() && people() < least) {
            return false;
        }
        std::mem::swap(&mut self.bits, &mut self.room);
        if count <= FEW {
            self.list = Some(members(&self.bits));
        }
        true
    }

    /// How many of them have each value of a column.
    fn tally(&mut self, column: usize) -> &[usize] {
        self.tally.clear();
        self.tally.resize(self.truth.values(column), 0);
        match &self.list {
            Some(list) => {
                let cells = self.truth.column(column);
                for value in list.iter().filter_map(|record| cells.get(*record as usize)) {
                    if let Some(count) = self.tally.get_mut(usize::from(*value)) {
                        *count += 1;
                    }
                }
            }
            None => {
                let sets = self.having.get(column).map(Vec::as_slice).unwrap_or_default();
                for (count, set) in self.tally.iter_mut().zip(sets) {
                    *count = meet(&self.bits, set, &mut self.room);
                }
            }
        }
        &self.tally
    }
}

/// How many records are in both; the meeting lies in `room`.
fn meet(a: &[u64], b: &[u64], room: &mut [u64]) -> usize {
    let mut count = 0;
    for ((a, b), both) in a.iter().zip(b).zip(room.iter_mut()) {
        *both = a & b;
        count += both.count_ones() as usize;
    }
    count
}

fn members(bits: &[u64]) -> Vec<u32> {
    let mut list = Vec::new();
    for (at, word) in (0_u32..).zip(bits) {
        let mut left = *word;
        while left != 0 {
            list.push(at * 64 + left.trailing_zeros());
            left &= left - 1;
        }
    }
    list
}

fn put(row: &mut [u16], column: usize, value: u16) {
    if let Some(place) = row.get_mut(column) {
        *place = value;
    }
}

/// Fills the holes of a record from what was laid aside: a value is drawn by how many true records like this one have it, so
/// that what goes together stays together.
fn fill(kept: &mut [u16], alike: &mut Alike<'_>, aside: &mut [Vec<usize>], dice: &mut Dice, least: usize) {
    alike.begin();
    for (column, value) in kept.iter().enumerate().filter(|(_, value)| **value != NOTHING) {
        alike.narrow(column, *value, least);
    }
    let mut holes: Vec<usize> =
        kept.iter().enumerate().filter(|(_, value)| **value == NOTHING).map(|(column, _)| column).collect();
    shuffle(dice, &mut holes);
    for column in holes {
        let Some(waiting) = aside.get_mut(column) else { continue };
        let common = alike.tally(column).iter().zip(waiting.iter()).enumerate();
        let fit: Vec<(usize, usize)> = common
            .filter(|(_, (common, waiting))| **common >= least && **waiting > 0)
            .map(|(value, (common, _))| (value, *common))
            .collect();
        let sum: usize = fit.iter().map(|(_, common)| common).sum();
        let mut at = (dice.share() * sum as f64) as usize;
        let drawn = fit.into_iter().find(|(_, common)| {
            let here = at < *common;
            at = at.saturating_sub(*common);
            here
        });
        let Some((value, number)) = drawn.and_then(|(value, _)| Some((value, u16::try_from(value).ok()?)))
        else {
            continue;
        };
        if alike.narrow(column, number, least) {
            if let Some(count) = waiting.get_mut(value) {
                *count -= 1;
            }
            put(kept, column, number);
        }
    }
}

/// Fisher and Yates.
pub(super) fn shuffle<T>(dice: &mut Dice, items: &mut [T]) {
    for at in (1..items.len()).rev() {
        let other = (dice.share() * (at + 1) as f64) as usize;
        items.swap(at, other.min(at));
    }
}
