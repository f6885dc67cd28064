//! What an attacker can work out: the range of every withheld cell, by linear programming.
//!
//! The attacker knows all published cells, all sums, that counts are not negative and how far entities overlap. The
//! program has one variable for each cell that is not published and one row for each sum that holds one.

use std::cell::Cell;

use crate::error::{Error, Result};
use crate::per_cell::PerCell;
use crate::protect::lp::{Answer, Column, Program, Row, Sense, Stuck};
use crate::protect::problem::{Problem, real};

/// Rounding errors of the optimiser stay well below this.
pub(crate) const EPSILON: f64 = 1e-6;

/// Which end of a range is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toward {
    Low,
    High,
}

/// One attack: the unknown cells in groups that share no sum.
#[derive(Debug)]
pub(crate) struct Attack {
    groups: Vec<Group>,
    /// Group and variable of each unknown cell.
    place: PerCell<Option<(usize, usize)>>,
    /// No unknown cell is thought to exceed this: an end at or beyond it counts as without limit.
    pub(crate) ceiling: f64,
    bounds: PerCell<Option<(f64, f64)>>,
    solved: Cell<usize>,
}

#[derive(Debug, Default)]
struct Group {
    cells: Vec<usize>,
    rows: Vec<Row>,
}

impl Attack {
    /// The attack on what a pattern leaves open.
    pub(crate) fn new(problem: &Problem, open: &PerCell<bool>) -> Self {
        Self::bounded(problem, open, PerCell::new(0))
    }

    /// The same by somebody who knows for some cells between which counts they lie.
    pub(crate) fn bounded(
        problem: &Problem,
        open: &PerCell<bool>,
        bounds: PerCell<Option<(f64, f64)>>,
    ) -> Self {
        let mut place = PerCell::<Option<(usize, usize)>>::new(problem.layout.len());
        let mut groups: Vec<Group> = Vec::new();
        let mut seen_line = PerCell::<bool>::new(problem.lines.len());
        for start in open.marked() {
            if place.at(start).is_some() {
                continue;
            }
            let (mut group, mut waiting) = (Group::default(), vec![start]);
            place.set(start, Some((groups.len(), 0)));
            let mut lines = Vec::new();
            while let Some(cell) = waiting.pop() {
                place.set(cell, Some((groups.len(), group.cells.len())));
                group.cells.push(cell);
                for at in problem.lines_of(cell).iter().copied() {
                    if seen_line.at(at) {
                        continue;
                    }
                    seen_line.set(at, true);
                    lines.push(at);
                    let others = problem.lines.get(at).into_iter().flat_map(|line| line.terms());
                    for (other, _) in others.filter(|(other, _)| open.at(*other)) {
                        if place.at(other).is_none() {
                            place.set(other, Some((groups.len(), 0)));
                            waiting.push(other);
                        }
                    }
                }
            }
            lines.sort_unstable();
            group.rows = lines.iter().filter_map(|at| row(problem, open, &place, *at)).collect();
            groups.push(group);
        }
        let largest = problem.value.iter().map(|(_, value)| value).max().unwrap_or(0);
        let ceiling = real(largest.max(problem.rule.minimum)) * 4.0 + 16.0;
        Self { groups, place, ceiling, bounds, solved: Cell::new(0) }
    }

    /// Linear programs solved so far.
    pub(crate) fn solved(&self) -> usize {
        self.solved.get()
    }

    /// The cells that hang together with this one.
    pub(crate) fn group_of(&self, cell: usize) -> Option<usize> {
        self.place.at(cell).map(|(group, _)| group)
    }

    /// A table that fits everything published and has these cells together as low or as high as can be: every cell of
    /// their group with its count in that table. All cells must be of one group.
    pub(crate) fn extreme(&self, cells: &[usize], toward: Toward) -> Result<Vec<(usize, f64)>> {
        let Some(group) = cells.first().and_then(|cell| self.group_of(*cell)) else { return Ok(Vec::new()) };
        let Some(group) = self.groups.get(group) else { return Ok(Vec::new()) };
        let column = |cell: &usize| {
            let (low, high) = self.bounds.at(*cell).unwrap_or((0.0, self.ceiling));
            Some(Column { low, high, cost: 0.0, whole: false })
        };
        let mut columns: PerCell<Option<Column>> = group.cells.iter().map(column).collect();
        for cell in cells {
            if let Some((_, at)) = self.place.at(*cell) {
                columns.change(at, |column| {
                    if let Some(column) = column {
                        column.cost = 1.0;
                    }
                });
            }
        }
        let columns = columns.as_slice().iter().flatten().copied().collect();
        let program = Program { columns, rows: group.rows.clone(), maximise: toward == Toward::High };
        self.solved.set(self.solved.get() + 1);
        let answer = program.solve().map_err(|stuck| Error::Unproven {
            stage: match stuck {
                Stuck::Infeasible => "no table fits what would be published",
                Stuck::GaveUp => "the range of a withheld cell",
            },
        })?;
        Ok(settled(group, &answer))
    }

    /// The ends of a cell's range: two linear programs. The upper is none when there is no limit.
    pub(crate) fn range(&self, cell: usize) -> Result<(f64, Option<f64>)> {
        let own =
            |table: Vec<(usize, f64)>| table.into_iter().find(|(at, _)| *at == cell).map(|(_, count)| count);
        let low = own(self.extreme(&[cell], Toward::Low)?).unwrap_or(0.0);
        let high = own(self.extreme(&[cell], Toward::High)?).unwrap_or(0.0);
        Ok((low, (high < self.ceiling - EPSILON).then_some(high)))
    }
}

/// The table of an answer, after its sums have been tried by our own arithmetic; nothing if they do not hold.
fn settled(group: &Group, answer: &Answer) -> Vec<(usize, f64)> {
    let sums_hold = group.rows.iter().all(|row| {
        let sum: f64 = row.terms.iter().map(|(at, factor)| factor * answer.at.at(*at)).sum();
        (sum - row.bound).abs() <= EPSILON * row.bound.abs().max(1.0) * 10.0
    });
    if !sums_hold || answer.at.iter().any(|(_, count)| count < -EPSILON) {
        return Vec::new();
    }
    group.cells.iter().zip(answer.at.iter()).map(|(cell, (_, count))| (*cell, count)).collect()
}

/// What a sum says of the unknown cells in it.
fn row(
    problem: &Problem,
    open: &PerCell<bool>,
    place: &PerCell<Option<(usize, usize)>>,
    at: usize,
) -> Option<Row> {
    let line = problem.lines.get(at)?;
    let (mut terms, mut published) = (Vec::new(), 0_i64);
    for (cell, sign) in line.terms() {
        match place.at(cell).filter(|_| open.at(cell)) {
            Some((_, variable)) => terms.push((variable, if sign < 0 { -1.0 } else { 1.0 })),
            None => published += sign * i64::try_from(problem.value.at(cell)).unwrap_or(i64::MAX),
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "sums of counts stay below 2^50")]
    let bound = (problem.overlap(at) - published) as f64;
    Some(Row { terms, sense: Sense::Equal, bound })
}
