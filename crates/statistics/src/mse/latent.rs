//! Latent classes: people differ in how easily they are found (Manrique-Vallier 2016; the method of the R package `LCMCR`).
//!
//! Within a class the lists find people independently of one another; how many classes matter is learned by a
//! Dirichlet process cut off after a few. A Gibbs sampler walks over classes, shares and the number of unseen people.

use super::chance::Dice;
use super::overlaps::Overlaps;
use super::tails::quantile;
use super::work;

/// How the sampler runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chain {
    /// Most classes.
    pub classes: usize,
    /// Steps before the first that counts, in each chain.
    pub burn_in: usize,
    /// Numbers kept, of all chains together.
    pub samples: usize,
    /// Steps from one that is kept to the next.
    pub thinning: usize,
    /// Chains that start apart.
    pub chains: usize,
    /// The same seed gives the same numbers.
    pub seed: u64,
    /// Threads that work at once.
    pub threads: usize,
}

impl Default for Chain {
    fn default() -> Self {
        Self { classes: 10, burn_in: 12_000, samples: 2000, thinning: 40, chains: 4, seed: 1234, threads: 1 }
    }
}

/// Shape and rate of the gamma prior of the concentration.
const CONCENTRATION: (f64, f64) = (0.25, 0.25);

/// What is believed afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// Median of the total.
    pub median: f64,
    /// Mean of the total.
    pub mean: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How far the chains lie apart: 1 when they agree (split R-hat on the logarithm of the unseen number, Gelman and Rubin 1992).
    pub apart: f64,
    /// Totals kept, in the order of the chains.
    pub sampled: Vec<f64>,
}

/// Samples the total.
#[must_use]
pub fn sample(table: &Overlaps, chain: &Chain, level: f64) -> Posterior {
    let chains = chain.chains.max(1);
    let each = chain.samples.div_ceil(chains).max(4);
    let walks = work::each(
        chains,
        chain.threads,
        || (),
        |(), piece| {
            let mut walk = Walk::new(table, chain, piece as u64);
            for _ in 0..chain.burn_in {
                walk.step();
            }
            let kept = |_| {
                (0..chain.thinning.max(1)).for_each(|_| walk.step());
                walk.unseen
            };
            (0..each).map(kept).collect::<Vec<f64>>()
        },
    );
    let apart = apart(&walks);
    let observed = table.observed() as f64;
    let sampled: Vec<f64> = walks.concat().into_iter().map(|unseen| observed + unseen).collect();
    let mut sorted = sampled.clone();
    sorted.sort_by(f64::total_cmp);
    let tail = (1.0 - level) / 2.0;
    let at = |chance| quantile(&sorted, chance).unwrap_or(f64::INFINITY);
    let mean = sampled.iter().sum::<f64>() / sampled.len().max(1) as f64;
    Posterior { median: at(0.5), mean, low: at(tail), high: at(1.0 - tail), apart, sampled }
}

/// A class: its share, and for each list the logs of the chances to be found and to be missed.
#[derive(Debug, Clone, Default)]
struct Class {
    ln_share: f64,
    found: Vec<f64>,
    missed: Vec<f64>,
    /// People of the class, seen and unseen.
    people: f64,
    /// Of them on each list.
    on: Vec<f64>,
}

struct Walk<'a> {
    table: &'a Overlaps,
    classes: Vec<Class>,
    concentration: f64,
    unseen: f64,
    dice: Dice,
    weights: Vec<f64>,
}

impl<'a> Walk<'a> {
    fn new(table: &'a Overlaps, chain: &Chain, piece: u64) -> Self {
        let lists = table.lists().len();
        let mut dice = Dice::new(chain.seed ^ 0x6c61_7465_6e74, piece);
        let count = chain.classes.max(1);
        let class = |_| {
            // Chains start from chances that lie far apart.
            let drawn: Vec<f64> = (0..lists).map(|_| 0.02 + 0.6 * dice.share()).collect();
            Class {
                ln_share: -(count as f64).ln(),
                found: drawn.iter().map(|chance| chance.ln()).collect(),
                missed: drawn.iter().map(|chance| (-chance).ln_1p()).collect(),
                people: 0.0,
                on: vec![0.0; lists],
            }
        };
        let classes = (0..count).map(class).collect();
        Self { table, classes, concentration: 1.0, unseen: 0.0, dice, weights: vec![0.0; count] }
    }

    /// Weights of the classes for people of a combination; the log of their sum.
    fn weigh(&mut self, cell: u32) -> f64 {
        let mut most = f64::NEG_INFINITY;
        for (class, weight) in self.classes.iter().zip(&mut self.weights) {
            let both = class.found.iter().zip(&class.missed).enumerate();
            *weight = class.ln_share
                + both.map(|(at, (in_it, not))| if cell >> at & 1 == 1 { in_it } else { not }).sum::<f64>();
            most = most.max(*weight);
        }
        self.weights.iter_mut().for_each(|weight| *weight = (*weight - most).exp());
        most + self.weights.iter().sum::<f64>().ln()
    }

    fn deal(&mut self, cell: u32, count: u64) {
        let (classes, dice) = (&mut self.classes, &mut self.dice);
        dice.multinomial(count, &self.weights, |at, drawn| {
            if let Some(class) = classes.get_mut(at) {
                class.people += drawn as f64;
                let held = class.on.iter_mut().enumerate().filter(|(list, _)| cell >> list & 1 == 1);
                held.for_each(|(_, on)| *on += drawn as f64);
            }
        });
    }

    fn step(&mut self) {
        for class in &mut self.classes {
            class.people = 0.0;
            class.on.iter_mut().for_each(|on| *on = 0.0);
        }
        let table = self.table;
        for (cell, count) in table.cells() {
            self.weigh(cell);
            self.deal(cell, count);
        }
        // Unseen people are those who come before so many are seen: the number's prior is one over the number.
        let missed = self.weigh(0).exp().min(1.0 - 1e-12);
        let rate = self.dice.gamma(table.observed() as f64) * missed / (1.0 - missed);
        self.unseen = self.dice.poisson(rate.min(1e12));
        self.deal(0, self.unseen as u64);
        self.learn();
    }

    /// New chances, shares and concentration, given who is of which class.
    fn learn(&mut self) {
        let mut later: f64 = self.classes.iter().map(|class| class.people).sum();
        let mut ln_left = 0.0;
        let count = self.classes.len();
        for (at, class) in self.classes.iter_mut().enumerate() {
            for ((found, missed), on) in class.found.iter_mut().zip(&mut class.missed).zip(&class.on) {
                (*found, *missed) = self.dice.ln_beta(1.0 + on, 1.0 + class.people - on);
            }
            later -= class.people;
            if at + 1 < count {
                let (taken, rest) =
                    self.dice.ln_beta(1.0 + class.people, self.concentration + later.max(0.0));
                class.ln_share = ln_left + taken;
                ln_left += rest;
            } else {
                class.ln_share = ln_left;
            }
        }
        let shape = CONCENTRATION.0 + count as f64 - 1.0;
        self.concentration = (self.dice.gamma(shape) / (CONCENTRATION.1 - ln_left)).max(1e-6);
    }
}

/// Each chain in two halves: does what lies between halves add to what lies within?
fn apart(walks: &[Vec<f64>]) -> f64 {
    let halves: Vec<Vec<f64>> = walks
        .iter()
        .flat_map(|walk| {
            let (first, second) = walk.split_at(walk.len() / 2);
            [first, second].map(|half| half.iter().map(|unseen| (unseen + 0.5).ln()).collect())
        })
        .collect();
    let length = halves.iter().map(Vec::len).min().unwrap_or_default() as f64;
    let mean = |half: &[f64]| half.iter().sum::<f64>() / half.len().max(1) as f64;
    let means: Vec<f64> = halves.iter().map(|half| mean(half)).collect();
    let middle = mean(&means);
    let between =
        means.iter().map(|m| (m - middle).powi(2)).sum::<f64>() / (means.len() as f64 - 1.0).max(1.0);
    let variance = |half: &Vec<f64>| {
        let middle = mean(half);
        half.iter().map(|x| (x - middle).powi(2)).sum::<f64>() / (half.len() as f64 - 1.0).max(1.0)
    };
    let within = halves.iter().map(variance).sum::<f64>() / halves.len().max(1) as f64;
    if within > 0.0 { ((length - 1.0) / length + between / within).sqrt() } else { 1.0 }
}
