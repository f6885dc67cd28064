//! Synthetic records with differential privacy: noisy counts of all combinations up to a length, and records that fit them.
//!
//! One pass over the true records counts every combination of up to `length` columns, and discrete Gaussian noise is added to
//! every cell, empty ones too. Nothing after that sees a true record: counts are made to agree with one another
//! ([`fit`]), and records are drawn that agree with the counts ([`draw`]). So whatever is done with them later, the loss is
//! what was paid for. Values of a column are shown when their noisy count lies so high that no single child can have put them
//! there, except in columns whose values were declared beforehand.
//!
//! Sources: McKenna, Miklau and Sheldon 2021 (select, measure, generate); Zhang and others, *PrivSyn*, USENIX Security
//! 2021 (records moved from cells with too many to cells with too few); Zhang and others, *PrivBayes*, 2017 (a network of
//! columns); Korolova and others 2009 (values shown above a margin); Deming and Stephan 1940 (proportional fitting).

mod draw;
mod fit;
mod table;

use std::collections::BTreeMap;

use super::table::{Microdata, NOTHING};
use super::utility::choices;
use crate::error::{Error, Result};
use crate::privacy::exact::{Exact, Source};
use crate::privacy::{Loss, account};
use table::{Coded, Table};

/// More cells than these are neither held nor worth their noise.
pub const MOST_CELLS: usize = 60_000_000;

/// How records are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Longest combinations that are counted, from 1 to 4.
    pub length: usize,
    /// What it may cost.
    pub loss: Loss,
    /// Most records that one child has.
    pub each: u64,
}

/// Noise beyond this would drown any count, and is beyond what is drawn.
const MOST_VARIANCE: f64 = (1_u64 << 40) as f64;

impl Settings {
    /// σ² of the noise of each cell of this length, rounded up: lengths share ρ alike, and each record touches one cell of every
    /// table, so all tables of a length together are one Gaussian mechanism.
    fn variance(&self, width: usize, length: usize) -> f64 {
        let rho = self.loss.rho() / self.length.min(width) as f64;
        let touched = choose(width, length) as f64 * (self.each * self.each) as f64;
        (touched / (2.0 * rho) * (1.0 + 1e-12)).ceil()
    }

    /// Whether records can be made so, without drawing or telling anything.
    ///
    /// # Errors
    /// As [`private`].
    pub fn check(&self, truth: &Microdata) -> Result<()> {
        let wrong = |setting, must| Err(Error::Setting { setting, must });
        let width = truth.columns().len();
        if !(1..=4).contains(&self.length) {
            return wrong("the length of combinations", "from 1 to 4");
        }
        if self.loss.rho == 0 || width == 0 {
            return wrong("the budget of the release and the number of columns", "above 0");
        }
        if !(1..=1000).contains(&self.each) {
            return wrong("the number of records of one child", "from 1 to 1,000");
        }
        if self.loss.delta == 0 && (0..width).any(|column| !truth.is_declared(column)) {
            return wrong("delta", "above 0 unless the values of all columns are declared");
        }
        if (1..=self.length.min(width)).any(|length| self.variance(width, length) > MOST_VARIANCE) {
            return wrong("the budget of the release", "larger: at this one noise would drown every count");
        }
        let sizes: Vec<usize> = (0..width).map(|column| truth.values(column) + 1).collect();
        let most = self.length.min(width);
        let cells = |columns: Vec<usize>| {
            columns
                .iter()
                .filter_map(|column| sizes.get(*column))
                .fold(1, |all: usize, size| all.saturating_mul(*size))
        };
        let all =
            (1..=most).flat_map(|length| choices(width, length)).map(cells).fold(0, usize::saturating_add);
        if all > MOST_CELLS {
            return Err(Error::TooLarge { cells: all, limit: MOST_CELLS });
        }
        Ok(())
    }
}

/// How combinations of one length were counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Values in a combination.
    pub length: usize,
    /// Choices of columns.
    pub tables: usize,
    /// Cells of all of them.
    pub cells: usize,
    /// Parameter σ² of the noise of each cell.
    pub variance: u64,
}

/// What was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Private {
    /// The records.
    pub records: Microdata,
    /// How they were counted, by length.
    pub measured: Vec<Measured>,
    /// For each column how many values are shown.
    pub shown: Vec<usize>,
    /// Records that had a combination of which the counts say that there is none, and were replaced by others.
    pub replaced: usize,
}

/// Makes records. All that is known of true records afterwards is covered by the loss of the settings, if nobody foresees the
/// source and no child has more than `each` records.
///
/// # Errors
/// [`Error::Setting`] for a length outside 1 to 4, nothing to spend or nobody's records; [`Error::TooLarge`]
/// when there would be too many cells. Both are known before anything is drawn.
pub fn private(truth: &Microdata, settings: &Settings, source: &mut dyn Source) -> Result<Private> {
    settings.check(truth)?;
    let width = truth.columns().len();
    let longest = settings.length.min(width);
    let variance = |length: usize| settings.variance(width, length) as u64;
    let mut exact = Exact::new(source);
    let (coded, mut tables, total) = single(truth, settings, variance(1), &mut exact);
    let mut measured = vec![told(1, &tables, variance(1))];
    for length in 2..=longest {
        let chosen = choices(width, length);
        let mut longer = BTreeMap::new();
        for columns in chosen {
            let mut table = coded.count(&columns);
            table.add_noise(&mut exact, variance(length));
            let parts: Vec<&[f32]> = (0..length).filter_map(|at| without(&tables, &columns, at)).collect();
            fit::fit(&mut table, &parts, variance(length));
            longer.insert(columns, table);
        }
        measured.push(told(length, &longer, variance(length)));
        tables.append(&mut longer);
    }
    let (rows, replaced) = draw::draw(&coded.sizes, &tables, longest, total, exact.word());
    let mut records = truth.emptied();
    for row in &rows {
        records.push(&coded.decoded(row));
    }
    Ok(Private { records, measured, shown: coded.sizes.iter().map(|size| size - 1).collect(), replaced })
}

/// Counts values, decides which are shown and how many records there are.
fn single(
    truth: &Microdata,
    settings: &Settings,
    variance: u64,
    exact: &mut Exact<'_>,
) -> (Coded, BTreeMap<Vec<usize>, Table>, f64) {
    let width = truth.columns().len();
    let hidden = (0..width).filter(|column| !truth.is_declared(*column)).count().max(1);
    let chance = settings.loss.delta() / (hidden as u64 * settings.each) as f64;
    let margin = account::margin(variance, chance) + i64::try_from(settings.each).unwrap_or(i64::MAX / 2);
    let mut coded = Coded::default();
    let mut noisy: Vec<Vec<i64>> = Vec::with_capacity(width);
    for column in 0..width {
        let mut counts = vec![0_i64; truth.values(column) + 1];
        for value in truth.column(column) {
            // What is empty counts as the first value.
            let place = if *value == NOTHING { 0 } else { usize::from(*value) + 1 };
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
        counts.iter_mut().for_each(|count| *count += exact.gaussian(variance));
        let shown = |place: usize, count: i64| place == 0 || truth.is_declared(column) || count > margin;
        let kept: Vec<usize> = counts
            .iter()
            .enumerate()
            .filter(|(place, count)| shown(*place, **count))
            .map(|(place, _)| place)
            .collect();
        noisy.push(kept.iter().filter_map(|place| counts.get(*place).copied()).collect());
        coded.take(truth.column(column), &kept);
    }
    // What is not shown became empty, which the noisy count of empty cells cannot know: only columns where all is declared and
    // sums of what is shown say how many there are. The largest sum loses least.
    let sum = |counts: &Vec<i64>| counts.iter().sum::<i64>() as f64;
    let total = noisy.iter().map(sum).fold(0.0, f64::max).round().max(0.0);
    let mut tables = BTreeMap::new();
    for (column, counts) in noisy.into_iter().enumerate() {
        let mut table = Table::of(vec![column], vec![counts.len()]);
        table.cells = counts.iter().map(|count| *count as f32).collect();
        // Records of values that are not shown are among the empty ones.
        let missing = total - counts.iter().sum::<i64>() as f64;
        if let Some(first) = table.cells.first_mut() {
            *first += missing.max(0.0) as f32;
        }
        fit::to_total(&mut table.cells, total as f32);
        tables.insert(vec![column], table);
    }
    (coded, tables, total)
}

fn told(length: usize, tables: &BTreeMap<Vec<usize>, Table>, variance: u64) -> Measured {
    Measured {
        length,
        tables: tables.len(),
        cells: tables.values().map(|table| table.cells.len()).sum(),
        variance,
    }
}

/// The counts of all columns of a choice but one.
fn without<'a>(tables: &'a BTreeMap<Vec<usize>, Table>, columns: &[usize], at: usize) -> Option<&'a [f32]> {
    let fewer: Vec<usize> =
        columns.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, column)| *column).collect();
    tables.get(&fewer).map(|table| table.cells.as_slice())
}

/// How many choices of so many among so many.
fn choose(among: usize, many: usize) -> u64 {
    (0..many as u64).fold(1, |all, taken| all * (among as u64 - taken) / (taken + 1))
}
