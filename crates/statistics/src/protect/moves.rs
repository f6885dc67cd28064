//! Moves: ways to change a table of counts that no published sum notices.
//!
//! In each dimension a move goes from one leaf to another (or only into one leaf, which the total then shows); the
//! combination over all dimensions changes the corners of a box, alternately up and down, and every total on the way.
//! These are the hypercubes of Giessing and Repsilber (2002) with totals as possible corners. Steps along several
//! moves, one after the other, make a table that proves how far a cell can go, in whole numbers.

use crate::per_cell::PerCell;
use crate::protect::attack::Toward;
use crate::protect::problem::{Problem, Role};
use crate::table::Dimension;

/// Leaves that are tried where a category holds many.
const TRIED_LEAVES: usize = 24;

/// A way through one dimension: nodes that go up with the cell and nodes that go down.
type Way = Vec<(usize, bool)>;

/// A table beside the true one, as differences from it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Witness {
    /// Cells that differ, and by how much.
    pub(crate) change: Vec<(usize, i64)>,
}

/// The search for moves of one cell.
pub(crate) struct Search<'a> {
    problem: &'a Problem,
    ways: Vec<Vec<Way>>,
    cell: usize,
    barred: Option<usize>,
}

/// The best move found.
struct Found {
    cells: Vec<(usize, bool)>,
    gain: i64,
    cost: f64,
}

impl<'a> Search<'a> {
    pub(crate) fn new(problem: &'a Problem, cell: usize) -> Self {
        let dimensions = problem.layout.dimensions().iter().zip(problem.layout.nodes(cell));
        let ways = dimensions.map(|(dimension, node)| ways(dimension, node)).collect();
        Self { problem, ways, cell, barred: None }
    }

    /// The same without ever opening this cell.
    pub(crate) fn without(mut self, cell: usize) -> Self {
        self.barred = Some(cell);
        self
    }

    /// Goes `need` steps in one direction. Cells that are not open may be opened at their cost when `pay` is set; they
    /// are marked in `open`, also when the way ends before the need is met. None when it cannot be done so.
    pub(crate) fn reach(
        &self,
        toward: Toward,
        need: u64,
        open: &mut PerCell<bool>,
        pay: bool,
    ) -> Option<Witness> {
        let mut left = i64::try_from(need).ok()?;
        let mut change = std::collections::BTreeMap::<usize, i64>::new();
        while left > 0 {
            let found = self.best(toward, left, open, pay, &|cell| {
                let now = i64::try_from(self.problem.value.at(cell)).unwrap_or(i64::MAX);
                now.saturating_add(change.get(&cell).copied().unwrap_or(0))
            })?;
            for (cell, with) in found.cells {
                let up = with == (toward == Toward::High);
                *change.entry(cell).or_default() += if up { found.gain } else { -found.gain };
                if self.problem.role.at(cell) == Role::Offered {
                    open.set(cell, true);
                }
            }
            left -= found.gain;
        }
        Some(Witness { change: change.into_iter().filter(|(_, by)| *by != 0).collect() })
    }

    /// The move that costs least for each step it gains.
    fn best(
        &self,
        toward: Toward,
        left: i64,
        open: &PerCell<bool>,
        pay: bool,
        now: &dyn Fn(usize) -> i64,
    ) -> Option<Found> {
        let mut best: Option<Found> = None;
        let mut choice = vec![0_usize; self.ways.len()];
        let mut corners = Vec::new();
        loop {
            self.corners(&choice, &mut corners);
            if let Some((gain, cost)) = self.weigh(&corners, toward, left, open, pay, now) {
                // Free moves first, then by price of a step; whoever comes first wins ties, so the result is fixed.
                #[allow(clippy::cast_precision_loss, reason = "steps are counts")]
                let price = |gain: i64, cost: f64| (cost / gain as f64, -gain);
                let better = best.as_ref().is_none_or(|best| {
                    let (old, new) = (price(best.gain, best.cost), price(gain, cost));
                    new.0 < old.0 - 1e-12 || (new.0 <= old.0 && new.1 < old.1)
                });
                if better {
                    best = Some(Found { cells: corners.clone(), gain, cost });
                    if cost == 0.0 && gain == left {
                        return best;
                    }
                }
            }
            if !self.next(&mut choice) {
                return best;
            }
        }
    }

    fn next(&self, choice: &mut [usize]) -> bool {
        for (at, ways) in choice.iter_mut().zip(&self.ways).rev() {
            *at += 1;
            if *at < ways.len() {
                return true;
            }
            *at = 0;
        }
        false
    }

    /// The cells of a choice of ways: true for those that go with the sought cell.
    fn corners(&self, choice: &[usize], corners: &mut Vec<(usize, bool)>) {
        corners.clear();
        corners.push((self.cell, true));
        for (dimension, (at, ways)) in choice.iter().zip(&self.ways).enumerate() {
            let Some(way) = ways.get(*at) else { continue };
            let from = corners.len();
            for index in 0..from {
                let Some((cell, with)) = corners.get(index).copied() else { continue };
                for (node, same) in way {
                    corners.push((self.problem.layout.moved(cell, dimension, *node), with == *same));
                }
            }
        }
    }

    /// Steps that a move gains and what opening its cells costs; none when it cannot be used.
    fn weigh(
        &self,
        corners: &[(usize, bool)],
        toward: Toward,
        left: i64,
        open: &PerCell<bool>,
        pay: bool,
        now: &dyn Fn(usize) -> i64,
    ) -> Option<(i64, f64)> {
        let (mut gain, mut cost) = (left, 0.0);
        for (cell, with) in corners {
            if !open.at(*cell) {
                if !pay || self.barred == Some(*cell) || self.problem.role.at(*cell) == Role::Known {
                    return None;
                }
                cost += self.problem.cost.at(*cell);
            }
            let falls = *with == (toward == Toward::Low);
            if falls {
                gain = gain.min(now(*cell));
            }
            if gain <= 0 {
                return None;
            }
        }
        Some((gain, cost))
    }
}

/// The ways of a node: each list holds the other nodes that change, the node itself is understood.
fn ways(dimension: &Dimension, node: usize) -> Vec<Way> {
    let inside = |node: usize| {
        let leaves = dimension.leaves(node);
        leaves.into_iter().take(TRIED_LEAVES)
    };
    // From the node down to one of its leaves.
    let downs: Vec<Vec<usize>> =
        inside(node).map(|leaf| dimension.path(leaf).take_while(|at| *at != node).collect()).collect();
    let ups: Vec<usize> = dimension.path(node).skip(1).collect();
    let siblings: Vec<usize> = dimension
        .parent(node)
        .map(|parent| dimension.children(parent).iter().copied().filter(|other| *other != node).collect())
        .unwrap_or_default();
    let mut ways = Vec::new();
    for down in &downs {
        let own: Way = down.iter().map(|at| (*at, true)).collect();
        for sibling in &siblings {
            for leaf in inside(*sibling) {
                let path = dimension.path(leaf);
                let mut fall: Way =
                    path.take_while(|at| Some(*at) != dimension.parent(node)).map(|at| (at, false)).collect();
                fall.extend(&own);
                ways.push(fall);
            }
        }
        let rise = own.iter().copied().chain(ups.iter().map(|at| (*at, true))).collect();
        ways.push(rise);
    }
    ways
}
