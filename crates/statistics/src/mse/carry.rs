//! The doubt of the linkage, carried through to the figure.
//!
//! Who stands on which lists is itself an estimate: the linkage joins too much here and too little there. So the figure
//! is made anew for each of several clusterings drawn from what the linkage believes, and its spread is taken apart by
//! the law of total variance into linkage, its threshold, sampling and the choice of the model.

use super::analyse::{Refusal, bears, refuse};
use super::bootstrap::{Interval, Settings, interval, repeat};
use super::choose::Method;
use super::overlaps::{Overlaps, Unfit};

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
    /// Mean of the estimates of the clusterings, on the scale of logarithms. A linkage that is certain leaves the estimate
    /// of the table as it is: what the bootstrap knows of bias moves the ends, as in one table, and never the figure.
    pub estimate: f64,
    /// Lower end over all clusterings, samples and choices.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// People on any list, the mean over clusterings on the scale of logarithms; never above the estimate.
    pub observed: f64,
    /// Share of the variance, on the scale of logarithms, that is linkage at one threshold.
    pub linkage: f64,
    /// Share that is the threshold of the linkage; 0 where there is one threshold alone.
    pub threshold: f64,
    /// Share that is sampling, the model taken as given.
    pub sampling: f64,
    /// Share that is the choice of the model.
    pub choice: f64,
    /// Estimate of each clustering; none where there is none.
    pub by_clustering: Vec<Option<f64>>,
    /// Share of all repetitions that had no estimate.
    pub without_estimate: f64,
}

/// A table that some clusterings give, reckoned once.
struct Reckoned<'a> {
    table: &'a Overlaps,
    /// How many clusterings give it.
    times: f64,
    /// Without an estimate the reason.
    found: Result<Found, Refusal>,
}

struct Found {
    total: f64,
    interval: Interval,
    /// Variance of the repetitions, the model chosen anew.
    chosen: f64,
    /// The same with the model held fast.
    fixed: f64,
}

/// Carries the doubt through clusterings of one threshold.
///
/// # Errors
/// As [`carried_over`].
pub fn carried(tables: &[Overlaps], method: &Method, settings: &Settings) -> Result<Carried, Refusal> {
    carried_over(&[tables.to_vec()], method, settings)
}

/// Carries the doubt through clusterings that were drawn at several thresholds of the linkage, those of one threshold together.
/// Each table that differs gets as many repetitions as the settings say.
///
/// The figure is the mean over clusterings, and the interval is made of the mixture of what each clustering says of the truth:
/// its bias-corrected and accelerated bootstrap read as a distribution of confidence (Efron 1987; Schweder and Hjort 2002).
/// So each part of the doubt is counted once.
///
/// # Errors
/// As a single table is refused: when no clustering has an estimate, when more than one repetition in twenty has none, or
/// when the interval says nothing.
pub fn carried_over(
    groups: &[Vec<Overlaps>],
    method: &Method,
    settings: &Settings,
) -> Result<Carried, Refusal> {
    let all: Vec<&Overlaps> = groups.iter().flatten().collect();
    let reckoned = reckon(&all, method, settings);
    let good = || reckoned.iter().filter_map(|one| Some((one.times, one.table, one.found.as_ref().ok()?)));
    let failed: f64 = reckoned.iter().map(|one| one.times * one.failing()).sum();
    let without_estimate = failed / (all.len() as f64).max(1.0);
    if good().next().is_none() {
        return Err(reckoned.into_iter().find_map(|one| one.found.err()).unwrap_or(Refusal::Empty));
    }
    let total = |table: &Overlaps| {
        let same = reckoned.iter().find(|one| one.table == table)?;
        same.found.as_ref().ok().map(|found| found.total)
    };
    let times: f64 = good().map(|(times, ..)| times).sum();
    let mean = |of: &dyn Fn(&Overlaps, &Found) -> f64| {
        good().map(|(times, table, found)| times * of(table, found)).sum::<f64>() / times
    };
    let tail = (1.0 - settings.level) / 2.0;
    let (low, high) = (end(&reckoned, tail), end(&reckoned, 1.0 - tail));
    bears(low, high, without_estimate)?;
    let logs: Vec<Vec<f64>> =
        groups.iter().map(|group| group.iter().filter_map(total).map(f64::ln).collect()).collect();
    let (linkage, threshold) = parts(&logs);
    let within = mean(&|_, found| found.chosen);
    let sampling = mean(&|_, found| found.fixed).min(within);
    let whole = (linkage + threshold + within).max(f64::MIN_POSITIVE);
    Ok(Carried {
        estimate: mean(&|_, found| found.total.ln()).exp(),
        low,
        high,
        observed: mean(&|table, _| (table.observed() as f64).ln()).exp(),
        linkage: linkage / whole,
        threshold: threshold / whole,
        sampling: sampling / whole,
        choice: (within - sampling) / whole,
        by_clustering: all.iter().map(|table| total(table)).collect(),
        without_estimate,
    })
}

/// How many different tables the clusterings give.
#[must_use]
pub fn different(groups: &[Vec<Overlaps>]) -> usize {
    let all: Vec<&Overlaps> = groups.iter().flatten().collect();
    all.iter().enumerate().filter(|(at, table)| !all.iter().take(*at).any(|other| other == *table)).count()
}

/// Reckons each table that differs from those before it.
fn reckon<'a>(all: &[&'a Overlaps], method: &Method, settings: &Settings) -> Vec<Reckoned<'a>> {
    let mut reckoned: Vec<Reckoned<'a>> = Vec::new();
    for table in all {
        if let Some(same) = reckoned.iter_mut().find(|one| one.table == *table) {
            same.times += 1.0;
            continue;
        }
        let own = Settings { seed: settings.seed.wrapping_add(reckoned.len() as u64), ..*settings };
        reckoned.push(Reckoned { table, times: 1.0, found: Found::of(table, method, &own) });
    }
    reckoned
}

impl Found {
    fn of(table: &Overlaps, method: &Method, settings: &Settings) -> Result<Self, Refusal> {
        refuse(table)?;
        let (fit, chooser) = method.chosen(table).map_err(Refusal::NoEstimate)?;
        let interval = interval(table, &chooser, fit.total, settings);
        let chosen = moments(&finite_logs(&interval.repeated)).1;
        let given = Method::Fixed(fit.model.clone()).chosen(table).map_err(Refusal::NoEstimate)?.1;
        let fixed = moments(&finite_logs(&repeat(table, &given, fit.total, settings))).1;
        Ok(Self { total: fit.total, interval, chosen, fixed })
    }
}

impl Reckoned<'_> {
    /// Share of repetitions without an estimate.
    fn failing(&self) -> f64 {
        self.found.as_ref().map_or(1.0, |found| found.interval.without_estimate())
    }
}

/// Where the mixture of what the clusterings say of the truth reaches a chance. Whoever was seen is there: below those observed in a
/// clustering it says nothing.
fn end(reckoned: &[Reckoned<'_>], chance: f64) -> f64 {
    let good = || reckoned.iter().filter_map(|one| Some((one, one.found.as_ref().ok()?)));
    let times: f64 = good().map(|(one, _)| one.times).sum();
    let reached = |total: f64| {
        let of = |(one, found): (&Reckoned<'_>, &Found)| {
            let seen = total >= one.table.observed() as f64;
            if seen { one.times * found.interval.chance_up_to(total) } else { 0.0 }
        };
        good().map(of).sum::<f64>() / times
    };
    let ends = |total: &&f64| total.is_finite();
    let all = || good().flat_map(|(_, found)| found.interval.repeated.iter()).filter(ends).copied();
    let (mut below, mut above) = (all().fold(f64::INFINITY, f64::min), all().fold(0.0, f64::max));
    above = good().map(|(one, _)| one.table.observed() as f64).fold(above, f64::max);
    if reached(above) < chance {
        return f64::INFINITY;
    }
    below = good().map(|(one, _)| one.table.observed() as f64).fold(below, f64::min);
    if reached(below) >= chance {
        return below;
    }
    for _ in 0..100 {
        let middle = (below * above).sqrt();
        if reached(middle) < chance { below = middle } else { above = middle }
    }
    above
}

/// Variance within thresholds, and between them what goes beyond the scatter of means of few clusterings.
fn parts(logs: &[Vec<f64>]) -> (f64, f64) {
    let groups: Vec<&Vec<f64>> = logs.iter().filter(|group| !group.is_empty()).collect();
    let free: f64 = groups.iter().map(|group| group.len() as f64 - 1.0).sum();
    let squares: f64 = groups.iter().map(|group| moments(group).1 * (group.len() as f64 - 1.0)).sum();
    let within = squares / free.max(1.0);
    if groups.len() < 2 {
        return (within, 0.0);
    }
    let means: Vec<f64> = groups.iter().map(|group| moments(group).0).collect();
    let scatter = groups.iter().map(|group| 1.0 / group.len() as f64).sum::<f64>() / groups.len() as f64;
    (within, (moments(&means).1 - within * scatter).max(0.0))
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
