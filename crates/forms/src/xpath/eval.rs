//! Evaluation of an expression at a node.

use std::cmp::Ordering;

use super::ast::{Axis, Expr, Op, Path, Start, Step, Test};
use super::env::Env;
use super::fault::{Fault, FaultCode};
use super::functions;
use super::moment::Moment;
use super::tree::NodeId;
use super::value::{Value, number_text, text_number};

/// Where an expression is evaluated.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// The context node.
    pub node: NodeId,
    /// The node of the whole expression: `current()`.
    pub current: NodeId,
    /// Place among the nodes looked at, from 1.
    pub position: usize,
    /// How many nodes are looked at.
    pub size: usize,
}

impl Context {
    /// At one node, by itself.
    #[must_use]
    pub fn at(node: NodeId) -> Self {
        Self { node, current: node, position: 1, size: 1 }
    }
}

/// Evaluates an expression.
///
/// # Errors
/// A [`Fault`] when a value is of the wrong kind, a pattern is none, or the budget is used up.
pub fn evaluate(expr: &Expr, at: Context, env: &Env<'_>) -> Result<Value, Fault> {
    env.spend(1)?;
    match expr {
        Expr::Number(number) => Ok(Value::Number(*number)),
        Expr::Text(text) => Ok(Value::text(text)),
        Expr::Negate(inner) => Ok(Value::Number(-env.number(&evaluate(inner, at, env)?)?)),
        Expr::Chain(first, rest) => chain(first, rest, at, env),
        Expr::Call(name, arguments) => functions::call(name, arguments, at, env),
        Expr::Path(path) => walk(path, at, env).map(Value::Nodes),
    }
}

fn chain(first: &Expr, rest: &[(Op, Expr)], at: Context, env: &Env<'_>) -> Result<Value, Fault> {
    let mut left = evaluate(first, at, env)?;
    for (op, operand) in rest {
        left = match op {
            // The right side is not looked at when the left side decides.
            Op::Or => Value::Truth(env.truth(&left) || env.truth(&evaluate(operand, at, env)?)),
            Op::And => Value::Truth(env.truth(&left) && env.truth(&evaluate(operand, at, env)?)),
            _ => join(*op, left, evaluate(operand, at, env)?, env)?,
        };
    }
    Ok(left)
}

fn join(op: Op, left: Value, right: Value, env: &Env<'_>) -> Result<Value, Fault> {
    let arithmetic = |work: fn(f64, f64) -> f64| -> Result<Value, Fault> {
        Ok(Value::Number(work(env.number(&left)?, env.number(&right)?)))
    };
    match op {
        Op::Plus => arithmetic(|a, b| a + b),
        Op::Minus => arithmetic(|a, b| a - b),
        Op::Times => arithmetic(|a, b| a * b),
        Op::Div => arithmetic(|a, b| a / b),
        Op::Mod => arithmetic(|a, b| a % b),
        Op::Union => match (left, right) {
            (Value::Nodes(mut nodes), Value::Nodes(more)) => {
                nodes.extend(more);
                nodes.sort_unstable();
                nodes.dedup();
                Ok(Value::Nodes(nodes))
            }
            _ => Err(Fault::new(FaultCode::Kind, "|")),
        },
        _ => compare(op, &left, &right, env).map(Value::Truth),
    }
}

/// Comparisons; with nodes it is enough that one of them fits (section 3.4).
fn compare(op: Op, left: &Value, right: &Value, env: &Env<'_>) -> Result<bool, Fault> {
    match (left, right) {
        (Value::Truth(_), _) | (_, Value::Truth(_)) if matches!(op, Op::Equal | Op::NotEqual) => {
            Ok((env.truth(left) == env.truth(right)) == (op == Op::Equal))
        }
        (Value::Nodes(nodes), other) => any_of(nodes, env, |text| compare(op, &text, other, env)),
        (other, Value::Nodes(nodes)) => any_of(nodes, env, |text| compare(op, other, &text, env)),
        _ => atoms(op, left, right, env),
    }
}

fn any_of(
    nodes: &[NodeId],
    env: &Env<'_>,
    fits: impl Fn(Value) -> Result<bool, Fault>,
) -> Result<bool, Fault> {
    // An answer that is not there is the empty text, so that comparisons with '' hold as form authors expect.
    if nodes.is_empty() {
        return fits(Value::text(""));
    }
    for node in nodes {
        env.spend(1)?;
        if fits(Value::Text(env.forest.string_value(*node)))? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn atoms(op: Op, left: &Value, right: &Value, env: &Env<'_>) -> Result<bool, Fault> {
    if matches!(op, Op::Equal | Op::NotEqual)
        && let (Value::Text(left), Value::Text(right)) = (left, right)
    {
        return Ok((left == right) == (op == Op::Equal));
    }
    let order = env.number(left)?.partial_cmp(&env.number(right)?);
    Ok(match op {
        Op::Equal => order == Some(Ordering::Equal),
        Op::NotEqual => order != Some(Ordering::Equal),
        Op::Less => order == Some(Ordering::Less),
        Op::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Op::Greater => order == Some(Ordering::Greater),
        _ => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    })
}

/// Goes a path.
pub(super) fn walk(path: &Path, at: Context, env: &Env<'_>) -> Result<Vec<NodeId>, Fault> {
    let mut nodes = match &path.start {
        Start::Root => vec![env.forest.document()],
        Start::Here => vec![at.node],
        Start::At(base, predicates) => {
            let Value::Nodes(nodes) = evaluate(base, at, env)? else {
                return Err(Fault::new(FaultCode::Kind, "/"));
            };
            narrow(nodes, predicates, at, env)?
        }
    };
    for step in &path.steps {
        let mut next = Vec::new();
        for node in nodes {
            let found = take(step, node, env)?;
            next.extend(narrow(found, &step.predicates, at, env)?);
        }
        next.sort_unstable();
        next.dedup();
        env.spend(next.len())?;
        nodes = next;
    }
    Ok(nodes)
}

fn take(step: &Step, node: NodeId, env: &Env<'_>) -> Result<Vec<NodeId>, Fault> {
    let forest = env.forest;
    let mut found = Vec::new();
    match step.axis {
        Axis::Child => found.extend(forest.children(node)),
        Axis::Parent => found.extend(forest.parent(node)),
        Axis::Itself => found.push(node),
        Axis::Ancestor | Axis::AncestorOrSelf => {
            let first = if step.axis == Axis::Ancestor { forest.parent(node) } else { Some(node) };
            found.extend(std::iter::successors(first, |node| forest.parent(*node)));
        }
        Axis::Descendant | Axis::DescendantOrSelf => {
            let mut waiting = vec![node];
            while let Some(next) = waiting.pop() {
                env.spend(1)?;
                found.push(next);
                waiting.extend(forest.children(next).iter().rev());
            }
            if step.axis == Axis::Descendant {
                found.retain(|other| *other != node);
            }
        }
        Axis::FollowingSibling | Axis::PrecedingSibling => {
            let all = forest.parent(node).map(|parent| forest.children(parent)).unwrap_or_default();
            let after = step.axis == Axis::FollowingSibling;
            found.extend(all.iter().filter(|other| if after { **other > node } else { **other < node }));
        }
    }
    if matches!(step.axis, Axis::PrecedingSibling) {
        found.reverse();
    }
    env.spend(found.len())?;
    found.retain(|node| match &step.test {
        Test::Node => true,
        Test::Any => !forest.name(*node).is_empty(),
        Test::Name(name) => forest.name(*node) == name,
    });
    Ok(found)
}

fn narrow(
    mut nodes: Vec<NodeId>,
    predicates: &[Expr],
    at: Context,
    env: &Env<'_>,
) -> Result<Vec<NodeId>, Fault> {
    for predicate in predicates {
        let size = nodes.len();
        let mut kept = Vec::new();
        for (index, node) in nodes.into_iter().enumerate() {
            let here = Context { node, current: at.current, position: index + 1, size };
            let fits = match evaluate(predicate, here, env)? {
                #[allow(clippy::cast_precision_loss, reason = "far fewer nodes than a double counts")]
                Value::Number(number) => number == here.position as f64,
                other => env.truth(&other),
            };
            if fits {
                kept.push(node);
            }
        }
        nodes = kept;
    }
    Ok(nodes)
}

/// A number as true or false, with the tolerance that JavaRosa has.
fn is_true(number: f64) -> bool {
    number.abs() > 1e-12 && !number.is_nan()
}

impl Env<'_> {
    /// A value as text.
    ///
    /// # Errors
    /// A [`Fault`] when the budget is used up.
    pub fn string(&self, value: &Value) -> Result<String, Fault> {
        Ok(match value {
            Value::Nodes(nodes) => match nodes.first() {
                Some(node) => self.grown(self.forest.string_value(*node))?,
                None => String::new(),
            },
            Value::Number(number) => number_text(*number),
            Value::Text(text) => text.clone(),
            Value::Truth(truth) => truth.to_string(),
            Value::When(moment) => moment.to_text(),
        })
    }

    /// A value as a number; days count since 1970.
    ///
    /// # Errors
    /// A [`Fault`] when the budget is used up.
    pub fn number(&self, value: &Value) -> Result<f64, Fault> {
        Ok(match value {
            Value::Number(number) => *number,
            Value::Truth(truth) => f64::from(u8::from(*truth)),
            Value::When(moment) => moment.days(),
            Value::Text(text) => text_number(text, self.offset()),
            Value::Nodes(_) => text_number(&self.string(value)?, self.offset()),
        })
    }

    /// A value as true or false. Nodes are what stands in the first of them, as ODK Collect has it (JavaRosa, `XPathFuncExpr.toBoolean`,
    /// which takes the value out first): an answer that is not there is false, and so is the number 0. XPath 1.0 would call every node
    /// true, and a question that nobody was asked would be missing.
    #[must_use]
    pub fn truth(&self, value: &Value) -> bool {
        match value {
            Value::Nodes(nodes) => nodes.first().is_some_and(|node| self.answered(*node)),
            Value::Number(number) => is_true(*number),
            Value::Text(text) => !text.is_empty(),
            Value::Truth(truth) => *truth,
            Value::When(_) => true,
        }
    }

    fn answered(&self, node: NodeId) -> bool {
        let text = self.forest.string_value(node);
        let text = text.trim();
        match text.parse::<f64>() {
            Ok(number) if self.forest.is_number(node) => is_true(number),
            _ => !text.is_empty(),
        }
    }

    /// A value as a day or an instant, if it is one.
    pub(super) fn moment(&self, value: &Value) -> Result<Option<Moment>, Fault> {
        Ok(match value {
            Value::When(moment) => Some(*moment),
            Value::Number(days) => Moment::from_days(*days, self.offset()),
            other => {
                let text = self.string(other)?;
                let by_number = || Moment::from_days(text.trim().parse().ok()?, self.offset());
                Moment::parse(&text, self.offset()).or_else(by_number)
            }
        })
    }
}
