//! XPath 1.0 as ODK uses it: parsed with limits, evaluated over trees of answers and of choices.
//!
//! Clock, chance, tables and the labels of choices are parameters ([`Env`]); every evaluation has a budget of steps, so that no
//! expression of a form and no submission can hold a node up.

mod ast;
mod env;
mod eval;
mod fault;
mod functions;
mod known;
mod lex;
mod moment;
mod parse;
mod tree;
mod value;

pub use ast::{Axis, Expr, Op, Path, Start, Step, Test};
pub(crate) use env::compile_pattern;
pub use env::{Bare, Budget, Env, Lookups};
pub use eval::{Context, evaluate};
pub use fault::{Fault, FaultCode};
pub use known::{arity, is_known};
pub use moment::Moment;
pub(crate) use moment::{read_clock, split_zone};
pub use parse::{MAX_CHARS, MAX_DEPTH, parse};
pub use tree::{Forest, NodeId};
pub use value::{Value, number_text};
