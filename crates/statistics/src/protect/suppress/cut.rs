//! The inequality that an unprotected cell gives: every safe pattern satisfies it, the pattern at hand does not.

use crate::error::{Error, Result};
use crate::per_cell::PerCell;
use crate::protect::attack::{EPSILON, Toward};
use crate::protect::lp::{Column, Program, Row, Sense};
use crate::protect::problem::{Problem, Role, real};
use crate::protect::suppress::bound::covering;

/// Closed cells have this price, so that the inequality is strong in them, too.
const FAINT: f64 = 1e-5;

/// Solves the dual of the attacker's program, a price for every sum, at a choice that may be fractional. What a cell
/// could contribute at these prices bounds how far the sensitive cell can go, whatever the pattern. None when the
/// choice lets the cell go as far as it must.
pub(super) fn separate(
    problem: &Problem,
    taken: &PerCell<f64>,
    place: &PerCell<Option<usize>>,
    cell: usize,
    toward: Toward,
) -> Result<Option<Row>> {
    let need = match toward {
        Toward::High => real(problem.room_up(cell)),
        Toward::Low => real(problem.value.at(cell)),
    };
    let known = |other: &usize| problem.role.at(*other) != Role::Known;
    let cells: Vec<usize> = (0..problem.layout.len()).filter(known).collect();
    let program = dual(problem, taken, &cells, cell, toward, need);
    let answer = program.solve().map_err(|_| Error::Unproven { stage: "a cutting plane" })?;
    let contributions = cells.iter().enumerate().map(|(at, other)| {
        let (rise, fall) = (answer.at.at(at * 2), answer.at.at(at * 2 + 1));
        let most = if rise > EPSILON { need } else { 0.0 } + fall.max(0.0) * real(problem.value.at(*other));
        (*other, most.min(need))
    });
    // The cell itself is open in every pattern, and its own end is what is asked about.
    let others: Vec<(usize, f64)> = contributions.filter(|(other, _)| *other != cell).collect();
    let reached: f64 = others.iter().map(|(other, most)| most * taken.at(*other)).sum();
    if reached >= need - 1e-4 {
        return Ok(None);
    }
    Ok(covering(problem, place, others.into_iter(), need))
}

fn dual(
    problem: &Problem,
    taken: &PerCell<f64>,
    cells: &[usize],
    cell: usize,
    toward: Toward,
    need: f64,
) -> Program {
    let mut columns = Vec::new();
    for other in cells {
        // An open cell can rise without limit, which is as good as by the whole need; the inequality holds at any
        // prices, so this only steers which one is found.
        let fall = real(problem.value.at(*other)).min(need);
        for most in [need, fall] {
            let cost = (most * taken.at(*other)).max(FAINT);
            // The cell's own limits are what is asked about, not what may answer.
            let high = if *other == cell { 0.0 } else { f64::INFINITY };
            columns.push(Column { low: 0.0, high, cost, whole: false });
        }
    }
    let first_price = columns.len();
    let price = Column { low: f64::NEG_INFINITY, high: f64::INFINITY, cost: 0.0, whole: false };
    columns.extend(problem.lines.iter().map(|_| price));
    let direction = if toward == Toward::High { 1.0 } else { -1.0 };
    let rows = cells.iter().enumerate().map(|(at, other)| {
        let mut terms = vec![(at * 2, 1.0), (at * 2 + 1, -1.0)];
        for line in problem.lines_of(*other) {
            let of_total = problem.lines.get(*line).is_some_and(|line| line.total == *other);
            terms.push((first_price + line, if of_total { -1.0 } else { 1.0 }));
        }
        Row { terms, sense: Sense::Equal, bound: if *other == cell { direction } else { 0.0 } }
    });
    Program { columns, rows: rows.collect(), maximise: false }
}
