//! The seam to the optimiser: linear programs as plain numbers.

use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolverModel, Variable, WithTimeLimit, variable,
};

use crate::per_cell::PerCell;

/// A variable.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) cost: f64,
    pub(crate) whole: bool,
}

/// How the two sides of a row compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    Equal,
    AtLeast,
}

/// A row: terms, comparison, number.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) terms: Vec<(usize, f64)>,
    pub(crate) sense: Sense,
    pub(crate) bound: f64,
}

/// A linear program.
#[derive(Debug, Clone, Default)]
pub(crate) struct Program {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    pub(crate) maximise: bool,
}

/// What the optimiser found.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) value: f64,
    pub(crate) at: PerCell<f64>,
}

/// Why it found nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stuck {
    Infeasible,
    GaveUp,
}

/// Whole-number programs end after this many seconds; their result is then not used, so that the outcome never depends
/// on the speed of a machine except in whether an optimum is reported as proven.
const WHOLE_SECONDS: f64 = 60.0;

impl Program {
    /// Solves to proven optimality.
    pub(crate) fn solve(&self) -> Result<Answer, Stuck> {
        let mut variables = ProblemVariables::new();
        let columns: Vec<Variable> = self
            .columns
            .iter()
            .map(|column| {
                let made = variable().min(column.low).max(column.high);
                variables.add(if column.whole { made.integer() } else { made })
            })
            .collect();
        let mut aim = Expression::with_capacity(columns.len());
        for (variable, column) in columns.iter().zip(&self.columns).filter(|(_, column)| column.cost != 0.0) {
            aim.add_mul(column.cost, *variable);
        }
        let directed =
            if self.maximise { variables.maximise(aim.clone()) } else { variables.minimise(aim.clone()) };
        let mut model = directed.using(chosen);
        for row in &self.rows {
            let mut left = Expression::with_capacity(row.terms.len());
            for (at, factor) in &row.terms {
                if let Some(variable) = columns.get(*at) {
                    left.add_mul(*factor, *variable);
                }
            }
            model.add_constraint(match row.sense {
                Sense::Equal => left.eq(row.bound),
                Sense::AtLeast => left.geq(row.bound),
            });
        }
        if self.columns.iter().any(|column| column.whole) {
            model = model.with_time_limit(WHOLE_SECONDS);
        }
        let solution = model.solve().map_err(|error| match error {
            ResolutionError::Infeasible => Stuck::Infeasible,
            _ => Stuck::GaveUp,
        })?;
        if !matches!(solution.status(), good_lp::solvers::SolutionStatus::Optimal) {
            return Err(Stuck::GaveUp);
        }
        let at = columns.iter().map(|variable| solution.value(*variable)).collect();
        Ok(Answer { value: solution.eval(&aim), at })
    }
}

#[cfg(not(feature = "highs"))]
use good_lp::microlp as chosen;

#[cfg(feature = "highs")]
use good_lp::highs as chosen;
