//! Bayesian averaging over decomposable graphs (Madigan and York 1997; the method of the R package `dga`).
//!
//! Each graph says which lists lean on one another. With a hyper-Dirichlet prior on the shares of the combinations the
//! chance of a table is a product over cliques divided by one over separators, for any number of people whom nobody
//! saw. So graphs and numbers are weighed together, without a chain and without a maximum that may not exist.

use super::graphs::{Graph, decomposable};
use super::model::Model;
use super::overlaps::Overlaps;
use super::tails::ln_gamma;

/// What is believed before the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// People that each combination is worth beforehand; 2 to the power of minus the number of lists when not given.
    pub per_cell: Option<f64>,
    /// The largest number of unseen people, as a multiple of those observed.
    pub most: f64,
}

impl Default for Prior {
    fn default() -> Self {
        Self { per_cell: None, most: 1000.0 }
    }
}

/// Most lists whose graphs are gone through: six have 18,154.
pub const MOST_LISTS: usize = 6;

/// What is believed afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// Median of the total.
    pub median: f64,
    /// Mean of the total.
    pub mean: f64,
    /// Ends of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Graphs by chance, best first: interactions as a model, chance, and mean of the total given the graph.
    pub graphs: Vec<(Model, f64, f64)>,
    /// Chance that a pair of lists is joined, by pair.
    pub joined: Vec<(u32, f64)>,
}

/// Averages over all decomposable graphs. The prior of the unseen number is one over the number. None when there are more
/// lists than [`MOST_LISTS`].
#[must_use]
pub fn average(table: &Overlaps, prior: &Prior, level: f64) -> Option<Posterior> {
    let lists = table.lists().len();
    if lists > MOST_LISTS {
        return None;
    }
    let per_cell = prior.per_cell.unwrap_or_else(|| 0.5_f64.powi(i32::try_from(lists).unwrap_or_default()));
    let numbers = numbers(table.observed(), prior.most);
    let margins = margins(table, &numbers, per_cell);
    let shared: Vec<f64> = numbers
        .iter()
        .map(|(unseen, width)| {
            // Orders in which the people could have come, the prior, and how many numbers this one stands for.
            let all = unseen + table.observed() as f64;
            ln_gamma(all + 1.0) - ln_gamma(unseen + 1.0) - unseen.ln() + width.ln()
        })
        .collect();
    let graphs = decomposable(u32::try_from(lists).unwrap_or_default());
    let curves = |graph: &Graph| curve(graph, &margins, &shared);
    let peak = graphs.iter().flat_map(&curves).fold(f64::NEG_INFINITY, f64::max);
    let mut by_number = vec![0.0; numbers.len()];
    let mut weighed = Vec::with_capacity(graphs.len());
    for graph in &graphs {
        let (mut weight, mut sum) = (0.0, 0.0);
        for ((log, place), (unseen, _)) in curves(graph).iter().zip(&mut by_number).zip(&numbers) {
            let chance = (log - peak).exp();
            *place += chance;
            weight += chance;
            sum += chance * unseen;
        }
        weighed.push((graph, weight, sum));
    }
    Some(tell(table, &numbers, &by_number, weighed, level))
}

/// Numbers of unseen people with how many numbers each stands for: each one to 2,000, then in steps of a third of a per cent.
fn numbers(observed: u64, most: f64) -> Vec<(f64, f64)> {
    let last = (observed as f64 * most).max(10_000.0);
    let mut all = Vec::new();
    let mut at = 1.0;
    while at <= last {
        let width = if at < 2000.0 { 1.0 } else { (at / 300.0).floor() };
        all.push((at + (width - 1.0) / 2.0, width));
        at += width;
    }
    all
}

/// For each set of lists the log chance of its marginal table, by number of unseen people.
fn margins(table: &Overlaps, numbers: &[(f64, f64)], per_cell: f64) -> Vec<Vec<f64>> {
    let lists = u32::try_from(table.lists().len()).unwrap_or_default();
    let observed = table.observed() as f64;
    (0..=table.all())
        .map(|set| {
            let own = per_cell * f64::from(1_u32 << (lists - set.count_ones()));
            let whole = per_cell * f64::from(1_u32 << lists);
            let mut counts = std::collections::BTreeMap::new();
            for (cell, count) in table.cells() {
                *counts.entry(cell & set).or_insert(0.0) += count as f64;
            }
            let nobody = counts.remove(&0).unwrap_or_default();
            let others: f64 = counts.values().map(|count| ln_gamma(own + count) - ln_gamma(own)).sum();
            let at = |(unseen, _): &(f64, f64)| {
                others + ln_gamma(own + nobody + unseen) - ln_gamma(own) + ln_gamma(whole)
                    - ln_gamma(whole + observed + unseen)
            };
            numbers.iter().map(at).collect()
        })
        .collect()
}

fn curve(graph: &Graph, margins: &[Vec<f64>], shared: &[f64]) -> Vec<f64> {
    let mut curve = shared.to_vec();
    let mut lay = |sets: &[u32], sign: f64| {
        for margin in sets.iter().filter_map(|set| margins.get(*set as usize)) {
            curve.iter_mut().zip(margin).for_each(|(sum, log)| *sum += sign * log);
        }
    };
    lay(&graph.cliques, 1.0);
    lay(&graph.separators, -1.0);
    curve
}

fn tell(
    table: &Overlaps,
    numbers: &[(f64, f64)],
    by_number: &[f64],
    weighed: Vec<(&Graph, f64, f64)>,
    level: f64,
) -> Posterior {
    let observed = table.observed() as f64;
    let whole: f64 = by_number.iter().sum();
    let at = |chance: f64| {
        let mut sum = 0.0;
        for (weight, (unseen, width)) in by_number.iter().zip(numbers) {
            sum += weight;
            if sum >= chance * whole {
                // Within a step as if its numbers were alike.
                let share = 1.0 - (sum - chance * whole) / weight.max(f64::MIN_POSITIVE);
                return observed + (unseen - (width - 1.0) / 2.0 + (share * width).ceil() - 1.0).max(0.0);
            }
        }
        f64::INFINITY
    };
    let mean =
        by_number.iter().zip(numbers).map(|(weight, (unseen, _))| weight * unseen).sum::<f64>() / whole;
    let mut joined: Vec<(u32, f64)> =
        (1..=table.all()).filter(|set| set.count_ones() == 2).map(|pair| (pair, 0.0)).collect();
    for (graph, weight, _) in &weighed {
        for (pair, chance) in &mut joined {
            if graph.edges.contains(pair) {
                *chance += weight / whole;
            }
        }
    }
    let mut graphs: Vec<(Model, f64, f64)> = weighed
        .into_iter()
        .filter(|(_, weight, _)| *weight > 0.0)
        .map(|(graph, weight, sum)| {
            (Model::with(table.lists().len(), &graph.cliques), weight / whole, observed + sum / weight)
        })
        .collect();
    graphs.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    graphs.truncate(20);
    let tail = (1.0 - level) / 2.0;
    Posterior { median: at(0.5), mean: observed + mean, low: at(tail), high: at(1.0 - tail), graphs, joined }
}
