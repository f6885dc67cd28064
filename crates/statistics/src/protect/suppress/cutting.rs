//! Cutting planes after Fischetti and Salazar (2001).
//!
//! The master program chooses cells at least cost. A sensitive cell that can still be worked out gives an inequality
//! that every safe pattern satisfies and this choice does not. When no cell can be worked out the choice is optimal;
//! until then its cost is a bound below every safe pattern.

use crate::error::Result;
use crate::per_cell::PerCell;
use crate::protect::attack::{EPSILON, Toward};
use crate::protect::audit::{Depth, audit};
use crate::protect::lp::{Answer, Program, Row};
use crate::protect::problem::{Problem, real};
use crate::protect::suppress::bound::{choices, master};
use crate::protect::suppress::cut::separate;

/// Rounds of cutting before it is given up.
const ROUNDS: usize = 300;

/// How far the cutting came.
pub(super) struct Cutting {
    /// The last choice of the master.
    pub(super) choice: PerCell<bool>,
    /// Whether that choice is safe; its cost is then the bound.
    pub(super) safe: bool,
    /// No safe pattern costs less.
    pub(super) bound: f64,
}

/// Cuts until the master's choice is safe, seeking at most `budget` inequalities.
pub(super) fn cutting(problem: &Problem, budget: usize) -> Result<Cutting> {
    let primary = PerCell::from(problem.primary());
    let unavoidable = problem.cost(primary.as_slice());
    let (cells, place) = choices(problem);
    let mut program = master(problem);
    let mut done = Cutting { choice: primary.clone(), safe: false, bound: unavoidable };
    let mut left = budget;
    for _ in 0..ROUNDS {
        let Some((answer, whole)) = solved(&program) else { break };
        done.bound = done.bound.max(unavoidable + answer.value);
        done.choice = primary.clone();
        for (at, cell) in cells.iter().enumerate() {
            let taken = answer.at.at(at) > if whole { 0.5 } else { 0.2 };
            done.choice.change(*cell, |chosen| *chosen |= taken);
        }
        if !whole {
            break;
        }
        match cuts(problem, &done.choice, &place, &mut left)? {
            Found::Safe => {
                done.safe = true;
                break;
            }
            Found::Rows(rows) if left > 0 && !rows.is_empty() => program.rows.extend(rows),
            Found::Rows(_) => break,
        }
    }
    Ok(done)
}

/// The master's choice in whole cells, or its relaxation when that takes too long.
fn solved(program: &Program) -> Option<(Answer, bool)> {
    if let Ok(answer) = program.solve() {
        return Some((answer, true));
    }
    let mut relaxed = program.clone();
    relaxed.columns.iter_mut().for_each(|column| column.whole = false);
    relaxed.solve().ok().map(|answer| (answer, false))
}

enum Found {
    /// Nothing can be worked out.
    Safe,
    /// Inequalities for what can.
    Rows(Vec<Row>),
}

/// One inequality for each sensitive cell and end that the pattern does not protect.
fn cuts(
    problem: &Problem,
    pattern: &PerCell<bool>,
    place: &PerCell<Option<usize>>,
    left: &mut usize,
) -> Result<Found> {
    let audited = audit(problem, &pattern.as_slice().to_vec(), Depth::Proof)?;
    if audited.is_safe() {
        return Ok(Found::Safe);
    }
    let taken: PerCell<f64> =
        problem.open(pattern).iter().map(|(_, open)| f64::from(u8::from(open))).collect();
    let mut rows = Vec::new();
    for leak in audited.leaks() {
        let high = leak.high.is_some_and(|high| high < real(problem.rule.minimum) - EPSILON);
        let ends = [(high, Toward::High), (leak.low > EPSILON, Toward::Low)];
        for (_, toward) in ends.into_iter().filter(|(unprotected, _)| *unprotected) {
            if *left == 0 {
                return Ok(Found::Rows(rows));
            }
            *left -= 1;
            rows.extend(separate(problem, &taken, place, leak.cell, toward)?);
        }
    }
    Ok(Found::Rows(rows))
}
