//! Proven optimality for small tables: cutting planes after Fischetti and Salazar (2001).
//!
//! The master program chooses cells at least cost. A sensitive cell that can still be worked out gives an inequality
//! that every safe pattern satisfies and this one does not, from the dual of the attacker's program. When no cell can
//! be worked out the master's choice is optimal.

use crate::error::{Error, Result};
use crate::per_cell::PerCell;
use crate::protect::attack::{Attack, EPSILON, Toward};
use crate::protect::lp::{Column, Program, Row, Sense};
use crate::protect::problem::{Pattern, Problem, Role, real};
use crate::protect::suppress::bound::{choices, covering, master};

/// Rounds of cutting before it is given up; each adds an inequality for every cell that can be worked out.
const ROUNDS: usize = 200;

/// The cheapest safe pattern and a bound below every safe pattern; both meet unless the optimiser gave up, in which
/// case the pattern is the one that was known.
pub(super) fn solve(problem: &Problem, known: &Pattern) -> Result<(Pattern, f64)> {
    let unavoidable = problem.cost(&problem.primary());
    let known_cost = problem.cost(known);
    let (cells, place) = choices(problem);
    let mut program = master(problem, true);
    let mut bound = unavoidable;
    for _ in 0..ROUNDS {
        let Ok(answer) = program.solve() else { return Ok((known.clone(), bound)) };
        bound = bound.max(unavoidable + answer.value);
        if bound >= known_cost - EPSILON {
            return Ok((known.clone(), known_cost));
        }
        let mut pattern = PerCell::from(problem.primary());
        for (at, cell) in cells.iter().enumerate() {
            pattern.set(*cell, pattern.at(*cell) || answer.at.at(at) > 0.5);
        }
        let cuts = cuts(problem, &pattern, &place)?;
        if cuts.is_empty() {
            return Ok((pattern.as_slice().to_vec(), bound));
        }
        program.rows.extend(cuts);
    }
    Ok((known.clone(), bound))
}

/// One inequality for each sensitive cell and end that the pattern does not protect.
fn cuts(
    problem: &Problem,
    pattern: &PerCell<bool>,
    place: &PerCell<Option<usize>>,
) -> Result<Vec<Row>> {
    let open = problem.open(pattern);
    let attack = Attack::new(problem, &open);
    let mut rows = Vec::new();
    for cell in problem.sensitive.marked() {
        let (low, high) = attack.range(cell)?;
        if high.is_some_and(|high| high < real(problem.rule.minimum) - EPSILON) {
            rows.push(cut(problem, &open, place, cell, Toward::High)?);
        }
        if low > EPSILON {
            rows.push(cut(problem, &open, place, cell, Toward::Low)?);
        }
    }
    Ok(rows)
}

/// The dual of the attacker's program: a price for every sum. What a cell could contribute at these prices bounds how
/// far the sensitive cell can go, whatever the pattern.
fn cut(
    problem: &Problem,
    open: &PerCell<bool>,
    place: &PerCell<Option<usize>>,
    cell: usize,
    toward: Toward,
) -> Result<Row> {
    let need = match toward {
        Toward::High => real(problem.room_up(cell)),
        Toward::Low => real(problem.value.at(cell)),
    };
    let cells: Vec<usize> =
        (0..problem.layout.len()).filter(|cell| problem.role.at(*cell) != Role::Known).collect();
    // Far above any need, so that a rise is as good as unlimited; closed cells count a little, to keep the cut strong.
    let far = real(problem.rule.minimum) * 1000.0;
    let mut columns = Vec::new();
    for other in &cells {
        let weight = if open.at(*other) { 1.0 } else { 1e-4 };
        columns.push(Column { low: 0.0, high: f64::INFINITY, cost: far * weight, whole: false });
        let fall = real(problem.value.at(*other)) + 1e-3;
        columns.push(Column { low: 0.0, high: f64::INFINITY, cost: fall * weight, whole: false });
    }
    let first_price = columns.len();
    let price = Column { low: f64::NEG_INFINITY, high: f64::INFINITY, cost: 0.0, whole: false };
    columns.extend(problem.lines.iter().map(|_| price));
    let direction = if toward == Toward::High { 1.0 } else { -1.0 };
    let rows = cells.iter().enumerate().map(|(at, other)| {
        let mut terms = vec![(at * 2, 1.0), (at * 2 + 1, -1.0)];
        for line in problem.lines_of(*other) {
            let sign = problem.lines.get(*line).map_or(0.0, |line| if line.total == *other { -1.0 } else { 1.0 });
            terms.push((first_price + line, sign));
        }
        Row { terms, sense: Sense::Equal, bound: if *other == cell { direction } else { 0.0 } }
    });
    let program = Program { columns, rows: rows.collect(), maximise: false };
    let unproven = Error::Unproven { stage: "a cutting plane" };
    let answer = program.solve().map_err(|_| unproven.clone())?;
    let contributions = cells.iter().enumerate().map(|(at, other)| {
        let (rise, fall) = (answer.at.at(at * 2), answer.at.at(at * 2 + 1));
        let most = if rise > EPSILON { need } else { 0.0 } + fall.max(0.0) * real(problem.value.at(*other));
        (*other, most.min(need))
    });
    // The cell itself is open in every pattern and its own bound says nothing.
    let others = contributions.filter(|(other, _)| *other != cell);
    covering(problem, place, others, need).ok_or(unproven)
}
