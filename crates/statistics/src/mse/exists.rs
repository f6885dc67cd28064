//! Is there an estimate at all? Asked before anything is fitted.
//!
//! The extended maximum likelihood estimate exists when the sums that a model keeps could also come from a table without
//! an empty combination (Fienberg and Rinaldo 2012, with the correction of Chan, Silverman and Vincent 2021): a linear
//! program raises the smallest combination as far as the sums allow, and it must rise above 0. The estimate is
//! identifiable when no parameter says what others say: the columns of the design are independent.

use super::dense::{factor, information, sum_above};
use super::fit::NoFit;
use super::model::Model;
use super::overlaps::Overlaps;
use crate::protect::lp::{Column, Program, Row, Sense};

/// Least height that is not 0.
const ABOVE: f64 = 1e-7;

/// What the check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Interactions whose estimate is minus infinity.
    pub at_minus_infinity: Vec<u32>,
    /// How high the smallest combination could be raised, in people.
    pub height: f64,
}

/// Checks one model.
///
/// # Errors
/// When the estimate does not exist, or is not identifiable; when both, that it does not exist.
pub fn exists(table: &Overlaps, model: &Model) -> Result<Found, NoFit> {
    let mut on = table.dense();
    sum_above(&mut on);
    let held = |term: u32| on.get(term as usize).copied().unwrap_or_default();
    let (finite, empty): (Vec<u32>, Vec<u32>) =
        model.terms().partition(|term| *term == 0 || held(*term) > 0.0);
    let alive = |cell: &u32| empty.iter().all(|term| cell & term != *term);
    let cells: Vec<u32> = (1..=table.all()).filter(alive).collect();
    let height = height(&cells, &finite, &held)?;
    if height <= ABOVE {
        return Err(NoFit::DoesNotExist);
    }
    let mut above = vec![0.0; on.len()];
    for cell in &cells {
        if let Some(place) = above.get_mut(*cell as usize) {
            *place = 1.0;
        }
    }
    sum_above(&mut above);
    let mut matrix = Vec::new();
    information(&finite, &above, &mut matrix);
    if !factor(&mut matrix, finite.len()) {
        return Err(NoFit::NotIdentifiable);
    }
    Ok(Found { at_minus_infinity: empty, height })
}

/// Each combination is a common height and something on top; the height is raised.
fn height(cells: &[u32], terms: &[u32], held: &dyn Fn(u32) -> f64) -> Result<f64, NoFit> {
    let all = held(0);
    let column = |cost| Column { low: 0.0, high: all, cost, whole: false };
    let mut program = Program { columns: vec![column(1.0)], rows: Vec::new(), maximise: true };
    program.columns.extend(cells.iter().map(|_| column(0.0)));
    for term in terms {
        let mut sum = vec![(0, 0.0)];
        sum.extend((1..).zip(cells).filter(|(_, cell)| *cell & term == *term).map(|(at, _)| (at, 1.0)));
        let count = (sum.len() - 1) as f64;
        if let Some(first) = sum.first_mut() {
            first.1 = count;
        }
        program.rows.push(Row { terms: sum, sense: Sense::Equal, bound: held(*term) });
    }
    program.solve().map(|answer| answer.value).map_err(|_| NoFit::DoesNotExist)
}
