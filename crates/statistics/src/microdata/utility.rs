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
fn choices(width: usize, length: usize) -> Vec<Vec<usize>> {
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

/// How many records have each combination in these columns; those with an empty cell have none.
fn counts(table: &Microdata, columns: &[usize]) -> HashMap<Vec<u16>, usize> {
    let mut counts: HashMap<Vec<u16>, usize> = HashMap::new();
    let mut key = Vec::with_capacity(columns.len());
    for record in 0..table.records() {
        key.clear();
        key.extend(columns.iter().map(|column| table.at(record, *column)));
        if key.contains(&NOTHING) {
            continue;
        }
        match counts.get_mut(&key) {
            Some(count) => *count += 1,
            None => drop(counts.insert(key.clone(), 1)),
        }
    }
    counts
}
