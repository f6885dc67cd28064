//! The part of XPath 1.0 that rulesets use: location paths, predicates, comparisons, `and`, `or`, `+`, `count`, `not`, `number`.

use super::tree::{Item, Tree};
use crate::xml::Name;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    Or(Box<Self>, Box<Self>),
    And(Box<Self>, Box<Self>),
    Compare(Comparison, Box<Self>, Box<Self>),
    Sum(Box<Self>, Box<Self>),
    Not(Box<Self>),
    Count(Box<Self>),
    ToNumber(Box<Self>),
    Number(f64),
    Text(String),
    /// Paths whose items are put together.
    Paths(Vec<Path>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Same,
    Different,
    Less,
    AtMost,
    More,
    AtLeast,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Path {
    pub(super) start: Start,
    pub(super) steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    Here,
    Root,
    Anywhere,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) test: Test,
    pub(super) predicates: Vec<Expression>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    Child(String),
    Attribute(Name),
    Parent,
    Text,
}

/// The text that a rule puts the value of its loop into.
pub(super) const LOOPED: &str = "$1";

/// Where an expression is looked at.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) at: usize,
    /// Value of the loop.
    pub(super) looped: Option<&'a str>,
}

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Items(Vec<Item>),
    Number(f64),
    Text(String),
    Truth(bool),
}

impl Expression {
    /// Whether it holds at a place.
    pub(super) fn holds(&self, place: Place<'_>) -> bool {
        match self.value(place) {
            Value::Items(items) => !items.is_empty(),
            Value::Number(number) => number != 0.0 && !number.is_nan(),
            Value::Text(text) => !text.is_empty(),
            Value::Truth(truth) => truth,
        }
    }

    /// The items that it names; none when it names no items.
    pub(super) fn items(&self, place: Place<'_>) -> Vec<Item> {
        match self.value(place) {
            Value::Items(items) => items,
            _ => Vec::new(),
        }
    }

    fn value(&self, place: Place<'_>) -> Value {
        match self {
            Self::Or(a, b) => Value::Truth(a.holds(place) || b.holds(place)),
            Self::And(a, b) => Value::Truth(a.holds(place) && b.holds(place)),
            Self::Compare(how, a, b) => {
                Value::Truth(compare(*how, &a.value(place), &b.value(place), place.tree))
            }
            Self::Sum(a, b) => {
                Value::Number(number(&a.value(place), place.tree) + number(&b.value(place), place.tree))
            }
            Self::Not(inside) => Value::Truth(!inside.holds(place)),
            Self::Count(inside) => Value::Number(whole(inside.items(place).len())),
            Self::ToNumber(inside) => Value::Number(number(&inside.value(place), place.tree)),
            Self::Number(number) => Value::Number(*number),
            Self::Text(text) if text == LOOPED => Value::Text(place.looped.unwrap_or_default().to_owned()),
            Self::Text(text) => Value::Text(text.clone()),
            Self::Paths(paths) => {
                let mut items: Vec<Item> = paths.iter().flat_map(|path| path.items(place)).collect();
                items.sort_unstable();
                items.dedup();
                Value::Items(items)
            }
        }
    }
}

impl Path {
    fn items(&self, place: Place<'_>) -> Vec<Item> {
        let tree = place.tree;
        let mut steps = self.steps.iter();
        let mut items = match self.start {
            Start::Here => vec![Item::Element(place.at)],
            start => {
                let Some(first) = steps.next() else { return Vec::new() };
                let among = if start == Start::Root { 0..1 } else { 0..tree.len() };
                let named = among
                    .filter(|node| matches!(&first.test, Test::Child(name) if tree.is_named(*node, name)));
                first.kept(named.map(Item::Element).collect(), place)
            }
        };
        for step in steps {
            items = items.iter().flat_map(|item| step.from(*item, place)).collect();
        }
        items
    }
}

impl Step {
    fn from(&self, item: Item, place: Place<'_>) -> Vec<Item> {
        let Item::Element(node) = item else { return Vec::new() };
        let tree = place.tree;
        let found = match &self.test {
            Test::Child(name) => tree.children_named(node, name).map(Item::Element).collect(),
            Test::Attribute(name) => {
                tree.attribute(node, name).map(|at| Item::Attribute(node, at)).into_iter().collect()
            }
            Test::Parent => tree.parent(node).map(Item::Element).into_iter().collect(),
            Test::Text => tree.has_text(node).then_some(Item::Text(node)).into_iter().collect(),
        };
        self.kept(found, place)
    }

    fn kept(&self, items: Vec<Item>, place: Place<'_>) -> Vec<Item> {
        self.predicates.iter().fold(items, |items, predicate| {
            let of_place = |(number, item): &(usize, Item)| match (predicate, item) {
                (Expression::Number(wanted), _) => whole(number + 1).total_cmp(wanted).is_eq(),
                (predicate, Item::Element(node)) => predicate.holds(Place { at: *node, ..place }),
                _ => false,
            };
            items.into_iter().enumerate().filter(of_place).map(|(_, item)| item).collect()
        })
    }
}

/// A count as a number; counts here are far below what a double holds exactly.
fn whole(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

fn number(value: &Value, tree: &Tree<'_>) -> f64 {
    match value {
        Value::Number(number) => *number,
        Value::Text(text) => parsed(text),
        Value::Truth(truth) => f64::from(u8::from(*truth)),
        Value::Items(items) => items.first().map_or(f64::NAN, |item| parsed(tree.text(*item))),
    }
}

/// A number as XPath writes it: no exponent, no plus.
pub(super) fn parsed(text: &str) -> f64 {
    let text = text.trim();
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if plain { text.parse().unwrap_or(f64::NAN) } else { f64::NAN }
}

/// XPath 1.0, 3.4: of items, one that fits is enough.
fn compare(how: Comparison, a: &Value, b: &Value, tree: &Tree<'_>) -> bool {
    match (a, b) {
        (Value::Items(items), other) => {
            items.iter().any(|item| compare_one(how, &Value::Text(tree.text(*item).to_owned()), other, tree))
        }
        (_, Value::Items(items)) => {
            items.iter().any(|item| compare_one(how, a, &Value::Text(tree.text(*item).to_owned()), tree))
        }
        _ => compare_one(how, a, b, tree),
    }
}

fn compare_one(how: Comparison, a: &Value, b: &Value, tree: &Tree<'_>) -> bool {
    if let Value::Items(_) = b {
        return compare(how, a, b, tree);
    }
    if let (Value::Text(a), Value::Text(b), Comparison::Same | Comparison::Different) = (a, b, how) {
        return (a == b) == (how == Comparison::Same);
    }
    let (a, b) = (number(a, tree), number(b, tree));
    match how {
        Comparison::Same => a.partial_cmp(&b).is_some_and(std::cmp::Ordering::is_eq),
        Comparison::Different => !a.partial_cmp(&b).is_some_and(std::cmp::Ordering::is_eq),
        Comparison::Less => a < b,
        Comparison::AtMost => a <= b,
        Comparison::More => a > b,
        Comparison::AtLeast => a >= b,
    }
}
