//! What can be wrong with what a caller hands in. None of the sentences repeats what stood in a row.

use crate::privacy::Loss;

/// Result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a table cannot be made or protected. Each says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A table needs something to be broken down by.
    #[error("no dimension is named: name at least one column to break the figure down by")]
    NoDimension,
    /// Two dimensions, or two categories of one, have the same name.
    #[error("{what} stands twice: name each dimension and each category once")]
    Twice {
        /// The name or code.
        what: String,
    },
    /// A category whose code is kept for the total.
    #[error("the code {code} is kept for totals: give the category of {dimension} another code")]
    Reserved {
        /// Dimension.
        dimension: String,
        /// The code.
        code: String,
    },
    /// A category lies in one that was not listed before it.
    #[error("{code} of {dimension} lies in {parent}, which is not listed before it: list parents first")]
    NoParent {
        /// Dimension.
        dimension: String,
        /// The category.
        code: String,
        /// Where it should lie.
        parent: String,
    },
    /// A dimension nobody knows.
    #[error("there is no dimension {name}: use one of {known}")]
    UnknownDimension {
        /// What was asked for.
        name: String,
        /// What there is, separated by commas.
        known: String,
    },
    /// A category nobody knows.
    #[error("{dimension} has no category of that code: use the codes of the table")]
    UnknownCategory {
        /// Dimension.
        dimension: String,
    },
    /// A row with too few or too many categories.
    #[error("row {row} names {found} categories where the table has {expected} dimensions")]
    Width {
        /// Row, from 1.
        row: usize,
        /// Categories given.
        found: usize,
        /// Dimensions.
        expected: usize,
    },
    /// A table whose cells cannot be held or protected in reasonable time.
    #[error(
        "the table would have {cells} cells, more than {limit}: use fewer dimensions, wider bins or a filter"
    )]
    TooLarge {
        /// Cells, totals included.
        cells: usize,
        /// The ceiling.
        limit: usize,
    },
    /// Bins that leave a gap, overlap or run backwards.
    #[error(
        "bin {bin} does not follow the one before it: bins are closed and leave no gap, such as 0-5,6-11,12-17,18+"
    )]
    Bins {
        /// The bin, from 1.
        bin: usize,
    },
    /// A setting outside its range.
    #[error("{setting} must be {must}")]
    Setting {
        /// Which one.
        setting: &'static str,
        /// What it must be.
        must: &'static str,
    },
    /// Two releases whose dimensions differ.
    #[error("the releases cannot be compared: {why}; protect them with the same dimensions and categories")]
    Incomparable {
        /// What differs.
        why: &'static str,
    },
    /// Counts that are too large to add up.
    #[error(
        "the counts are too large to be added up: see whether a column of numbers that count nothing was named"
    )]
    Overflow,
    /// Cells that cannot be hidden, because too much is known already.
    #[error(
        "{cells} small cells cannot be hidden whatever is withheld: use fewer dimensions or wider bins; nothing was published"
    )]
    Unprotectable {
        /// How many.
        cells: usize,
    },
    /// The audit found cells that can be worked out.
    #[error(
        "the audit found {cells} small cells that can be worked out: use fewer dimensions or wider bins; nothing was published"
    )]
    Leaks {
        /// How many.
        cells: usize,
    },
    /// The optimiser gave up, so nothing may be published.
    #[error(
        "the protection could not be proven ({stage}): use fewer dimensions or wider bins; nothing was published"
    )]
    Unproven {
        /// Where it gave up.
        stage: &'static str,
    },
    /// A release that costs more than is left of what may be told of these children.
    #[error(
        "the budget does not bear it: {left} are left and {asked} are asked for; ask for less, or leave it at what was released"
    )]
    Overspent {
        /// What the release costs.
        asked: Loss,
        /// What is left.
        left: Loss,
    },
}
