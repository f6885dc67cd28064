//! The model: what each level of agreement weighs, in whole 1/1024 bit, so that every machine adds up to the same sum.

use super::fields::{FIELDS, Field, MAX_LEVELS, Pattern};
use super::learn::{Classes, cell};

/// Records in a block at most, unless a model says otherwise.
pub const LARGEST_BLOCK: usize = 100;
/// One bit.
pub const BIT: i32 = 1024;

/// One level of one field.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Level {
    /// Probability among pairs of one child.
    pub m: f64,
    /// Probability among strangers.
    pub u: f64,
    /// Probability among children of one household.
    pub h: f64,
    /// log2(m / u) in 1/1024 bit.
    pub weight: i32,
    /// log2(m / h) in 1/1024 bit.
    pub household: i32,
    /// Information in a typical agreeing value, in 1/1024 bit: rarer values weigh more by the difference, commoner ones
    /// less. 0 where rarity does not matter.
    pub typical: i32,
}

/// What a linkage runs by.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Levels of every field, `missing` first.
    pub levels: [[Level; MAX_LEVELS]; 7],
    /// log2 of the odds that a random pair is of one child rather than of strangers, in 1/1024 bit.
    pub prior: i32,
    /// log2 of the odds that a random pair is of one child rather than of one household, in 1/1024 bit.
    pub prior_household: i32,
    /// Scores are multiplied by this many 1/1024 before `shift` is added: what makes them log odds.
    pub slope: i32,
    /// Added to every score, in 1/1024 bit.
    pub shift: i32,
    /// Pairs below this score are not kept, in 1/1024 bit.
    pub keep: i32,
    /// Records in a block at most.
    pub largest_block: usize,
}

/// How much of the difference in rarity counts, in parts of 256: words of one name are not independent.
const fn damping(field: Field) -> i32 {
    match field {
        Field::Name => 200,
        Field::Guardian => 180,
        Field::Region | Field::Phone => 256,
        Field::Birth | Field::Sex | Field::Nik => 0,
    }
}

/// Evidence of one pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// For one child against strangers.
    pub(crate) weight: i32,
    /// For one child against one household.
    pub(crate) household: i32,
}

impl Evidence {
    pub(crate) const NONE: Self = Self { weight: 0, household: 0 };

    #[inline]
    pub(crate) fn add(&mut self, more: Self) {
        self.weight += more.weight;
        self.household += more.household;
    }
}

impl Level {
    /// What it says when what agrees holds so much information (1/8 bit).
    #[inline]
    fn evidence(&self, field: Field, bits: u8) -> Evidence {
        let mut weight = self.weight;
        if self.typical > 0 {
            let rarer = i32::from(bits) * (BIT / 8) - self.typical;
            weight += (rarer * damping(field) / 256).clamp(-10 * BIT, 12 * BIT);
        }
        Evidence { weight, household: self.household }
    }
}

impl Model {
    /// Integer weights of learned classes.
    pub(crate) fn of(classes: &Classes, records: usize) -> Self {
        let mut levels = [[Level::default(); MAX_LEVELS]; 7];
        for (field, row) in FIELDS.into_iter().zip(&mut levels) {
            for (at, level) in row.iter_mut().enumerate().take(field.levels().len()).skip(1) {
                let [m, u, h] =
                    [&classes.m, &classes.u, &classes.h].map(|table| cell(table, field, at).max(1e-9));
                let share = cell(&classes.share, field, at);
                let typical =
                    if damping(field) > 0 && share > 0.0 && share < 0.999 { bits(1.0 / share) } else { 0 };
                *level = Level { m, u, h, weight: bits(m / u), household: bits(m / h), typical };
            }
        }
        let pairs = records as f64 * (records as f64 - 1.0) / 2.0;
        // Of a handful of rows most pairs are not of one child either.
        let prior = bits(records as f64 / pairs.max(1.0)).min(-3 * BIT);
        Self {
            levels,
            prior,
            prior_household: 0,
            slope: BIT,
            shift: 0,
            keep: -8 * BIT,
            largest_block: LARGEST_BLOCK,
        }
    }

    pub(crate) fn level(&self, field: Field, at: u8) -> Level {
        self.levels.get(field as usize).and_then(|row| row.get(usize::from(at))).copied().unwrap_or_default()
    }

    /// Adds up the evidence of a pair.
    #[inline]
    pub(crate) fn weigh(&self, pattern: &Pattern) -> Evidence {
        let mut sum = Evidence { weight: 0, household: 0 };
        for field in FIELDS {
            sum.add(self.weigh_field(pattern, field));
        }
        sum
    }

    /// The evidence of one field.
    #[inline]
    pub(crate) fn weigh_field(&self, pattern: &Pattern, field: Field) -> Evidence {
        let level =
            self.levels.get(field as usize).and_then(|row| row.get(usize::from(pattern.level(field))));
        level.map_or(Evidence::NONE, |level| level.evidence(field, pattern.bits(field)))
    }

    /// The most that a field can say for one child when what agrees holds so much information at most (1/8 bit).
    pub(crate) fn most(&self, field: Field, bits: u8) -> Evidence {
        let none = Evidence::NONE;
        self.levels.get(field as usize).into_iter().flatten().fold(none, |most, level| {
            let found = level.evidence(field, bits);
            Evidence { weight: most.weight.max(found.weight), household: most.household.max(found.household) }
        })
    }

    /// The evidence of everything else where NIKs speak against: such pairs show what that is worth.
    #[inline]
    pub(crate) fn without_nik(&self, pattern: &Pattern, evidence: Evidence) -> Evidence {
        let nik = self.level(Field::Nik, pattern.level(Field::Nik));
        if nik.weight >= 0 {
            return evidence;
        }
        Evidence { weight: evidence.weight - nik.weight, household: evidence.household - nik.household }
    }

    /// log2 of the odds that a pair is of one child rather than anything else, in 1/1024 bit.
    #[inline]
    pub(crate) fn score(&self, evidence: Evidence) -> i32 {
        let stranger = evidence.weight + self.prior;
        let household = evidence.household + self.prior_household;
        soft_least(stranger, household) * self.slope / BIT + self.shift
    }
}

/// -log2(2^-a + 2^-b): the odds against two alternatives at once.
pub(crate) fn soft_least(a: i32, b: i32) -> i32 {
    let (least, apart) = (a.min(b), (a - b).unsigned_abs());
    least - SOFT.get((apart / 64) as usize).copied().unwrap_or(0)
}

/// log2(1 + 2^-d) in 1/1024 bit for d in steps of 1/16 bit: written out, so that no machine rounds otherwise.
const SOFT: [i32; 192] = soft();

// Evaluated while compiling: an index out of range would be an error there.
#[allow(clippy::indexing_slicing)]
const fn soft() -> [i32; 192] {
    // 2^(-1/16) by repeated multiplication in 2^-60, and log2(1 + x) by squaring: whole numbers alone.
    let step: u128 = 1_104_041_415_199_452_354;
    let one: u128 = 1 << 60;
    let mut table = [0; 192];
    let mut power = one;
    let mut at = 0;
    while at < 192 {
        let mut value = one + power;
        let (mut log, mut bit) = (0_i32, 512);
        if value >= one * 2 {
            value /= 2;
            log += 1024;
        }
        while bit > 0 {
            value = ((value >> 10) * (value >> 10)) >> 40;
            if value >= one * 2 {
                value /= 2;
                log += bit;
            }
            bit /= 2;
        }
        table[at] = log;
        power = ((power >> 4) * (step >> 4)) >> 52;
        at += 1;
    }
    table
}

/// Binary logarithm in 1/1024 bit.
pub(crate) fn bits(ratio: f64) -> i32 {
    (ratio.max(1e-12).log2() * f64::from(BIT)).round().clamp(-40_960.0, 40_960.0) as i32
}

/// Probability of odds given as a logarithm in 1/1024 bit.
pub(crate) fn probability(score: i32) -> f64 {
    1.0 / (1.0 + (-f64::from(score) / f64::from(BIT)).exp2())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_alternatives_weigh_more_than_one() {
        assert_eq!(soft_least(5 * BIT, 5 * BIT), 4 * BIT);
        assert_eq!(soft_least(5 * BIT, 30 * BIT), 5 * BIT);
        for d in 0..192 {
            let exact = (1.0 + (-f64::from(d) / 16.0).exp2()).log2() * 1024.0;
            let table = SOFT[usize::try_from(d).expect("small")];
            assert!((f64::from(table) - exact).abs() < 2.0, "{d}: {table} {exact}");
        }
    }
}
