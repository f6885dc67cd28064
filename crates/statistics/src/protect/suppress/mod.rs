//! Choosing what to withhold: as little as may be, so that nothing sensitive can be worked out.
//!
//! The problem is that of Fischetti and Salazar (2001). A search by moves gives a safe pattern fast and then tries to
//! take back every cell that it can spare; a relaxation gives a lower bound on what any safe pattern costs; small
//! problems are solved to proven optimality by cutting planes. What comes out is safe by construction and is to be
//! audited all the same: the audit shares nothing with this search.

mod bound;
mod exact;
mod greedy;

use crate::error::Result;
use crate::protect::problem::{Pattern, Problem};

pub(crate) use greedy::Chosen;

/// How much work is spent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Effort {
    /// The search alone; no bound.
    Search,
    /// The search and a lower bound, so that the gap is known; to proven optimality where the tables are small.
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
        Some(if self.cost <= bound || self.cost == 0.0 { 0.0 } else { (self.cost - bound) / self.cost })
    }
}

/// Tables with at most this many cells that could be withheld are solved to proven optimality.
const SMALL: usize = 120;

/// Chooses the cells to withhold.
///
/// # Errors
/// [`crate::Error::Unproven`] when the optimiser gives up.
pub fn suppress(problem: &Problem, effort: Effort) -> Result<Outcome> {
    let Chosen { pattern, impossible } = greedy::choose(problem)?;
    let mut outcome = described(problem, pattern.as_slice().to_vec(), impossible);
    if effort == Effort::Search || !outcome.impossible.is_empty() {
        return Ok(outcome);
    }
    let candidates = (0..problem.layout.len()).filter(|cell| problem.is_offered(*cell)).count();
    if effort == Effort::Optimal || candidates <= SMALL {
        let (pattern, bound) = exact::solve(problem, &outcome.pattern)?;
        outcome = described(problem, pattern, Vec::new());
        outcome.bound = Some(bound);
    } else {
        outcome.bound = Some(bound::lower(problem)?);
    }
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
