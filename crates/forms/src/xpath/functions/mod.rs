//! The functions, by family. Names and arguments were checked when the expression was read.

mod coded;
mod dates;
mod geo;
mod nodes;
mod numbers;
mod texts;

use super::ast::Expr;
use super::env::Env;
use super::eval::{Context, evaluate};
use super::fault::{Fault, FaultCode};
use super::tree::NodeId;
use super::value::Value;

/// A call with its arguments not yet evaluated, since some functions leave some of them alone.
struct Call<'a> {
    name: &'a str,
    arguments: &'a [Expr],
    at: Context,
    env: &'a Env<'a>,
}

impl Call<'_> {
    fn value(&self, index: usize) -> Result<Value, Fault> {
        let argument = self.arguments.get(index);
        let argument = argument.ok_or_else(|| Fault::new(FaultCode::Arguments, self.name))?;
        evaluate(argument, self.at, self.env)
    }

    fn has(&self, index: usize) -> bool {
        index < self.arguments.len()
    }

    fn text(&self, index: usize) -> Result<String, Fault> {
        self.env.string(&self.value(index)?)
    }

    fn number(&self, index: usize) -> Result<f64, Fault> {
        self.env.number(&self.value(index)?)
    }

    fn truth(&self, index: usize) -> Result<bool, Fault> {
        Ok(self.env.truth(&self.value(index)?))
    }

    fn nodes(&self, index: usize) -> Result<Vec<NodeId>, Fault> {
        match self.value(index)? {
            Value::Nodes(nodes) => Ok(nodes),
            _ => Err(Fault::new(FaultCode::Kind, self.name)),
        }
    }

    /// The text of an argument, or of the context node when there is none.
    fn text_or_here(&self) -> Result<String, Fault> {
        if self.has(0) { self.text(0) } else { self.env.string(&Value::Nodes(vec![self.at.node])) }
    }

    /// Every argument from one on, nodes one by one, each as text.
    fn texts_from(&self, first: usize) -> Result<Vec<String>, Fault> {
        let mut texts = Vec::new();
        for index in first..self.arguments.len() {
            match self.value(index)? {
                Value::Nodes(nodes) => {
                    self.env.spend(nodes.len())?;
                    for node in nodes {
                        texts.push(self.env.forest.string_value(node));
                    }
                }
                other => texts.push(self.env.string(&other)?),
            }
        }
        Ok(texts)
    }
}

/// Calls a function.
pub(super) fn call(name: &str, arguments: &[Expr], at: Context, env: &Env<'_>) -> Result<Value, Fault> {
    let call = Call { name, arguments, at, env };
    let families = [texts::call, numbers::call, nodes::call, dates::call, geo::call, coded::call];
    for family in families {
        if let Some(value) = family(&call)? {
            return Ok(value);
        }
    }
    Err(Fault::new(FaultCode::UnknownFunction, name))
}

/// What a family answers: nothing when the function is none of its own.
type Answer = Result<Option<Value>, Fault>;
