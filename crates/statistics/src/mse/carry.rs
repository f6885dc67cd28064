//! The doubt of the linkage, carried through to the figure.
//!
//! Who stands on which lists is itself an estimate: the linkage joins too much here and too little there. So the figure
//! is made anew for each of several clusterings drawn from what the linkage believes, and its spread is taken apart by
//! the law of total variance into linkage, sampling and the choice of the model.

use super::bootstrap::{Settings, repeat};
use super::choose::Method;
use super::overlaps::{Overlaps, Unfit};
use super::tails::quantile;

/// A clustering: for each record its cluster and its list.
pub struct Clustering<'a> {
    /// Clusters of the records.
    pub cluster: &'a [u64],
    /// Lists of the records, by place.
    pub list: &'a [u8],
}

/// The table of a clustering: each cluster is a person who stands on every list that holds a record of it.
///
/// # Errors
/// When the lists cannot be used.
pub fn overlaps(lists: Vec<String>, clustering: &Clustering<'_>) -> Result<Overlaps, Unfit> {
    let mut table = Overlaps::new(lists)?;
    let mut on: Vec<(u64, u32)> =
        clustering.cluster.iter().zip(clustering.list).map(|(cluster, list)| (*cluster, 1 << list)).collect();
    on.sort_unstable();
    for person in on.chunk_by(|a, b| a.0 == b.0) {
        table.add(person.iter().fold(0, |set, (_, list)| set | list), 1)?;
    }
    Ok(table)
}

/// The figure over all clusterings, and whence its spread comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// Middle of all repetitions.
    pub estimate: f64,
    /// Lower end over all clusterings, samples and choices.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Share of the variance, on the scale of logarithms, that is linkage.
    pub linkage: f64,
    /// Share that is sampling, the model taken as given.
    pub sampling: f64,
    /// Share that is the choice of the model.
    pub choice: f64,
    /// Estimate of each clustering; none where there is none.
    pub by_clustering: Vec<Option<f64>>,
    /// Share of all repetitions that had no estimate.
    pub without_estimate: f64,
}

/// Carries the doubt through. Each clustering gets as many repetitions as the settings say. None when no clustering has
/// an estimate, or more than one repetition in twenty has none.
#[must_use]
pub fn carried(tables: &[Overlaps], method: &Method, settings: &Settings) -> Option<Carried> {
    let (mut by_clustering, mut all) = (Vec::new(), Vec::new());
    let (mut means, mut chosen, mut fixed) = (Vec::new(), Vec::new(), Vec::new());
    let mut failed = 0_usize;
    for (at, table) in tables.iter().enumerate() {
        let Ok((fit, chooser)) = method.chosen(table) else {
            by_clustering.push(None);
            failed += settings.repetitions;
            continue;
        };
        by_clustering.push(Some(fit.total));
        let own = Settings { seed: settings.seed.wrapping_add(at as u64), ..*settings };
        let repeated = repeat(table, &chooser, fit.total, &own);
        let logs = finite_logs(&repeated);
        failed += repeated.len() - logs.len();
        let (mean, spread) = moments(&logs);
        means.push(mean);
        chosen.push(spread);
        if let Ok((_, given)) = Method::Fixed(fit.model.clone()).chosen(table) {
            fixed.push(moments(&finite_logs(&repeat(table, &given, fit.total, &own))).1);
        }
        all.extend(logs);
    }
    let asked = tables.len() * settings.repetitions;
    let without_estimate = failed as f64 / asked.max(1) as f64;
    if all.is_empty() || without_estimate > 0.05 {
        return None;
    }
    all.sort_by(f64::total_cmp);
    let average = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let within = average(&chosen);
    let sampling = average(&fixed).min(within);
    // Means of finitely many repetitions scatter by themselves; that is not linkage.
    let linkage = (moments(&means).1 - within / settings.repetitions.max(1) as f64).max(0.0);
    let whole = (linkage + within).max(f64::MIN_POSITIVE);
    let tail = (1.0 - settings.level) / 2.0;
    let at = |chance| quantile(&all, chance).map_or(f64::NAN, f64::exp);
    Some(Carried {
        estimate: at(0.5),
        low: at(tail),
        high: at(1.0 - tail),
        linkage: linkage / whole,
        sampling: sampling / whole,
        choice: (within - sampling) / whole,
        by_clustering,
        without_estimate,
    })
}

fn finite_logs(totals: &[f64]) -> Vec<f64> {
    totals.iter().filter(|total| total.is_finite()).map(|total| total.ln()).collect()
}

/// Mean and variance.
fn moments(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, squares / (values.len() as f64 - 1.0).max(1.0))
}
