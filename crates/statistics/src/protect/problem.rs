//! What is to be published, what of it is sensitive, and what withholding a cell costs.

use crate::error::{Error, Result};
use crate::per_cell::PerCell;
use crate::table::{Counted, Layout, Line, Request, UNKNOWN};

/// Whether zeros are published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Zeros {
    /// A zero is shown unless hiding it helps to hide another cell. Empty bins of the unknown are always shown: that
    /// they are empty is too easily guessed to hide anything.
    #[default]
    Shown,
    /// A zero is as sensitive as a small count: that nobody is in a cell says something of those in its row.
    Hidden,
}

/// What withholding a cell costs, besides the unavoidable ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Cost {
    /// Every cell the same.
    Cells,
    /// The count of the cell, plus one.
    Values,
    /// The logarithm of the count: large cells are dearer than small ones, but not without measure.
    #[default]
    Balanced,
}

/// When a count may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Smallest count that is shown; 11 as in the Counter-Trafficking Data Collaborative.
    pub minimum: u64,
    /// Whether zeros are shown.
    pub zeros: Zeros,
    /// What the optimiser spares.
    pub cost: Cost,
}

impl Default for Rule {
    fn default() -> Self {
        Self { minimum: 11, zeros: Zeros::Shown, cost: Cost::Balanced }
    }
}

impl Rule {
    /// The usual rule with another minimum.
    ///
    /// # Errors
    /// [`Error::Setting`] unless it is from 2 to 1,000,000.
    pub fn with_minimum(minimum: u64) -> Result<Self> {
        if !(2..=1_000_000).contains(&minimum) {
            return Err(Error::Setting { setting: "the minimum", must: "from 2 to 1,000,000" });
        }
        Ok(Self { minimum, ..Self::default() })
    }

    /// Whether a count must not be known.
    #[must_use]
    pub fn is_sensitive(&self, count: u64) -> bool {
        count < self.minimum && (count > 0 || self.zeros == Zeros::Hidden)
    }

    fn cost_of(&self, count: u64) -> f64 {
        // A zero says little, yet it hides badly: a reader may know from elsewhere that nobody can be there.
        let count = if count == 0 { self.minimum } else { count };
        match self.cost {
            Cost::Cells => 1.0,
            Cost::Values => real(count) + 1.0,
            Cost::Balanced => (real(count) + 2.0).log2(),
        }
    }
}

/// Counts stay far below 2^53.
#[allow(clippy::cast_precision_loss, reason = "counts stay below 2^50")]
pub(crate) fn real(count: u64) -> f64 {
    count as f64
}

/// What becomes of a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// Known to the reader whatever is done.
    #[default]
    Known,
    /// Published unless it is suppressed.
    Offered,
    /// In no table that is asked for; yet what the tables say of it counts.
    Unasked,
}

/// Cells that are withheld.
pub type Pattern = Vec<bool>;

/// A protection problem: one or several linked tables over one layout.
#[derive(Debug, Clone)]
pub struct Problem {
    pub(crate) layout: Layout,
    pub(crate) rule: Rule,
    pub(crate) value: PerCell<u64>,
    pub(crate) role: PerCell<Role>,
    pub(crate) sensitive: PerCell<bool>,
    pub(crate) cost: PerCell<f64>,
    pub(crate) lines: Vec<Line>,
    lines_of: Vec<Vec<usize>>,
    overlap: Vec<i64>,
}

impl Problem {
    /// The tables of `requests` over what was counted. Cells in no request are never published; those of them that
    /// are sensitive are protected too, since several tables together can determine them.
    ///
    /// # Errors
    /// Whatever is wrong with the requests.
    pub fn new(counted: &Counted, requests: &[Request], rule: Rule) -> Result<Self> {
        let layout = counted.layout().clone();
        let mut role = PerCell::filled(layout.len(), Role::Unasked);
        for request in requests {
            for cell in request.cells(&layout)? {
                role.set(cell, Role::Offered);
            }
        }
        for cell in 0..layout.len() {
            let guessed = match counted.value(cell) {
                None => true,
                // That nothing was left unrecorded is easily guessed, so it cannot hide anything.
                Some(0) if rule.zeros == Zeros::Shown => {
                    layout.codes(cell).iter().any(|code| code.ends_with(UNKNOWN))
                }
                Some(_) => false,
            };
            if guessed {
                role.set(cell, Role::Known);
            }
        }
        let value = (0..layout.len()).map(|cell| counted.value(cell).unwrap_or(0)).collect();
        Ok(Self::from_parts(layout, rule, value, role))
    }

    pub(crate) fn from_parts(layout: Layout, rule: Rule, value: PerCell<u64>, role: PerCell<Role>) -> Self {
        let lines = layout.lines();
        Self::of_sums(layout, rule, value, role, lines)
    }

    /// With sums of its own; of the layout counts how many cells there are.
    pub(crate) fn of_sums(
        layout: Layout,
        rule: Rule,
        value: PerCell<u64>,
        role: PerCell<Role>,
        lines: Vec<Line>,
    ) -> Self {
        let mut lines_of = vec![Vec::new(); layout.len()];
        for (at, line) in lines.iter().enumerate() {
            for (cell, _) in line.terms() {
                if let Some(of) = lines_of.get_mut(cell) {
                    of.push(at);
                }
            }
        }
        let signed = |cell: usize, sign: i64| i64::try_from(value.at(cell)).unwrap_or(i64::MAX) * sign;
        let overlap =
            lines.iter().map(|line| line.terms().map(|(cell, sign)| signed(cell, sign)).sum()).collect();
        let sensitive = value
            .iter()
            .map(|(cell, count)| role.at(cell) != Role::Known && rule.is_sensitive(count))
            .collect();
        let cost = value.iter().map(|(_, count)| rule.cost_of(count)).collect();
        Self { layout, rule, value, role, sensitive, cost, lines, lines_of, overlap }
    }

    /// The cells.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Number of cells that can be shown or withheld.
    #[must_use]
    pub fn offered(&self) -> usize {
        self.role.iter().filter(|(_, role)| *role == Role::Offered).count()
    }

    /// Whether a cell is in one of the tables and can be shown or withheld.
    #[must_use]
    pub fn is_offered(&self, cell: usize) -> bool {
        self.role.at(cell) == Role::Offered
    }

    /// The cells that must be withheld for their own sake.
    #[must_use]
    pub fn primary(&self) -> Pattern {
        let primary = self.sensitive.iter().map(|(cell, sensitive)| sensitive && self.is_offered(cell));
        primary.collect()
    }

    /// Lines that a cell stands in.
    pub(crate) fn lines_of(&self, cell: usize) -> &[usize] {
        self.lines_of.get(cell).map_or(&[], Vec::as_slice)
    }

    /// How much the parts of a line exceed its total, because one entity stands in several; an attacker is thought to
    /// know it.
    pub(crate) fn overlap(&self, line: usize) -> i64 {
        self.overlap.get(line).copied().unwrap_or_default()
    }

    /// What nobody outside knows under a pattern: the withheld cells and those never published.
    pub(crate) fn open(&self, pattern: &PerCell<bool>) -> PerCell<bool> {
        self.role
            .iter()
            .map(|(cell, role)| match role {
                Role::Known => false,
                Role::Offered => pattern.at(cell),
                Role::Unasked => true,
            })
            .collect()
    }

    /// Steps upward that a sensitive cell must be able to go: to the minimum.
    pub(crate) fn room_up(&self, cell: usize) -> u64 {
        self.rule.minimum.saturating_sub(self.value.at(cell))
    }

    /// What withholding the marked cells costs.
    #[must_use]
    pub fn cost(&self, pattern: &[bool]) -> f64 {
        pattern
            .iter()
            .enumerate()
            .filter(|(cell, withheld)| **withheld && self.is_offered(*cell))
            .map(|(cell, _)| self.cost.at(cell))
            .sum()
    }
}
