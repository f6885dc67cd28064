//! What synthetic records keep of the true ones, and what they show that was not there.

use std::collections::HashMap;

use super::table::{Microdata, NOTHING};

/// Combinations that about as many people have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Band {
    /// Fewest people.
    pub least: usize,
    /// Most people; none where there is no upper end.
    pub most: Option<usize>,
    /// Combinations of true records.
    pub there: usize,
    /// Of them those that the synthetic records have.
    pub kept: usize,
    /// Of them those that they do not have.
    pub lost: usize,
    /// Combinations that so many synthetic records have and no true one.
    pub invented: usize,
}

/// First count of each band.
const BANDS: [usize; 5] = [1, 3, 11, 101, 1001];

fn bands() -> Vec<Band> {
    let next = BANDS.iter().skip(1).map(|least| Some(least - 1)).chain([None]);
    BANDS.iter().zip(next).map(|(least, most)| Band { least: *least, most, ..Band::default() }).collect()
}

/// The band of a count.
fn band(bands: &mut [Band], count: usize) -> Option<&mut Band> {
    bands.iter_mut().rev().find(|band| band.least <= count)
}

/// Combinations of one length.
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// The same by how many people have a combination: 1–2, 3–10, 11–100, 101–1,000 and more.
    pub bands: Vec<Band>,
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
            let mut found = Length { length, bands: bands(), ..Length::default() };
            let (mut errors, mut distance, mut people) = (0.0, 0.0, 0.0);
            for columns in choices(width, length) {
                let (before, after) = (counts(truth, &columns), counts(made, &columns));
                for (_, count) in after.iter().filter(|(key, _)| !before.contains_key(*key)) {
                    found.invented += 1;
                    band(&mut found.bands, *count).into_iter().for_each(|band| band.invented += 1);
                }
                for (key, count) in &before {
                    let now = after.get(key).copied().unwrap_or_default();
                    if let Some(band) = band(&mut found.bands, *count) {
                        band.there += 1;
                        *(if now > 0 { &mut band.kept } else { &mut band.lost }) += 1;
                    }
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

/// How many people have each combination in these columns, each counted once for it; those with an empty cell have none. A combination is a number
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
    let keys = (0..table.records()).filter_map(|record| Some((key(record)?, table.person(record))));
    if table.has_people() {
        // Records of one lie beside one another: whoever was last is known again.
        let mut counts: HashMap<u128, (u32, usize)> = HashMap::new();
        for (key, person) in keys {
            let last = counts.entry(key).or_insert((person, 1));
            if last.0 != person {
                *last = (person, last.1 + 1);
            }
        }
        return counts.into_iter().map(|(key, (_, count))| (key, count)).collect();
    }
    if usize::try_from(all).is_ok_and(|all| all <= DENSE) {
        let mut row = vec![0_usize; usize::try_from(all).unwrap_or_default()];
        for (key, _) in keys {
            if let Some(count) = usize::try_from(key).ok().and_then(|key| row.get_mut(key)) {
                *count += 1;
            }
        }
        return (0_u128..).zip(row).filter(|(_, count)| *count > 0).collect();
    }
    let mut counts = HashMap::new();
    keys.for_each(|(key, _)| *counts.entry(key).or_default() += 1);
    counts
}
