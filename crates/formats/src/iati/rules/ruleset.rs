//! Rulesets, read from JSON.

use regex::Regex;
use serde_json::Value;

use super::expression::{Expression, Place};
use super::parse::expression;
use super::tree::{Item, Tree};
use crate::finding::Finding;
use crate::json_text::{JsonLimits, parse_json};
use crate::xml::Element;

/// Loops inside loops.
const DEEPEST: u32 = 4;

/// A ruleset.
#[derive(Debug, Clone)]
pub struct Ruleset {
    contexts: Vec<(Expression, Vec<Rule>)>,
}

/// Why a ruleset cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RulesetProblem {
    /// It is no JSON for us.
    #[error("the ruleset cannot be read: {0}")]
    Unreadable(String),
    /// A rule that is not judged here.
    #[error("the ruleset asks for the rule {0}, which is not judged here")]
    Unknown(String),
    /// An expression that is not understood, or a part that is missing.
    #[error("a rule {0} of the ruleset is not written as such a rule is")]
    Wrong(String),
}

/// One case of a rule.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) asks: Asks,
    pub(super) condition: Option<Expression>,
    pub(super) paths: Vec<Expression>,
    pub(super) is_error: bool,
    pub(super) reason: String,
}

/// What a rule asks.
#[derive(Debug, Clone)]
pub(super) enum Asks {
    AtLeastOne,
    NoMoreThanOne,
    OneOrAll { one: Expression, all: All },
    Unique,
    DateOrder { less: Date, more: Date },
    TimeLimit { start: Date, end: Date },
    BetweenDates { date: Date, start: Date, end: Date },
    Matches(Regex),
    StartsWith { prefixes: Prefixes, separator: String },
    IfThen { given: Expression, then: Expression },
    Sum(f64),
    Range { least: f64, most: f64 },
    NoSpaces,
    Loop { each: Expression, rules: Vec<Rule> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum All {
    Lang,
    Sector,
    Currency,
}

#[derive(Debug, Clone)]
pub(super) enum Date {
    Now,
    At(Expression),
}

#[derive(Debug, Clone)]
pub(super) enum Prefixes {
    /// Of the agencies that register organisations.
    Agencies,
    Of(Vec<Expression>),
}

/// What a ruleset found: what makes a file invalid, and what only should be better.
#[derive(Debug, Default)]
pub(in crate::iati) struct Found {
    pub(in crate::iati) errors: Vec<Finding>,
    pub(in crate::iati) warnings: Vec<Finding>,
}

impl Found {
    pub(super) fn say(&mut self, rule: &Rule, tree: &Tree<'_>, item: Item) {
        let list = if rule.is_error { &mut self.errors } else { &mut self.warnings };
        if list.len() < crate::iati::MOST_FINDINGS {
            list.push(tree.finding(item, &rule.reason));
        }
    }
}

impl Ruleset {
    /// Reads a ruleset.
    ///
    /// # Errors
    /// [`RulesetProblem`] names the rule that is not understood.
    pub fn parse(bytes: &[u8]) -> Result<Self, RulesetProblem> {
        let limits = JsonLimits { bytes: 1 << 20, ..JsonLimits::default() };
        let value =
            parse_json(bytes, &limits).map_err(|finding| RulesetProblem::Unreadable(finding.to_string()))?;
        let mut contexts = Vec::new();
        for (context, held) in value.as_object().into_iter().flatten() {
            let at = expression(context).ok_or_else(|| RulesetProblem::Wrong(context.clone()))?;
            contexts.push((at, rules(held, DEEPEST)?));
        }
        Ok(Self { contexts })
    }

    /// Judges a document. `now` is in milliseconds since 1970, UTC.
    ///
    /// Gives what makes it invalid and what is only advised against.
    #[must_use]
    pub fn judge(&self, root: &Element, now: i64) -> (Vec<Finding>, Vec<Finding>) {
        let tree = Tree::of(root);
        let mut found = Found::default();
        for (context, rules) in &self.contexts {
            for item in context.items(Place { tree: &tree, at: 0, looped: None }) {
                let Item::Element(at) = item else { continue };
                let place = Place { tree: &tree, at, looped: None };
                rules.iter().for_each(|rule| rule.judge(place, now, &mut found));
            }
        }
        (found.errors, found.warnings)
    }
}

fn rules(held: &Value, depth: u32) -> Result<Vec<Rule>, RulesetProblem> {
    let mut rules = Vec::new();
    for (name, held) in held.as_object().into_iter().flatten() {
        for case in held.get("cases").and_then(Value::as_array).into_iter().flatten() {
            rules.push(rule(name, case, depth)?);
        }
    }
    Ok(rules)
}

fn rule(name: &str, case: &Value, depth: u32) -> Result<Rule, RulesetProblem> {
    let wrong = || RulesetProblem::Wrong(name.to_owned());
    let condition = match case.get("condition").and_then(Value::as_str) {
        Some(text) => Some(expression(text).ok_or_else(wrong)?),
        None => None,
    };
    let about = case.get("ruleInfo");
    let said = |name| about.and_then(|about| about.get(name)).and_then(Value::as_str);
    let (number, message) = (said("id").unwrap_or_default(), said("message").unwrap_or("breaks a rule"));
    Ok(Rule {
        asks: asks(name, case, depth)?,
        condition,
        paths: expressions(case, "paths").ok_or_else(wrong)?,
        is_error: said("severity") != Some("warning"),
        reason: if number.is_empty() {
            message.to_owned()
        } else {
            format!("{message} (IATI rule {number})")
        },
    })
}

fn expressions(case: &Value, name: &str) -> Option<Vec<Expression>> {
    let listed = case.get(name).and_then(Value::as_array);
    listed.into_iter().flatten().map(|text| expression(text.as_str()?)).collect()
}

fn asks(name: &str, case: &Value, depth: u32) -> Result<Asks, RulesetProblem> {
    match name {
        "atleast_one" => Ok(Asks::AtLeastOne),
        "no_more_than_one" => Ok(Asks::NoMoreThanOne),
        "unique" => Ok(Asks::Unique),
        "no_spaces" => Ok(Asks::NoSpaces),
        "loop" => {
            let each = case.get("foreach").and_then(Value::as_str).and_then(expression);
            let (Some(each), Some(depth)) = (each, depth.checked_sub(1)) else {
                return Err(RulesetProblem::Wrong(name.to_owned()));
            };
            let inside = case.get("do").unwrap_or(&Value::Null);
            Ok(Asks::Loop { each, rules: rules(inside, depth)? })
        }
        "one_or_all" | "date_order" | "date_now" | "time_limit" | "between_dates" | "regex_matches"
        | "startswith" | "if_then" | "strict_sum" | "range" => {
            of_parts(name, case).ok_or_else(|| RulesetProblem::Wrong(name.to_owned()))
        }
        other => Err(RulesetProblem::Unknown(other.to_owned())),
    }
}

/// The rules that are made of named parts.
fn of_parts(name: &str, case: &Value) -> Option<Asks> {
    let text = |part: &str| case.get(part).and_then(Value::as_str);
    let held = |part: &str| text(part).and_then(expression);
    let number = |part: &str| case.get(part).and_then(Value::as_f64);
    let date = |part: &str| match text(part)? {
        "NOW" => Some(Date::Now),
        path => expression(path).map(Date::At),
    };
    Some(match name {
        "one_or_all" => {
            let all = match text("all")? {
                "lang" => All::Lang,
                "sector" => All::Sector,
                "currency" => All::Currency,
                _ => return None,
            };
            Asks::OneOrAll { one: held("one")?, all }
        }
        "date_order" => Asks::DateOrder { less: date("less")?, more: date("more")? },
        "date_now" => Asks::DateOrder { less: date("date")?, more: Date::Now },
        "time_limit" => Asks::TimeLimit { start: date("start")?, end: date("end")? },
        "between_dates" => {
            Asks::BetweenDates { date: date("date")?, start: date("start")?, end: date("end")? }
        }
        "regex_matches" => Asks::Matches(Regex::new(text("regex")?).ok()?),
        "startswith" => {
            let listed = case.get("prefix").and_then(Value::as_array)?;
            let prefixes = if listed.iter().any(|prefix| prefix.as_str() == Some("ORG-ID-PREFIX")) {
                Prefixes::Agencies
            } else {
                Prefixes::Of(expressions(case, "prefix")?)
            };
            Asks::StartsWith { prefixes, separator: text("separator").unwrap_or_default().to_owned() }
        }
        "if_then" => Asks::IfThen { given: held("if")?, then: held("then")? },
        "strict_sum" => Asks::Sum(number("sum")?),
        "range" => Asks::Range {
            least: number("min").unwrap_or(f64::NEG_INFINITY),
            most: number("max").unwrap_or(f64::INFINITY),
        },
        _ => return None,
    })
}
