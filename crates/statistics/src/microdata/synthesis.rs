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

/// Makes synthetic records. Only the seed decides which; keep it secret, with it somebody who has the true records could
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
    let whole = vec![u64::MAX; truth.records().div_ceil(64)];
    let (mut room, mut all) = (whole.clone(), whole.clone());
    for record in order {
        let mut columns: Vec<usize> =
            (0..width).filter(|column| truth.at(record, *column) != NOTHING).collect();
        shuffle(&mut dice, &mut columns);
        let mut kept = vec![NOTHING; width];
        all.clone_from(&whole);
        for column in columns {
            let value = truth.at(record, column);
            if let Some(bits) =
                set(&having, column, value).filter(|bits| meet(&all, bits, &mut room) >= resolution)
            {
                narrow(&mut all, bits);
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
    let mut filling = Filling { having: &having, aside: &mut aside, dice: &mut dice, resolution, room, all };
    for kept in &mut made {
        filling.all.clone_from(&whole);
        filling.fill(kept);
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

fn set(having: &[Vec<Bits>], column: usize, value: u16) -> Option<&Bits> {
    having.get(column)?.get(usize::from(value))
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

fn narrow(all: &mut [u64], bits: &[u64]) {
    all.iter_mut().zip(bits).for_each(|(all, bits)| *all &= bits);
}

fn put(row: &mut [u16], column: usize, value: u16) {
    if let Some(place) = row.get_mut(column) {
        *place = value;
    }
}

struct Filling<'a> {
    having: &'a [Vec<Bits>],
    aside: &'a mut [Vec<usize>],
    dice: &'a mut Dice,
    resolution: usize,
    room: Bits,
    /// Records that have all that the record at hand has.
    all: Bits,
}

impl Filling<'_> {
    /// Fills the holes of a record from what was laid aside: a value is drawn by how many true records like this one have
    /// it, so that what goes together stays together.
    fn fill(&mut self, kept: &mut [u16]) {
        if !kept.contains(&NOTHING) {
            return;
        }
        for (column, value) in kept.iter().enumerate().filter(|(_, value)| **value != NOTHING) {
            if let Some(bits) = set(self.having, column, *value) {
                narrow(&mut self.all, bits);
            }
        }
        let mut holes: Vec<usize> = kept
            .iter()
            .enumerate()
            .filter(|(_, value)| **value == NOTHING)
            .map(|(column, _)| column)
            .collect();
        shuffle(self.dice, &mut holes);
        for column in holes {
            let Some(counts) = self.aside.get(column) else { continue };
            let waiting = counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(value, _)| value);
            let weights: Vec<(usize, usize)> = waiting
                .filter_map(|value| {
                    let bits = self.having.get(column)?.get(value)?;
                    let common = meet(&self.all, bits, &mut self.room);
                    (common >= self.resolution).then_some((value, common))
                })
                .collect();
            let sum: usize = weights.iter().map(|(_, common)| common).sum();
            let mut at = (self.dice.share() * sum as f64) as usize;
            let drawn = weights.into_iter().find(|(_, common)| {
                let here = at < *common;
                at = at.saturating_sub(*common);
                here
            });
            let Some((value, _)) = drawn else { continue };
            if let Some(bits) = self.having.get(column).and_then(|sets| sets.get(value)) {
                narrow(&mut self.all, bits);
            }
            if let Some(count) = self.aside.get_mut(column).and_then(|counts| counts.get_mut(value)) {
                *count -= 1;
            }
            put(kept, column, u16::try_from(value).unwrap_or(NOTHING));
        }
    }
}

/// Fisher and Yates.
fn shuffle<T>(dice: &mut Dice, items: &mut [T]) {
    for at in (1..items.len()).rev() {
        let other = (dice.share() * (at + 1) as f64) as usize;
        items.swap(at, other.min(at));
    }
}
