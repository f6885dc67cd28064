//! Choosing what to withhold: as little as may be, so that nothing sensitive can be worked out.
//!
//! The problem is that of Fischetti and Salazar (2001), and so is the way to solve it: cutting planes, which end with a
//! proven optimum. Where they do not end within their budget a search by moves completes what they have to a safe
//! pattern, and the gap to their bound is reported. What comes out is to be audited before it is published.

mod bound;
mod cut;
mod cutting;
mod greedy;

use crate::error::Result;
use crate::per_cell::PerCell;
use crate::protect::problem::{Pattern, Problem};

pub(crate) use bound::cheapest_way;
use greedy::Chosen;

/// How much work is spent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Effort {
    /// The search alone: quick, dear and without a bound.
    Search,
    /// Cutting planes within a budget, then the search; the gap is known, and mostly nothing.
    #[default]
    Bounded,
    /// To proven optimality whatever it takes.
    Optimal,
}

/// A safe pattern and how good it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The cells to withhold.
    pub pattern: Pattern,
    /// Of these, withheld for their own sake.
    pub primary: usize,
    /// Withheld so that the others cannot be worked out.
    pub complementary: usize,
    /// What withholding them costs, under the rule's cost.
    pub cost: f64,
    /// No safe pattern costs less than this; none when it was not sought.
    pub bound: Option<f64>,
    /// Sensitive cells that no pattern can protect, because too much is known already. When there are any nothing may
    /// be published.
    pub impossible: Vec<usize>,
}

impl Outcome {
    /// Share of the cost that a better pattern could at most save, from 0 to 1; 0 is proven optimal.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        let bound = self.bound?;
        // The optimiser's own rounding is no gap.
        Some(if self.cost <= bound + 1e-6 { 0.0 } else { (self.cost - bound) / self.cost })
    }
}

/// Inequalities that are sought for one problem.
const INEQUALITIES: usize = 400;

/// Chooses the cells to withhold.
///
/// # Errors
/// [`crate::Error::Unproven`] when the optimiser gives up.
pub fn suppress(problem: &Problem, effort: Effort) -> Result<Outcome> {
    let begun = PerCell::from(problem.primary());
    if effort == Effort::Search {
        let Chosen { pattern, impossible } = greedy::complete(problem, &begun)?;
        return Ok(described(problem, pattern.as_slice().to_vec(), impossible));
    }
    let budget = if effort == Effort::Optimal { usize::MAX } else { INEQUALITIES };
    let cut = cutting::cutting(problem, budget)?;
    let (pattern, impossible) = if cut.safe {
        (cut.choice, Vec::new())
    } else {
        let Chosen { pattern, impossible } = greedy::complete(problem, &cut.choice)?;
        (pattern, impossible)
    };
    let mut outcome = described(problem, pattern.as_slice().to_vec(), impossible);
    outcome.bound = Some(cut.bound);
    Ok(outcome)
}

fn described(problem: &Problem, pattern: Pattern, impossible: Vec<usize>) -> Outcome {
    let withheld = |sensitive: bool| {
        let marked = pattern.iter().enumerate().filter(|(_, withheld)| **withheld);
        marked.filter(|(cell, _)| problem.sensitive.at(*cell) == sensitive).count()
    };
    Outcome {
        primary: withheld(true),
        complementary: withheld(false),
        cost: problem.cost(&pattern),
        bound: None,
        impossible,
        pattern,
    }
}
