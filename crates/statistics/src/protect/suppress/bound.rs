//! What any safe pattern must cost, and the cheapest way to protect one cell.

use crate::error::{Error, Result};
use crate::per_cell::PerCell;
use crate::protect::attack::{EPSILON, Toward};
use crate::protect::lp::{Column, Program, Row, Sense, Stuck};
use crate::protect::problem::{Problem, Role, real};

/// Cells that can be chosen: offered and not sensitive. Gives each its variable.
pub(super) fn choices(problem: &Problem) -> (Vec<usize>, PerCell<Option<usize>>) {
    let free = |cell: &usize| problem.role.at(*cell) == Role::Offered && !problem.sensitive.at(*cell);
    let cells: Vec<usize> = (0..problem.layout.len()).filter(free).collect();
    let mut place = PerCell::new(problem.layout.len());
    for (at, cell) in cells.iter().enumerate() {
        place.set(*cell, Some(at));
    }
    (cells, place)
}

/// The program of choosing cells at least cost, with the rows that every sum alone demands.
pub(super) fn master(problem: &Problem) -> Program {
    let (cells, place) = choices(problem);
    let column = |cell: &usize| Column { low: 0.0, high: 1.0, cost: problem.cost.at(*cell), whole: true };
    let mut program =
        Program { columns: cells.iter().map(column).collect(), rows: Vec::new(), maximise: false };
    for cell in problem.sensitive.marked() {
        for at in problem.lines_of(cell) {
            for toward in [Toward::High, Toward::Low] {
                program.rows.extend(line_row(problem, &place, cell, *at, toward));
            }
        }
    }
    program
}

/// Within one sum, the other withheld cells must be able to make up for what the sensitive one gains or loses.
fn line_row(
    problem: &Problem,
    place: &PerCell<Option<usize>>,
    cell: usize,
    line: usize,
    toward: Toward,
) -> Option<Row> {
    let line = problem.lines.get(line)?;
    let own = if line.total == cell { -1 } else { 1 };
    let need = match toward {
        Toward::High => problem.room_up(cell),
        Toward::Low => problem.value.at(cell),
    };
    let terms = line.terms().filter(|(other, _)| *other != cell).map(|(other, sign)| {
        // A cell on the same side of the sum goes the other way, a cell on the other side the same way.
        let falls = (sign == own) == (toward == Toward::High);
        (other, if falls { problem.value.at(other).min(need) } else { need })
    });
    covering(problem, place, terms.map(|(other, most)| (other, real(most))), real(need))
}

/// A row of the master from what each cell could contribute: what is open anyway counts for good.
pub(super) fn covering(
    problem: &Problem,
    place: &PerCell<Option<usize>>,
    contributions: impl Iterator<Item = (usize, f64)>,
    need: f64,
) -> Option<Row> {
    let (mut left, mut terms) = (need, Vec::new());
    for (other, most) in contributions.filter(|(_, most)| *most > EPSILON) {
        match place.at(other) {
            Some(variable) => terms.push((variable, most)),
            None if problem.role.at(other) == Role::Known => {}
            None => left -= most,
        }
    }
    if left <= EPSILON {
        return None;
    }
    let terms = terms.into_iter().map(|(variable, most)| (variable, most.min(left) / left)).collect();
    Some(Row { terms, sense: Sense::AtLeast, bound: 1.0 })
}

/// The cells that the cheapest way of moving one cell by its need goes through; none when there is no way at all.
pub(crate) fn cheapest_way(
    problem: &Problem,
    open: &PerCell<bool>,
    cell: usize,
    toward: Toward,
    need: u64,
) -> Result<Option<Vec<usize>>> {
    let cells: Vec<usize> =
        (0..problem.layout.len()).filter(|cell| problem.role.at(*cell) != Role::Known).collect();
    let mut place = PerCell::<Option<usize>>::new(problem.layout.len());
    let mut columns = Vec::new();
    for other in &cells {
        place.set(*other, Some(columns.len()));
        let price = if open.at(*other) { 0.0 } else { problem.cost.at(*other) };
        // One variable for going up, the next for going down.
        columns.push(Column { low: 0.0, high: f64::INFINITY, cost: price, whole: false });
        columns.push(Column { low: 0.0, high: real(problem.value.at(*other)), cost: price, whole: false });
    }
    let mut rows: Vec<Row> = Vec::new();
    for line in &problem.lines {
        let terms = line.terms().filter_map(|(other, sign)| Some((place.at(other)?, sign)));
        let factor = |sign: i64| if sign < 0 { -1.0 } else { 1.0 };
        let terms = terms.flat_map(|(at, sign)| [(at, factor(sign)), (at + 1, -factor(sign))]);
        rows.push(Row { terms: terms.collect(), sense: Sense::Equal, bound: 0.0 });
    }
    let Some(own) = place.at(cell) else { return Ok(None) };
    let (moves, stays) = if toward == Toward::High { (own, own + 1) } else { (own + 1, own) };
    rows.push(Row { terms: vec![(moves, 1.0)], sense: Sense::Equal, bound: real(need) });
    rows.push(Row { terms: vec![(stays, 1.0)], sense: Sense::Equal, bound: 0.0 });
    match (Program { columns, rows, maximise: false }).solve() {
        Ok(answer) => {
            let used = |at: usize| answer.at.at(at) + answer.at.at(at + 1) > EPSILON;
            let through = cells.iter().enumerate().filter(|(at, _)| used(at * 2)).map(|(_, cell)| *cell);
            Ok(Some(through.collect()))
        }
        Err(Stuck::Infeasible) => Ok(None),
        Err(Stuck::GaveUp) => Err(Error::Unproven { stage: "the way to protect a cell" }),
    }
}
