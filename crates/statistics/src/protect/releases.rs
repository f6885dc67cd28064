//! An earlier release in hand.
//!
//! When children are only added from one release to the next, the three tables *earlier*, *added* and *later* are one
//! table with one more dimension, of which *later* is the total. So whatever protects linked tables protects against
//! differencing: those who were added must not be worked out, nor anything that the earlier release withheld.

use crate::error::{Error, Result};
use crate::per_cell::PerCell;
use crate::protect::audit::{Audit, Depth, audit};
use crate::protect::problem::{Pattern, Problem, Role};
use crate::table::{Dimension, Layout};

const RELEASE: &str = "release";
/// Nodes of the dimension of releases: the total, the two parts and the bin of the unknown, which stays empty.
const NODES: usize = 4;
const EARLIER: usize = 1;
const ADDED: usize = 2;

/// The later release as a protection problem in which the earlier one is known. Its pattern is over a layout with the
/// further dimension `release`; [`later_pattern`](Problem::later_pattern) takes out that of the later release.
///
/// # Errors
/// [`Error::Incomparable`] when the layouts or rules differ, or when some count has gone down: then records were taken
/// away or corrected, *later* is not *earlier* plus something, and this attack does not apply as it stands.
pub fn joined(earlier: &Problem, published: &Pattern, later: &Problem) -> Result<Problem> {
    if earlier.layout != later.layout {
        return Err(Error::Incomparable { why: "they differ in dimensions or categories" });
    }
    if earlier.rule != later.rule {
        return Err(Error::Incomparable { why: "they were made under different rules" });
    }
    let mut dimensions = later.layout.dimensions().to_vec();
    dimensions.push(Dimension::flat(RELEASE, ["earlier", "added"])?);
    let layout = Layout::new(dimensions)?;
    let mut value = PerCell::<u64>::new(layout.len());
    let mut role = PerCell::<Role>::new(layout.len());
    for cell in 0..later.layout.len() {
        let (before, after) = (earlier.value.at(cell), later.value.at(cell));
        let added = after.checked_sub(before);
        let added = added.ok_or(Error::Incomparable { why: "some counts have gone down" })?;
        let at = cell * NODES;
        value.set(at, after);
        value.set(at + EARLIER, before);
        value.set(at + ADDED, added);
        let withheld = published.get(cell).copied().unwrap_or(true);
        role.set(at, later.role.at(cell));
        role.set(
            at + EARLIER,
            match earlier.role.at(cell) {
                Role::Offered if !withheld => Role::Known,
                Role::Known => Role::Known,
                Role::Offered | Role::Unasked => Role::Unasked,
            },
        );
        let empty = later.role.at(cell) == Role::Known && earlier.role.at(cell) == Role::Known;
        role.set(at + ADDED, if empty { Role::Known } else { Role::Unasked });
    }
    Ok(Problem::from_parts(layout, later.rule, value, role))
}

impl Problem {
    /// Of a pattern over two [`joined`] releases, that of the later one.
    #[must_use]
    pub fn later_pattern(pattern: &Pattern) -> Pattern {
        pattern.iter().copied().step_by(NODES).collect()
    }

    /// The other way round: a pattern of the later release over two [`joined`] ones.
    #[must_use]
    pub fn joined_pattern(later: &Pattern) -> Pattern {
        later.iter().flat_map(|withheld| [*withheld, false, false, false]).collect()
    }
}

/// Audits two releases together. Cells of the audit are over the layout with the dimension `release`.
///
/// # Errors
/// Those of [`joined`] and [`audit`].
pub fn between_releases(
    earlier: &Problem,
    earlier_pattern: &Pattern,
    later: &Problem,
    later_pattern: &Pattern,
) -> Result<Audit> {
    let problem = joined(earlier, earlier_pattern, later)?;
    audit(&problem, &Problem::joined_pattern(later_pattern), Depth::Proof)
}
