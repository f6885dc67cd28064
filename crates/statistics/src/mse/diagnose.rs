//! What the table itself shows: which lists lean on one another, how thin the overlaps are, how much hangs on one list.

use super::fit::Fitter;
use super::model::Model;
use super::overlaps::Overlaps;
use super::tails::{normal_quantile, poisson_tail};

/// Two lists beside one another.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The two, as a set.
    pub pair: u32,
    /// People on both.
    pub both: u64,
    /// How many there would be if no list leaned on another.
    pub expected: f64,
    /// Chance of a number at least as far off, one-sided.
    pub chance: f64,
    /// What the two alone would say of everybody (Chapman 1951).
    pub alone: f64,
}

/// A list among the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Thin {
    /// Its place.
    pub list: usize,
    /// People on it.
    pub on: u64,
    /// Of them on another list too.
    pub shared: u64,
}

/// What the table shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostics {
    /// People by the number of lists they stand on, from one on.
    pub by_number: Vec<u64>,
    /// Pairs of lists, in order.
    pub pairs: Vec<Pair>,
    /// Pairs that nobody stands on.
    pub empty_pairs: usize,
    /// Lists that share fewer than [`FEW`] people with the others.
    pub thin: Vec<Thin>,
    /// Combinations that could occur and do not.
    pub empty_cells: usize,
}

/// A list that shares fewer people than this with the others says little.
pub const FEW: u64 = 5;

/// Looks at the table.
#[must_use]
pub fn diagnose(table: &Overlaps) -> Diagnostics {
    let lists = table.lists().len();
    let mut fitter = Fitter::new(lists);
    fitter.take(table);
    let fitted = fitter.fit(&Model::main_effects(lists), None).is_ok();
    let pairs: Vec<Pair> = (1..=table.all())
        .filter(|set| set.count_ones() == 2)
        .map(|pair| {
            let expected =
                if fitted { fitter.above.get(pair as usize).copied().unwrap_or_default() } else { f64::NAN };
            let both = table.on(pair);
            let low = pair & pair.wrapping_neg();
            let on = |list: u32| table.on(list) as f64;
            let alone = (on(low) + 1.0) * (on(pair & !low) + 1.0) / (both as f64 + 1.0) - 1.0;
            let chance = if fitted { poisson_tail(both as f64, expected) } else { f64::NAN };
            Pair { pair, both, expected, chance, alone }
        })
        .collect();
    let thin = (0..lists).map(|list| {
        let on = table.on(1 << list);
        Thin { list, on, shared: on - table.exactly(1 << list) }
    });
    Diagnostics {
        by_number: table.by_number(),
        empty_pairs: pairs.iter().filter(|pair| pair.both == 0).count(),
        pairs,
        thin: thin.filter(|thin| thin.shared < FEW).collect(),
        empty_cells: table.all() as usize - table.cells().count(),
    }
}

/// At least so many there are, whoever is easier to find than others (Chao 1987): estimate and 95 % interval. None when
/// nobody stands on just two lists.
#[must_use]
pub fn lower_bound(table: &Overlaps, level: f64) -> Option<(f64, f64, f64)> {
    let by = table.by_number();
    let of = |at: usize| by.get(at).copied().unwrap_or_default() as f64;
    let (once, twice, lists) = (of(0), of(1), by.len() as f64);
    if twice <= 0.0 {
        return None;
    }
    // A person has as many chances as there are lists (Chao 1989).
    let share = (lists - 1.0) / lists;
    let unseen = share * once * once / (2.0 * twice);
    let ratio = once / twice;
    let variance = twice
        * (share * ratio * ratio / 2.0 + share * share * ratio.powi(3) + share * share * ratio.powi(4) / 4.0);
    let z = normal_quantile(0.5 + level / 2.0);
    let width = (z * (1.0 + variance / (unseen * unseen)).ln().sqrt()).exp();
    let observed = table.observed() as f64;
    Some((observed + unseen, observed + unseen / width, observed + unseen * width))
}
