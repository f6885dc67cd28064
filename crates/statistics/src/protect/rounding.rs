//! Controlled rounding: every cell becomes a multiple of a base near it, and the sums still hold (Cox 1987; Salazar
//! 2006 for linked tables).

use crate::error::{Error, Result};
use crate::per_cell::PerCell;
use crate::protect::attack::Attack;
use crate::protect::audit::{Audit, Depth, Ends, withstand};
use crate::protect::lp::{Column, Program, Row, Sense};
use crate::protect::problem::{Problem, Role, real};

/// Rounded tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Rounded {
    /// The rounded count of every cell that is offered; others stay 0.
    pub values: Vec<u64>,
    /// The base.
    pub base: u64,
    /// No cell differs from its count by as much as this many bases: 1 is ordinary rounding up or down.
    pub window: u64,
    /// Whether all sums hold. They cannot where an entity stands in several parts, nor when no rounding was found.
    pub additive: bool,
    /// Largest difference from the true count.
    pub largest_change: u64,
}

/// Rounds every offered cell to a multiple of `base`.
///
/// # Errors
/// [`Error::Setting`] for a base below 2.
pub fn round(problem: &Problem, base: u64) -> Result<Rounded> {
    if !(2..=1_000_000).contains(&base) {
        return Err(Error::Setting { setting: "the base", must: "from 2 to 1,000,000" });
    }
    for window in [1, 2] {
        if let Some(steps) = steps(problem, base, window) {
            return Ok(rounded(problem, base, window, &steps));
        }
    }
    let nearest = (0..problem.layout.len()).map(|cell| {
        let rest = problem.value.at(cell) % base;
        i64::from(rest * 2 >= base && rest > 0)
    });
    Ok(rounded(problem, base, 1, &nearest.collect()))
}

fn rounded(problem: &Problem, base: u64, window: u64, steps: &PerCell<i64>) -> Rounded {
    let count = |cell: usize| {
        let floor = problem.value.at(cell) / base;
        if problem.is_offered(cell) { floor.saturating_add_signed(steps.at(cell)) * base } else { 0 }
    };
    let values: Vec<u64> = (0..problem.layout.len()).map(count).collect();
    let at = |cell: usize| values.get(cell).copied().unwrap_or(0);
    let additive = problem.lines.iter().filter(|line| is_shown(problem, line)).all(|line| {
        line.parts.iter().filter(|part| problem.is_offered(**part)).map(|part| at(*part)).sum::<u64>()
            == at(line.total)
    });
    let offered = (0..problem.layout.len()).filter(|cell| problem.is_offered(*cell));
    let largest_change = offered.map(|cell| at(cell).abs_diff(problem.value.at(cell))).max().unwrap_or(0);
    Rounded { values, base, window, additive, largest_change }
}

/// A sum whose total and parts can all be seen.
fn is_shown(problem: &Problem, line: &crate::table::Line) -> bool {
    problem.is_offered(line.total) && line.parts.iter().all(|part| problem.role.at(*part) != Role::Unasked)
}

/// Bases to add to the floor of each cell, so that all visible sums hold. In two dimensions the relaxation comes out
/// whole by itself; beyond, it is asked for.
fn steps(problem: &Problem, base: u64, window: u64) -> Option<PerCell<i64>> {
    let cells: Vec<usize> = (0..problem.layout.len()).filter(|cell| problem.is_offered(*cell)).collect();
    let mut place = PerCell::<Option<usize>>::new(problem.layout.len());
    for (at, cell) in cells.iter().enumerate() {
        place.set(*cell, Some(at));
    }
    let columns = columns(problem, &cells, base, window);
    let mut program = Program { columns, rows: rows(problem, &place, base), maximise: false };
    let relaxed = program.solve().ok()?;
    if relaxed.at.iter().all(|(_, step)| (step - step.round()).abs() < 1e-6) {
        return Some(spread(problem, &cells, &relaxed.at));
    }
    // Beyond two dimensions the best one is out of reach for large tables; any will do, none is far from its count.
    program.columns.iter_mut().for_each(|column| (column.whole, column.cost) = (true, 0.0));
    // What came out whole stays, if that can be; it leaves a far smaller program.
    let mut held = program.clone();
    for (column, (_, step)) in held.columns.iter_mut().zip(relaxed.at.iter()) {
        if (step - step.round()).abs() < 1e-6 {
            (column.low, column.high) = (step.round(), step.round());
        }
    }
    let answer = held.solve().or_else(|_| program.solve()).ok()?;
    Some(spread(problem, &cells, &answer.at))
}

#[allow(clippy::cast_possible_truncation, reason = "steps are between −1 and 2")]
fn spread(problem: &Problem, cells: &[usize], steps: &PerCell<f64>) -> PerCell<i64> {
    let mut spread = PerCell::new(problem.layout.len());
    for (at, cell) in cells.iter().enumerate() {
        spread.set(*cell, steps.at(at).round() as i64);
    }
    spread
}

fn columns(problem: &Problem, cells: &[usize], base: u64, window: u64) -> Vec<Column> {
    let column = |cell: &usize| {
        let (floor, rest) = (problem.value.at(*cell) / base, problem.value.at(*cell) % base);
        let cost = real(base) - 2.0 * real(rest);
        let (low, high): (f64, f64) = match (rest, window) {
            (0, 1) => (0.0, 0.0),
            (0, _) => (-1.0, 1.0),
            (_, 1) => (0.0, 1.0),
            _ => (-1.0, 2.0),
        };
        Column { low: low.max(-real(floor)), high, cost, whole: false }
    };
    cells.iter().map(column).collect()
}

fn rows(problem: &Problem, place: &PerCell<Option<usize>>, base: u64) -> Vec<Row> {
    let lines = problem.lines.iter().enumerate();
    // Where an entity stands in several parts the sum does not hold before rounding either.
    let lines = lines.filter(|(at, line)| problem.overlap(*at) == 0 && is_shown(problem, line));
    lines
        .map(|(_, line)| {
            let (mut terms, mut bound) = (Vec::new(), 0.0);
            for (cell, sign) in line.terms() {
                let sign = if sign < 0 { -1.0 } else { 1.0 };
                terms.extend(place.at(cell).map(|at| (at, sign)));
                bound -= sign * real(problem.value.at(cell) / base);
            }
            Row { terms, sense: Sense::Equal, bound }
        })
        .collect()
}

impl Rounded {
    /// What an attacker who knows the base and the window can work out. A sensitive cell is safe when its range stays
    /// as wide as the base, the ends included, after all sums have been used: rounding shows that a cell is small, but
    /// not how small.
    ///
    /// # Errors
    /// [`Error::Unproven`] when the optimiser gives up.
    pub fn audit(&self, problem: &Problem) -> Result<Audit> {
        let open: PerCell<bool> = problem.role.iter().map(|(_, role)| role != Role::Known).collect();
        let len = problem.layout.len();
        let bounds = (0..len).map(|cell| self.window_of(problem, cell)).collect();
        let (mut low, mut high) = (PerCell::filled(len, 0.0), PerCell::filled(len, 0.0));
        let wide = real(self.base - 1);
        for cell in problem.sensitive.marked() {
            let count = real(problem.value.at(cell));
            let (lowest, highest) = self.window_of(problem, cell).unwrap_or((0.0, count + wide));
            let from = (count - wide / 2.0).min(highest - wide).max(lowest);
            low.set(cell, from);
            high.set(cell, (from + wide).min(highest));
        }
        let attack = Attack::bounded(problem, &open, bounds);
        withstand(problem, &open, &attack, &Ends { low, high }, Depth::Proof)
    }

    /// Between which counts a cell must lie, seen from outside.
    fn window_of(&self, problem: &Problem, cell: usize) -> Option<(f64, f64)> {
        let reach = real(self.base * self.window - 1);
        let shown = self.values.get(cell).copied().map(real)?;
        problem.is_offered(cell).then(|| ((shown - reach).max(0.0), shown + reach))
    }
}
