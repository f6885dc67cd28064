//! Nodes, places and repeats.

use super::super::ast::{Axis, Expr, Start, Test};
use super::super::eval::walk;
use super::super::fault::{Fault, FaultCode};
use super::super::tree::NodeId;
use super::super::value::Value;
use super::texts::index;
use super::{Answer, Call};

pub(super) fn call(call: &Call<'_>) -> Answer {
    #[allow(clippy::cast_precision_loss, reason = "far fewer nodes than a double counts")]
    let count = |count: usize| -> Answer { Ok(Some(Value::Number(count as f64))) };
    match call.name {
        "count" => count(call.nodes(0)?.len()),
        "count-non-empty" => {
            let filled = |node: &NodeId| !call.env.forest.string_value(*node).trim().is_empty();
            count(call.nodes(0)?.iter().filter(|node| filled(node)).count())
        }
        "position" if call.has(0) => {
            count(call.nodes(0)?.first().map_or(0, |node| call.env.forest.place(*node)))
        }
        "position" => count(call.at.position),
        "last" => count(call.at.size),
        "current" => Ok(Some(Value::Nodes(vec![call.at.current]))),
        "instance" => {
            let document = call.env.forest.instance(&call.text(0)?);
            // The named tree itself stands for its root, as in ODK: instance('x')/root/item.
            Ok(Some(Value::Nodes(document.into_iter().collect())))
        }
        "name" | "local-name" => {
            let node = if call.has(0) { call.nodes(0)?.first().copied() } else { Some(call.at.node) };
            let name = node.map(|node| call.env.forest.name(node)).unwrap_or_default();
            Ok(Some(Value::text(name)))
        }
        // What was once found stays: the answer that is there, else the first value.
        "once" => {
            let kept = call.env.forest.string_value(call.at.current);
            if kept.is_empty() { call.value(0).map(Some) } else { Ok(Some(Value::Text(kept))) }
        }
        "indexed-repeat" => indexed(call),
        _ => Ok(None),
    }
}

/// `indexed-repeat(question, repeat, row, …)`: the question in the row of that number, for up to three repeats within one another.
fn indexed(call: &Call<'_>) -> Answer {
    let Some(Expr::Path(wanted)) = call.arguments.first() else {
        return Err(Fault::new(FaultCode::Kind, call.name));
    };
    if call.arguments.len().is_multiple_of(2) {
        return Err(Fault::new(FaultCode::Arguments, call.name));
    }
    let mut rows: Vec<NodeId> = Vec::new();
    for pair in (1..call.arguments.len()).step_by(2) {
        let inside = call.nodes(pair)?;
        let inside: Vec<NodeId> = match rows.first() {
            None => inside,
            Some(outer) => inside.into_iter().filter(|node| below(call, *node, *outer)).collect(),
        };
        let place = index(call.number(pair + 1)?).and_then(|place| place.checked_sub(1));
        let Some(row) = place.and_then(|place| inside.get(place)) else {
            return Ok(Some(Value::Nodes(Vec::new())));
        };
        rows = vec![*row];
    }
    let Some(row) = rows.first() else { return Ok(Some(Value::Nodes(Vec::new()))) };
    let named = wanted.steps.iter().rev().find_map(|step| match &step.test {
        Test::Name(name) if step.axis == Axis::Child => Some(name.as_str()),
        _ => None,
    });
    let everywhere = match wanted.start {
        Start::Root => walk(wanted, call.at, call.env)?,
        // A relative path leads to the question of one row; its siblings in the wanted row have the same names.
        _ => descendants(call, *row, named.unwrap_or_default())?,
    };
    Ok(Some(Value::Nodes(everywhere.into_iter().filter(|node| below(call, *node, *row)).collect())))
}

fn below(call: &Call<'_>, node: NodeId, above: NodeId) -> bool {
    std::iter::successors(Some(node), |node| call.env.forest.parent(*node)).any(|node| node == above)
}

fn descendants(call: &Call<'_>, row: NodeId, name: &str) -> Result<Vec<NodeId>, Fault> {
    let mut found = Vec::new();
    let mut waiting = vec![row];
    while let Some(next) = waiting.pop() {
        call.env.spend(1)?;
        if call.env.forest.name(next) == name {
            found.push(next);
        }
        waiting.extend(call.env.forest.children(next).iter().rev());
    }
    Ok(found)
}
