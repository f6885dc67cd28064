//! Relevance, calculations, requirements and constraints, in the order in which they follow from one another.

use std::collections::{BTreeMap, BTreeSet};

use super::fill::Filled;
use super::lookups::FormLookups;
use super::{AnswerCode, Rejection, WORK};
use crate::form::{Form, Formula, Item, ItemId};
use crate::xpath::{Budget, Context, Env, Expr, Fault, FaultCode, Moment, NodeId, Value, evaluate};

/// Something wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) item: ItemId,
    pub(super) node: NodeId,
    pub(super) code: AnswerCode,
}

impl Found {
    pub(super) fn new(item: ItemId, node: NodeId, code: AnswerCode) -> Self {
        Self { item, node, code }
    }
}

/// What the rules say.
pub(super) struct Outcome {
    /// Nodes that are not asked.
    pub(super) off: BTreeSet<NodeId>,
    /// Paths of answers to questions that are not asked.
    pub(super) dropped: Vec<String>,
    /// Paths of answers that we computed otherwise than the device.
    pub(super) recalculated: Vec<String>,
    pub(super) problems: Vec<Found>,
}

struct Rules<'a> {
    form: &'a Form,
    filled: &'a mut Filled,
    now: Moment,
    lookups: &'a FormLookups<'a>,
    budget: Budget,
    out: Outcome,
}

/// Applies every rule; answers that are not asked are emptied, calculations are done again.
pub(super) fn apply(
    form: &Form,
    filled: &mut Filled,
    now: Moment,
    lookups: &FormLookups<'_>,
) -> Result<Outcome, Rejection> {
    let problems = std::mem::take(&mut filled.problems);
    let out = Outcome { off: BTreeSet::new(), dropped: Vec::new(), recalculated: Vec::new(), problems };
    let mut rules = Rules { form, filled, now, lookups, budget: Budget::new(WORK), out };
    for id in &form.order {
        let Some(item) = form.item(*id) else { continue };
        for node in rules.filled.of(*id).to_vec() {
            rules.settle(*id, item, node)?;
        }
    }
    for (id, item) in form.ids() {
        for node in rules.filled.of(id).to_vec() {
            if item.question().is_some() && !rules.out.off.contains(&node) {
                rules.judge(id, item, node)?;
            }
        }
    }
    Ok(rules.out)
}

impl Rules<'_> {
    fn evaluate(&self, formula: &Formula, node: NodeId) -> Result<Value, Fault> {
        let env = Env::new(&self.filled.forest, self.now, self.lookups, &self.budget);
        evaluate(&formula.expr, Context::at(node), &env)
    }

    /// Whether a rule holds; a rule that cannot be evaluated is said and counts as `otherwise`.
    fn holds(
        &mut self,
        formula: &Formula,
        id: ItemId,
        node: NodeId,
        otherwise: bool,
    ) -> Result<bool, Rejection> {
        let value = self.evaluate(formula, node);
        let value = self.said(value, id, node)?;
        let env = Env::new(&self.filled.forest, self.now, self.lookups, &self.budget);
        Ok(value.map_or(otherwise, |value| env.truth(&value)))
    }

    fn said(
        &mut self,
        value: Result<Value, Fault>,
        id: ItemId,
        node: NodeId,
    ) -> Result<Option<Value>, Rejection> {
        match value {
            Ok(value) => Ok(Some(value)),
            Err(fault) if fault.code == FaultCode::TooMuchWork => Err(Rejection::TooMuchWork),
            Err(_) => {
                self.out.problems.push(Found::new(id, node, AnswerCode::Rule));
                Ok(None)
            }
        }
    }

    /// Is it asked? What is it computed as?
    fn settle(&mut self, id: ItemId, item: &Item, node: NodeId) -> Result<(), Rejection> {
        let around_off = self.filled.forest.parent(node).is_some_and(|parent| self.out.off.contains(&parent));
        let asked = !around_off
            && match &item.relevant {
                Some(rule) => self.holds(rule, id, node, true)?,
                None => true,
            };
        if !asked {
            self.out.off.insert(node);
            if item.question().is_some() && !self.filled.forest.text(node).is_empty() {
                self.out.dropped.push(self.path(node));
                self.filled.forest.set_text(node, "");
            }
            return Ok(());
        }
        let steady = |formula: &&Formula| item.trigger.is_none() && is_steady(formula, self.lookups);
        let Some(formula) = item.calculation.as_ref().filter(steady) else {
            return Ok(());
        };
        let value = self.evaluate(formula, node);
        let Some(value) = self.said(value, id, node)? else { return Ok(()) };
        let env = Env::new(&self.filled.forest, self.now, self.lookups, &self.budget);
        let text = env.string(&value).map_err(|_| Rejection::TooMuchWork)?;
        // What has no number is no answer.
        let text = if text == "NaN" { String::new() } else { text };
        if text != self.filled.forest.text(node) && !same_number(&text, self.filled.forest.text(node)) {
            self.out.recalculated.push(self.path(node));
        }
        self.filled.forest.set_text(node, text.trim());
        Ok(())
    }

    /// Is there an answer where one must be, and does the constraint hold for it?
    fn judge(&mut self, id: ItemId, item: &Item, node: NodeId) -> Result<(), Rejection> {
        if self.filled.forest.text(node).is_empty() {
            if let Some(rule) = &item.required
                && item.question().is_some_and(crate::form::Question::is_shown)
                && !matches!(item.question(), Some(crate::form::Question::Note))
                && self.holds(rule, id, node, false)?
            {
                self.out.problems.push(Found::new(id, node, AnswerCode::Missing));
            }
            return Ok(());
        }
        if let Some(rule) = &item.constraint
            && !self.holds(rule, id, node, false)?
        {
            self.out.problems.push(Found::new(id, node, AnswerCode::Constraint));
        }
        if let (Some(rule), Some(list)) =
            (&item.choice_filter, item.question().and_then(|question| question.list()))
        {
            self.judge_choices(rule, list, id, node)?;
        }
        Ok(())
    }

    /// A chosen code must be among those that the filter offers. A list may hold it several times, once in each region, say: it is enough
    /// that one of them is offered.
    fn judge_choices(
        &mut self,
        rule: &Formula,
        list: &str,
        id: ItemId,
        node: NodeId,
    ) -> Result<(), Rejection> {
        let Some(list) = self.form.list(list) else { return Ok(()) };
        let forest = &self.filled.forest;
        let root = forest.instance(list.instance()).and_then(|document| forest.child(document, "root"));
        let rows: Vec<NodeId> = root.map(|root| forest.children(root).to_vec()).unwrap_or_default();
        let mut chosen: BTreeMap<String, bool> =
            forest.text(node).split_whitespace().map(|code| (code.to_owned(), false)).collect();
        let (value, _) = list.elements();
        for row in rows {
            let forest = &self.filled.forest;
            let name = forest.child(row, value).map(|name| forest.text(name)).unwrap_or_default();
            if chosen.get(name) != Some(&false) {
                continue;
            }
            let name = name.to_owned();
            let env = Env::new(forest, self.now, self.lookups, &self.budget);
            let at = Context { node: row, current: node, position: 1, size: 1 };
            let offered = evaluate(&rule.expr, at, &env).map(|value| Value::Truth(env.truth(&value)));
            match self.said(offered, id, node)? {
                Some(Value::Truth(true)) => drop(chosen.insert(name, true)),
                Some(_) => {}
                // That the rule cannot be evaluated was said.
                None => return Ok(()),
            }
        }
        // What no row holds at all is said where the answer is read.
        let known = |code: &String| list.get(code).is_some();
        for _ in chosen.iter().filter(|(code, offered)| !**offered && known(code)) {
            self.out.problems.push(Found::new(id, node, AnswerCode::NotOffered));
        }
        Ok(())
    }

    fn path(&self, node: NodeId) -> String {
        path_with_rows(self.form, self.filled, node)
    }
}

/// The path of a node with the numbers of rows.
pub(super) fn path_with_rows(form: &Form, filled: &Filled, node: NodeId) -> String {
    let above: Vec<NodeId> = std::iter::successors(Some(node), |node| filled.forest.parent(*node)).collect();
    let mut path = String::new();
    let mut item = None;
    for node in above.iter().rev() {
        let name = filled.forest.name(*node);
        if name.is_empty() {
            continue;
        }
        item = match item {
            None => Some(ItemId::ROOT),
            Some(id) => form.child(id, name),
        };
        path.push('/');
        path.push_str(name);
        if item.and_then(|id| form.item(id)).is_some_and(Item::is_repeat) {
            path.push_str(&format!("[{}]", filled.forest.place(*node)));
        }
    }
    path
}

/// Whether an expression gives the same here as on the device: it asks neither clock nor chance nor the device, nor for the number of
/// a row, which differs once rows that were not asked are left out; nor does it write the names of months and days, which each device
/// has in its own language.
fn is_steady(formula: &Formula, lookups: &FormLookups<'_>) -> bool {
    let moving = ["now", "today", "random", "uuid", "once", "property", "position", "randomize"];
    let mut steady = true;
    formula.expr.walk(&mut |expr| {
        if let Expr::Call(name, arguments) = expr {
            steady &= !moving.contains(&name.as_str());
            // A table that came with the form is the same here and there.
            steady &= name != "pulldata"
                || matches!(arguments.first(), Some(Expr::Text(table)) if lookups.form.table(table).is_some());
            steady &= name != "digest" || lookups.digest.is_some();
            if ["format-date", "format-date-time"].contains(&name.as_str()) {
                steady &= !names_days(arguments.get(1));
            }
        }
    });
    steady
}

/// Whether a pattern of a date asks for names, or cannot be known before it is evaluated.
fn names_days(pattern: Option<&Expr>) -> bool {
    match pattern {
        Some(Expr::Text(pattern)) => ["%b", "%a"].iter().any(|letter| pattern.contains(letter)),
        _ => true,
    }
}

/// Devices write numbers with or without a fraction of zero.
fn same_number(a: &str, b: &str) -> bool {
    match (a.parse::<f64>(), b.parse::<f64>()) {
        (Ok(a), Ok(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0),
        _ => false,
    }
}
