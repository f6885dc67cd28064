//! The proof that what is withheld stays withheld.
//!
//! It knows the problem and which cells are withheld, nothing of how they were chosen. For every sensitive cell it
//! shows a table that fits all that is published and has that cell at 0, and another that has it at the minimum or
//! above: so nobody can tell from the release that the cell is small, nor that it is not empty.

use crate::error::Result;
use crate::per_cell::PerCell;
use crate::protect::attack::{Attack, EPSILON, Toward};
use crate::protect::problem::{Pattern, Problem, real};

/// How far an audit goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Depth {
    /// Until every sensitive cell is shown to be safe or found not to be.
    #[default]
    Proof,
    /// The exact range of every withheld cell: two linear programs for each.
    Exact,
}

/// What can be worked out about one cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellAudit {
    /// The cell.
    pub cell: usize,
    /// The lowest count seen in a table that fits; with [`Depth::Exact`] the lowest there is.
    pub low: f64,
    /// The highest; none when there is no limit.
    pub high: Option<f64>,
    /// Whether the cell is sensitive.
    pub sensitive: bool,
    /// Whether the range is wide enough; always true of a cell that is not sensitive.
    pub safe: bool,
}

/// The outcome of an audit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Audit {
    /// Sensitive cells, and with [`Depth::Exact`] every cell that is not published.
    pub cells: Vec<CellAudit>,
    /// Linear programs solved.
    pub programs: usize,
    /// Tables used as proof in which some count was not whole. Counts are whole, so such a proof is a little weaker.
    pub fractional: usize,
}

impl Audit {
    /// True when no sensitive cell can be worked out.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.cells.iter().all(|cell| cell.safe)
    }

    /// The cells that can be worked out.
    pub fn leaks(&self) -> impl Iterator<Item = &CellAudit> {
        self.cells.iter().filter(|cell| !cell.safe)
    }

    /// The narrowest range of a sensitive cell; none without any, or when none has a limit.
    #[must_use]
    pub fn narrowest(&self) -> Option<f64> {
        let widths = self.cells.iter().filter(|cell| cell.sensitive);
        widths.filter_map(|cell| Some(cell.high? - cell.low)).min_by(f64::total_cmp)
    }
}

/// What the tables found so far say of each cell.
struct Seen {
    low: PerCell<f64>,
    high: PerCell<f64>,
    fractional: usize,
}

impl Seen {
    fn take_in(&mut self, table: &[(usize, f64)]) {
        self.fractional +=
            usize::from(table.iter().any(|(_, count)| (count - count.round()).abs() > EPSILON));
        for (cell, count) in table {
            self.low.change(*cell, |low| *low = low.min(*count));
            self.high.change(*cell, |high| *high = high.max(*count));
        }
    }
}

/// Audits a pattern of withheld cells.
///
/// # Errors
/// [`crate::Error::Unproven`] when the optimiser gives up: then nothing may be published.
pub fn audit(problem: &Problem, pattern: &Pattern, depth: Depth) -> Result<Audit> {
    let open = problem.open(&PerCell::from(pattern.clone()));
    let attack = Attack::new(problem, &open);
    let minimum = real(problem.rule.minimum);
    let all = |count| PerCell::filled(problem.layout.len(), count);
    let ends = Ends { low: all(0.0), high: all(minimum) };
    withstand(problem, &open, &attack, &ends, depth)
}

/// How far down and up each sensitive cell must be able to be.
pub(crate) struct Ends {
    pub(crate) low: PerCell<f64>,
    pub(crate) high: PerCell<f64>,
}

/// Audits against any attack.
pub(crate) fn withstand(
    problem: &Problem,
    open: &PerCell<bool>,
    attack: &Attack,
    ends: &Ends,
    depth: Depth,
) -> Result<Audit> {
    // The true table fits, too: it is where every range begins.
    let truth: PerCell<f64> = problem.value.iter().map(|(_, count)| real(count)).collect();
    let mut seen = Seen { low: truth.clone(), high: truth, fractional: 0 };
    let mut exact = PerCell::<bool>::new(problem.layout.len());
    for toward in [Toward::High, Toward::Low] {
        prove(problem, open, attack, ends, toward, &mut seen)?;
    }
    if depth == Depth::Exact {
        for cell in open.marked() {
            let (low, high) = attack.range(cell)?;
            seen.low.set(cell, low);
            seen.high.set(cell, high.unwrap_or(attack.ceiling));
            exact.set(cell, true);
        }
    }
    let shown = |cell: &usize| problem.sensitive.at(*cell) || exact.at(*cell);
    let cells = (0..problem.layout.len()).filter(shown).map(|cell| {
        let sensitive = problem.sensitive.at(cell);
        let safe = !sensitive || (open.at(cell) && reached(ends, cell, &seen));
        let high = Some(seen.high.at(cell)).filter(|high| *high < attack.ceiling - EPSILON);
        CellAudit { cell, low: seen.low.at(cell), high, sensitive, safe }
    });
    Ok(Audit { cells: cells.collect(), programs: attack.solved(), fractional: seen.fractional })
}

fn reached(ends: &Ends, cell: usize, seen: &Seen) -> bool {
    is_reached(ends, cell, Toward::High, seen) && is_reached(ends, cell, Toward::Low, seen)
}

fn is_reached(ends: &Ends, cell: usize, toward: Toward, seen: &Seen) -> bool {
    match toward {
        Toward::High => seen.high.at(cell) >= ends.high.at(cell) - EPSILON,
        Toward::Low => seen.low.at(cell) <= ends.low.at(cell) + EPSILON,
    }
}

/// Seeks tables until each sensitive cell has one, or its own program shows that there is none. One program serves
/// many cells: cells without a sum in common are pushed together, and each table speaks of all cells in it.
fn prove(
    problem: &Problem,
    open: &PerCell<bool>,
    attack: &Attack,
    ends: &Ends,
    toward: Toward,
    seen: &mut Seen,
) -> Result<()> {
    let mut waiting: Vec<usize> = problem.sensitive.marked().filter(|cell| open.at(*cell)).collect();
    loop {
        waiting.retain(|cell| !is_reached(ends, *cell, toward, seen));
        let Some(first) = waiting.first().copied() else { return Ok(()) };
        let batch = apart(problem, attack, &waiting, first);
        let table = attack.extreme(&batch, toward)?;
        seen.take_in(&table);
        if !is_reached(ends, first, toward, seen) {
            // Together they were in each other's way, or it cannot be done: its own program decides.
            let table = attack.extreme(&[first], toward)?;
            seen.take_in(&table);
            waiting.remove(0);
        }
    }
}

/// Cells of one group that stand in no sum together, beginning with the first.
fn apart(problem: &Problem, attack: &Attack, waiting: &[usize], first: usize) -> Vec<usize> {
    let group = attack.group_of(first);
    let mut taken = PerCell::<bool>::new(problem.lines.len());
    let mut batch = Vec::new();
    for cell in waiting.iter().copied().filter(|cell| attack.group_of(*cell) == group) {
        let lines = problem.lines_of(cell);
        if lines.iter().any(|line| taken.at(*line)) {
            continue;
        }
        lines.iter().for_each(|line| taken.set(*line, true));
        batch.push(cell);
    }
    batch
}
