//! Rulesets as the standard writes them (JSON; <https://github.com/IATI/IATI-Rulesets>, `SPEC.rst`): read as data and judged here.
//!
//! Judged are the rules that the standard ruleset of 2.03 uses. Whether an organisation is known to the registry cannot be seen from
//! a file, so what a rule asks of unknown ones (`idCondition`) is asked of all; those rules only warn.

mod cases;
mod expression;
mod parse;
mod ruleset;
mod tree;

pub use ruleset::{Ruleset, RulesetProblem};
