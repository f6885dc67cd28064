//! Hiding what would give a child away, and proving that it is hidden.
//!
//! [`Problem`] says what is to be published and what is sensitive; [`suppress`] chooses the cells to withhold;
//! [`audit`] solves, as an attacker would, for the range of every withheld cell, and knows nothing of how they were
//! chosen; [`between_releases`] does the same with an earlier release in hand; [`round`] rounds all cells so that the
//! sums still hold; [`Beside`] is another release of the same children, which must not give back what this one withholds.

mod attack;
mod audit;
mod beside;
pub(crate) mod lp;
mod moves;
mod problem;
mod releases;
mod rounding;
mod suppress;

pub use audit::{Audit, CellAudit, Depth, audit};
pub(crate) use beside::Linked;
pub use beside::{Beside, is_comparable};
pub(crate) use problem::real;
pub use problem::{Cost, Pattern, Problem, Rule, Zeros};
pub use releases::{between_releases, joined};
pub use rounding::{Rounded, round};
pub use suppress::{Effort, Outcome, suppress};
