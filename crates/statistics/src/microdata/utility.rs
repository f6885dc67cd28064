//! What synthetic records keep of the true ones, and what they show that was not there.

use std::collections::HashMap;

use super::table::{Microdata, NOTHING};

/// Combinations of one length.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Length {
    /// Values in a combination.
    pub length: usize,
    /// Combinations of true records that reach the resolution.
    pub common: usize,
    /// Of them those that the synthetic records have.
    pub kept: usize,
    /// Combinations of true records that are rarer.
    pub rare: usize,
    /// Of them those that the synthetic records have: always 0.
    pub leaked: usize,
    /// Combinations of synthetic records that no true record has: always 0.
    pub invented: usize,
    /// Mean of the distance between both counts of common combinations, as a share of the true one.
    pub error: f64,
    /// The same over records rather than combinations: the sum of distances over the sum of counts.
    pub weighted_error: f64,
}

/// The report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Utility {
    /// By length, from one on.
    pub lengths: Vec<Length>,
}

impl Utility {
    /// Compares all combinations up to so many values.
    #[must_use]
    pub fn of(truth: &Microdata, made: &Microdata, resolution: usize, most: usize) -> Self {
        let width = truth.columns().len();
        let lengths = (1..=most.min(width)).map(|length| {
            let mut found = Length { length, ..Length::default() };
            let (mut errors, mut distance, mut people) = (0.0, 0.0, 0.0);
            for columns in choices(width, length) {
                let (before, after) = (counts(truth, &columns), counts(made, &columns));
                found.invented += after.keys().filter(|key| !before.contains_key(*key)).count();
                for (key, count) in &before {
                    let now = after.get(key).copied().unwrap_or_default();
                    if *count < resolution {
                        found.rare += 1;
                        found.leaked += usize::from(now > 0);
                        continue;
                    }
                    found.common += 1;
                    found.kept += usize::from(now > 0);
                    let apart = count.abs_diff(now) as f64;
                    errors += apart / *count as f64;
                    distance += apart;
                    people += *count as f64;
                }
            }
            found.error = errors / found.common.max(1) as f64;
            found.weighted_error = distance / f64::max(people, 1.0);
            found
        });
        Self { lengths: lengths.collect() }
    }
}

/// All choices of so many columns.
pub(super) fn choices(width: usize, length: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..length {
        all = all
            .into_iter()
            .flat_map(|chosen: Vec<usize>| {
                let from = chosen.last().map_or(0, |last| last + 1);
                (from..width).map(move |next| {
                    let mut more = chosen.clone();
                    more.push(next);
                    more
                })
            })
            .collect();
    }
    all
}

/// Combinations of which there can be no more than this are counted in a plain row of numbers.
const DENSE: usize = 1 << 22;

/// How many records have each combination in these columns; those with an empty cell have none. A combination is a number
/// with a digit for each column.
pub(super) fn counts(table: &Microdata, columns: &[usize]) -> HashMap<u128, usize> {
    let sizes: Vec<u128> = columns.iter().map(|column| table.values(*column).max(1) as u128).collect();
    let all = sizes.iter().fold(1_u128, |all, size| all.saturating_mul(*size));
    let cells: Vec<&[u16]> = columns.iter().map(|column| table.column(*column)).collect();
    let key = |record: usize| {
        let mut key = 0_u128;
        for (cells, size) in cells.iter().zip(&sizes) {
            let value = cells.get(record).copied().filter(|value| *value != NOTHING)?;
            key = key * size + u128::from(value);
        }
        Some(key)
    };
    let keys = (0..table.records()).filter_map(key);
    if usize::try_from(all).is_ok_and(|all| all <= DENSE) {
        let mut row = vec![0_usize; usize::try_from(all).unwrap_or_default()];
        for key in keys {
            if let Some(count) = usize::try_from(key).ok().and_then(|key| row.get_mut(key)) {
                *count += 1;
            }
        }
        return (0_u128..).zip(row).filter(|(_, count)| *count > 0).collect();
    }
    let mut counts = HashMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}
